"""The demo's time: 36 billing months up to the month of ``today``, counted backwards from it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from jiefen.shared.clock import CHINA

MONTHS: Final = 36
ONE_DAY: Final = dt.timedelta(days=1)


def shifted(first: dt.date, months: int) -> dt.date:
    """The first day of the month ``months`` after the month of ``first`` (negative: before)."""
    number = first.year * 12 + first.month - 1 + months
    return dt.date(number // 12, number % 12 + 1, 1)


def last_day(first: dt.date) -> dt.date:
    """The last day of the month."""
    return shifted(first, 1) - ONE_DAY


def years_before(day: dt.date, years: int) -> dt.date:
    """The same day ``years`` earlier; 29 February becomes 28 February."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


@dataclass(frozen=True)
class Calendar:
    """Month 0 is the oldest of the 36, month 35 the month of ``today``; history lies at negative numbers."""

    today: dt.date

    @cached_property
    def firsts(self) -> tuple[dt.date, ...]:
        """The first day of each of the 36 months."""
        return tuple(shifted(self.today, number - MONTHS + 1) for number in range(MONTHS))

    def first(self, month: int) -> dt.date:
        """The first day of a month by number, history included."""
        return shifted(self.today, month - MONTHS + 1)

    def days_ago(self, days: int) -> dt.date:
        """A day counted back from today."""
        return self.today - dt.timedelta(days=days)

    def months_ago(self, months: int, day: int = 1) -> dt.date:
        """A day in the month ``months`` before this one, never after today."""
        return min(shifted(self.today, -months).replace(day=day), self.today)


def at_hour(day: dt.date, hour: int = 9, minute: int = 0) -> dt.datetime:
    """An aware instant on ``day``."""
    return dt.datetime(day.year, day.month, day.day, hour, minute, tzinfo=CHINA)

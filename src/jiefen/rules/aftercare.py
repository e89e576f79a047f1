"""After a payment: when to ask how it was, when a relapse is one, and how to keep in touch without nagging.

Days are calendar days; official holidays do not count towards the window, because nobody is asked on them.
Numbers: tables ``stages`` (3 to 7 days) and ``aftercare``. See docs/algorithms/aftercare.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from jiefen.rules.stage_facts import numbers as stage_numbers
from jiefen.rules.tables_io import load_table
from jiefen.rules.workdays import Overrides, is_holiday, unheard

_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Window:
    """First and last day, both included."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Whether ``day`` lies in it."""
        return self.first <= day <= self.last


def window(paid_on: date, overrides: Overrides | None = None) -> Window:
    """When to ask after a payment: from the 3rd to the 7th day after it, official holidays not counted."""
    number = stage_numbers(paid_on)
    first = _counted(paid_on, number["thanks_from_days"], overrides)
    return Window(first, _counted(paid_on, number["thanks_to_days"], overrides))


def _counted(day: date, count: int, overrides: Overrides | None) -> date:
    while count:
        day += _DAY
        count -= not is_holiday(day, overrides, unheard)
    return day


def payment_days(today: date, overrides: Overrides | None = None) -> Window | None:
    """The days whose payments may be asked about on ``today``; None on a holiday. The inverse of ``window``."""
    if is_holiday(today, overrides, unheard):
        return None
    candidates = (today - timedelta(days=back) for back in range(1, 40))
    days = [day for day in candidates if window(day, overrides).holds(today)]
    return Window(min(days), max(days)) if days else None


def is_due(paid_on: date, last_aftercare_on: date | None, today: date) -> bool:
    """Whether to ask today: inside the window, and not asked within ``rest_days`` (monthly payers are left in peace)."""
    rest = timedelta(days=number("rest_days", today))
    return window(paid_on).holds(today) and (last_aftercare_on is None or today - last_aftercare_on >= rest)


# --- the next period -------------------------------------------------------------------------------------------


def relapse_watch(next_due_on: date) -> Window:
    """The days on which the next period is watched: from its due day until it would be a relapse."""
    return Window(next_due_on, next_due_on + timedelta(days=number("relapse_after_days", next_due_on)))


def is_relapse(*, had_paid_all: bool, next_due_on: date, next_open_fen: int, today: date) -> bool:
    """Whether a household that had paid everything owes the next period longer than the watch."""
    return had_paid_all and next_open_fen > 0 and today > relapse_watch(next_due_on).last


@lru_cache(maxsize=256)
def number(code: str, day: date) -> int:
    """A number of the table ``aftercare`` in force on ``day``, in days."""
    rows = load_table("aftercare", "number")
    return next(row.number("value") for row in rows if row.text("code") == code and row.covers(day))

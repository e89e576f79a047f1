"""On which days the demo's people are spoken with: no official holiday, and nothing of bills while a repair waits."""

from __future__ import annotations

import datetime as dt

from jiefen.demo.months import ONE_DAY, Calendar
from jiefen.demo.places import Home
from jiefen.rules.workdays import CalendarNotice, is_holiday


def allowed_day(on: dt.date) -> dt.date:
    """The last day up to ``on`` that is no official holiday."""
    while is_holiday(on, None, _unheard):
        on -= ONE_DAY
    return on


def _unheard(notice: CalendarNotice) -> None:
    """A year whose holidays are not published is played by the holidays the law fixes."""


def waits_for_repair(home: Home, on: dt.date, calendar: Calendar) -> bool:
    """Whether a ticket of the household was not closed on that day."""
    ago = (calendar.today - on).days
    return any(
        one.days_ago >= ago and (one.closed_days_ago is None or one.closed_days_ago < ago) for one in home.tickets
    )

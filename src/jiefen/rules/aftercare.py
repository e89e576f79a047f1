"""After a payment: when to ask how it was, when a relapse is one, and how to keep in touch without nagging.

Days are calendar days; official holidays do not count towards the window, because nobody is asked on them.
Numbers: tables ``stages`` (3 to 7 days) and ``aftercare``. See docs/algorithms/aftercare.md.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Final

from jiefen.rules.stage_facts import numbers as stage_numbers
from jiefen.rules.tables_io import load_table
from jiefen.rules.workdays import CalendarNotice, Overrides, is_holiday

_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Window:
    """First and last day, both included."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Whether ``day`` lies in it."""
        return self.first <= day <= self.last


def _unheard(notice: CalendarNotice) -> None:
    """An unpublished year shifts a window by days at most; the calendar's own page reports it."""


def window(paid_on: date, overrides: Overrides | None = None) -> Window:
    """When to ask after a payment: from the 3rd to the 7th day after it, official holidays not counted."""
    number = stage_numbers(paid_on)
    first = _counted(paid_on, number["thanks_from_days"], overrides)
    return Window(first, _counted(paid_on, number["thanks_to_days"], overrides))


def _counted(day: date, count: int, overrides: Overrides | None) -> date:
    while count:
        day += _DAY
        count -= not is_holiday(day, overrides, _unheard)
    return day


def payment_days(today: date, overrides: Overrides | None = None) -> Window | None:
    """The days whose payments may be asked about on ``today``; None on a holiday. The inverse of ``window``."""
    if is_holiday(today, overrides, _unheard):
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


class Touch(StrEnum):
    """A reason to speak first; settled by the facts, at most one at a time."""

    AFTERCARE = "aftercare"
    RELAPSE = "relapse"
    REMINDER = "reminder"
    CARE = "care"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepOnFacts:
    """What is known of a household that paid. ``last_touch_on``: when we last spoke first, whatever about.

    ``next_due_on``/``next_open_fen``: the next bill and what is open of it. ``left_alone``: do-not-contact,
    breathing space, promise or plan running, ticket or dispute open.
    """

    last_paid_on: date | None = None
    last_aftercare_on: date | None = None
    last_touch_on: date | None = None
    last_talk_on: date | None = None
    next_due_on: date | None = None
    next_open_fen: int = 0
    had_paid_all: bool = False
    left_alone: bool = False


@dataclass(frozen=True, slots=True)
class KeepOn:
    """The one thing to do, and the sentence a steward reads."""

    touch: Touch
    sentence: str


def keep_on(facts: KeepOnFacts, today: date) -> KeepOn | None:
    """With a purpose and without nagging: thanks, then at most one word in ``touch_rest_days``, or nothing.

    Order: aftercare in its window; a relapse after its watch; a message three days before the next due day; a
    greeting after half a year of silence.
    """
    if facts.left_alone:
        return None
    if facts.last_paid_on and is_due(facts.last_paid_on, facts.last_aftercare_on, today):
        return KeepOn(Touch.AFTERCARE, _say("aftercare", today, paid=_day(facts.last_paid_on)))
    if _spoke_lately(facts, today):
        return None
    return next((found for ask in _LATER if (found := ask(facts, today))), None)


def _spoke_lately(facts: KeepOnFacts, today: date) -> bool:
    last = facts.last_touch_on
    return last is not None and (today - last).days < number("touch_rest_days", today)


def _relapse(facts: KeepOnFacts, today: date) -> KeepOn | None:
    due = facts.next_due_on
    if due is None or not is_relapse(
        had_paid_all=facts.had_paid_all, next_due_on=due, next_open_fen=facts.next_open_fen, today=today
    ):
        return None
    return KeepOn(Touch.RELAPSE, _say("relapse", today, due=_day(due)))


def _reminder(facts: KeepOnFacts, today: date) -> KeepOn | None:
    due = facts.next_due_on
    if due is None or facts.next_open_fen <= 0:
        return None
    if not timedelta() <= due - today <= timedelta(days=number("reminder_before_days", today)):
        return None
    return KeepOn(Touch.REMINDER, _say("reminder", today, due=_day(due)))


def _care(facts: KeepOnFacts, today: date) -> KeepOn | None:
    last = facts.last_talk_on
    is_long = last is not None and (today - last).days >= number("care_every_days", today)
    return KeepOn(Touch.CARE, _say("care", today)) if is_long and facts.next_open_fen <= 0 else None


_LATER: Final[tuple[Callable[[KeepOnFacts, date], KeepOn | None], ...]] = (_relapse, _reminder, _care)


@lru_cache(maxsize=256)
def number(code: str, day: date) -> int:
    """A number of the table ``aftercare`` in force on ``day``, in days."""
    rows = load_table("aftercare", "number")
    return next(row.number("value") for row in rows if row.text("code") == code and row.covers(day))


def _say(code: str, today: date, **words: str) -> str:
    rows = load_table("aftercare", "sentence")
    return next(row for row in rows if row.text("code") == code and row.covers(today)).text("text").format(**words)


def _day(day: date) -> str:
    return f" {day.month}月{day.day}日 "

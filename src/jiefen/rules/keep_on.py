"""After the thanks: keeping on with a purpose and without nagging. See docs/algorithms/aftercare.md."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from jiefen.rules.aftercare import is_due, is_relapse, number
from jiefen.rules.tables_io import load_table


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


def _say(code: str, today: date, **words: str) -> str:
    rows = load_table("aftercare", "sentence")
    return next(row for row in rows if row.text("code") == code and row.covers(today)).text("text").format(**words)


def _day(day: date) -> str:
    return f" {day.month}月{day.day}日 "

"""An honest word on waiting: from who is there, who is in front, and who has promised to come. Never better than it is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from jiefen.consultations.models import DutyShift, Offer, Question
from jiefen.consultations.queries.present_desks import desks_there, places_taken
from jiefen.consultations.states import WAITING_STATES, OfferState
from jiefen.rules import asking
from jiefen.rules.dispatch import dispatch_on
from jiefen.shared.clock import day_of


@dataclass(frozen=True)
class Outlook:
    """``here``: lawyers who are there; ``free``: those with a place; ``in_front``: people waiting longer; ``passed``: free
    ones who were asked about this question and did not take it.

    ``minutes``: how long it may take, rounded up; None when nobody is there and nobody has promised to come.
    ``next_at``: when the next one has promised to be there, if nobody is.
    """

    here: int
    free: int
    in_front: int
    minutes: int | None
    next_at: dt.datetime | None
    passed: int


def outlook(question: Question | None, *, at: dt.datetime) -> Outlook:
    """What to tell somebody who waits, or who thinks of asking (None). At most seven queries."""
    rules = dispatch_on(day_of(at))
    desks = desks_there(at, rules)
    taken = places_taken([each.lawyer_id for each in desks])
    free = [each.lawyer_id for each in desks if taken[each.lawyer_id] < each.places]
    in_front = _in_front(question)
    next_at = None if desks else _next_shift(at)
    places = sum(each.places for each in desks)
    minutes = _minutes(len(free), places, in_front, next_at, at)
    return Outlook(len(desks), len(free), in_front, minutes, next_at, _passed(question, free))


def _minutes(free: int, places: int, in_front: int, next_at: dt.datetime | None, at: dt.datetime) -> int | None:
    """Free lawyers: one round of offers and a reply. All busy: a place comes free every session ÷ places, one a person in front."""
    if free > in_front:
        return 2
    if places:
        session = asking.number("session_seconds", day_of(at))
        return max(2, -(-(in_front + 1 - free) * session // (places * 60)) + 1)
    if next_at is None:
        return None
    return -int(-(next_at - at).total_seconds() // 60) + 2


def _passed(question: Question | None, free: list[int]) -> int:
    if question is None or not free:
        return 0
    over = (OfferState.IGNORED, OfferState.DECLINED, OfferState.RETURNED)
    rows = Offer.objects.filter(question=question, lawyer__in=free, state__in=over)
    return rows.values("lawyer").distinct().count()


def _in_front(question: Question | None) -> int:
    waiting = Question.objects.filter(state__in=WAITING_STATES)
    if question is not None and question.asked_at is not None:
        waiting = waiting.filter(asked_at__lt=question.asked_at)
    return waiting.count()


def _next_shift(at: dt.datetime) -> dt.datetime | None:
    coming = DutyShift.objects.filter(starts_at__gt=at).order_by("starts_at")
    return coming.values_list("starts_at", flat=True).first()

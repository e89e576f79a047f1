"""The decision every two seconds, in one transaction: end what is over, look who is there, ask whom ``engine/dispatch`` says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from jiefen.chat.models import Seat
from jiefen.chat.states import SeatKind
from jiefen.consultations.actions.replies import note_replies
from jiefen.consultations.actions.safety import read_along
from jiefen.consultations.actions.telling import note, tell_client, tell_desk, tell_offer
from jiefen.consultations.models import Desk, DispatchTurn, Offer, Question
from jiefen.consultations.queries.dispatch_view import duty_rows, waiting_questions, waiting_rows
from jiefen.consultations.queries.present_desks import desks_there
from jiefen.consultations.states import LIVE_STATES, WAITING_STATES, OfferState, QuestionState, move
from jiefen.engine.dispatch import Outcome, Record, after, decide, goes_offline
from jiefen.lawyers.actions.cards import note_presence
from jiefen.rules import asking
from jiefen.rules.dispatch import DispatchRules, dispatch_on
from jiefen.rules.service_clock import Kind
from jiefen.shared.clock import CHINA, day_of

AWAY_AFTER = 5  # heartbeats without a sign of life, then the desk is set offline


@dataclass(frozen=True)
class Tick:
    """What one decision did. ``is_busy``: somebody waits or is being answered, so look again soon."""

    offers: int
    ended: int
    left: int
    is_busy: bool


def tick(*, at: dt.datetime) -> Tick:
    """Decide once. Any number of processes may call it: one at a time gets through, the others wait their turn.

    Locks in one order, questions before offers before desks, as ``actions/offers`` does.
    """
    rules = dispatch_on(day_of(at))
    with transaction.atomic():
        DispatchTurn.objects.select_for_update().get(pk=turn())
        list(Question.objects.select_for_update().filter(state__in=WAITING_STATES).order_by("pk").values_list("pk"))
        note_replies(at=at)
        read_along(at=at)
        left = _let_go(at)
        ended = _end_overdue(at, rules)
        _set_away(at, rules)
        offers = _offer(at, rules)
    busy = Question.objects.filter(state__in=LIVE_STATES).exists()
    return Tick(offers, ended, left, busy)


def turn() -> int:
    """The number of the one row that orders decisions, made on first use."""
    return DispatchTurn.objects.get_or_create(pk=1)[0].pk


def settle(
    offers: Iterable[Offer], outcome: Outcome, *, at: dt.datetime, rules: DispatchRules, reason: str = ""
) -> int:
    """End open offers in one way: rows, the lawyers' records, their pages. Returns how many were still open."""
    state = OfferState(outcome.value)
    ended = 0
    for offer in sorted(offers, key=lambda each: each.lawyer_id):
        same = Offer.objects.filter(pk=offer.pk, state=OfferState.OPEN)
        if not same.update(state=state, ended_at=at, reason=reason):
            continue
        ended += 1
        if outcome is not Outcome.WITHDRAWN:
            _remember(offer, outcome, at, rules)
        if outcome in (Outcome.WITHDRAWN, Outcome.IGNORED):
            tell_desk(offer.membership_id, "offer_over", at, offer=offer.pk)
    return ended


def withdraw_offers(question: Question, *, at: dt.datetime) -> None:
    """Nobody else needs to look at this question any more."""
    settle(question.offers.filter(state=OfferState.OPEN), Outcome.WITHDRAWN, at=at, rules=dispatch_on(day_of(at)))


def back_to_waiting(question: Question, at: dt.datetime) -> None:
    """When the last open offer has ended without anybody, the question waits again."""
    if question.state == QuestionState.OFFERED and not question.offers.filter(state=OfferState.OPEN).exists():
        move(question, to=QuestionState.WAITING, by_no=None, at=at)


def _remember(offer: Offer, outcome: Outcome, at: dt.datetime, rules: DispatchRules) -> None:
    desk = Desk.objects.select_for_update().filter(lawyer=offer.lawyer_id).first()
    if desk is None:
        return
    record = after(Record(desk.acceptance, desk.ignored), outcome, rules)
    desk.acceptance, desk.ignored = record.acceptance, record.ignored
    if desk.is_online and goes_offline(record, rules):
        _switch_off(desk, "ignored", at)
    desk.save(update_fields=["acceptance", "ignored", "is_online", "changed_at", "offline_reason"])


def _switch_off(desk: Desk, reason: str, at: dt.datetime) -> None:
    desk.is_online, desk.changed_at, desk.offline_reason = False, at, reason
    note_presence(lawyer_id=desk.lawyer_id, is_online=False)
    tell_desk(desk.membership_id, "offline", at, reason=reason)


def _end_overdue(at: dt.datetime, rules: DispatchRules) -> int:
    overdue = list(Offer.objects.filter(state=OfferState.OPEN, until__lte=at).select_related("question"))
    ended = settle(overdue, Outcome.IGNORED, at=at, rules=rules)
    for question in {each.question_id: each.question for each in overdue}.values():
        back_to_waiting(question, at)
    return ended


def _set_away(at: dt.datetime, rules: DispatchRules) -> None:
    """A desk nobody has open for minutes is offline: the lawyer sees it when he comes back."""
    silent_since = at - dt.timedelta(seconds=AWAY_AFTER * rules.heartbeat_seconds)
    silent = Desk.objects.filter(is_online=True, seen_at__lt=silent_since)
    if not silent.exists():
        return
    there = {each.lawyer_id for each in desks_there(at, rules)}
    for desk in silent.exclude(lawyer__in=there).select_for_update().order_by("lawyer"):
        _switch_off(desk, "away", at)
        desk.save(update_fields=["is_online", "changed_at", "offline_reason"])


def _let_go(at: dt.datetime) -> int:
    """Who closed the page long ago and left no number has left: at the moment he was last seen."""
    gone = at - asking.span("gone", day_of(at))
    silent = Question.objects.filter(state__in=WAITING_STATES, seen_at__lt=gone, contact=None)
    left = 0
    for question in silent:
        seat = Seat.objects.filter(thread=question.thread_id, kind=SeatKind.CLIENT).first()
        seen = max(filter(None, (question.seen_at, seat.last_seen if seat else None)))
        if seen < gone:
            leave_quietly(question, seen_at=seen, at=at)
            left += 1
    return left


def leave_quietly(question: Question, *, seen_at: dt.datetime, at: dt.datetime) -> None:
    """The client is no longer there: nobody is asked for him any more. He may come back."""
    move(question, to=QuestionState.LEFT, by_no=None, at=at, reason="left")
    withdraw_offers(question, at=at)
    note(question, Kind.LEFT, seen_at)


def _offer(at: dt.datetime, rules: DispatchRules) -> int:
    questions = waiting_questions()
    if not questions:
        return 0
    duty = duty_rows(at, rules)
    if not duty:
        return 0
    chosen = decide(waiting_rows(questions), duty, now=at.timestamp(), rules=rules)
    by_number = {each.pk: each for each in questions}
    desks = {each.lawyer_id: each.membership_id for each in Desk.objects.filter(lawyer__in=[o.lawyer for o in chosen])}
    for each in chosen:
        question = by_number[each.question]
        offer = Offer.objects.create(
            question=question, lawyer_id=each.lawyer, membership_id=desks[each.lawyer], score=each.score,
            offered_at=at, until=dt.datetime.fromtimestamp(each.until, CHINA),
        )  # fmt: skip
        tell_offer(offer, at)
        if question.state == QuestionState.WAITING:
            move(question, to=QuestionState.OFFERED, by_no=None, at=at)
            tell_client(question, at)
    return len(chosen)

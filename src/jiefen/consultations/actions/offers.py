"""A lawyer answers an offer. Exactly one of those asked can have the question, whoever presses at the same moment."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db import transaction

from jiefen.accounts.actors import Actor, system_actor
from jiefen.audit.actions import PLATFORM
from jiefen.chat.actions import threads
from jiefen.chat.states import SeatKind
from jiefen.consultations.access import offer_for
from jiefen.consultations.actions.dispatching import back_to_waiting, settle, withdraw_offers
from jiefen.consultations.actions.telling import tell_client, tell_desk
from jiefen.consultations.models import Desk, Offer, Question
from jiefen.consultations.queries.dispatch_view import conflicted_with
from jiefen.consultations.refusals import Conflicted, NoPlace, NotOnDuty, OfferOver
from jiefen.consultations.states import OfferState, QuestionState, move
from jiefen.consultations.wakeup import look_after_commit
from jiefen.engine.dispatch import Outcome
from jiefen.lawyers.actions.conflicts import Party, note_parties
from jiefen.lawyers.models import Affiliation, Lawyer, PartySide
from jiefen.rules.dispatch import dispatch_on
from jiefen.shared.clock import day_of

DECLINES: Final = {"busy": "手头忙", "not_my_field": "不是我的领域", "conflict": "有利益冲突", "other": "别的原因"}


def accept_offer(*, offer_id: int, by: Actor, at: dt.datetime) -> Question:
    """Take the question: it is his alone, with a seat in the conversation and the facts to read.

    Raises NotPermitted, NotFound, OfferOver (somebody was quicker, or the time is up), NoPlace, Conflicted.
    """
    offer = offer_for(by, offer_id)
    with transaction.atomic():
        question = Question.objects.select_for_update(of=("self",)).select_related("thread").get(pk=offer.question_id)
        if question.state != QuestionState.OFFERED:
            raise OfferOver
        _check_free(offer.lawyer_id)
        _check_conflict(question, offer.lawyer_id)
        mine = Offer.objects.filter(pk=offer.pk, state=OfferState.OPEN, until__gt=at)
        if not mine.exists() or not settle([offer], Outcome.ACCEPTED, at=at, rules=dispatch_on(day_of(at))):
            raise OfferOver
        seat_lawyer(question, offer.lawyer, membership_id=offer.membership_id, by_no=by.membership_id, at=at)
        withdraw_offers(question, at=at)
    look_after_commit(at)
    return question


def decline_offer(*, offer_id: int, reason: str, by: Actor, at: dt.datetime) -> None:
    """Say no at once: the next lawyer is asked without waiting. Saying no when it is over changes nothing.

    Raises NotPermitted, NotFound, OfferOver for an unknown reason.
    """
    if reason not in DECLINES:
        raise OfferOver("请选一个不接的原因，再按“不接”。")
    offer = offer_for(by, offer_id)
    with transaction.atomic():
        question = Question.objects.select_for_update().get(pk=offer.question_id)
        if settle([offer], Outcome.DECLINED, at=at, rules=dispatch_on(day_of(at)), reason=reason):
            back_to_waiting(question, at)
    look_after_commit(at)


def seat_lawyer(
    question: Question, lawyer: Lawyer, *, membership_id: int, by_no: int | None, at: dt.datetime, sentence: str = ""
) -> None:
    """Give the locked question to this lawyer: state, seat, his firm's conflict book, everybody's pages."""
    assert question.thread_id is not None  # noqa: S101 — it was asked
    move(question, to=QuestionState.ACCEPTED, by_no=by_no, at=at, lawyer=lawyer, reason="")
    said = sentence or f"{lawyer.name}律师接下了您的问题，正在看。"
    threads.join(
        thread_id=question.thread_id, kind=SeatKind.LAWYER, membership_id=membership_id, name=f"{lawyer.name}律师",
        sentence=said, at=at,
    )  # fmt: skip
    _note_parties(question, lawyer, at)
    tell_desk(membership_id, "talk_changed", at, question=question.pk)
    tell_client(question, at)


def _check_free(lawyer_id: int) -> None:
    """The desk's row is locked, so that two offers accepted at the same moment cannot both take the last place."""
    desk = Desk.objects.select_for_update().filter(lawyer=lawyer_id).first()
    if desk is None:
        raise NotOnDuty("你现在没有在线。请先点“上线接待”，再接单。")
    if Question.objects.filter(lawyer=lawyer_id, state=QuestionState.ACCEPTED).count() >= desk.places:
        raise NoPlace(f"你同时接待的已满 {desk.places} 位。请先结束一段对话，或把同时接待数调高。")


def _check_conflict(question: Question, lawyer_id: int) -> None:
    if lawyer_id in conflicted_with(question.parties.all()):
        raise Conflicted


def check_may_have(question: Question, lawyer: Lawyer) -> None:
    """For a hand-over: raises NotOnDuty, NoPlace, Conflicted."""
    _check_free(lawyer.pk)
    _check_conflict(question, lawyer.pk)


def _note_parties(question: Question, lawyer: Lawyer, at: dt.datetime) -> None:
    """The firm's book knows from now on whom it has advised (律师法 39)."""
    named = list(question.parties.all())
    firm_id = Affiliation.objects.filter(lawyer=lawyer, until_on=None).values_list("firm", flat=True).first()
    if not named or firm_id is None:
        return
    sides = {True: PartySide.ACTS_FOR, False: PartySide.AGAINST}
    parties = [Party(each.name, sides[each.is_asker], reference=question.public_id) for each in named]
    note_parties(
        firm_id=firm_id, lawyer_id=lawyer.pk, parties=parties, origin="consultations", by=system_actor(PLATFORM), at=at
    )

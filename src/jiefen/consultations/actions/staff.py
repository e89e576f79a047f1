"""The operator's hand: reassign, void, read with a reason the client sees, answer complaints."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from jiefen.accounts.actors import Actor
from jiefen.accounts.roles import Capability
from jiefen.audit.actions import PLATFORM, record
from jiefen.chat.actions import threads
from jiefen.chat.actions.transcripts import open_transcript
from jiefen.chat.models import Seat
from jiefen.consultations.access import question_for_operator
from jiefen.consultations.actions.dispatching import withdraw_offers
from jiefen.consultations.actions.offers import check_may_have
from jiefen.consultations.actions.replies import note_first_reply
from jiefen.consultations.actions.talking import give_up, hand_to, relock
from jiefen.consultations.actions.telling import note, tell_client
from jiefen.consultations.models import Desk, Grievance, Question, TranscriptReading
from jiefen.consultations.refusals import AfterwardsRefused, NotOnDuty
from jiefen.consultations.states import LIVE_STATES, GrievanceState, QuestionState, move
from jiefen.consultations.wakeup import look_after_commit
from jiefen.rules.service_clock import Kind
from jiefen.shared.errors import NotFound


def reassign(*, public_id: str, to_lawyer_id: int, reason: str, by: Actor, at: dt.datetime) -> Question:
    """Give a waiting or taken question to a lawyer who is there. Raises NotPermitted, NotFound, NotOnDuty, NoPlace, Conflicted, MoveRefused."""
    question = question_for_operator(by, public_id)
    why = _reason(reason)
    desk = Desk.objects.filter(lawyer=to_lawyer_id, is_online=True).select_related("lawyer").first()
    if desk is None or question.lawyer_id == to_lawyer_id:
        raise NotOnDuty("这位律师此刻不在线，或已经在答这个问题。请另选一位。")
    with transaction.atomic():
        relock(question, *LIVE_STATES)
        check_may_have(question, desk.lawyer)
        if question.state == QuestionState.ACCEPTED:
            note_first_reply(question, at=at)
            give_up(question, by_no=by.membership_id, reason="reassigned", at=at, sentence="平台为您换了一位律师。")
        withdraw_offers(question, at=at)
        hand_to(question, desk, by_no=by.membership_id, at=at)
        _log(question, "reassigned_by_hand", by, at, lawyer=to_lawyer_id, reason=why)
    look_after_commit(at)
    return question


def void(*, public_id: str, reason: str, by: Actor, at: dt.datetime) -> Question:
    """Not a question: spam, a test, twice the same. It leaves every figure. Raises NotPermitted, NotFound, MoveRefused."""
    question = question_for_operator(by, public_id)
    why = _reason(reason)
    with transaction.atomic():
        relock(question, *LIVE_STATES)
        withdraw_offers(question, at=at)
        move(question, to=QuestionState.VOID, by_no=by.membership_id, at=at, reason="void", data={"reason": why})
        note(question, Kind.VOID, at)
        if question.thread is not None:
            threads.close(
                thread=question.thread, by_membership=by.membership_id,
                sentence="平台把这条提问作废了：它不像一个要律师答复的问题。弄错了请在页面下方告诉我们。", at=at,
            )  # fmt: skip
        tell_client(question, at)
    look_after_commit(at)
    return question


def read_transcript(*, public_id: str, reason: str, by: Actor, at: dt.datetime) -> Seat:
    """A seat that only reads, for a stated reason: the conversation says so, the client's page lists it.

    Raises NotPermitted, NotFound, AfterwardsRefused, SeatRefused.
    """
    question = question_for_operator(by, public_id)
    why = _reason(reason)
    assert question.thread is not None  # noqa: S101 — it was asked
    if question.forgotten_at is not None:
        raise AfterwardsRefused("这段对话的内容已经按规定删除，没有可以看的。时间和处理记录在这一页上。")
    with transaction.atomic():
        seat = open_transcript(by=by, public_id=question.thread.public_id, reason=why, at=at)
        TranscriptReading.objects.create(
            question=question, membership_id=by.membership_id or 0, name=by.display_name, reason=why, at=at
        )
        _log(question, "transcript_read", by, at, reason=why)
    return seat


def answer_grievance(*, grievance_id: int, words: str, by: Actor, at: dt.datetime) -> Grievance:
    """The operator's answer, shown to the client. Raises NotPermitted, NotFound, AfterwardsRefused."""
    by.require(Capability.RUN_SERVICE)
    found = Grievance.objects.select_related("question").filter(pk=grievance_id).first()
    if found is None:
        raise NotFound
    if found.state == GrievanceState.ANSWERED or not words.strip():
        raise AfterwardsRefused("请写好答复再提交；已经答复过的不再改。")
    with transaction.atomic():
        found.state, found.answer, found.answered_at = GrievanceState.ANSWERED, words.strip()[:500], at
        found.answered_by_no = by.membership_id
        found.save(update_fields=["state", "answer", "answered_at", "answered_by_no"])
        _log(found.question, "grievance_answered", by, at, grievance=found.pk)
        tell_client(found.question, at)
    return found


def _reason(words: str) -> str:
    text = words.strip()
    if not 4 <= len(text) <= 100:
        raise AfterwardsRefused("请写明原因，4 到 100 个字。它会留在记录里。")
    return text


def _log(question: Question, what: str, by: Actor, at: dt.datetime, **data: int | str) -> None:
    record(
        organisation_id=PLATFORM, by=by.membership_id, at=at, code=f"consultations.{what}", subject=question,
        data=dict(data),
    )  # fmt: skip

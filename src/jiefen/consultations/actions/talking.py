"""After a lawyer has it: give it back, hand it over, end it, go on with it; and the client's own ways out."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db import transaction

from jiefen.accounts.actors import Actor
from jiefen.chat.access import Person, seat_for
from jiefen.chat.actions import threads
from jiefen.chat.models import Message, Thread
from jiefen.chat.states import WRITTEN, ThreadState
from jiefen.consultations.access import lawyer_of, question_for_lawyer
from jiefen.consultations.actions.dispatching import leave_quietly, withdraw_offers
from jiefen.consultations.actions.offers import check_may_have, seat_lawyer
from jiefen.consultations.actions.replies import note_first_reply
from jiefen.consultations.actions.telling import note, tell_client, tell_desk
from jiefen.consultations.models import Desk, Offer, Question
from jiefen.consultations.refusals import NotOnDuty
from jiefen.consultations.states import WAITING_STATES, MoveRefused, OfferState, QuestionState, move
from jiefen.consultations.wakeup import look_after_commit
from jiefen.lawyers.models import Affiliation
from jiefen.rules import asking
from jiefen.rules.service_clock import Kind
from jiefen.shared.clock import day_of

LIFE_SIGNS: Final = dt.timedelta(seconds=15)
RETURNS: Final = {
    "not_my_field": "不是我的领域",
    "conflict": "发现利益冲突",
    "no_time": "没有时间",
    "other": "别的原因",
}


def return_to_queue(*, public_id: str, reason: str, by: Actor, at: dt.datetime) -> Question:
    """Give it back: the client keeps his clock and his place by age, and this lawyer is not asked again.

    Raises NotPermitted, NotFound, MoveRefused.
    """
    question = question_for_lawyer(by, public_id)
    if reason not in RETURNS:
        raise MoveRefused("请选一个退回的原因。")
    with transaction.atomic():
        relock(question, QuestionState.ACCEPTED)
        note_first_reply(question, at=at)
        give_up(
            question, by_no=by.membership_id, reason=reason, at=at, sentence="这位律师暂时答不了，正在为您找下一位。"
        )
    look_after_commit(at)
    return question


def give_up(question: Question, *, by_no: int | None, reason: str, at: dt.datetime, sentence: str) -> None:
    """The lawyer of a locked question leaves it; it waits again, without him."""
    lawyer_id = question.lawyer_id
    given = Offer.objects.filter(question=question, lawyer=lawyer_id, state=OfferState.ACCEPTED)
    membership_id = given.order_by("-pk").values_list("membership_id", flat=True).first()
    given.update(state=OfferState.RETURNED, reason=reason)
    move(question, to=QuestionState.WAITING, by_no=by_no, at=at, lawyer=None, returning_to=None, reason=reason)
    if membership_id is not None:
        _unseat(question, membership_id, reason=reason, sentence=sentence, at=at)
        tell_desk(membership_id, "talk_changed", at, question=question.pk)
    note(question, Kind.MOVED, at)
    tell_client(question, at)


def transfer(*, public_id: str, to_lawyer_id: int, by: Actor, at: dt.datetime) -> Question:
    """Hand it to a colleague of the same firm who is there and has a place. The clock goes on.

    Raises NotPermitted, NotFound, NotOnDuty, NoPlace, Conflicted.
    """
    question, lawyer = question_for_lawyer(by, public_id), lawyer_of(by)
    firm = Affiliation.objects.filter(lawyer=lawyer, until_on=None).values("firm")
    colleague = Affiliation.objects.filter(lawyer=to_lawyer_id, until_on=None, firm__in=firm).select_related("lawyer")
    found = colleague.exclude(lawyer=lawyer).first()
    desk = Desk.objects.filter(lawyer=to_lawyer_id, is_online=True).first()
    if found is None or desk is None:
        raise NotOnDuty("只能转给本所此刻在线的同事。没有合适的人，请退回队列，平台会马上找下一位。")
    with transaction.atomic():
        relock(question, QuestionState.ACCEPTED)
        check_may_have(question, found.lawyer)
        note_first_reply(question, at=at)
        if by.membership_id is not None:
            said = f"{lawyer.name}律师请{found.lawyer.name}律师来接着答，之前的内容都看得到。"
            _unseat(question, by.membership_id, reason="transfer", sentence=said, at=at)
        hand_to(question, desk, by_no=by.membership_id, at=at)
    look_after_commit(at)
    return question


def hand_to(question: Question, desk: Desk, *, by_no: int | None, at: dt.datetime) -> None:
    """Seat a lawyer without an offer round; the row of the offer keeps who had it when. Question locked."""
    Offer.objects.create(
        question=question, lawyer=desk.lawyer, membership_id=desk.membership_id, state=OfferState.ACCEPTED,
        offered_at=at, until=at, ended_at=at, reason="handed_over",
    )  # fmt: skip
    seat_lawyer(question, desk.lawyer, membership_id=desk.membership_id, by_no=by_no, at=at)
    note(question, Kind.MOVED, at)


def close_by_lawyer(*, public_id: str, by: Actor, at: dt.datetime) -> Question:
    """End the talk; the client is asked whether it helped and may go on. Raises NotPermitted, NotFound, MoveRefused."""
    question = question_for_lawyer(by, public_id)
    return _close(
        question,
        by_no=by.membership_id,
        reason="by_lawyer",
        sentence="律师结束了这次答疑。还有不清楚的，可以点“接着问”。",
        at=at,
    )


def close_by_client(*, question: Question, at: dt.datetime) -> Question:
    """The client has what he needs. Raises MoveRefused."""
    return _close(
        question, by_no=None, reason="by_client", sentence="您结束了这次答疑。之前的内容都在，还可以接着问。", at=at
    )


def reopen(*, question: Question, at: dt.datetime) -> Question:
    """The client goes on: to the same lawyer when he has a place, else to the queue, where he is asked first. Same clock.

    Raises MoveRefused.
    """
    with transaction.atomic():
        relock(question, QuestionState.CLOSED)
        open_again(question, "您接着问。", at)
        desk = _desk_with_a_place(question)
        if desk is not None:
            hand_to(question, desk, by_no=None, at=at)
        else:
            last = question.lawyer
            move(question, to=QuestionState.WAITING, by_no=None, at=at, lawyer=None, returning_to=last, seen_at=at)
            note(question, Kind.MOVED, at)
    look_after_commit(at)
    return question


def leave(*, question: Question, at: dt.datetime) -> Question:
    """“我不等了”: nobody is asked any more; what was written stays and may be taken up again. Raises MoveRefused."""
    with transaction.atomic():
        relock(question, *WAITING_STATES)
        leave_quietly(question, seen_at=at, at=at)
    return question


def come_back(*, question: Question, at: dt.datetime) -> Question:
    """He waits again, with the clock of his first message. Raises MoveRefused."""
    with transaction.atomic():
        relock(question, QuestionState.LEFT)
        check_not_forgotten(question)
        move(question, to=QuestionState.WAITING, by_no=None, at=at, seen_at=at, reason="")
        note(question, Kind.CLIENT, at)
    look_after_commit(at)
    return question


def note_seen(*, question: Question, at: dt.datetime) -> None:
    """The client's page is open. Not an event: a sign of life, written every quarter of a minute at most."""
    known = Question.objects.filter(pk=question.pk, state__in=WAITING_STATES, seen_at__lt=at - LIFE_SIGNS)
    known.update(seen_at=at)


def close_quiet(*, at: dt.datetime) -> int:
    """End talks in which nobody wrote for days. Returns how many. The client may open them again."""
    since = at - asking.span("quiet", day_of(at))
    stale = Question.objects.filter(state=QuestionState.ACCEPTED, moved_at__lt=since).select_related("thread")
    quiet = [
        each
        for each in stale
        if not Message.objects.filter(thread=each.thread_id, kind__in=WRITTEN, sent_at__gte=since).exists()
    ]
    for question in quiet:
        _close(
            question,
            by_no=None,
            reason="quiet",
            sentence="很久没有新消息，对话自动结束。还有问题可以点“接着问”。",
            at=at,
        )
    return len(quiet)


def _close(question: Question, *, by_no: int | None, reason: str, sentence: str, at: dt.datetime) -> Question:
    with transaction.atomic():
        relock(question, QuestionState.ACCEPTED, *WAITING_STATES)
        note_first_reply(question, at=at)
        withdraw_offers(question, at=at)
        move(question, to=QuestionState.CLOSED, by_no=by_no, at=at, reason=reason)
        note(question, Kind.CLOSED, at)
        thread = _thread(question)
        if thread.state == ThreadState.OPEN:
            threads.close(thread=thread, by_membership=by_no, sentence=sentence, at=at)
        if question.lawyer_id is not None:
            _tell_lawyer(question, at)
        tell_client(question, at)
    look_after_commit(at)
    return question


def _tell_lawyer(question: Question, at: dt.datetime) -> None:
    desk = Desk.objects.filter(lawyer=question.lawyer_id).first()
    if desk is not None:
        tell_desk(desk.membership_id, "talk_changed", at, question=question.pk)


def _desk_with_a_place(question: Question) -> Desk | None:
    desk = Desk.objects.select_for_update().filter(lawyer=question.lawyer_id or 0, is_online=True).first()
    if desk is None:
        return None
    busy = Question.objects.filter(lawyer=desk.lawyer_id, state=QuestionState.ACCEPTED).count()
    return desk if busy < desk.places else None


def open_again(question: Question, sentence: str, at: dt.datetime) -> None:
    """Let people write in the conversation again, if it was ended. Call it in the action's transaction. Raises MoveRefused."""
    check_not_forgotten(question)
    thread = _thread(question)
    if thread.state == ThreadState.CLOSED:
        threads.reopen(thread=thread, by_membership=None, sentence=sentence, at=at)


def _unseat(question: Question, membership_id: int, *, reason: str, sentence: str, at: dt.datetime) -> None:
    assert question.thread is not None  # noqa: S101 — it was accepted
    seat = seat_for(Person(membership_id=membership_id), question.thread.public_id)
    if seat.left_at is None:
        threads.leave(by=seat, reason=reason, sentence=sentence, at=at)


def relock(question: Question, *states: str) -> None:
    """Lock the row and take its state as it is now. Raises MoveRefused unless it is one of ``states``."""
    fresh = (
        Question.objects.select_for_update().filter(pk=question.pk).values("state", "lawyer_id", "forgotten_at").first()
    )
    assert fresh is not None  # noqa: S101 — questions are never deleted
    question.state, question.lawyer_id, question.forgotten_at = (
        fresh["state"],
        fresh["lawyer_id"],
        fresh["forgotten_at"],
    )
    if question.state not in states:
        raise MoveRefused(f"这个问题现在是“{QuestionState(question.state).label}”，不能这样做。请刷新页面看看。")


def check_not_forgotten(question: Question) -> None:
    """Raises MoveRefused: where everything was deleted nobody can go on."""
    if question.forgotten_at is not None:
        raise MoveRefused("这次提问的内容已经删除，不能接着问。还有问题，请重新提一个。")


def _thread(question: Question) -> Thread:
    """As it is now: the loaded one may be old."""
    assert question.thread_id is not None  # noqa: S101 — it was asked
    return Thread.objects.get(pk=question.thread_id)

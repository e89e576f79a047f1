"""Where a question and an offer stand, and which ways lead on. ``move`` is the only road."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

from django.db import models

from jiefen.audit import moves

if TYPE_CHECKING:
    from jiefen.consultations.models import Question


class QuestionState(models.TextChoices):
    """The life of a question. Only what a person did moves it; waiting and offered are both “waiting” to the client."""

    DRAFTED = "drafted", "正在填写"
    WAITING = "waiting", "等候律师"
    OFFERED = "offered", "正在询问律师"
    ACCEPTED = "accepted", "律师正在答复"
    CLOSED = "closed", "已结束"
    LEFT = "left", "咨询人已离开"
    VOID = "void", "已作废"


class OfferState(models.TextChoices):
    """How an offer stands. Returned: accepted first, then given back."""

    OPEN = "open", "等律师回应"
    ACCEPTED = "accepted", "已接"
    DECLINED = "declined", "不接"
    IGNORED = "ignored", "没有回应"
    WITHDRAWN = "withdrawn", "已收回"
    RETURNED = "returned", "接后退回"


class Purpose(models.TextChoices):
    """What the client agreed to, one row each (个人信息保护法 13, 14, 29)."""

    CONFLICT_CHECK = "conflict_check", "用当事人的姓名做利益冲突审查"
    ANSWER = "answer", "把问题交给一位律师答复"
    CONTACT = "contact", "答复后用这个号码通知我一次"


class FeedbackVerdict(models.TextChoices):
    """Whether it helped."""

    HELPED = "helped", "帮上了"
    PARTLY = "partly", "帮上一部分"
    NOT = "not", "没有帮上"


class GrievanceState(models.TextChoices):
    """Whether a complaint about the service was answered."""

    OPEN = "open", "待处理"
    ANSWERED = "answered", "已答复"


S = QuestionState
WAITING_STATES: Final = (S.WAITING, S.OFFERED)
LIVE_STATES: Final = (*WAITING_STATES, S.ACCEPTED)
MOVES: Final[dict[str, dict[str, str]]] = {
    S.DRAFTED: {S.WAITING: "consultations.question_asked", S.VOID: "consultations.draft_dropped"},
    S.WAITING: {
        S.OFFERED: "consultations.question_offered",
        S.ACCEPTED: "consultations.question_assigned",
        S.LEFT: "consultations.client_left",
        S.CLOSED: "consultations.closed_unanswered",
        S.VOID: "consultations.question_voided",
    },
    S.OFFERED: {
        S.WAITING: "consultations.offers_over",
        S.ACCEPTED: "consultations.question_accepted",
        S.LEFT: "consultations.client_left",
        S.CLOSED: "consultations.closed_unanswered",
        S.VOID: "consultations.question_voided",
    },
    S.ACCEPTED: {
        S.WAITING: "consultations.question_returned",
        S.ACCEPTED: "consultations.question_transferred",
        S.CLOSED: "consultations.question_closed",
        S.VOID: "consultations.question_voided",
    },
    S.CLOSED: {S.WAITING: "consultations.second_lawyer_wanted", S.ACCEPTED: "consultations.question_reopened"},
    S.LEFT: {S.WAITING: "consultations.client_came_back"},
    S.VOID: {},
}


class MoveRefused(moves.MoveRefused):
    """The question cannot take this step from where it stands."""

    code = "consultations.move_refused"


class MovedMeanwhile(MoveRefused):
    """Somebody else was quicker."""

    code = "consultations.moved_meanwhile"


QUESTIONS: Final = moves.Lifecycle("这个问题", QuestionState, MOVES, MoveRefused, MovedMeanwhile)


def move(
    question: Question, *, to: QuestionState, by_no: int | None, at: dt.datetime, data: dict[str, Any] | None = None,
    **facts: Any,
) -> None:  # fmt: skip
    """Take the step, write ``facts`` with it and the audit event. Raises MoveRefused, MovedMeanwhile."""
    moves.take_step(question, QUESTIONS, to=to, by_no=by_no, at=at, data=data, **facts)

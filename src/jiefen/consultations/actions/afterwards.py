"""After the answer: did it help, a second lawyer, stars, a number for one notice, a complaint."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from django.db import transaction

from jiefen.accounts.actors import Actor
from jiefen.accounts.phones import normalised_phone
from jiefen.audit.actions import PLATFORM, record
from jiefen.consultations.access import lawyer_of
from jiefen.consultations.actions.intake import WORDINGS
from jiefen.consultations.actions.replies import note_first_reply
from jiefen.consultations.actions.talking import give_up, open_again, relock
from jiefen.consultations.models import AnswerContact, Consent, Feedback, Grievance, Question, Rating
from jiefen.consultations.refusals import AfterwardsRefused
from jiefen.consultations.states import (
    WAITING_STATES,
    FeedbackVerdict,
    Purpose,
    QuestionState,
)
from jiefen.consultations.wakeup import look_after_commit
from jiefen.shared.errors import NotFound

LONGEST: Final = 500


def give_feedback(
    *, question: Question, verdict: str, missing: Sequence[str], words: str, wants_second: bool, at: dt.datetime
) -> Feedback:
    """Whether it helped, what is missing; ``wants_second`` brings another lawyer (the first is not asked again).

    Raises AfterwardsRefused.
    """
    if question.answered_at is None or question.state not in (QuestionState.ACCEPTED, QuestionState.CLOSED):
        raise AfterwardsRefused("律师答复以后，才能说说有没有帮上。")
    if verdict not in FeedbackVerdict.values or any(each not in Feedback.MISSING for each in missing):
        raise AfterwardsRefused("请选一项：帮上了、帮上一部分、没有帮上。")
    if wants_second and verdict == FeedbackVerdict.HELPED:
        raise AfterwardsRefused("已经帮上了，就不用换人。还想问别的，可以接着问。")
    with transaction.atomic():
        relock(question, QuestionState.ACCEPTED, QuestionState.CLOSED)
        given = Feedback.objects.create(
            question=question, lawyer_id=question.lawyer_id, verdict=verdict, missing=list(dict.fromkeys(missing)),
            words=_short(words), wants_second=wants_second, given_at=at,
        )  # fmt: skip
        _log(question, "feedback_given", at, verdict=verdict)
        if wants_second:
            _second_lawyer(question, at)
    look_after_commit(at)
    return given


def rate(*, question: Question, stars: int, words: str, at: dt.datetime) -> Rating:
    """One to five stars, once, only when the service is over and somebody answered. Raises AfterwardsRefused."""
    if question.state != QuestionState.CLOSED or question.answered_by_id is None:
        raise AfterwardsRefused("答疑结束以后才能评价。")
    if not 1 <= stars <= 5:
        raise AfterwardsRefused("请选 1 到 5 颗星。")
    with transaction.atomic():
        if Rating.objects.filter(question=question).exists():
            raise AfterwardsRefused("这次答疑已经评价过了，一次答疑只评一次。")
        given = Rating.objects.create(
            question=question, lawyer_id=question.answered_by_id, stars=stars, words=_short(words), rated_at=at
        )
        _log(question, "rated", at, stars=stars)
    return given


def answer_rating(*, rating_id: int, words: str, by: Actor, at: dt.datetime) -> Rating:
    """The lawyer's own word on a rating of his, once. Raises NotPermitted, NotFound, AfterwardsRefused."""
    lawyer = lawyer_of(by)
    found = Rating.objects.select_related("question").filter(pk=rating_id, lawyer=lawyer).first()
    if found is None:
        raise NotFound
    if found.answered_at is not None or not words.strip():
        raise AfterwardsRefused("每条评价可以回应一次，请写好再提交。")
    with transaction.atomic():
        found.answer, found.answered_at = _short(words), at
        found.save(update_fields=["answer", "answered_at"])
        _log(found.question, "rating_answered", at, by_no=by.membership_id)
    return found


def leave_contact(*, question: Question, phone: str, agreed: bool, at: dt.datetime) -> None:
    """A number for one notice when a lawyer has answered. Raises AfterwardsRefused, InvalidPhone."""
    if question.state not in WAITING_STATES:
        raise AfterwardsRefused("只有还在等候时才需要留号码。")
    if not agreed:
        raise AfterwardsRefused("请先勾选同意，再留号码。不留也可以，过后打开“我的提问”就能看。")
    plain = normalised_phone(phone)
    with transaction.atomic():
        AnswerContact.objects.update_or_create(question=question, defaults={"phone": plain, "given_at": at})
        wording = {"wording": WORDINGS[Purpose.CONTACT], "given_at": at, "withdrawn_at": None}
        Consent.objects.update_or_create(question=question, purpose=Purpose.CONTACT, defaults=wording)
        _log(question, "contact_left", at)


def withdraw_contact(*, question: Question, at: dt.datetime) -> None:
    """Forget the number at once. Without one nothing happens."""
    with transaction.atomic():
        AnswerContact.objects.filter(question=question).delete()
        Consent.objects.filter(question=question, purpose=Purpose.CONTACT).update(withdrawn_at=at)
        _log(question, "contact_withdrawn", at)


def raise_grievance(*, question: Question, words: str, at: dt.datetime) -> Grievance:
    """A complaint to the operator. Raises AfterwardsRefused."""
    if question.asked_at is None or not words.strip():
        raise AfterwardsRefused("请写下是什么事，平台工作人员会看，并在这里回复您。")
    with transaction.atomic():
        raised = Grievance.objects.create(question=question, words=_short(words), raised_at=at)
        _log(question, "grievance_raised", at, grievance=raised.pk)
    return raised


def _second_lawyer(question: Question, at: dt.datetime) -> None:
    sentence = "您想听听另一位律师的意见，正在为您找。之前的对话他看得到。"
    was_over = question.state == QuestionState.CLOSED  # then opening it again says the sentence
    note_first_reply(question, at=at)
    open_again(question, sentence, at)
    give_up(question, by_no=None, reason="second_lawyer", at=at, sentence="" if was_over else sentence)


def _short(words: str) -> str:
    text = words.strip()
    if len(text) > LONGEST:
        raise AfterwardsRefused(f"最多写 {LONGEST} 个字，现在是 {len(text)} 个。")
    return text


def _log(question: Question, what: str, at: dt.datetime, by_no: int | None = None, **data: int | str) -> None:
    record(organisation_id=PLATFORM, by=by_no, at=at, code=f"consultations.{what}", subject=question, data=dict(data))

"""What a client may have deleted goes at once; what must stay is named (个人信息保护法 47)."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from jiefen.audit.actions import PLATFORM, record
from jiefen.consultations.models import AnswerContact, Feedback, Grievance, Question, Rating
from jiefen.consultations.refusals import AfterwardsRefused
from jiefen.consultations.states import LIVE_STATES, QuestionState, move
from jiefen.rules import asking
from jiefen.shared.clock import day_of

STAYS = (
    "对话的原文：律师要对自己说过的话负责，有争议时要用；它加密保存，只有您和答复您的律师看得到。",
    "时间和状态：什么时候提的、什么时候答的，不含您写的内容。",
    "律所的利益冲突名册：姓名加密保存，防止同一家律所以后替您的对方办这件事。",
)


def forget_words(*, question: Question, at: dt.datetime) -> None:
    """Delete the question's own copy, the names, the number, the words of feedback and complaint. Raises AfterwardsRefused."""
    if question.state in LIVE_STATES:
        raise AfterwardsRefused("问题还在等候或答复中。请先结束，再删除。")
    if question.forgotten_at is not None:
        return
    with transaction.atomic():
        question.parties.all().delete()
        AnswerContact.objects.filter(question=question).delete()
        for rows in (Feedback.objects, Rating.objects, Grievance.objects):
            rows.filter(question=question).update(words="")
        Question.objects.filter(pk=question.pk).update(words="", forgotten_at=at)
        record(
            organisation_id=PLATFORM, by=None, at=at, code="consultations.words_forgotten", subject=question, data={}
        )
    question.words, question.forgotten_at = "", at


def forget_drafts(*, at: dt.datetime) -> int:
    """Drafts nobody sent go after a day, with their names. Returns how many."""
    old = Question.objects.filter(state=QuestionState.DRAFTED, drafted_at__lt=at - asking.span("draft", day_of(at)))
    forgotten = 0
    for question in old:
        with transaction.atomic():
            question.parties.all().delete()
            move(question, to=QuestionState.VOID, by_no=None, at=at, words="", reason="dropped", forgotten_at=at)
        forgotten += 1
    return forgotten

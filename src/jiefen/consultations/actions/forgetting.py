"""What a client may have deleted goes at once; what must stay is named with its rule (个人信息保护法 47). Nobody need ask
when the time words are kept is over: that is every night's work.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from jiefen.audit.actions import PLATFORM, record
from jiefen.chat.actions.forgetting import forget_thread
from jiefen.consultations.actions.telling import tell_client, tell_desk
from jiefen.consultations.models import AnswerContact, Consent, Desk, Feedback, Grievance, Question, Rating, RecordHold
from jiefen.consultations.queries.keeping import bars_of
from jiefen.consultations.refusals import KeptByRule
from jiefen.consultations.states import GrievanceState, QuestionState, move
from jiefen.rules import asking, forgetting
from jiefen.shared.clock import CHINA, day_of

AT_ONCE: Final = 500
SAID: Final = {
    "asked": "咨询人要求删除这段对话，内容已经删除，任何人都不能再看到。",
    "kept_long_enough": "保存期限已到，这段对话的内容已经自动删除。",
}
ENDED: Final = (QuestionState.CLOSED, QuestionState.LEFT, QuestionState.VOID)
KINDS: Final = {  # the table's ``kept`` codes, as rows
    "void": Q(state=QuestionState.VOID),
    "unanswered": ~Q(state=QuestionState.VOID) & Q(answered_at=None),
    "answered": ~Q(state=QuestionState.VOID) & ~Q(answered_at=None),
}


def forget_words(*, question: Question, at: dt.datetime, reason: str = "asked") -> None:
    """Delete everything written about a question that no rule keeps: the conversation's key and files, the question's
    own copy, names, number, words of feedback and complaints. Times, states and consents stay.

    The question comes from ``access.question_of_visitor``: only who asked may. Asked twice it is done once. Raises
    KeptByRule, naming the rule, while the question is open, a complaint is under way or a lawyer keeps the record.
    """
    with transaction.atomic():
        state = Question.objects.select_for_update().filter(pk=question.pk).values_list("state", flat=True).get()
        question.state = state
        bars = bars_of(question, at=at)
        if bars:
            raise KeptByRule(" ".join(bars))
        _delete(question, at)
        if question.thread is not None:
            forget_thread(thread=question.thread, sentence=SAID[reason], reason=reason, at=at)
        _log(question, "words_forgotten", at, reason=reason)
        _tell(question, at)


def forget_what_is_due(*, at: dt.datetime) -> int:
    """Every night: words kept long enough, and what proved consents and answered complaints. Returns how many questions
    were forgotten; what is left over of very many is for the next night.
    """
    _forget_proofs(at)
    return sum(_forget_quietly(each, at) for each in _due(at))


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


def _delete(question: Question, at: dt.datetime) -> None:
    question.parties.all().delete()
    AnswerContact.objects.filter(question=question).delete()
    for rows in (Feedback.objects, Rating.objects, Grievance.objects):
        rows.filter(question=question).update(words="")
    first = question.forgotten_at or at
    gone = {"words": "", "flags": [], "address_index": "", "forgotten_at": first}
    Question.objects.filter(pk=question.pk).update(**gone)
    question.words, question.flags, question.forgotten_at = "", [], first


def _due(at: dt.datetime) -> list[Question]:
    """Ended questions whose words are kept no longer and whom nothing bars, the longest ended first."""
    today = day_of(at)
    complaint = Grievance.objects.filter(question=OuterRef("pk"), state=GrievanceState.OPEN)
    held = RecordHold.objects.filter(question=OuterRef("pk"), released_at=None, until_on__gte=today)
    over = Q()
    for code, which in KINDS.items():
        over |= which & Q(moved_at__lt=_midnight(forgetting.kept_since(code, on=today)))
    ended = Question.objects.filter(over, state__in=ENDED, forgotten_at=None)
    free = ended.exclude(Exists(complaint)).exclude(Exists(held))
    return list(free.select_related("thread").order_by("moved_at", "pk")[:AT_ONCE])


def _forget_quietly(question: Question, at: dt.datetime) -> bool:
    """What a rule has come to keep meanwhile waits for another night."""
    try:
        forget_words(question=question, at=at, reason="kept_long_enough")
    except KeptByRule:
        return False
    return True


def _forget_proofs(at: dt.datetime) -> None:
    """Proof is kept some years beyond the end of what was forgotten; the audit chain still knows that there was one."""
    today = day_of(at)
    for code, forget in (("consents", _drop_consents), ("grievances", _drop_answers)):
        until = forgetting.stay_until(code, today, on=today)
        assert until is not None  # noqa: S101 — the table says how long
        ended = Question.objects.filter(state__in=ENDED, moved_at__lt=_midnight(today - (until - today)))
        forget(ended.exclude(forgotten_at=None))


def _drop_consents(questions: QuerySet[Question]) -> None:
    Consent.objects.filter(question__in=questions).delete()


def _drop_answers(questions: QuerySet[Question]) -> None:
    Grievance.objects.filter(question__in=questions).exclude(answer="").update(answer="", words="")


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(0), CHINA)


def _tell(question: Question, at: dt.datetime) -> None:
    tell_client(question, at)
    desk = Desk.objects.filter(lawyer=question.lawyer_id or 0).first()
    if desk is not None:
        tell_desk(desk.membership_id, "talk_changed", at, question=question.pk)


def _log(question: Question, what: str, at: dt.datetime, **data: int | str) -> None:
    record(organisation_id=PLATFORM, by=None, at=at, code=f"consultations.{what}", subject=question, data=dict(data))

"""The first message a lawyer wrote stops the clock. It is read from the conversation itself: whoever posts there needs not tell."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db import transaction

from jiefen.audit.actions import PLATFORM
from jiefen.chat.models import Message
from jiefen.chat.states import WRITTEN, SeatKind
from jiefen.consultations.actions.telling import note
from jiefen.consultations.models import AnswerContact, Offer, Question
from jiefen.notify.actions import send
from jiefen.rules.service_clock import Kind

ANSWERED: Final = (
    "您在解纷的提问，律师已经答复。用提问时的手机或电脑打开“我的提问”就能看到。这条提醒只发一次，号码已删除。"
)


def note_replies(*, at: dt.datetime) -> int:
    """Write down first human messages, and send the one notice people asked for. Returns how many were new."""
    silent = Question.objects.filter(answered_at=None).exclude(thread=None).exclude(lawyer=None)
    wrote = Message.objects.filter(thread__in=silent.values("thread"), seat__kind=SeatKind.LAWYER, kind__in=WRITTEN)
    heard = silent.filter(thread__in=list(wrote.order_by().values_list("thread", flat=True).distinct()))
    return sum(note_first_reply(each, at=at) for each in heard)


def note_first_reply(question: Question, *, at: dt.datetime) -> bool:
    """Whether a lawyer has written by now; then the event and the question say who and when."""
    written = Message.objects.filter(thread=question.thread_id, seat__kind=SeatKind.LAWYER, kind__in=WRITTEN)
    first = written.select_related("seat").order_by("seq").first()
    if first is None or first.seat is None:
        return False
    offers = Offer.objects.filter(question=question, membership_id=first.seat.ref).exclude(ended_at=None)
    lawyer_no = offers.order_by("-pk").values_list("lawyer", flat=True).first() or question.lawyer_id
    with transaction.atomic():
        fresh = Question.objects.filter(pk=question.pk, answered_at=None)
        if not fresh.update(answered_at=first.sent_at, answered_by=lawyer_no):
            return False
        note(question, Kind.HUMAN, first.sent_at, lawyer_no)
        contact = AnswerContact.objects.filter(question=question).first()
        if contact is not None:
            send(
                organisation_id=PLATFORM, recipient=contact.phone, body=ANSWERED, purpose="consultations.answered",
                at=at, expires_at=at + dt.timedelta(days=1),
            )  # fmt: skip
            contact.delete()
    question.answered_at, question.answered_by_id = first.sent_at, lawyer_no
    return True

"""When somebody writes of suicide or violence, the help lines are in the conversation at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from jiefen.chat.actions import threads
from jiefen.chat.models import Message
from jiefen.chat.states import MessageKind, SeatKind
from jiefen.consultations.models import Question
from jiefen.consultations.states import LIVE_STATES
from jiefen.engine.urgency import flags_in
from jiefen.rules.asking import SAFETY
from jiefen.shared.clock import day_of

READ_AT_ONCE = 500


def tell_help_lines(question: Question, codes: Iterable[str], *, at: dt.datetime) -> int:
    """Say where help is, once a kind of danger. Returns how many were said. Call it in the action's transaction."""
    wanted = [code for code in codes if code in SAFETY]
    if not wanted or question.thread is None:
        return 0
    said = 0
    for flag in flags_in(question.words, today=day_of(at), most=10):
        if flag.code in wanted:
            threads.tell(thread=question.thread, sentence=flag.message, code="consultations.help_lines_shown", at=at)
            said += 1
    return said


def read_along(*, at: dt.datetime) -> int:
    """Look through what clients wrote since the last time. Returns how many times help was named. Few queries when nothing is new."""
    behind = Question.objects.filter(state__in=LIVE_STATES).exclude(thread=None).select_related("thread")
    return sum(_read(each, at) for each in behind if each.thread and each.thread.last_seq > each.scanned_seq)


def _read(question: Question, at: dt.datetime) -> int:
    assert question.thread is not None  # noqa: S101 — the caller's filter
    said, known = 0, set(question.flags)
    rows = Message.objects.filter(thread=question.thread, seq__gt=question.scanned_seq).select_related("seat")
    lines = list(rows.order_by("seq")[:READ_AT_ONCE])
    with transaction.atomic():
        for line in lines:
            if line.kind != MessageKind.TEXT or line.seat is None or line.seat.kind != SeatKind.CLIENT:
                continue
            for flag in flags_in(line.body, today=day_of(at), most=10):
                if flag.code in SAFETY and flag.code not in known:
                    known.add(flag.code)
                    threads.tell(
                        thread=question.thread, sentence=flag.message, code="consultations.help_lines_shown", at=at
                    )
                    said += 1
        flags = [*question.flags, *sorted(known - set(question.flags))]
        Question.objects.filter(pk=question.pk).update(scanned_seq=lines[-1].seq, flags=flags)
    return said

"""When somebody writes of suicide or violence, the help lines are in the conversation at once.

``heard`` is told of every text a client posts; the tick reads along for whatever that missed (a process that was killed
between the two). Each kind of danger is named once a question. What is only suspected is named for the question itself:
among the short lines of a talk the recogniser is wrong too often (docs/algorithms/front_door.md).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from jiefen.chat.actions import threads
from jiefen.chat.models import Message, Seat
from jiefen.chat.states import MessageKind, SeatKind
from jiefen.consultations.actions.telling import tell_desk
from jiefen.consultations.models import Desk, Question
from jiefen.consultations.states import LIVE_STATES
from jiefen.engine.urgency import Flag, flags_in, flags_said
from jiefen.rules.asking import SAFETY
from jiefen.shared.clock import day_of

READ_AT_ONCE = 500


def tell_help_lines(question: Question, codes: Iterable[str], *, at: dt.datetime) -> int:
    """Say where help is, once a kind of danger. Returns how many were said. Call it in the action's transaction."""
    wanted = [code for code in codes if code in SAFETY]
    if not wanted or question.thread is None:
        return 0
    said = 0
    for flag in flags_in(question.words, today=day_of(at), most=10, only=wanted):
        _say(question, flag, at)
        said += 1
    return said


def heard(seat: Seat, words: str, at: dt.datetime) -> None:
    """A client has just written ``words``. No query unless they sound of danger."""
    found = flags_said(words, today=day_of(at), only=SAFETY)
    if not found:
        return
    with transaction.atomic():
        rows = Question.objects.select_for_update(of=("self",)).select_related("thread")
        question = rows.filter(thread_id=seat.thread_id, state__in=LIVE_STATES).first()
        if question is not None:
            _name_once(question, found, at)


def read_along(*, at: dt.datetime) -> int:
    """Look through what clients wrote since the last time. Returns how many times help was named. Few queries when nothing is new."""
    behind = Question.objects.filter(state__in=LIVE_STATES).exclude(thread=None).select_related("thread")
    return sum(_read(each.pk, at) for each in behind if each.thread and each.thread.last_seq > each.scanned_seq)


def _read(number: int, at: dt.datetime) -> int:
    said = 0
    with transaction.atomic():
        question = Question.objects.select_for_update(of=("self",)).select_related("thread").get(pk=number)
        rows = Message.objects.filter(thread=question.thread, seq__gt=question.scanned_seq).select_related("seat")
        lines = list(rows.order_by("seq")[:READ_AT_ONCE])
        for line in lines:
            if line.kind == MessageKind.TEXT and line.seat is not None and line.seat.kind == SeatKind.CLIENT:
                said += _name_once(question, flags_said(line.body, today=day_of(at), only=SAFETY), at)
        if lines:
            Question.objects.filter(pk=question.pk).update(scanned_seq=lines[-1].seq)
    return said


def _name_once(question: Question, found: Iterable[Flag], at: dt.datetime) -> int:
    """The kinds not named yet, with the question locked; the lawyer's desk shows from now on that it is urgent."""
    fresh = [flag for flag in found if flag.code not in question.flags]
    for flag in fresh:
        _say(question, flag, at)
    if fresh:
        question.flags = [*question.flags, *(flag.code for flag in fresh)]
        Question.objects.filter(pk=question.pk).update(flags=question.flags)
        desk = Desk.objects.filter(lawyer=question.lawyer_id or 0).first()
        if desk is not None:
            tell_desk(desk.membership_id, "talk_changed", at, question=question.pk)
    return len(fresh)


def _say(question: Question, flag: Flag, at: dt.datetime) -> None:
    assert question.thread is not None  # noqa: S101 — the callers' filters
    threads.tell(thread=question.thread, sentence=flag.message, code="consultations.help_lines_shown", at=at)

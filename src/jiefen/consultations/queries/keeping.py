"""What becomes of a question's words: what goes when the client asks, what stays and until when, and what bars it now."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Final

from jiefen.chat.models import Message
from jiefen.chat.states import WRITTEN, MessageKind
from jiefen.consultations.models import Grievance, Question, RecordHold
from jiefen.consultations.states import LIVE_STATES, GrievanceState, QuestionState
from jiefen.rules import forgetting
from jiefen.rules.day_words import full_day
from jiefen.shared.clock import day_of

NAMES: Final = {
    MessageKind.TEXT: "条文字", MessageKind.IMAGE: "张图片", MessageKind.FILE: "份文件", MessageKind.VOICE: "段语音",
}  # fmt: skip


@dataclass(frozen=True)
class Preview:
    """``counts``: 3 条文字、1 张图片; ``bars``: sentences why it is too early, none when it may go now.

    ``by_itself_on``: the day after which the words go without being asked for.
    """

    counts: str
    goes: tuple[str, ...]
    stays: tuple[forgetting.Stay, ...]
    bars: tuple[str, ...]
    by_itself_on: dt.date
    forgotten_at: dt.datetime | None

    @property
    def may_go(self) -> bool:
        """Nothing bars it."""
        return not self.bars and self.forgotten_at is None


def preview(question: Question, *, at: dt.datetime) -> Preview:
    """What the page of deletion shows. Four queries."""
    today = day_of(at)
    ended_on = day_of(question.moved_at or question.drafted_at)
    return Preview(
        _counts(question), forgetting.what_goes(today), forgetting.what_stays(ended_on, on=today),
        bars_of(question, at=at), kept_until(question, at=at), question.forgotten_at,
    )  # fmt: skip


def bars_of(question: Question, *, at: dt.datetime) -> tuple[str, ...]:
    """Why its words cannot be deleted yet, each naming the rule and the next step. At most two queries."""
    today = day_of(at)
    bars = [forgetting.sentence("open", today)] if question.state in LIVE_STATES else []
    if Grievance.objects.filter(question=question, state=GrievanceState.OPEN).exists():
        bars.append(forgetting.sentence("grievance", today))
    reasons = {each.code: each.what for each in forgetting.hold_reasons(today)}
    for hold in holds_of(question, today=today):
        until = full_day(hold.until_on)
        words = {"lawyer": hold.lawyer.name, "until": until, "reason": reasons.get(hold.reason, hold.reason)}
        bars.append(forgetting.sentence("lawyer_record", today, **words))
    return tuple(bars)


def holds_of(question: Question, *, today: dt.date) -> list[RecordHold]:
    """Records lawyers keep by rule, in force today. One query."""
    held = RecordHold.objects.filter(question=question, released_at=None, until_on__gte=today)
    return list(held.select_related("lawyer").order_by("pk"))


def kept_until(question: Question, *, at: dt.datetime) -> dt.date:
    """The last day its words are kept although nobody asks to delete them."""
    code = "unanswered" if question.answered_at is None else "answered"
    code = "void" if question.state == QuestionState.VOID else code
    return forgetting.kept_on_until(code, day_of(question.moved_at or question.drafted_at), on=day_of(at))


def _counts(question: Question) -> str:
    written = Message.objects.filter(thread=question.thread_id or 0, kind__in=WRITTEN)
    found = Counter(written.values_list("kind", flat=True))
    return "、".join(f"{found[kind]} {name}" for kind, name in NAMES.items() if found[kind])

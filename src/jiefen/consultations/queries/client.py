"""What somebody without an account sees of his own questions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from jiefen.consultations.models import Question
from jiefen.consultations.states import QuestionState

MOST: Final = 20
LONGEST: Final = 40


@dataclass(frozen=True)
class OwnQuestion:
    """One line of “我的提问”. ``words``: how it begins."""

    public_id: str
    words: str
    area: str
    at: dt.datetime
    state: str
    state_name: str


def own_questions(visitor_id: int | None) -> tuple[OwnQuestion, ...]:
    """The visitor's questions, newest first, drafts included. One query, none for a stranger."""
    if visitor_id is None:
        return ()
    rows = Question.objects.filter(visitor=visitor_id).exclude(state=QuestionState.VOID, asked_at=None)
    return tuple(
        OwnQuestion(
            each.public_id, _short(each), each.area, each.asked_at or each.drafted_at, each.state,
            QuestionState(each.state).label,
        )
        for each in rows.order_by("-pk")[:MOST]
    )  # fmt: skip


def _short(question: Question) -> str:
    if question.forgotten_at is not None:
        return "（内容已删除）"
    words = " ".join(question.words.split())
    if not words:
        return "（还没有写）"
    return words if len(words) <= LONGEST else words[:LONGEST] + "…"

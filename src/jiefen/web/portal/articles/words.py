"""What happened to an article, as readers are told."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from jiefen.articles.models import HistoryNote
from jiefen.shared.clock import day_of
from jiefen.web.ui.parts import TimelineEvent

HISTORY_WORDS: Final = {
    "published": "发布", "revised": "修订", "corrected": "更正", "taken_down": "下架", "restored": "恢复", "withdrawn": "作者撤回",
}  # fmt: skip
_ICONS: Final = {"published": "check", "corrected": "alert", "taken_down": "close", "withdrawn": "close"}
_TONES: Final = {"published": "success", "corrected": "attention", "taken_down": "attention"}


def history_events(notes: Iterable[HistoryNote]) -> list[TimelineEvent]:
    """The public history for the timeline, newest first."""
    return [
        TimelineEvent(
            day_of(note.at),
            HISTORY_WORDS[note.kind],
            detail=note.text,
            icon=_ICONS.get(note.kind, "info"),
            tone=_TONES.get(note.kind, "neutral"),
        )
        for note in notes
    ]

"""What happened to an article, as readers are told."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from jiefen.articles.models import HistoryNote
from jiefen.articles.words import HISTORY_NAMES
from jiefen.shared.clock import day_of
from jiefen.web.ui.parts import TimelineEvent

_ICONS: Final = {"published": "check", "corrected": "alert", "taken_down": "close", "withdrawn": "close"}
_TONES: Final = {"published": "success", "corrected": "attention", "taken_down": "attention"}


def history_events(notes: Iterable[HistoryNote]) -> list[TimelineEvent]:
    """The public history for the timeline, newest first."""
    return [
        TimelineEvent(
            day_of(note.at),
            HISTORY_NAMES[note.kind],
            detail=note.text,
            icon=_ICONS.get(note.kind, "info"),
            tone=_TONES.get(note.kind, "neutral"),
        )
        for note in notes
    ]

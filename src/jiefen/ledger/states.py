"""Where an import stands, and which moves are allowed."""

from __future__ import annotations

from typing import Final

from django.db.models import TextChoices


class ImportState(TextChoices):
    """The life of an uploaded sheet."""

    READING = "reading", "正在读取"
    PREVIEWED = "previewed", "待确认"
    COMMITTING = "committing", "正在写入"
    COMMITTED = "committed", "已入账"
    UNDONE = "undone", "已撤销"
    REFUSED = "refused", "无法导入"
    DISCARDED = "discarded", "已放弃"


S = ImportState
IMPORT_MOVES: Final[dict[str, frozenset[str]]] = {
    S.READING: frozenset({S.PREVIEWED, S.REFUSED, S.DISCARDED}),
    S.PREVIEWED: frozenset({S.READING, S.COMMITTING, S.DISCARDED}),
    S.COMMITTING: frozenset({S.COMMITTED, S.PREVIEWED, S.REFUSED}),
    S.COMMITTED: frozenset({S.UNDONE}),
    S.UNDONE: frozenset(),
    S.REFUSED: frozenset({S.DISCARDED}),
    S.DISCARDED: frozenset(),
}

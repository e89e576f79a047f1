"""Deadlines people miss: how long, from when, by which article (table ``deadlines``). A reminder, not a computation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from jiefen.rules.tables_io import Row, TableError, load_table, row_on

UNITS: Final = {"day": "日", "month": "个月", "year": "年"}


@dataclass(frozen=True, slots=True)
class Deadline:
    """``what`` must be done within ``length`` of ``unit`` (日, 个月, 年) from ``start``. ``law`` and ``article``: the basis."""

    code: str
    what: str
    length: int
    unit: str
    start: str
    note: str
    law: str
    article: int
    source: str
    confidence: str

    @property
    def span(self) -> str:
        """15 日, 6 个月, 3 年."""
        return f"{self.length} {self.unit}"


def deadlines_for(
    areas: Iterable[str], *, today: date, topics: Iterable[str] = (), question: str = "", most: int = 3
) -> tuple[Deadline, ...]:
    """Up to ``most`` deadlines in force on ``today`` for the first of ``areas`` that has any of its own, and the rest.

    Those of a mentioned topic come first, then those without topics in the order of the table; a deadline that belongs
    only to topics nobody mentioned, or to words ``question`` does not contain, is left out.
    """
    wanted, mentioned = tuple(areas), set(topics)
    found = [row for row in load_table("deadlines") if row.covers(today) and set(wanted) & set(row.texts("areas"))]
    fitting = [row for row in found if _is_asked(row, mentioned, question)]
    fitting.sort(
        key=lambda row: (not row.texts("words") and not mentioned & set(row.texts("topics")), _place(row, wanted))
    )
    return tuple(_deadline(row, today) for row in fitting[:most])


def _is_asked(row: Row, mentioned: set[str], question: str) -> bool:
    topics, words = row.texts("topics"), row.texts("words")
    return (not topics or bool(mentioned & set(topics))) and (not words or any(word in question for word in words))


def _place(row: Row, wanted: tuple[str, ...]) -> int:
    return min(wanted.index(area) for area in row.texts("areas") if area in wanted)


def _deadline(row: Row, today: date) -> Deadline:
    length, unit = _length(row, today)
    return Deadline(
        row.text("code"), row.text("what"), length, unit, row.text("start"), row.text("note"),
        row.text("law"), row.number("article"), row.source, row.confidence,
    )  # fmt: skip


def _length(row: Row, today: date) -> tuple[int, str]:
    """Raises TableError for an unknown unit. ``years_from``: another table knows how many years it is on that day."""
    other = row.text("years_from")
    if other:
        return row_on(load_table(other, "period"), today).number("years"), UNITS["year"]
    unit = row.text("unit")
    if unit not in UNITS:
        raise TableError(f"期限表的单位“{unit}”不认识，请写 day、month 或 year（依据：{row.source}）。")
    return row.number("length"), UNITS[unit]

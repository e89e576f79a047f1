"""What a steward never says or writes: threats, shaming, disclosure, pressure, found by pattern with their article.

    found = find_banned("再不交就停你家水")
    found[0]    Banned(code="cut_utilities", label="拿停水停电施压", words="再不交就停你家水", …)

Patterns, advice and articles are rows of the table ``banned_phrases``. A sentence that says that something will *not*
be done is no threat. See docs/algorithms/banned_phrases.md.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from jiefen.rules.tables_io import Row, load_table

TABLE: Final = "banned_phrases"
_LONGEST: Final = 4000  # characters read
_CLAUSE_ENDS: Final = "，。！？!?,;；\n"
_REACH: Final = 8  # a negation works this far within its clause


@dataclass(frozen=True, slots=True)
class Banned:
    """One phrase: its kind, where it stands in the original (``start``, ``end``), what the law says, and the way on."""

    code: str
    label: str
    words: str
    start: int
    end: int
    article: str
    instead: str


def find_banned(text: str, *, on: date | None = None) -> tuple[Banned, ...]:
    """Every banned phrase in ``text``, in the order spoken, one per kind and place.

    ``on``: the day whose table holds (default: the latest). An empty result is no proof of kindness, only of the list.
    """
    plain, origin = _plain(text[:_LONGEST])
    found: list[Banned] = []
    for row, patterns in _rules(on or date.max):
        spans = [match.span() for pattern in patterns for match in pattern.finditer(plain)]
        for start, end in _merged(spans):
            if not _is_denied(plain, start, end):
                first, last = origin[start], origin[end - 1] + 1
                found.append(_banned(row, text[first:last], first, last))
    return tuple(sorted(found, key=lambda one: (one.start, one.end, one.code)))


def is_clean(text: str) -> bool:
    """Whether no banned phrase was found."""
    return not find_banned(text)


def kinds() -> tuple[tuple[str, str], ...]:
    """(code, label) of every kind, in table order."""
    return tuple((row.text("code"), row.text("label")) for row in load_table(TABLE, "phrase"))


def _banned(row: Row, words: str, first: int, last: int) -> Banned:
    return Banned(row.text("code"), row.text("label"), words, first, last, row.text("article"), row.text("instead"))


def _plain(text: str) -> tuple[str, list[int]]:
    """The text without spaces, in half width and lower case, and where each character came from."""
    kept: list[str] = []
    origin: list[int] = []
    for place, character in enumerate(text):
        for folded in unicodedata.normalize("NFKC", character).lower():
            if not folded.isspace() or folded == "\n":
                kept.append("，" if folded == "," else folded)
                origin.append(place)
    return "".join(kept), origin


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Overlapping spans as one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _is_denied(plain: str, start: int, end: int) -> bool:
    """Whether the clause says that it is not, or never, done: 我们不会停您家的水."""
    clause = max(plain.rfind(mark, 0, start) for mark in _CLAUSE_ENDS) + 1
    before = plain[max(clause, start - _REACH) : start]
    inside = plain[start:end]
    return any(word in before for word in _negations("words")) or any(word in inside for word in _negations("inside"))


@lru_cache
def _negations(column: str) -> tuple[str, ...]:
    return tuple(word for row in load_table(TABLE, "negation") for word in row.texts(column))


@lru_cache(maxsize=8)
def _rules(day: date) -> tuple[tuple[Row, tuple[re.Pattern[str], ...]], ...]:
    macros = {row.text("name"): row.text("pattern") for row in load_table(TABLE, "macro")}
    rows = [row for row in load_table(TABLE, "phrase") if row.covers(day)]
    return tuple((row, tuple(re.compile(_expanded(text, macros)) for text in row.texts("patterns"))) for row in rows)


def _expanded(pattern: str, macros: dict[str, str]) -> str:
    for name, text in macros.items():
        pattern = pattern.replace(f"{{{name}}}", f"(?:{text})")
    return pattern

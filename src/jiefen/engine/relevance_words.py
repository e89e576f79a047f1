"""What an owner speaks of: themes of the word list and stretches of characters, the latest talk first."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from jiefen.engine.text_normal import BOUNDARY, normalise

TABLE: Final = Path(__file__).parent / "tables" / "relevance.toml"
FADING: Final = 8  # each older talk weighs two tenths less, down to 10 − FADING tenths


@dataclass(frozen=True, slots=True)
class Theme:
    """What ties an owner's words to ours."""

    name: str
    owner_words: tuple[str, ...]
    our_words: tuple[str, ...]
    categories: frozenset[str]
    weight: int  # tenths


def widest(shared: Sequence[str]) -> list[str]:
    """Stretches that lie in no longer one."""
    return [gram for gram in shared if not any(gram != other and gram in other for other in shared)]


def _tenths(place: int) -> int:
    return 10 - min(2 * place, FADING)


def spoken_themes(said: Sequence[str]) -> dict[Theme, tuple[int, tuple[str, ...]]]:
    """Theme → how strongly (of 10), and the words that showed it in the latest talk about it."""
    found: dict[Theme, tuple[int, tuple[str, ...]]] = {}
    for theme in _themes():
        for place, text in enumerate(said):
            hits = [word for word in theme.owner_words if word in text]
            if hits:
                longest = tuple(widest(sorted(hits, key=text.index)))
                found[theme] = (_tenths(place), longest)
                break
    return found


def spoken_grams(said: Sequence[str]) -> dict[str, int]:
    """Stretch → how strongly (of 10), by the latest talk that has it."""
    found: dict[str, int] = {}
    for place, text in enumerate(said):
        for gram in grams_of(text):
            found.setdefault(gram, _tenths(place))
    return found


def grams_of(text: str) -> list[str]:
    """Stretches of two and three characters inside one clause, without digits and without idle pairs."""
    found = []
    for length in (2, 3):
        for start in range(len(text) - length + 1):
            gram = text[start : start + length]
            if BOUNDARY not in gram and "0" not in gram and not any(pair in gram for pair in _idle()):
                found.append(gram)
    return found


@cache
def _idle() -> frozenset[str]:
    return frozenset(str(_table()["idle"]).split())


@cache
def _themes() -> tuple[Theme, ...]:
    rows = _table()["theme"]
    return tuple(
        Theme(
            row["name"],
            tuple(normalise(word).text.strip(BOUNDARY) for word in (*row["words"], *row["said"])),
            tuple(normalise(word).text.strip(BOUNDARY) for word in (*row["words"], *row["done"])),
            frozenset(row["categories"]),
            row.get("weight", 10),
        )
        for row in rows
    )


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(TABLE.read_text(encoding="utf-8"))

"""What to search for when somebody asks in his own words: the terms of a question and how much each counts.

Three steps: words of any question ("怎么办", "是否") are taken out; what is left gives characters and pairs; everyday
words that stand in ``tables/lay_words.toml`` add the words statutes use, at a lower weight.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Final

from jiefen.engine.statute_terms import GAP, fold, key_of, keys_of

LONGEST: Final = 600  # characters of a question that are read
EXPANDED: Final = 0.25  # a term that only the table of words suggests, beside one that was said
REPEATED: Final = 0.5  # what every further mention of a term adds


@dataclass(frozen=True)
class LayWords:
    """``frames``: pattern of words without content; ``legal``: everyday word → statutes' words, longest word first."""

    frames: re.Pattern[str]
    hollow: frozenset[int]
    legal: Mapping[str, tuple[str, ...]]


@lru_cache
def lay_words() -> LayWords:
    """The packaged table, read once."""
    file = resources.files("jiefen.engine") / "tables" / "lay_words.toml"
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    legal: defaultdict[str, list[str]] = defaultdict(list)
    for line in table["words"].strip().splitlines():
        said, _, meant = line.partition(">")
        for word in said.split():
            legal[word] += meant.split()
    frames = sorted((re.escape(word) for word in table["frames"].split()), key=len, reverse=True)
    return LayWords(
        frames=re.compile("|".join(frames)),
        hollow=frozenset(key_of(character) for character in table["hollow"]),
        legal={word: tuple(dict.fromkeys(legal[word])) for word in sorted(legal, key=len, reverse=True)},
    )


def terms_of(question: str) -> dict[int, float]:
    """Key of each term → its weight. Nothing but frames or nothing at all gives an empty dict."""
    words = lay_words()
    folded = fold(question[:LONGEST])
    reduced = words.frames.sub(GAP, folded)
    weights: defaultdict[int, float] = defaultdict(float)
    for key in (*keys_of(reduced, 2), *(key for key in keys_of(reduced, 1) if key not in words.hollow)):
        weights[key] = weights[key] + REPEATED if key in weights else 1.0
    for key in suggested(reduced):
        weights[key] = max(weights[key], EXPANDED)
    return dict(weights)


def suggested(folded: str) -> set[int]:
    """Keys of the pairs in the statutes' words for the everyday words of a folded question; a longer word hides those inside."""
    found: set[int] = set()
    for word, meant in lay_words().legal.items():
        if word in folded:
            folded = folded.replace(word, GAP)
            found.update(key for term in meant for key in keys_of(term, 2))
    return found

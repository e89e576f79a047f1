"""Which words led to a label: feature contributions laid back onto the characters, then merged into phrases."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator

import numpy as np

from jiefen.engine.text_features import FeatureSpace, Floats, Ints
from jiefen.engine.text_normal import BOUNDARY, Normalised, normalise

Pull = Callable[[Ints], Floats]
"""How much each of the given columns speaks for the label."""

FLOOR = 0.3  # a character joins a phrase when it carries this share of the strongest character's weight
GAP = 1  # weak characters a phrase may bridge
WHOLE = 14  # a clause up to this long is quoted whole
SHORTEST = 4  # a quoted part of a longer clause is widened to this
WORTH = 0.25  # a phrase is quoted when it weighs this share of the strongest phrase
_EDGES = re.compile(r"^\W+|\W+$")


def phrases(space: FeatureSpace, original: str, pull: Pull, k: int) -> list[str]:
    """Up to ``k`` stretches of ``original`` that pull hardest, strongest first."""
    seen = normalise(original)
    weight = _by_character(space, seen.text, pull)
    strongest = float(weight.max(initial=0.0))
    if strongest <= 0:
        return []
    found = [(float(weight[start:end].sum()), start, end) for start, end in _runs(seen.text, weight, FLOOR * strongest)]
    found.sort(key=lambda one: (-one[0], one[1]))
    worth = [one for one in found if one[0] > 0 and one[0] >= WORTH * found[0][0]]
    quoted = dict.fromkeys(_quote(original, seen, start, end) for _, start, end in worth)
    return [phrase for phrase in quoted if phrase][:k]


def _by_character(space: FeatureSpace, text: str, pull: Pull) -> Floats:
    """Each feature's pull, shared out over the characters of all its places; what speaks against counts against."""
    places = list(space.places(text))
    times = Counter(column for column, _, _ in places)
    strengths = dict(zip(times, pull(np.fromiter(times, np.int64, len(times))), strict=True))
    size = math.sqrt(len(text)) * 2  # a row of stretches is scaled to length 1: about this many idf units
    weight = np.zeros(len(text))
    for column, start, end in places:
        often = times[column]
        if column < len(space.terms):
            strength = space.idf[column] * (1.0 + math.log(often)) / often
        else:
            strength = space.lexicon_weight * size / often
        weight[start:end] += strength * strengths[column] / (end - start)
    weight[[place for place, character in enumerate(text) if character == BOUNDARY]] = 0.0
    return weight


def _runs(text: str, weight: Floats, floor: float) -> Iterator[tuple[int, int]]:
    """Stretches of strong characters inside one clause, weak gaps of GAP bridged, single characters widened."""
    start = 1
    while start < len(text):
        end = text.index(BOUNDARY, start)
        strong = [place for place in range(start, end) if weight[place] >= floor]
        if strong and end - start <= WHOLE:
            yield start, end
        else:
            yield from (_widened(run, start, end) for run in _bridged(strong))
        start = end + 1


def _bridged(strong: list[int]) -> Iterator[tuple[int, int]]:
    begin = 0
    for place in range(1, len(strong) + 1):
        if place == len(strong) or strong[place] - strong[place - 1] > GAP + 1:
            yield strong[begin], strong[place - 1] + 1
            begin = place


def _widened(run: tuple[int, int], start: int, end: int) -> tuple[int, int]:
    first, last = run
    missing = max(0, SHORTEST - (last - first))
    first = max(start, first - missing // 2)
    return first, min(end, max(last, first + SHORTEST))


def _quote(original: str, seen: Normalised, start: int, end: int) -> str:
    """The original characters from the first to the last of the stretch (digits come back as written)."""
    return _EDGES.sub("", original[seen.origin[start] : _after(seen, end, len(original))])


def _after(seen: Normalised, end: int, length: int) -> int:
    return seen.origin[end] if end < len(seen.origin) - 1 else length

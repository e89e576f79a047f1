"""Which articles of law bear on a question asked in everyday words.

score(article) = Σ weight(term) · impact(term, article), raised by how much of the question the article covers, by the
standing of its law, by how likely the question belongs to its practice area, and a little by the best article of the
same chapter. See docs/algorithms/retrieve.md.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from jiefen.engine.statute_index import Index
from jiefen.engine.statute_query import terms_of

AREA_PULL: Final = 0.7  # how far a certain practice area raises its articles: score · (1 + AREA_PULL · p)
COVERED: Final = 1.0  # an article that holds every term of the question counts 1 + COVERED times
CHAPTER: Final = 0.2  # what the best article of a chapter lends to the others: score + CHAPTER · best of the chapter
LEADERS: Final = 10  # so many first articles stand by themselves: lending orders only what follows

Scores = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Hit:
    """A found article: what it was indexed under, and its score (comparable within one question only)."""

    reference: str | int
    score: float


def retrieve(index: Index, question: str, *, k: int, areas: Mapping[str, float] | None = None) -> tuple[Hit, ...]:
    """The ``k`` best articles, best first; ``areas``: chance (0-1) of each practice area for this question.

    Articles that share no term with the question are never returned, so fewer than ``k`` may come back.
    """
    if not len(index) or k <= 0:
        return ()
    scores = scored(index, terms_of(question))
    scores *= 1 + index.standings
    if areas:
        scores *= _pull(index, areas)
    scores += np.where(scores > 0, CHAPTER * _lent(index, scores), 0)
    return tuple(Hit(index.references[place], float(scores[place])) for place in _best(scores, k))


def scored(index: Index, terms: Mapping[int, float]) -> Scores:
    """The sum of impacts of weighted ``terms`` for every article, raised by the share of them that it holds."""
    scores, held = np.zeros(len(index), np.float32), np.zeros(len(index), np.float32)
    if not terms or not len(index.keys):
        return scores
    whole = 0.0
    for run, weight in _runs(index, terms):
        places = index.documents[run]
        scores[places] += weight * index.impacts[run].astype(np.float32)
        worth = weight * _rarity(len(places), len(index))
        held[places] += worth
        whole += worth
    scores *= 1 + COVERED * held / max(whole, 1e-6)
    return scores


def _runs(index: Index, terms: Mapping[int, float]) -> list[tuple[slice, float]]:
    """Where the postings of each known term stand, and its weight in the question."""
    keys = np.fromiter(terms.keys(), np.uint64, len(terms))
    places = np.minimum(np.searchsorted(index.keys, keys), len(index.keys) - 1)
    known = index.keys[places] == keys
    weights = np.fromiter(terms.values(), np.float32, len(terms))
    return [
        (slice(index.starts[place], index.starts[place + 1]), float(weight))
        for place, weight in zip(places[known], weights[known], strict=True)
    ]


def _rarity(spread: int, many: int) -> float:
    return math.log(1 + (many - spread + 0.5) / (spread + 0.5))


def _pull(index: Index, areas: Mapping[str, float]) -> Scores:
    """1 + AREA_PULL · p for each article; an article of unknown area counts as one of an area with p = 0."""
    by_number = np.array([*(areas.get(name, 0.0) for name in index.area_names), 0.0], np.float32)
    pulled: Scores = 1 + AREA_PULL * by_number[index.areas]  # -1, the unknown area, takes the last one
    return pulled


def _lent(index: Index, scores: Scores) -> Scores:
    """The highest score in the chapter of each article; the first LEADERS get the highest of all and so stay first."""
    sizes = np.diff(np.append(index.chapters, len(index)))
    best: Scores = np.repeat(np.maximum.reduceat(scores, index.chapters), sizes)
    best[_best(scores, LEADERS)] = scores.max()
    return best


def _best(scores: Scores, k: int) -> list[int]:
    """Places of the ``k`` highest positive scores; equal scores in the order of the index."""
    wanted = min(k, len(scores))
    top = np.argpartition(-scores, wanted - 1)[:wanted] if wanted < len(scores) else np.arange(len(scores))
    ordered = sorted((int(place) for place in top if scores[place] > 0), key=lambda place: (-scores[place], place))
    return ordered

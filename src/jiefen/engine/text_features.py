"""Text to numbers: stretches of 1-4 characters, kinds of words, and named phrase patterns.

Nothing here knows a language's words: stretches of characters stand for them, which is what survives typing errors,
missing punctuation and dialect in short Chinese sentences.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from jiefen.engine.text_kernels import products
from jiefen.engine.text_normal import BOUNDARY, normalise

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


def stretches(text: str, longest: int) -> Iterator[tuple[str, int]]:
    """Every stretch of 1..``longest`` characters of a normalised text with its place; lone boundaries left out."""
    for length in range(1, longest + 1):
        for start in range(len(text) - length + 1):
            if length > 1 or text[start] != BOUNDARY:
                yield text[start : start + length], start


class Kinds:
    """Finds the words that are a kind of something: ``names`` maps a word to the names of what it is a kind of."""

    def __init__(self, names: Mapping[str, tuple[str, ...]]) -> None:
        self.names = names
        lengths: dict[str, set[int]] = {}
        for word in names:
            lengths.setdefault(word[0], set()).add(len(word))
        self._lengths = {first: tuple(sorted(found)) for first, found in lengths.items()}

    def places(self, text: str) -> Iterator[tuple[str, int, int]]:
        """(name, start, end) for every word in a normalised text."""
        if not self.names:
            return
        for start, first in enumerate(text):
            for length in self._lengths.get(first, ()):
                for name in self.names.get(text[start : start + length], ()):
                    yield name, start, start + length


@dataclass(frozen=True)
class FeatureSpace:
    """What a model looks for. Columns: first the stretches in ``terms``, then one for each name of the lexicon.

    ``kinds`` maps a word, as it stands in a normalised text, to names of what it is a kind of; where the word stands,
    the name counts as one more stretch (it is among the ``terms``). ``idf`` has one weight per stretch. The lexicon maps a name to regular expressions searched in the normalised
    text; a name that is found counts once, with ``lexicon_weight`` beside a row of stretches of length 1.
    """

    terms: tuple[str, ...]
    idf: Floats
    longest: int
    lexicon: Mapping[str, tuple[str, ...]]
    lexicon_weight: float
    kinds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    _kinds: Kinds = field(init=False, repr=False, compare=False)
    _columns: dict[str, int] = field(init=False, repr=False, compare=False)
    _patterns: tuple[re.Pattern[str], ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_kinds", Kinds(self.kinds))
        object.__setattr__(self, "_columns", {term: column for column, term in enumerate(self.terms)})
        object.__setattr__(self, "_patterns", tuple(_either(patterns) for patterns in self.lexicon.values()))

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.terms) + len(self.lexicon)

    def row(self, original: str) -> tuple[Ints, Floats]:
        """Columns and values of one text: sublinear counts times idf at length 1, then the lexicon's hits."""
        text = normalise(original).text
        counts = Counter(self._known(text))
        columns = np.fromiter(counts.keys(), np.int64, len(counts))
        values = (1.0 + np.log(np.fromiter(counts.values(), np.float64, len(counts)))) * self.idf[columns]
        size = math.sqrt(float(values @ values))
        if size:
            values /= size
        named = sorted({len(self.terms) + name for name, _, _ in _found(self._patterns, text)})
        hits = np.full(len(named), self.lexicon_weight)
        return np.append(columns, np.array(named, np.int64)), np.append(values, hits)

    def places(self, text: str) -> Iterator[tuple[int, int, int]]:
        """(column, start, end) of everything recognised in a normalised text."""
        for term, start in stretches(text, self.longest):
            column = self._columns.get(term)
            if column is not None:
                yield column, start, start + len(term)
        for name, start, end in self._kinds.places(text):
            if name in self._columns:
                yield self._columns[name], start, end
        for place, start, end in _found(self._patterns, text):
            yield len(self.terms) + place, start, end

    def _known(self, text: str) -> list[int]:
        """Columns of the stretches and kinds in a normalised text.

        A stretch is at least as frequent as a longer one that begins with it, so where it is unknown the longer ones are
        (a lone boundary is never a term).
        """
        find, found, length = self._columns.get, [], len(text)
        for start in range(length):
            for end in range(start + 1, min(start + self.longest, length) + 1):
                column = find(text[start:end])
                if column is not None:
                    found.append(column)
                elif end > start + 1 or text[start] != BOUNDARY:
                    break
        found.extend(self._columns[name] for name, _, _ in self._kinds.places(text) if name in self._columns)
        return found


@dataclass(frozen=True)
class Matrix:
    """A sparse matrix as three parallel columns: row numbers, column numbers, values."""

    rows: Ints
    columns: Ints
    values: Floats
    height: int
    width: int

    def times(self, weights: Floats) -> Floats:
        """(height × labels) = self · weights (width × labels)."""
        return products(self.rows, self.columns, self.values, weights, self.height)

    def transposed_times(self, scores: Floats) -> Floats:
        """(width × labels) = selfᵀ · scores (height × labels)."""
        return products(self.columns, self.rows, self.values, scores, self.width)


def learn_space(
    texts: Sequence[str],
    *,
    longest: int,
    min_count: int,
    max_terms: int,
    lexicon: Mapping[str, Sequence[str]],
    lexicon_weight: float,
    kinds: Mapping[str, tuple[str, ...]] | None = None,
) -> FeatureSpace:
    """The stretches and kinds found in at least ``min_count`` texts (the ``max_terms`` most frequent), with idf."""
    found: Counter[str] = Counter()
    known = Kinds(kinds or {})
    for text in (normalise(one).text for one in texts):
        found.update({term for term, _ in stretches(text, longest)} | {name for name, _, _ in known.places(text)})
    common = [(count, term) for term, count in found.items() if count >= min_count]
    common.sort(key=lambda pair: (-pair[0], pair[1]))
    chosen = common[:max_terms]
    counts = np.array([count for count, _ in chosen], np.float64)
    return FeatureSpace(
        terms=tuple(term for _, term in chosen),
        idf=np.log((1 + len(texts)) / (1 + counts)) + 1.0,
        longest=longest,
        lexicon={name: tuple(patterns) for name, patterns in lexicon.items()},
        lexicon_weight=lexicon_weight,
        kinds=kinds or {},
    )


def matrix(space: FeatureSpace, texts: Sequence[str]) -> Matrix:
    """The rows of many texts."""
    rows = [space.row(text) for text in texts]
    return stack(rows, space.width)


def stack(rows: Sequence[tuple[Ints, Floats]], width: int) -> Matrix:
    """Rows of ``FeatureSpace.row`` as one matrix."""
    lengths = [len(columns) for columns, _ in rows]
    return Matrix(
        rows=np.repeat(np.arange(len(rows)), lengths),
        columns=np.concatenate([np.empty(0, np.int64), *(columns for columns, _ in rows)]),
        values=np.concatenate([np.empty(0, np.float64), *(values for _, values in rows)]),
        height=len(rows),
        width=width,
    )


@lru_cache(maxsize=64)
def _found(patterns: tuple[re.Pattern[str], ...], text: str) -> tuple[tuple[int, int, int], ...]:
    """(place of the pattern, start, end) of every hit. Kept: two models of one lexicon ask, and explain asks again."""
    return tuple(
        (place, hit.start(), hit.end()) for place, pattern in enumerate(patterns) for hit in pattern.finditer(text)
    )


def _either(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))

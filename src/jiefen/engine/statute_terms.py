"""Text of statutes and questions as numbers: single characters and pairs, each packed into one 64-bit key.

A key is its code points, 21 bits each, so that no dictionary of strings is needed and an index can be mapped from disk.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

GAP: Final = "\x00"
"""Stands for any run of punctuation and spaces; no term reaches over it."""

_OUTSIDE: Final = re.compile(r"[^0-9a-z\u3400-\u9fff]+")
_BITS: Final = 21

Keys = npt.NDArray[np.uint64]
Counts = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Occurrences:
    """Parallel columns sorted by key, then document: term ``keys[i]`` stands ``counts[i]`` times in ``documents[i]``.

    ``lengths``: number of terms of every document.
    """

    documents: Counts
    keys: Keys
    counts: Counts
    lengths: Counts


def fold(text: str) -> str:
    """NFKC, lower case, everything but letters of the two scripts and digits one GAP."""
    return _OUTSIDE.sub(GAP, unicodedata.normalize("NFKC", text).lower())


def keys_of(folded: str, length: int) -> list[int]:
    """The keys of every stretch of ``length`` characters of a folded text, in order, repeats included."""
    return [
        key_of(part[start : start + length]) for part in folded.split(GAP) for start in range(len(part) - length + 1)
    ]


def key_of(term: str) -> int:
    """The key of one or two characters."""
    key = 0
    for character in term:
        key = key << _BITS | ord(character)
    return key


def occurrences(texts: Sequence[str], length: int) -> Occurrences:
    """Where every stretch of ``length`` characters stands in folded ``texts``."""
    documents, keys = _positions(texts, length)
    order = np.lexsort((documents, keys))
    documents, keys = documents[order], keys[order]
    starts = first_of_runs(documents, keys)
    counts = np.diff(np.append(starts, len(keys))).astype(np.int32)
    lengths = np.bincount(documents, minlength=len(texts)).astype(np.int32)
    return Occurrences(documents[starts], keys[starts], counts, lengths)


def first_of_runs(documents: Counts, keys: Keys) -> npt.NDArray[np.int64]:
    """Places where (key, document) differs from the one before, in columns sorted by both."""
    changed = (documents[1:] != documents[:-1]) | (keys[1:] != keys[:-1])
    found: npt.NDArray[np.int64] = np.flatnonzero(np.append(np.ones(min(len(keys), 1), bool), changed))
    return found


def _positions(texts: Sequence[str], length: int) -> tuple[Counts, Keys]:
    """(document, key) of every place where a stretch of ``length`` characters without a GAP begins."""
    joined = "".join(f"{text}{GAP}" for text in texts) + GAP * length
    points = np.frombuffer(joined.encode("utf-32-le"), np.uint32).astype(np.uint64)
    owner = np.repeat(np.arange(len(texts), dtype=np.int32), [len(text) + 1 for text in texts])
    size = len(owner)
    keys, whole = points[:size].copy(), points[:size] > 0
    for step in range(1, length):
        following = points[step : size + step]
        whole &= following > 0
        keys = keys << np.uint64(_BITS) | following
    return owner[whole], keys[whole]

"""The packed index over articles of law: which terms stand in which article and how much they say there (BM25F).

``build`` makes it from documents, ``save`` writes one folder of plain arrays, ``load`` maps them from disk, so that a
process pays only for the pages it touches. Formulas and figures: docs/algorithms/retrieve.md.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from jiefen.engine.statute_terms import Keys, Occurrences, first_of_runs, fold, occurrences

FORMAT: Final = 4
FIELDS: Final[Mapping[str, float]] = {"text": 1.0, "law": 0.4, "heading": 0.4, "gist": 1.0, "words": 1.0}
"""How much an occurrence counts in each field of an article."""
FLATTEN: Final[Mapping[str, float]] = {"text": 0.6, "law": 0.3, "heading": 0.3, "gist": 0.5, "words": 0.3}
"""How far a long field is scaled down (0: not at all, 1: fully), per field."""
SATURATION: Final = 1.2  # occurrences beyond the first few add little
LENGTHS: Final[Mapping[int, float]] = {1: 0.4, 2: 1.0}
"""Length of a term in characters → its weight."""

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Document:
    """One article. ``reference`` is what retrieval answers with; ``standing`` how much the law weighs (0 = ordinary);
    ``area`` the practice area of the article, "" when unknown; ``gist`` and ``words``: plain words, where we have any.
    """

    reference: str | int
    law: str
    heading: str
    text: str
    gist: str = ""
    words: str = ""
    standing: float = 0.0
    area: str = ""


@dataclass(frozen=True)
class Index:
    """Postings of term i: ``documents[starts[i]:starts[i + 1]]`` with ``impacts`` beside them; ``keys`` is sorted.

    ``chapters``: the place of the first article of every run of articles with the same law and heading.
    """

    keys: Keys
    starts: npt.NDArray[np.int64]
    documents: npt.NDArray[np.int32]
    impacts: npt.NDArray[np.float16]
    standings: Floats
    areas: npt.NDArray[np.int16]
    chapters: npt.NDArray[np.int64]
    area_names: tuple[str, ...]
    references: tuple[str | int, ...]

    def __len__(self) -> int:
        return len(self.references)


_ARRAYS: Final = ("keys", "starts", "documents", "impacts", "standings", "areas", "chapters")


def build(documents: Sequence[Document]) -> Index:
    """Index ``documents``; an empty sequence gives an index that finds nothing."""
    parts = [_postings(documents, length, weight) for length, weight in LENGTHS.items()]
    keys, owners, impacts = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.argsort(keys, kind="stable")  # documents stay in order within a term
    terms, starts = np.unique(keys[order], return_index=True)
    names = tuple(sorted({one.area for one in documents} - {""}))
    numbers = {name: number for number, name in enumerate(names)}
    return Index(
        keys=terms,
        starts=np.append(starts, len(keys)).astype(np.int64),
        documents=owners[order],
        impacts=impacts[order].astype(np.float16),
        standings=np.array([one.standing for one in documents], np.float32),
        areas=np.array([numbers.get(one.area, -1) for one in documents], np.int16),
        chapters=_chapters(documents),
        area_names=names,
        references=tuple(one.reference for one in documents),
    )


def _chapters(documents: Sequence[Document]) -> npt.NDArray[np.int64]:
    titles = [(one.law, one.heading) for one in documents]
    return np.array([n for n, title in enumerate(titles) if not n or title != titles[n - 1]], np.int64)


def _postings(documents: Sequence[Document], length: int, weight: float) -> tuple[Any, Any, Any]:
    """(keys, documents, impacts) of all terms of one length; the fields of an article are added up first."""
    found = [(name, occurrences([fold(getattr(one, name)) for one in documents], length)) for name in FIELDS]
    keys = np.concatenate([one.keys for _, one in found])
    owners = np.concatenate([one.documents for _, one in found])
    amounts = np.concatenate([_weighed(name, one) for name, one in found])
    order = np.lexsort((owners, keys))
    keys, owners, amounts = keys[order], owners[order], amounts[order]
    starts = first_of_runs(owners, keys)
    keys, owners = keys[starts], owners[starts]
    amounts = np.add.reduceat(amounts, starts) if len(starts) else amounts
    _, inverse, spread = np.unique(keys, return_inverse=True, return_counts=True)
    rarity = np.log(1 + (len(documents) - spread + 0.5) / (spread + 0.5))
    impacts = weight * rarity[inverse] * amounts * (SATURATION + 1) / (SATURATION + amounts)
    return keys, owners, impacts


def _weighed(name: str, found: Occurrences) -> npt.NDArray[np.float64]:
    """Occurrences in one field, scaled by its length against the mean of the articles that have the field."""
    filled = found.lengths[found.lengths > 0]
    mean = float(filled.mean()) if len(filled) else 1.0
    share = FLATTEN[name]
    return FIELDS[name] * found.counts / (1 - share + share * found.lengths[found.documents] / mean)


def save(index: Index, folder: Path) -> None:
    """Write ``index`` into ``folder`` (made when missing)."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in _ARRAYS:
        np.save(folder / f"{name}.npy", getattr(index, name))
    note = {"format": FORMAT, "area_names": index.area_names, "references": index.references}
    (folder / "index.json").write_text(json.dumps(note, ensure_ascii=False), encoding="utf-8")


def load(folder: Path) -> Index | None:
    """The index in ``folder``, mapped from disk; None when there is none or it is of another format."""
    note = folder / "index.json"
    if not note.exists():
        return None
    known = json.loads(note.read_text(encoding="utf-8"))
    if known.get("format") != FORMAT:
        return None
    arrays: dict[str, Any] = {name: np.load(folder / f"{name}.npy", mmap_mode="r") for name in _ARRAYS}
    return Index(**arrays, area_names=tuple(known["area_names"]), references=tuple(known["references"]))

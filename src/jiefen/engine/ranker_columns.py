"""The lawyers' columns on disk: built cold from arrays, opened as memory maps, swapped whole.

A build is a folder ``columns-<token>`` of .npy files with ``meta.json`` beside them; the file ``current-v3`` names the one
in force and is replaced last, so a reader sees the old build or the new one. The live columns (flags, load, capacity,
shown) are mapped for writing and shared by every process of the machine: a delta is one store. A rebuild carries
``shown`` over by lawyer's id. Everything else of the truth is in the database.
"""

from __future__ import annotations

import json
import secrets
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np

from jiefen.engine.ranker_kernel import Cards, Places, Table
from jiefen.rules.errors import RuleError
from jiefen.rules.ranking import RankingWeights

TERMS: Final = 16  # words a lawyer's card is found by
CAUSES: Final = 8  # causes of action with most verified matters
CURRENT: Final = "current-v3"  # another layout of the columns gets another number: old builds are not opened
LIVE: Final = ("flags", "load", "capacity", "shown")
_TYPES: Final = {
    "city": "u2", "province": "u1", "firm": "i4", "languages": "u4", "terms": "u2", "causes": "u2", "cause_n": "u1",
    "reply": "f4", "rating": "f4", "flags": "u1", "load": "u1", "capacity": "u1", "shown": "u4", "best": "f4", "rest": "f4",
}  # fmt: skip


class NoColumns(RuleError):
    """Nothing has been built yet, or it was built for other weights."""

    code = "ranker.no_columns"


@dataclass(frozen=True)
class Words:
    """What the numbers in the columns mean. Causes and terms count from 1; 0 is none."""

    areas: Sequence[str]
    cities: Sequence[str]  # codes
    city_province: Sequence[int]
    languages: Sequence[str]
    causes: Sequence[str]
    terms: Sequence[str]


@dataclass(frozen=True)
class Source:
    """Arrays to build from: one row a lawyer, ascending ``ids``; one slot for each of a lawyer's areas.

    ``columns`` holds those of ``Table`` but ``province``, ``shown``, ``best`` and ``rest``; ``reply_n``, ``rating_n`` are only shown.
    """

    ids: Any
    columns: Mapping[str, Any]
    reply_n: Any
    rating_n: Any
    slot_row: Any
    slot_area: Any
    slot_fit: Any  # 0..255
    slot_n: Any


@dataclass(frozen=True)
class Columns:
    """An opened build."""

    folder: Path
    words: Words
    weights: RankingWeights
    least_fit: Sequence[float]  # by area, 0..1
    ids: Any
    by_id: Any  # rows in the order of ids
    reply_n: Any
    rating_n: Any
    table: Table
    cards: Cards
    cities: Places
    provinces: Places
    everywhere: Places


def build(root: Path, source: Source, words: Words, weights: RankingWeights) -> Path:
    """Write a build and make it the current one; older builds are removed (open maps stay readable)."""
    if len(source.ids) and (np.diff(source.ids) <= 0).any():
        raise ValueError("ids must ascend")
    folder = root / f"columns-{secrets.token_hex(6)}"
    folder.mkdir(parents=True)
    columns = dict(source.columns)
    columns["province"] = np.asarray(words.city_province, "u1")[np.asarray(columns["city"])]
    columns.setdefault("shown", _carried(root, source.ids))
    source, columns, by_id = _best_first(source, columns, weights)
    bound = _bounds(source, columns, weights)
    for name, kind in _TYPES.items():
        np.save(folder / f"{name}.npy", np.ascontiguousarray(columns[name], dtype=kind))
    beside = {"ids": source.ids, "by_id": by_id, "reply_n": source.reply_n, "rating_n": source.rating_n}
    for name, values in beside.items():
        np.save(folder / f"{name}.npy", np.ascontiguousarray(values, dtype="i8" if name == "ids" else "i4"))
    least_fit = _write_places(folder, source, columns, words, bound)
    _write_cards(folder, source, columns, words)
    meta = {"words": asdict(words), "weights": asdict(weights), "least_fit": least_fit}
    (folder / "meta.json").write_text(json.dumps(meta, ensure_ascii=False), "utf-8")
    draft = root / f"{CURRENT}.{folder.name}"
    draft.write_text(folder.name, "utf-8")
    draft.replace(root / CURRENT)
    for old in root.glob("columns-*"):
        if old != folder:
            shutil.rmtree(old, ignore_errors=True)
    return folder


def _best_first(source: Source, columns: dict[str, Any], weights: RankingWeights) -> tuple[Source, dict[str, Any], Any]:
    """Number the lawyers anew, the best bound first: what a search reads then lies together in memory.

    Returns the rows in the order of ids as well.
    """
    best = np.zeros(len(source.ids), "f4")
    rest = np.zeros(len(source.ids), "f4")
    np.maximum.at(best, np.asarray(source.slot_row), _bounds(source, columns, weights))
    np.maximum.at(rest, np.asarray(source.slot_row), _bounds(source, columns, weights, share=0.0))
    order = np.lexsort((source.ids, -best))
    by_id = np.empty(len(order), "i4")
    by_id[order] = np.arange(len(order), dtype="i4")
    columns = {name: np.asarray(values)[order] for name, values in {**columns, "best": best, "rest": rest}.items()}
    reply_n, rating_n = np.asarray(source.reply_n)[order], np.asarray(source.rating_n)[order]
    renumbered = replace(
        source, ids=np.asarray(source.ids)[order], columns=columns, reply_n=reply_n, rating_n=rating_n,
        slot_row=by_id[np.asarray(source.slot_row)],
    )  # fmt: skip
    return renumbered, columns, by_id


def current_build(root: Path) -> Path | None:
    """The folder of the build in force."""
    try:
        return root / (root / CURRENT).read_text("utf-8").strip()
    except FileNotFoundError:
        return None


def open_columns(root: Path) -> Columns:
    """Map the current build. Raises NoColumns when there is none."""
    folder = current_build(root)
    if folder is None or not (folder / "meta.json").is_file():
        raise NoColumns("律师名录还没有建好索引。请稍候，或请管理员运行 rebuild_lawyers。")
    meta = json.loads((folder / "meta.json").read_text("utf-8"))
    weights = {**meta["weights"], "parts": tuple(meta["weights"]["parts"])}
    return Columns(
        folder, Words(**meta["words"]), RankingWeights(**weights), meta["least_fit"],
        _mapped(folder, "ids"), _mapped(folder, "by_id"), _mapped(folder, "reply_n"), _mapped(folder, "rating_n"),
        Table(**{name: _mapped(folder, name, live=name in LIVE) for name in Table._fields}),
        Cards(*(_mapped(folder, f"card_{name}") for name in Cards._fields)),
        _places(folder, "cities"), _places(folder, "provinces"), _places(folder, "everywhere"),
    )  # fmt: skip


def _mapped(folder: Path, name: str, *, live: bool = False) -> Any:
    path = folder / f"{name}.npy"
    if not np.load(path, mmap_mode="r").size:  # an empty file cannot be mapped
        return np.load(path)
    return np.asarray(np.load(path, mmap_mode="r+" if live else "r"))


def _places(folder: Path, order: str) -> Places:
    return Places(*(_mapped(folder, f"{order}_{name}") for name in Places._fields))


def _carried(root: Path, ids: Any) -> Any:
    """How often each lawyer was shown, from the build in force."""
    shown = np.zeros(len(ids), "u4")
    folder = current_build(root)
    if folder is not None and (folder / "meta.json").is_file():
        by_id = _mapped(folder, "by_id")
        before, counts = _mapped(folder, "ids")[by_id], _mapped(folder, "shown")[by_id]
        if len(before):
            at = np.minimum(np.searchsorted(before, ids), len(before) - 1)
            shown = np.where(before[at] == ids, counts[at], 0).astype("u4")
    return shown


def _write_places(folder: Path, source: Source, columns: Mapping[str, Any], words: Words, bound: Any) -> list[float]:
    """The three orders of the places; returns the smallest fit of each area."""
    row, area = np.asarray(source.slot_row, "i4"), np.asarray(source.slot_area, "i8")
    fit, n = np.asarray(source.slot_fit, "u1"), np.asarray(source.slot_n, "u2")
    city, province = np.asarray(columns["city"], "i8")[row], np.asarray(columns["province"], "i8")[row]
    groups = {
        "cities": (area * len(words.cities) + city, len(words.areas) * len(words.cities)),
        "provinces": (area * province_count(words) + province, len(words.areas) * province_count(words)),
        "everywhere": (area, len(words.areas)),
    }
    for name, (group, count) in groups.items():
        order = np.lexsort((row, -bound, group))
        start = np.searchsorted(group[order], np.arange(count + 1))
        for field, values in zip(Places._fields, (start, row[order], bound[order], fit[order], n[order]), strict=True):
            np.save(folder / f"{name}_{field}.npy", values)
    return [float(fit[area == each].min(initial=255)) / 255 for each in range(len(words.areas))]


def _write_cards(folder: Path, source: Source, columns: Mapping[str, Any], words: Words) -> None:
    """The places by lawyer and the lawyers by word."""
    row = np.asarray(source.slot_row, "i4")
    order = np.argsort(row, kind="stable")
    start = np.searchsorted(row[order], np.arange(len(source.ids) + 1)).astype("i4")
    cards = [np.asarray(values, kind)[order] for values, kind in
             ((source.slot_area, "u1"), (source.slot_fit, "u1"), (source.slot_n, "u2"))]  # fmt: skip
    terms = np.asarray(columns["terms"], "i8")
    carrier, column = np.nonzero(terms)
    term = terms[carrier, column]
    by_word = np.lexsort((carrier, -columns["best"][carrier], term))
    word_start = np.searchsorted(term[by_word], np.arange(len(words.terms) + 2))
    for name, values in zip(Cards._fields, (start, *cards, word_start, carrier[by_word].astype("i4")), strict=True):
        np.save(folder / f"card_{name}.npy", values)


def _bounds(source: Source, columns: Mapping[str, Any], weights: RankingWeights, share: float = 1.0) -> Any:
    """The most each place scores from its unchanging parts, rounded up to float32."""
    w, row = weights.parts, np.asarray(source.slot_row)
    n = np.asarray(source.slot_n, "f8")
    reply, rating = np.asarray(columns["reply"], "f4")[row], np.asarray(columns["rating"], "f4")[row]
    exact = w[0] * share * (np.asarray(source.slot_fit) / 255.0) + w[2] * (n / (n + weights.experience_half))
    exact = exact + w[6] * reply.astype("f8") + w[7] * rating.astype("f8")
    return np.nextafter(exact.astype("f4"), np.float32(np.inf))


def province_count(words: Words) -> int:
    """How many provinces the regional lists are cut by."""
    return max(words.city_province, default=0) + 1

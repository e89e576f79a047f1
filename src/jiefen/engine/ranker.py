"""The right lawyers for a question: exact top-k by the published score (rules/ranking), filters first, reasons with it.

Law: 算法推荐管理规定 12, 16, 17 (clear rules, told principle, an order that does not depend on the person). Nothing
here knows of payment. Note and figures: docs/algorithms/ranker.md; measured by ``./run bench ranker``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np

from jiefen.engine import ranker_kernel as kernel
from jiefen.engine.compiled import compiled
from jiefen.engine.ranker_columns import Columns, NoColumns, current_build, open_columns, province_count
from jiefen.rules.errors import RuleError

COMPILE_FROM: Final = 20_000  # places: below it plain Python answers in milliseconds, above it numba pays
MOST_RESULTS: Final = 50
SHOWINGS: Final = 1000  # counted apart for the exposure bonus; what is shown more often gets the same
_EVERYONE: Final = np.zeros(0, "i8")


class BadQuestion(RuleError):
    """Nothing can be searched for this."""

    code = "ranker.bad_question"


@dataclass(frozen=True)
class Need:
    """What somebody needs. ``areas``: name → share (0..1, from the classifier). Everything else may be left out.

    ``words``: the question's own words; those no lawyer's card carries are ignored. ``without``, ``without_firms``:
    ids kept out by a conflict of interest. ``languages`` rank, ``must_speak`` leaves everybody else out, and so does
    ``with_matters``: only lawyers with a verified matter in the area that counts. ``among``: nobody but these ids.
    """

    areas: Mapping[str, float]
    words: Sequence[str] = ()
    cause: str = ""
    city: str = ""  # code
    languages: Sequence[str] = ()
    online_only: bool = False
    without: Iterable[int] = ()
    without_firms: Iterable[int] = ()
    must_speak: Sequence[str] = ()
    with_matters: bool = False
    among: Iterable[int] | None = None


@dataclass(frozen=True)
class Match:
    """One result. ``merit``: the eight parts; ``score``: with the bonus for few showings. ``area``: the one that counted.

    ``row`` is its place in the columns.
    """

    lawyer_id: int
    row: int
    score: float
    merit: float
    area: str


@dataclass
class Ranker:
    """An opened build and the look-ups its questions need."""

    columns: Columns
    _area: dict[str, int] = field(init=False)
    _city: dict[str, int] = field(init=False)
    _cause: dict[str, int] = field(init=False)
    _term: dict[str, int] = field(init=False)
    _weights: Any = field(init=False)
    _ids: Any = field(init=False)  # ascending

    def __post_init__(self) -> None:
        """Number the words once."""
        words = self.columns.words
        self._area = {name: each for each, name in enumerate(words.areas)}
        self._city = {code: each for each, code in enumerate(words.cities)}
        self._cause = {name: each for each, name in enumerate(words.causes, 1)}
        self._term = {name: each for each, name in enumerate(words.terms, 1)}
        self._ids = self.columns.ids[self.columns.by_id]
        self._weights = np.zeros(len(words.terms) + 1)

    def asked(self, need: Need) -> kernel.Asked:
        """The need in numbers. Raises BadQuestion for an unknown area, city or language, or no area."""
        words, columns = self.columns.words, self.columns
        areas = [_known(self._area, name, "领域") for name in need.areas]
        if not areas or not all(0 < share <= 1 for share in need.areas.values()):
            raise BadQuestion("请先选一个案情领域，再找律师。")
        city = _known(self._city, need.city, "城市") if need.city else -1
        terms, weights = self._terms(need.words)
        return kernel.Asked(
            np.array(areas, "i8"), np.array(list(need.areas.values()), "f8"),
            np.array([columns.least_fit[each] for each in areas], "f8"),
            self._cause.get(need.cause, 0), terms, weights, city, words.city_province[city] if city >= 0 else -1,
            self._bits(need.languages), kernel.SHOWABLE | (kernel.ONLINE if need.online_only else 0),
            self._bits(need.must_speak), int(need.with_matters),
            self._rows(need.without), np.array(sorted(set(need.without_firms)), "i8"),
        )  # fmt: skip

    def top(self, need: Need, k: int = 10, *, with_exposure: bool = True) -> list[Match]:
        """The best ``k`` (1..50) by score; equal scores by row. ``with_exposure`` False: by merit only.

        People see them in the order of ``in_pages``.
        """
        if not 1 <= k <= MOST_RESULTS:
            raise BadQuestion(f"一次可以看 1 到 {MOST_RESULTS} 位律师。")
        columns, words = self.columns, self.columns.words
        answer = kernel.Answer(np.zeros(k, "i8"), np.zeros(k), np.zeros(k), np.zeros(k, "i8"))
        weights, asked = scoring(columns, with_exposure=with_exposure), self.asked(need)
        if need.among is not None:
            candidates = self._rows(need.among)
            found = kernel.search_among(columns.table, columns.cards, candidates, asked, weights, answer)
        else:
            find = _compiled_search() if len(columns.everywhere.row) >= COMPILE_FROM else kernel.search
            found = find(
                columns.table, columns.cards, columns.cities, columns.provinces, columns.everywhere, asked, weights,
                len(words.cities), province_count(words), answer,
            )  # fmt: skip
        rows, scores, merits, areas = (each[:found].tolist() for each in answer)
        ids = columns.ids[answer.rows[:found]].tolist()
        named = [words.areas[each] for each in areas]
        return list(map(Match, ids, rows, scores, merits, named))

    def neutral(
        self, *, area: str = "", city: str = "", online_only: bool = False, must_speak: Sequence[str] = (),
        with_matters: bool = False, among: Iterable[int] | None = None, skip: int = 0, take: int = 20,
    ) -> tuple[list[int], int]:  # fmt: skip
        """The non-personal order of a directory page: (ids, how many in all). Area and city may be left out.

        It depends on the page alone, never on who asks: fit, verified experience, replies and rating, then id.
        """
        rows, n = self._listed(area, city)
        needs, speaks, table = kernel.SHOWABLE | kernel.ONLINE * online_only, self._bits(must_speak), self.columns.table
        kept = (table.flags[rows] & needs == needs) & (table.languages[rows] & speaks == speaks)
        if with_matters:
            kept &= n > 0
        if among is not None:
            kept &= np.isin(rows, self._rows(among))
        shown = rows[kept]
        return [int(each) for each in self.columns.ids[shown[skip : skip + take]]], len(shown)

    def on_show(self) -> tuple[dict[str, int], dict[str, int]]:
        """How many lawyers may be shown now, by city code and by area; places without anybody are left out."""
        columns, words = self.columns, self.columns.words
        showable = columns.table.flags & kernel.SHOWABLE > 0
        cities = np.bincount(columns.table.city[showable], minlength=len(words.cities))
        starts, shown = columns.everywhere.start, showable[columns.everywhere.row]
        areas = [int(shown[starts[each] : starts[each + 1]].sum()) for each in range(len(words.areas))]
        by_city = {code: int(count) for code, count in zip(words.cities, cities, strict=True) if count}
        return by_city, {name: count for name, count in zip(words.areas, areas, strict=True) if count}

    def _listed(self, area: str, city: str) -> tuple[Any, Any]:
        """Rows of an area, a city, both or neither, best bound first, and whether each has verified matters there."""
        words, columns = self.columns.words, self.columns
        if not area:
            rows = np.arange(len(columns.ids))
            if city:
                rows = np.flatnonzero(columns.table.city == _known(self._city, city, "城市"))
            return rows, columns.table.causes[rows, 0]
        at = _known(self._area, area, "领域")
        places = columns.everywhere
        if city:
            places, at = columns.cities, at * len(words.cities) + _known(self._city, city, "城市")
        span = slice(places.start[at], places.start[at + 1])
        return places.row[span], places.n[span]

    def _bits(self, languages: Iterable[str]) -> int:
        spoken = {name: each for each, name in enumerate(self.columns.words.languages)}
        return sum(1 << _known(spoken, name, "语言") for name in set(languages))

    def row_of(self, lawyer_id: int) -> int | None:
        """The lawyer's row, or None when the build does not know him yet."""
        at = int(np.searchsorted(self._ids, lawyer_id))
        return int(self.columns.by_id[at]) if at < len(self._ids) and self._ids[at] == lawyer_id else None

    def set_live(
        self, lawyer_id: int, *, is_showable: bool | None = None, is_online: bool | None = None,
        load: int | None = None, capacity: int | None = None,
    ) -> bool:  # fmt: skip
        """Change what is live without a rebuild; False when the build does not know the lawyer yet."""
        row, table = self.row_of(lawyer_id), self.columns.table
        if row is None:
            return False
        for bit, value in ((kernel.SHOWABLE, is_showable), (kernel.ONLINE, is_online)):
            if value is not None:
                table.flags[row] = (int(table.flags[row]) | bit) if value else (int(table.flags[row]) & ~bit)
        for column, count in ((table.load, load), (table.capacity, capacity)):
            if count is not None:
                column[row] = min(max(count, 0), 255)
        return True

    def set_live_many(
        self, lawyer_ids: Any, *, is_showable: Any = None, is_online: Any = None, load: Any = None, capacity: Any = None
    ) -> int:  # fmt: skip
        """``set_live`` for many at once: each value is one for all or one for each id. No id twice.

        Ids the build does not know are passed over; returns how many it knows.
        """
        ids, table = np.atleast_1d(np.asarray(lawyer_ids, "i8")), self.columns.table
        at = np.searchsorted(self._ids, ids)
        known = at < len(self._ids)
        known[known] = self._ids[at[known]] == ids[known]
        rows = self.columns.by_id[at[known]]
        for bit, values in ((kernel.SHOWABLE, is_showable), (kernel.ONLINE, is_online)):
            if values is not None:
                wanted = np.broadcast_to(np.asarray(values, bool), ids.shape)[known]
                table.flags[rows] = np.where(wanted, table.flags[rows] | bit, table.flags[rows] & (255 - bit))
        for column, counts in ((table.load, load), (table.capacity, capacity)):
            if counts is not None:
                column[rows] = np.clip(np.broadcast_to(np.asarray(counts, "i8"), ids.shape)[known], 0, 255)
        return len(rows)

    def note_shown(self, matches: Iterable[Match]) -> None:
        """Count one showing for each: the exposure bonus falls by itself."""
        for match in matches:
            self.columns.table.shown[match.row] += 1

    def words_in(self, text: str) -> list[str]:
        """The words of ``text`` that some lawyer's card carries, in order, each once."""
        longest = max(map(len, self._term), default=0)
        ends = ((start, size) for start in range(len(text)) for size in range(2, longest + 1))
        found = (text[start : start + size] for start, size in ends if start + size <= len(text))
        return list(dict.fromkeys(each for each in found if each in self._term))

    def _terms(self, words: Sequence[str]) -> tuple[Any, Any]:
        """The known words, rarest first, and a table of equal weights that add up to 1 over them."""
        starts = self.columns.cards.word_start
        known = {self._term[word] for word in words if word in self._term}
        terms = sorted(known, key=lambda each: (int(starts[each + 1] - starts[each]), each))
        weights = np.zeros_like(self._weights) if terms else self._weights
        for each in terms:
            weights[each] = 1.0 / len(terms)
        return np.array(terms, "i8"), weights

    def _rows(self, ids: Iterable[int]) -> Any:
        rows = [row for row in map(self.row_of, ids) if row is not None]
        return np.array(sorted(rows), "i8") if rows else _EVERYONE


def in_pages(matches: Sequence[Match], size: int) -> list[Match]:
    """The order people see: who is on a page goes by score, in which order by merit alone, then by row.

    So the bonus for few showings brings a lawyer onto the page and nobody past a better fit on it.
    """
    pages = (matches[first : first + size] for first in range(0, len(matches), size))
    return [match for page in pages for match in sorted(page, key=lambda each: (-each.merit, each.row))]


def scoring(columns: Columns, *, with_exposure: bool = True) -> kernel.Scoring:
    """The build's weights as the kernel wants them."""
    weights = columns.weights
    exposure = weights.exposure if with_exposure else 0.0
    parts, bonus = np.array(weights.parts, "f8"), exposure_bonus(exposure, weights.exposure_fade)
    return kernel.Scoring(parts, exposure, bonus, weights.experience_half, weights.other_cause, weights.same_province)


def exposure_bonus(most: float, fade: float) -> Any:
    """most / (1 + shown)^fade by showings, the same from ``SHOWINGS`` on."""
    return most / (1.0 + np.arange(SHOWINGS + 1)) ** fade


class RankerShelf:
    """The opened ranker of one folder, opened again when a new build is in force."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._open: Ranker | None = None

    def ranker(self) -> Ranker:
        """The current build, opened at most once. Raises NoColumns."""
        folder = current_build(self._root)
        if folder is None:
            raise NoColumns("律师名录还没有建好索引。请稍候再试。")
        if self._open is None or self._open.columns.folder != folder:
            self._open = Ranker(open_columns(self._root))
        return self._open


@lru_cache
def _compiled_search() -> Callable[..., int]:
    return compiled(kernel.search, [kernel])


def _known(numbers: Mapping[str, int], name: str, what: str) -> int:
    if name not in numbers:
        raise BadQuestion(f"没有找到“{name}”这个{what}，请从列表里选。")
    return numbers[name]

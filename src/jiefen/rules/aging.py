"""How long money has been owed: aging buckets by date, and bands by what one household owes (分).

Buckets come from the table ``aging_buckets``: whole days up to 180, calendar years from there on, so that no
bill changes bucket because a leap day lies in between. See docs/algorithms/aging.md.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from jiefen.rules.tables_io import Row, load_table


class AgingBucket(NamedTuple):
    """One bucket or band: its code and the label on screen."""

    code: str
    label: str


class BandTotal(NamedTuple):
    """What one amount band holds: how many households and how many 分."""

    households: int
    fen: int


def _rows(section: str, day: date) -> tuple[Row, ...]:
    return tuple(row for row in load_table("aging_buckets", section) if row.covers(day))


@lru_cache(maxsize=64)
def aging_buckets(today: date) -> tuple[AgingBucket, ...]:
    """The buckets in force on ``today``, youngest (未到期) first."""
    return tuple(AgingBucket(row.text("code"), row.text("label")) for row in _rows("age", today))


@lru_cache(maxsize=64)
def amount_bands(today: date) -> tuple[AgingBucket, ...]:
    """The amount bands in force on ``today``, smallest first."""
    return tuple(AgingBucket(row.text("code"), row.text("label")) for row in _rows("amount", today))


@lru_cache(maxsize=64)
def earliest_due_dates(today: date) -> tuple[date, ...]:
    """Per bucket but the last, youngest first: the earliest due date still inside (to search in by column)."""
    return tuple(_earliest(row, today) for row in _rows("age", today)[:-1])


def _earliest(row: Row, today: date) -> date:
    years = row.number("up_to_years", 0)
    return _years_before(today, years) if years else today - timedelta(days=row.number("up_to_days"))


def _years_before(day: date, years: int) -> date:
    """The earliest date whose ``years``-th anniversary is not before ``day``.

    An anniversary of 29 February that does not exist falls on the 28th (Civil Code art. 202), so from a
    29 February without a counterpart one looks back to 1 March.
    """
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 3, 1)


@lru_cache(maxsize=64)
def _ascending(today: date) -> tuple[date, ...]:
    return tuple(reversed(earliest_due_dates(today)))


def bucket_of(due_on: date, today: date) -> str:
    """The code of the bucket of a bill due on ``due_on``. On the due date it is still 未到期; the next is day 1."""
    edges = _ascending(today)
    return aging_buckets(today)[len(edges) - bisect_right(edges, due_on)].code


def age(items: Iterable[tuple[date, int]], today: date) -> dict[str, int]:
    """``(due_on, outstanding 分)`` → 分 per bucket, every bucket present, in order. The sum is kept."""
    totals = {bucket.code: 0 for bucket in aging_buckets(today)}
    for due_on, fen in items:
        totals[bucket_of(due_on, today)] += fen
    return totals


@lru_cache(maxsize=64)
def _band_ends(today: date) -> tuple[int, ...]:
    return tuple(row.number("up_to_fen") for row in _rows("amount", today)[:-1])


def band_of(fen: int, today: date) -> str | None:
    """The band of one household's arrears in 分 (upper ends included), or None when it owes nothing."""
    if fen <= 0:
        return None
    return amount_bands(today)[bisect_right(_band_ends(today), fen - 1)].code


def band(amounts_fen: Iterable[int], today: date) -> dict[str, BandTotal]:
    """Arrears per household in 分 → households and 分 per band, every band present; no arrears, no band."""
    totals = {each.code: BandTotal(0, 0) for each in amount_bands(today)}
    for fen in amounts_fen:
        code = band_of(fen, today)
        if code:
            totals[code] = BandTotal(totals[code].households + 1, totals[code].fen + fen)
    return totals

"""Aging: the worked examples of docs/algorithms/aging.md by name, and its properties."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiefen.rules.aging import (
    BandTotal,
    age,
    aging_buckets,
    amount_bands,
    band,
    band_of,
    bucket_of,
    earliest_due_dates,
)

TODAY = date(2026, 11, 23)
LABELS = ["未到期", "1–30天", "31–60天", "61–90天", "91–180天", "181–365天", "1–2年", "2–3年", "3年以上"]
CODES = ["not_due", "d1_30", "d31_60", "d61_90", "d91_180", "d181_365", "y1_2", "y2_3", "y3_over"]


def test_buckets_in_order() -> None:
    assert [bucket.label for bucket in aging_buckets(TODAY)] == LABELS
    assert [bucket.code for bucket in aging_buckets(TODAY)] == CODES


@pytest.mark.parametrize(
    ("overdue_days", "code"),
    [
        (-400, "not_due"),
        (0, "not_due"),
        (1, "d1_30"),
        (30, "d1_30"),
        (31, "d31_60"),
        (60, "d31_60"),
        (61, "d61_90"),
        (90, "d61_90"),
        (91, "d91_180"),
        (180, "d91_180"),
        (181, "d181_365"),
        (365, "d181_365"),
        (366, "y1_2"),
    ],
)
def test_day_boundaries(overdue_days: int, code: str) -> None:
    assert bucket_of(TODAY - timedelta(days=overdue_days), TODAY) == code


@pytest.mark.parametrize(
    ("due_on", "code"),
    [
        (date(2025, 11, 23), "d181_365"),  # first anniversary: still within the year
        (date(2025, 11, 22), "y1_2"),
        (date(2024, 11, 23), "y1_2"),
        (date(2024, 11, 22), "y2_3"),
        (date(2023, 11, 23), "y2_3"),
        (date(2023, 11, 22), "y3_over"),
    ],
)
def test_calendar_year_boundaries(due_on: date, code: str) -> None:
    assert bucket_of(due_on, TODAY) == code


def test_leap_year_does_not_move_the_boundary() -> None:
    """366 days lie between these two dates, yet it is one year to the day."""
    assert bucket_of(date(2023, 11, 23), date(2024, 11, 23)) == "d181_365"


def test_due_on_29_february() -> None:
    assert bucket_of(date(2024, 2, 29), date(2025, 2, 28)) == "d181_365"
    assert bucket_of(date(2024, 2, 29), date(2025, 3, 1)) == "y1_2"
    assert bucket_of(date(2023, 3, 1), date(2024, 2, 29)) == "d181_365"
    assert bucket_of(date(2023, 2, 28), date(2024, 2, 29)) == "y1_2"


def test_age_of_a_small_ledger() -> None:
    items = [(date(2026, 11, 30), 10_00), (date(2026, 11, 1), 20_00), (date(2026, 10, 31), 30_00)]
    items += [(date(2022, 1, 1), 40_00), (date(2021, 1, 1), 50_00)]
    totals = age(items, TODAY)
    assert list(totals) == CODES
    assert {code: fen for code, fen in totals.items() if fen} == {
        "not_due": 10_00,
        "d1_30": 50_00,
        "y3_over": 90_00,
    }
    assert set(age([], TODAY).values()) == {0}


_days = st.dates(date(2010, 1, 1), date(2040, 12, 31))


def _anniversary(day: date, years: int) -> date:
    """Civil Code art. 202: without a counterpart, the last day of the month."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 2, 28)


def _plain_bucket(due_on: date, today: date) -> str:
    """The definition, written out."""
    for days, code in ((0, "not_due"), (30, "d1_30"), (60, "d31_60"), (90, "d61_90"), (180, "d91_180")):
        if (today - due_on).days <= days:
            return code
    for years, code in ((1, "d181_365"), (2, "y1_2"), (3, "y2_3")):
        if today <= _anniversary(due_on, years):
            return code
    return "y3_over"


@given(_days, st.one_of(_days, st.sampled_from([date(2024, 2, 29), date(2025, 2, 28), date(2028, 2, 29)])))
def test_bucket_follows_the_definition(due_on: date, today: date) -> None:
    assert bucket_of(due_on, today) == _plain_bucket(due_on, today)


@given(st.lists(st.tuples(_days, st.integers(-(10**6), 10**9))), _days)
def test_age_keeps_the_sum(items: list[tuple[date, int]], today: date) -> None:
    assert sum(age(items, today).values()) == sum(fen for _, fen in items)


@given(_days)
def test_edges_are_strictly_older_and_consistent(today: date) -> None:
    edges = earliest_due_dates(today)
    assert all(older < younger for younger, older in pairwise(edges))
    for edge, code in zip(edges, CODES, strict=False):
        assert bucket_of(edge, today) == code
        assert bucket_of(edge - timedelta(days=1), today) != code


@pytest.mark.parametrize(
    ("fen", "code"),
    [
        (-1, None),
        (0, None),
        (1, "up_to_500"),
        (500_00, "up_to_500"),
        (500_01, "up_to_1000"),
        (1000_00, "up_to_1000"),
        (3000_00, "up_to_3000"),
        (5000_00, "up_to_5000"),
        (5000_01, "up_to_10000"),
        (10000_00, "up_to_10000"),
        (10000_01, "over_10000"),
    ],
)
def test_amount_bands(fen: int, code: str | None) -> None:
    assert band_of(fen, TODAY) == code


def test_band_totals() -> None:
    totals = band([0, 100_00, 500_00, 20000_00, -5], TODAY)
    assert list(totals) == [each.code for each in amount_bands(TODAY)]
    assert totals["up_to_500"] == BandTotal(2, 600_00)
    assert totals["over_10000"] == BandTotal(1, 20000_00)
    assert sum(total.households for total in totals.values()) == 3

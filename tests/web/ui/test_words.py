from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from jiefen.web.ui import words

TODAY = date(2025, 11, 23)


@pytest.mark.parametrize(("fen", "text"), [(1248050, "¥12,480.50"), (0, "¥0.00"), (-5000, "-¥50.00"), (None, "—")])
def test_money_with_its_sign(fen: int | None, text: str) -> None:
    assert words.yuan(fen) == text


@pytest.mark.parametrize(
    ("fen", "text"),
    [
        (1248050, "1.2万"),
        (100_000_000, "100万"),
        (12_345_678_900, "1.2亿"),
        (99_950, "1000"),
        (-2_500_000, "-2.5万"),
        (None, "—"),
    ],
)
def test_short_money_orients(fen: int | None, text: str) -> None:
    assert words.money_short(fen) == text


def test_a_day_says_its_year_only_when_it_is_another() -> None:
    assert words.day(TODAY, TODAY) == "11月23日(周日)"
    assert words.day(date(2024, 12, 30), TODAY) == "2024年12月30日(周一)"
    assert words.day(TODAY) == "2025年11月23日(周日)"
    assert words.day(None) == "—"


def test_a_moment_is_to_the_minute() -> None:
    assert words.moment(datetime(2025, 11, 6, 9, 5), TODAY) == "11月6日 09:05"
    assert words.moment(None) == "—"


@pytest.mark.parametrize(
    ("on", "text"),
    [
        (date(2025, 11, 23), "今天"),
        (date(2025, 11, 24), "明天"),
        (date(2025, 11, 21), "前天"),
        (date(2025, 12, 31), "38天后"),
        (date(2025, 9, 25), "59天前"),
        (date(2025, 9, 24), "约2个月前"),
        (date(2027, 12, 1), "约2年后"),
        (None, ""),
    ],
)
def test_how_far_away_a_day_is(on: date | None, text: str) -> None:
    assert words.relative_day(on, TODAY) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(12, 13), "92.31%"),
        ((1, 3), "33.33%"),
        ((5, 1000), "0.50%"),
        (0.92305, "92.31%"),
        (Decimal("1"), "100.00%"),
        ((0, 0), "—"),
        (None, "—"),
    ],
)
def test_percent_of_any_ratio(value: words.RatioLike, text: str) -> None:
    assert words.percent(value) == text


def test_percent_with_fewer_decimals() -> None:
    assert words.percent((2, 3), 0) == "67%"


@pytest.mark.parametrize(
    ("phone", "text"),
    [("13812345678", "138****5678"), ("02166668888", "021****8888"), ("8888", "**88"), ("", "—"), (None, "—")],
)
def test_a_phone_is_masked(phone: str | None, text: str) -> None:
    assert words.masked_phone(phone) == text


def test_lists_and_counts() -> None:
    assert words.join_dun(["陈立", "陈敏"]) == "陈立、陈敏"
    assert words.count(12480) == "12,480"
    assert [words.quantity(5, "count"), words.quantity(0.5, "percent"), words.quantity(1, "fen")] == [
        "5",
        "50.00%",
        "¥0.01",
    ]

"""Contingency fees: the examples of docs/algorithms/contingency_fee.md, refusals, and properties of every cap."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiefen.rules.contingency_fee import (
    ContingencyBarred,
    ContingencyInvalid,
    ContingencyTooHigh,
    barred_matters,
    check_contingency,
    contingency_cap,
)
from jiefen.rules.tables_io import TableError

ON = date(2026, 11, 23)
WAN = 1_000_000  # 分 in ten thousand 元


@pytest.mark.parametrize(
    ("amount_wan", "cap_wan_x100"),
    [(0, 0), (100, 1800), (300, 4800), (500, 7800), (1000, 13800), (5000, 49800), (6000, 55800)],
)
def test_worked_examples(amount_wan: int, cap_wan_x100: int) -> None:
    assert contingency_cap(amount_wan * WAN, on=ON).cap_fen == cap_wan_x100 * WAN // 100


def test_the_day_the_slices_came_into_force() -> None:
    assert contingency_cap(300 * WAN, on=date(2021, 12, 27)).cap_fen == 90 * WAN
    assert contingency_cap(300 * WAN, on=date(2021, 12, 28)).cap_fen == 48 * WAN
    with pytest.raises(TableError):
        contingency_cap(WAN, on=date(2006, 11, 30))


def test_rounding_is_down_once() -> None:
    assert contingency_cap(105, on=ON).cap_fen == 18  # 18.9 分


def test_every_barred_matter_is_refused_even_for_nothing() -> None:
    assert len(barred_matters(ON)) == 13
    for matter, name in barred_matters(ON).items():
        with pytest.raises(ContingencyBarred, match=name):
            check_contingency(matter=matter, amount_fen=WAN, fee_fen=0, on=ON)


def test_the_cap_itself_is_allowed_and_one_fen_more_is_not() -> None:
    cap = check_contingency(matter="lending", amount_fen=300 * WAN, fee_fen=48 * WAN, on=ON)
    assert cap.lines()[-1].startswith("合计最高 480,000.00 元")
    with pytest.raises(ContingencyTooHigh, match=r"480,000\.00"):
        check_contingency(matter="lending", amount_fen=300 * WAN, fee_fen=48 * WAN + 1, on=ON)


@pytest.mark.parametrize(("amount", "fee"), [(-1, 0), (10**15 + 1, 0), (WAN, -1)])
def test_odd_amounts(amount: int, fee: int) -> None:
    with pytest.raises(ContingencyInvalid):
        check_contingency(matter="", amount_fen=amount, fee_fen=fee, on=ON)


@given(st.integers(0, 10**15 - 10**9), st.integers(0, 10**9))
def test_more_in_dispute_never_lowers_the_cap_nor_raises_its_share(amount: int, more: int) -> None:
    low, high = contingency_cap(amount, on=ON), contingency_cap(amount + more, on=ON)
    assert low.cap_fen <= high.cap_fen <= low.cap_fen + more * 18 // 100 + 1
    assert sum(each.part_fen for each in high.slices) == amount + more
    assert amount * 6 // 100 <= low.cap_fen <= amount * 18 // 100

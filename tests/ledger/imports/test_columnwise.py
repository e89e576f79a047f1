"""Amounts looked up column by column are the amounts of the long way, row for row, whatever the cells hold."""

from __future__ import annotations

import datetime as dt
from typing import Any
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiefen.ledger.imports import columnwise, parse, walk
from jiefen.ledger.imports.reader import ListSheet, Workbook
from jiefen.ledger.imports.result import Parsed

HEAD = ["房号", "业主", "费用项目", "开始日期", "结束日期", "欠费金额", "备注"]
_ANY_FLOAT = st.floats(-1e15, 1e15) | st.sampled_from([0.1 + 0.2, 1.005, 2.675, 1e13 / 100, 1e308, float("nan")])
_AMOUNT = (
    st.integers(1, 10**8).map(lambda fen: fen / 100)
    | _ANY_FLOAT
    | st.sampled_from(["", "12.50", "12.5", "0.00", ".5", "7.", "1.234", "１２", "-", "见附件", 7])
)
_DAY = st.dates(dt.date(2023, 1, 1), dt.date(2024, 12, 31)) | st.sampled_from(["", "2024.1", "不详", float("inf")])
_ROW = st.tuples(
    st.sampled_from(["1-1-101", "1-1-102", "2-1-201", "合计", "", "3栋"]), st.sampled_from(["王芳", "李军", ""]),
    st.sampled_from(["物业费", "车位费", "滞纳金", "装修押金", "小计", ""]), _DAY, _DAY, _AMOUNT,
    st.sampled_from(["", "", "分期"]),
)  # fmt: skip


def understood(rows: list[list[Any]]) -> Parsed:
    first = [["1-1-100", "赵云", "物业费", dt.date(2024, 1, 1), dt.date(2024, 6, 30), 100.25, ""]] * 2
    return parse(Workbook("欠费.xlsx", "xlsx", [ListSheet("欠费", [HEAD, *first, *rows])]))


@settings(deadline=None, max_examples=150)
@given(st.lists(_ROW.map(list), max_size=25))
@pytest.mark.parametrize("block", [3, 2000])
def test_as_the_long_way(block: int, rows: list[list[Any]]) -> None:
    with mock.patch.object(walk, "BLOCK", block):
        quick = understood(rows)
    with mock.patch.object(columnwise, "fits", return_value=False):
        slow = understood(rows)
    assert (quick.lines, quick.late_charges, quick.deposits) == (slow.lines, slow.late_charges, slow.deposits)
    assert sorted(quick.problems) == sorted(slow.problems)
    assert quick.stated_totals == slow.stated_totals
    assert quick.premises == slow.premises


def test_the_layout_is_the_one_meant() -> None:
    with mock.patch.object(columnwise.Columnwise, "take", autospec=True) as take:
        understood([])
    assert take.called

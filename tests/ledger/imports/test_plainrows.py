"""Households taken the short way are the households of the long way, whatever the cells hold."""

from __future__ import annotations

import re
from typing import Any
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiefen.ledger.imports import parse, plainrows, rooms
from jiefen.ledger.imports.cells import Phones, is_mobile, phones
from jiefen.ledger.imports.reader import ListSheet, Workbook
from jiefen.ledger.imports.result import Parsed

HEADS = (
    ["房号", "业主", "电话", "建筑面积", "费用项目", "账期", "欠费金额", "备注"],
    ["小区", "房号", "业主", "电话", "建筑面积", "费用项目", "账期", "欠费金额"],
    ["房号", "业主", "电话", "电话2", "建筑面积", "费用项目", "账期", "欠费金额"],
    ["房号", "业主", "电话", "建筑面积", "单价", "费用项目", "账期", "欠费金额"],
    ["楼栋", "房号", "业主", "电话", "建筑面积", "费用项目", "账期", "欠费金额"],
)
_ROOM = st.sampled_from(
    ["1-1-101", "01-1-0101", "1栋1单元101室", "1-1-102", "2栋-1-201", "2-1-201 13812345671", "合计", "", "3栋", "1-101",
     "0-1-101", "２-1-101", "B2-118", "商铺12", "示例1-1-101", 101.0, "2024-1-101", "2024-1-10"]
)  # fmt: skip
_CELL = {
    "小区": st.sampled_from(["甲苑", "乙 苑", ""]), "房号": _ROOM, "楼栋": st.sampled_from(["1栋", "二期3栋", ""]),
    "业主": st.sampled_from(["王芳", "李军", "王芳、李军", "王芳13812345671", "合计", "", "-", "TOM", None, 5.0]),
    "电话": st.sampled_from(["13812345671", "1381234567", "1.38E+10", 13812345671.0, "", None, "１3812345671"]),
    "建筑面积": st.sampled_from([98.5, 98.505, 0.0, "98.5㎡", "", None, "小计", float("nan"), True, -3.0, 1e9]),
    "单价": st.sampled_from([1.8, "", "2.5元"]), "费用项目": st.sampled_from(["物业费", "总务费", "车位费", "小计", ""]),
    "账期": st.sampled_from(["2024.1-2024.6", "2024年", "本页", ""]),
    "欠费金额": st.sampled_from([100.25, 7.0, "12.50", "", "合计", "见附件"]), "备注": st.sampled_from(["", "S", "上页", "总计"]),
}  # fmt: skip
_SHEET = st.sampled_from(HEADS).flatmap(
    lambda head: st.tuples(st.just(head), st.lists(st.tuples(*(_CELL[name.rstrip("2")] for name in head)), max_size=25))
)


def understood(head: list[str], rows: list[tuple[Any, ...]]) -> Parsed:
    usual = {"小区": "甲苑", "楼栋": "9栋", "房号": "9-9-901", "业主": "赵云", "电话": "13900000000", "电话2": "13900000001",
             "建筑面积": 80.0, "单价": 2.0, "费用项目": "物业费", "账期": "2024.1-2024.6", "欠费金额": 100.25, "备注": ""}  # fmt: skip
    first = [[usual[name] for name in head] for _ in range(2)]
    return parse(Workbook("欠费.xlsx", "xlsx", [ListSheet("欠费", [head, *first, *map(list, rows)])]))


@settings(deadline=None, max_examples=300)
@given(_SHEET)
def test_as_the_long_way(sheet: tuple[list[str], list[tuple[Any, ...]]]) -> None:
    quick = understood(*sheet)
    with mock.patch.object(plainrows, "fits", return_value=False):
        slow = understood(*sheet)
    assert repr(quick) == repr(slow)


@pytest.mark.parametrize(("at", "taken"), [(0, 1), (1, 1), (2, 0), (3, 0), (4, 0)])
def test_which_sheets_are_meant(at: int, taken: int) -> None:
    with mock.patch.object(plainrows.PlainRows, "take", autospec=True, return_value=-1) as take:
        understood(HEADS[at], [])
    assert bool(take.called) == bool(taken)


def test_a_building_named_above_does_not_matter_but_a_phase_does() -> None:
    head, row = ["房号", "业主", "欠费金额"], ("8-1-2602", "王芳", 9.5)
    keys = [understood(head, [(section, "", ""), row]).premises[-1].key.text for section in ("3栋", "二期3栋")]
    assert keys == ["8-1-2602", "2期8-1-2602"]


_PLAIN = re.compile(r"(\d{1,3})(?:-|栋|幢|号楼|#)-?(\d{1,2})(?:-|单元)(\d{3,4})室?")  # the spellings in one expression


@settings(deadline=None, max_examples=1000)
@given(
    st.text("018٣-栋幢号楼#单元室 \n", max_size=14)
    | st.tuples(st.sampled_from(["08", "1", "0", "1234"]), st.sampled_from(["-", "栋", "#-", "号楼", "--", "-栋"]),
                st.sampled_from(["1", "01", "0", "123"]), st.sampled_from(["-", "单元", "--", ""]),
                st.sampled_from(["101", "0101", "000", "12", "10101", "101室", "101\n", "101A"])).map("".join)
)  # fmt: skip
def test_plain_rooms_are_taken_apart_at_the_entrance(text: str) -> None:
    parts = [part.lstrip("0") for part in found.groups()] if (found := _PLAIN.fullmatch(text)) else []
    key = rooms.plain_room(text)
    assert (key and [*key]) == ([*parts, rooms.RESIDENCE, "-".join(parts)] if parts and all(parts) else None)


def test_a_mobile_number_alone() -> None:
    assert is_mobile("13812345671")
    assert phones("13812345671") == Phones(("13812345671",), None)
    assert not any(map(is_mobile, ["１3812345671", "23812345671", "1381234567", 13812345671.0, "", None]))

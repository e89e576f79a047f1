"""A short table over one with more columns: both are read, whichever header is the fuller."""

from __future__ import annotations

import io

import openpyxl
import pytest

from jiefen.ledger.imports import parse, read_workbook
from jiefen.ledger.imports.result import Parsed

FLATS, PARKING = ["房号", "业主", "物业费"], ["房号", "业主", "电话", "车位费", "备注"]
CARS = [[f"1-2-{201 + n}", "李军", "13800000001", 40, ""] for n in range(3)]


def read(*rows: list[object]) -> Parsed:
    book, target = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(target)
    return parse(read_workbook(target.getvalue(), "上下.xlsx"))


def flats(count: int, amount: object = 100) -> list[list[object]]:
    return [[f"1-1-{101 + n}", "王芳", amount] for n in range(count)]


@pytest.mark.parametrize("count", [1, 2, 20, 50, 80])
@pytest.mark.parametrize("amount", [100, "100.00", "¥100"])
def test_the_first_table_is_not_taken_for_a_title(count, amount):
    found = read(FLATS, *flats(count, amount), [], PARKING, *CARS)
    assert (found.outstanding_fen, found.charge_rows) == (count * 100_00 + 120_00, count + 3)
    assert [below["top"] for below in found.plans[0].below] == [count + 3]


@pytest.mark.parametrize(
    "above",
    [
        [["阳光里小区欠费表"], ["小区", "户数", "应收", "欠费"], ["阳光里", 500, 90000, 120]],
        [["填表说明：房号", "业主", "物业费照实填"], ["制表", "王芳"]],
        [["合计", "", 120]],
    ],
)
def test_what_stands_above_a_table_is_no_table_without_rooms_and_money(above):
    found = read(*above, [], PARKING, *CARS)
    assert (found.outstanding_fen, found.charge_rows) == (120_00, 3)


def test_reading_again_with_the_plans_found_changes_nothing():
    rows = [FLATS, *flats(5), PARKING, *CARS, ["房号", "业主", "年份", "欠费金额"], ["1-1-104", "周全", 2023, 200]]
    book, target = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(target)
    first = parse(read_workbook(target.getvalue(), "三张.xlsx"))
    again = parse(read_workbook(target.getvalue(), "三张.xlsx"), first.plans)
    assert again.lines == first.lines
    assert [plan.to_json() for plan in again.plans] == [plan.to_json() for plan in first.plans]
    assert len(first.plans[0].below) == 2


def test_each_table_says_which_it_is_and_rows_are_counted_once():
    found = read(FLATS, *flats(3), [], [*PARKING[:4], "甲"], *[[*car[:4], 7] for car in CARS])
    assert found.rows_read == 9
    assert [(doubt.row, doubt.code, doubt.column) for doubt in found.problems] == [
        (0, "period_missing", ""),
        (6, "unknown_column", "甲"),
        (6, "period_missing", ""),
    ]

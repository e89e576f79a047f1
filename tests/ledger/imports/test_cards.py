"""Households above their small tables, in the names of sheets and in pivot tables: who is written behind which line."""

from __future__ import annotations

from jiefen.ledger.imports import cards, parse, pivots, problem_workbook, read_workbook
from jiefen.ledger.imports.grid import Row
from tests.ledger.imports.judging import page
from tests.ledger.imports.sheets import to_csv, to_xlsx

HEAD: Row = ["月份", "应收", "实收", "欠费"]
LINE: Row = ["2024年1月", 100.0, 0.0, 100.0]


def spread(name: str, rows: list[Row]) -> list[Row] | None:
    return cards.spread(name, rows[: cards.LOOK_AT], lambda: rows)


def test_the_line_above_a_table_names_its_household() -> None:
    rows: list[Row] = [["房号:3-1-101", "户主:王建国", "面积:98.5㎡"], HEAD, LINE, ["合计", "", "", 100.0]]
    written = spread("Sheet1", rows)
    assert written is not None
    assert written[0][-3:] == ["", "", ""]
    assert written[1][-3:] == ["房号", "业主", "面积"]
    assert written[2] == [*LINE, "3-1-101", "王建国", "98.5㎡"]
    assert written[3][-3:] == ["", "", ""]  # a total is nobody's line


def test_labels_and_values_in_cells_of_their_own() -> None:
    written = spread("Sheet1", [["房号", "3-1-101", "业主", "王建国"], HEAD, LINE])
    assert written is not None
    assert written[2][-2:] == ["3-1-101", "王建国"]


def test_the_name_of_a_sheet_is_its_household_only_where_the_rows_name_none() -> None:
    assert spread("3-1-101王建国", [HEAD, LINE]) is not None
    assert spread("3栋", [HEAD, LINE]) is None
    assert spread("2024-1-101", [["房号", "业主", "欠费"], ["3-1-101", "王建国", 1.0]]) is None
    assert spread("3-1-101", [["姓名", "欠费"], ["王建国", 1.0]]) is None


def test_a_list_of_households_is_left_alone() -> None:
    rows: list[Row] = [["填表人:周敏", "电话:13800001111"], ["房号", "业主", "欠费"], ["3-1-101", "王建国", 1.0]]
    assert spread("Sheet1", rows) is None


def test_a_room_that_cannot_be_read_names_nobody() -> None:
    assert spread("Sheet1", [["房号:待补", "户主:王建国"], HEAD, LINE]) is None


def test_it_is_said_and_the_problems_can_be_downloaded() -> None:
    rows: list[Row] = [["房号:3-1-101", "户主:王建国"], HEAD, ["2024年1月", 100.0, 0.0, "一百"]]
    book = read_workbook(to_xlsx([page(rows)]), "卡片.xlsx")
    parsed = parse(book)
    assert any("补上房号" in notice for notice in parsed.notices)
    assert [(p.code, p.row) for p in parsed.blocking] == [("amount_unreadable", 3)]
    again = read_workbook(problem_workbook(book, parsed), "问题.xlsx")
    assert any("一百" in row for row in again.sheets[0].rows())


def test_a_pivot_table_counts_its_lowest_level_only() -> None:
    rows: list[Row] = [
        ["行标签", "求和项:欠费"],
        ["3栋", 300.0],
        ["1-101", 300.0],
        ["车位费", 100.0],
        ["物业费", 200.0],
        ["总计", 300.0],
    ]
    parsed = parse(read_workbook(to_csv([page(rows)]), "透视.csv"))
    assert [(parsed.premises[x.premises].key.text, x.item, x.outstanding_fen) for x in parsed.lines] == [
        ("3-1-101", "车位费", 10_000),
        ("3-1-101", "物业费", 20_000),
    ]
    assert parsed.stated_total_fen == 30_000


def test_a_pivot_table_of_rooms_alone_needs_no_help() -> None:
    rows: list[Row] = [["行标签", "求和项:欠费"], ["3-1-101", 1.0], ["3-1-102", 2.0], ["总计", 3.0]]
    assert pivots.spread(rows, rows) is None

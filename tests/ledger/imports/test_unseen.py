"""What a filter or a hidden column keeps from the eye still counts, and it is said; phones stay out of names; years that cannot be."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl

from jiefen.ledger.imports import Parsed, parse, read_workbook
from tests.ledger.imports.judging import HOMES, fen, page, yuan
from tests.ledger.imports.sheets import to_xlsx

ROWS = [["房号", "业主", "账期", "欠费"], *([h.key, h.owner, "2024年", yuan(fen(i))] for i, h in enumerate(HOMES))]


def told(parsed: Parsed, code: str) -> list[tuple[int, str, str]]:
    return [(p.row, p.column, p.value) for p in parsed.problems if p.code == code]


def test_hidden_rows_and_columns_are_counted_and_named() -> None:
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx([page(ROWS)])))
    sheet = book.active
    assert sheet is not None
    sheet.row_dimensions[3].hidden = sheet.row_dimensions[4].hidden = True
    sheet.column_dimensions["D"].hidden = True
    target = io.BytesIO()
    book.save(target)
    parsed = parse(read_workbook(target.getvalue(), "筛选过.xlsx"))
    assert parsed.outstanding_fen == sum(map(fen, range(8)))
    assert told(parsed, "rows_hidden") == [(0, "", "2")]
    assert told(parsed, "column_hidden") == [(0, "欠费", "")]


def test_nothing_is_said_of_a_plain_sheet() -> None:
    parsed = parse(read_workbook(to_xlsx([page(ROWS)]), "欠费.xlsx"), today=dt.date(2026, 11, 26))
    assert parsed.problems == []


def test_a_phone_behind_a_room_or_a_name_is_kept_as_a_phone() -> None:
    rows = [
        ROWS[0],
        [f"{HOMES[0].key} {HOMES[0].phone}", "王建国", "2024年", 1],
        ["3-1-202", "李秀英13987654320", "2024年", 2],
    ]
    parsed = parse(read_workbook(to_xlsx([page(rows)]), "欠费.xlsx"))
    found = [(p.key.text, p.owners, p.phones) for p in parsed.premises]
    assert found == [("3-1-101", ["王建国"], [HOMES[0].phone]), ("3-1-202", ["李秀英"], ["13987654320"])]


def test_a_period_far_from_today_is_pointed_out() -> None:
    rows = [
        ROWS[0],
        *([h.key, h.owner, year, 100] for h, year in zip(HOMES, ["2042年", "1998年", "2027年"], strict=False)),
    ]
    data = to_xlsx([page(rows)])
    parsed = parse(read_workbook(data, "欠费.xlsx"), today=dt.date(2026, 11, 26))
    assert [row for row, *_ in told(parsed, "period_unlikely")] == [2, 3]
    assert told(parse(read_workbook(data, "欠费.xlsx")), "period_unlikely") == []

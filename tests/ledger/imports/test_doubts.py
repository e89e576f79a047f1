"""Nothing is guessed silently: what is doubtful is held back or named, with its cell."""

from __future__ import annotations

import datetime as dt
import io
import json
from typing import Any

import openpyxl

from jiefen.ledger.imports import SheetPlan, infer, parse, problem_workbook, read_workbook
from jiefen.ledger.imports.result import Parsed
from tests.ledger.imports.sheets import Page, to_xlsx


def read(rows: list[list[Any]], **options: Any) -> Parsed:
    return parse(read_workbook(to_xlsx([Page("S", rows)]), "a.xlsx"), **options)


def codes(parsed: Parsed) -> list[tuple[int, str, str]]:
    return [(p.row, p.letter, p.code) for p in parsed.problems]


DETAIL = ["房号", "业主", "费用项", "期间", "金额"]


def test_duplicates_negatives_and_unreadable_amounts_are_held_back() -> None:
    rows = [
        DETAIL,
        ["1-1-101", "张三", "物业费", "2023.01-2023.06", 100],
        ["1栋1单元101", "张三", "物业费", "2023年1月-2023年6月", 100],
        ["1-1-103", "王五", "物业费", "2023年", "(120.00)"],
        ["1-1-104", "赵六", "物业费", "2023年", "待核实"],
    ]
    parsed = read(rows)
    assert (parsed.charge_rows, parsed.outstanding_fen, parsed.duplicates, len(parsed.premises)) == (1, 10_000, 1, 3)
    assert codes(parsed) == [(4, "E", "negative_amount"), (5, "E", "amount_unreadable"), (3, "E", "duplicate")]
    assert all(p.blocking for p in parsed.problems)


def test_accepting_and_correcting() -> None:
    rows = [
        DETAIL,
        ["1-1-101", "a", "物业费", "2023年", 100],
        ["1-1-101", "a", "物业费", "2023年", 100],
        ["1-1-103", "b", "物业费", "2023年", -5],
        ["1-1-104", "c", "物业费", "2023年", "待核实"],
    ]
    accepted = {("S", 3, "duplicate"), ("S", 4, "negative_amount")}
    for column in ("E", "金额", 4):
        parsed = read(rows, accepted=accepted, corrections={("S", 5, column): "20"})
        assert parsed.outstanding_fen == 10_000 + 10_000 - 500 + 2000
        assert codes(parsed) == [(3, "E", "period_overlap")]


def test_a_room_that_became_a_date() -> None:
    rows = [DETAIL, [dt.date(2026, 8, 1), "a", "物业费", "2023年", 1], ["8-1-27", "b", "物业费", "2023年", 2]]
    parsed = read(rows)
    assert parsed.outstanding_fen == 200
    assert "8-1-26" in parsed.problems[0].suggestion
    assert (parsed.problems[0].code, parsed.problems[0].blocking) == ("room_date_mutilated", True)
    assert read(rows, corrections={("S", 2, "A"): "8-1-26"}).outstanding_fen == 300
    assert read(rows, accepted={("S", 2, "room_date_mutilated")}).premises[0].key.text == "8-1-26"


def test_phones_and_ids_destroyed_are_named_not_stored() -> None:
    parsed = read(
        [
            ["房号", "业主", "电话", "身份证号", "期间", "欠费"],
            ["1-1-101", "a", "1.85044E+10", 110105194912310000.0, "2023年", 1],
        ]
    )
    assert (parsed.premises[0].phones, parsed.premises[0].id_no) == ([], "")
    assert codes(parsed) == [(2, "C", "phone_destroyed"), (2, "D", "id_destroyed")]


def test_formula_errors_and_missing_results_are_not_blanks() -> None:
    rows = [
        ["房号", "业主", "物业费", "水费", "期间"],
        ["1-1-101", "a", "=1+1", 20, "2024年"],
        ["1-1-102", "b", "#REF!", 20, "2024年"],
    ]
    parsed = read(rows)
    assert parsed.outstanding_fen == 4000
    assert codes(parsed) == [(2, "C", "formula_no_value"), (3, "C", "formula_error")]


def test_a_row_with_money_but_no_room_is_asked_about() -> None:
    parsed = read([["房号", "业主", "欠费"], ["1-1-101", "a", 1], ["", "b", 5], ["1-1-102", "c", 2]])
    assert parsed.outstanding_fen == 300
    assert (3, "A", "room_missing") in codes(parsed)


def test_2023_1_as_a_number() -> None:
    rows = [
        ["房号", "业主", "开始", "结束", "欠费月数", "欠费金额"],
        ["1-1-101", "a", 2023.1, 2023.5, 5, 1],
        ["1-1-102", "b", 2023.1, 2023.12, 3, 2],
        ["1-1-103", "c", 2023.2, 2024.1, "", 3],
    ]
    parsed = read(rows)
    assert [x.period_start for x in parsed.lines] == [dt.date(2023, 1, 1), dt.date(2023, 10, 1), dt.date(2023, 2, 1)]
    assert codes(parsed) == [(4, "C", "period_ambiguous")]


def test_totals_that_disagree_are_named_with_the_difference() -> None:
    rows = [
        ["房号", "业主", "2023年", "2024年", "合计"],
        *[[f"1-1-10{n}", "a", 100, 20, 120] for n in range(1, 8)],
        ["1-1-201", "b", 1, 2, 4],
        ["合计", "", 701, 142, 850],
    ]
    parsed = read(rows)
    assert parsed.stated_total_fen == 85_000
    assert codes(parsed) == [(9, "E", "row_total_mismatch"), (10, "E", "total_mismatch")]
    assert "相差 7.00 元" in parsed.problems[1].message


def test_deposits_and_late_charges_stay_apart() -> None:
    rows = [
        ["房号", "业主", "账期", "物业费", "装修押金", "代收水费", "滞纳金", "合计"],
        ["1-1-101", "a", "2024年", 100.5, 2000, 30, 5, 2135.5],
        ["合计", "", "", 100.5, 2000, 30, 5, 2135.5],
    ]
    parsed = read(rows)
    assert (parsed.outstanding_fen, parsed.deposit_fen, parsed.late_charge_fen) == (13_050, 200_000, 500)
    assert {x.item: x.kind for x in parsed.lines} == {"物业费": "property_fee", "代收水费": "collected_for_others"}
    assert parsed.problems == []


def test_equal_sheets_of_different_years_are_both_counted() -> None:
    pages = [
        Page(f"{y}年", [["房号", "业主", "欠费"], ["1-1-101", "a", 100], ["1-1-102", "b", 200]]) for y in (2023, 2024)
    ]
    assert parse(read_workbook(to_xlsx(pages), "a.xlsx")).outstanding_fen == 60_000


def test_two_tables_in_one_sheet() -> None:
    rows = [
        ["房号", "业主", "账期", "欠费"],
        ["1-1-101", "a", "2024年", 1],
        [],
        ["房号", "面积", "业主", "账期", "水费"],
        ["1-1-102", 90, "b", "2024年", 2],
    ]
    parsed = read(rows)
    assert [(x.item, x.outstanding_fen) for x in parsed.lines] == [("物业费", 100), ("水费", 200)]
    assert parsed.problems == []


def test_plans_travel_as_json_and_can_be_corrected() -> None:
    book = read_workbook(to_xlsx([Page("S", [["房号", "业主", "甲", "乙"], ["1-1-101", "a", 1, 2]])]), "a.xlsx")
    plans = [SheetPlan.from_json(json.loads(json.dumps(p.to_json()))) for p in infer(book)]
    assert plans == infer(book)
    plans[0].columns[2].field, plans[0].columns[2].measure, plans[0].columns[2].item = "amount", "outstanding", "物业费"
    plans[0].columns[3].field = "ignore"
    assert parse(book, plans).outstanding_fen == 100


def test_problem_workbook_keeps_rows_and_disarms_formulas() -> None:
    book = read_workbook(
        to_xlsx(
            [
                Page(
                    "S",
                    [
                        ["房号", "业主", "期间", "欠费"],
                        ["1-1-101", "@SUM(1)", "2024年", "abc"],
                        ["1-1-102", "\t=1", "2024年", -5],
                    ],
                )
            ]
        ),
        "a.xlsx",
    )
    sheet = openpyxl.load_workbook(io.BytesIO(problem_workbook(book, parse(book)))).active
    rows = [[c.value for c in row] for row in sheet.iter_rows()]
    assert rows[0] == ["房号", "业主", "期间", "欠费", "问题"]
    assert rows[1][1] == "'@SUM(1)"
    assert "看不懂" in rows[1][4]
    assert rows[2][3] == -5
    assert all(c.data_type != "f" for row in sheet.iter_rows() for c in row)


def test_a_confirmed_mapping_is_reused_for_the_same_layout_only() -> None:
    head = ["房号", "业主", "甲", "乙"]
    first = infer(read_workbook(to_xlsx([Page("3栋", [head, ["1-101", "a", 1, 2]])]), "a.xlsx"))[0]
    first.columns[2].field, first.columns[2].measure, first.columns[2].item = "amount", "outstanding", "物业费"
    book = read_workbook(to_xlsx([Page("5栋", [["欠费表"], head, ["1-101", "a", 3, 4]])]), "b.xlsx")
    taught = infer(book)[0].taught_by(first.to_json())
    parsed = parse(book, [taught])
    assert (parsed.outstanding_fen, parsed.premises[0].key.text) == (300, "5-1-101")
    other = infer(read_workbook(to_xlsx([Page("S", [["房号", "业主", "欠费"], ["1-1-101", "a", 3]])]), "c.xlsx"))[0]
    assert other.taught_by(first.to_json()) == other

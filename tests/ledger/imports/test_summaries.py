"""A summary's own 合计 is compared with what the other sheets add up to, and counted nowhere."""

from __future__ import annotations

from jiefen.ledger.imports import Parsed, parse, read_workbook
from tests.ledger.imports.judging import HOMES, fen, page, yuan
from tests.ledger.imports.sheets import Page, to_xlsx

WHOLE = sum(map(fen, range(8)))


def details() -> list[Page]:
    head = ["房号", "业主", "账期", "欠费金额"]
    rows = [[h.key, h.owner, "2024-06", yuan(fen(i))] for i, h in enumerate(HOMES)]
    return [page([head, *rows[:3]], "3栋"), page([head, *rows[3:]], "其余")]


def read(pages: list[Page]) -> Parsed:
    return parse(read_workbook(to_xlsx(pages), "欠费.xlsx"))


def by_building(total: int) -> Page:
    rows = [["3栋", 3, yuan(sum(map(fen, range(3))))], ["5栋", 5, yuan(sum(map(fen, range(3, 8))))]]
    return page([["楼栋", "户数", "欠费金额"], *rows, ["合计", 8, yuan(total)]], "汇总")


def by_household(total: int) -> Page:
    rows = [[h.key, h.owner, yuan(fen(i))] for i, h in enumerate(HOMES)]
    return page([["房号", "业主", "欠费合计"], *rows, ["合计", "", yuan(total)]], "汇总")


def mismatches(parsed: Parsed) -> list[tuple[str, int, str]]:
    return [(p.sheet, p.row, p.column) for p in parsed.problems if p.code == "total_mismatch"]


def test_a_summary_by_building_states_the_files_total() -> None:
    parsed = read([by_building(WHOLE), *details()])
    assert (parsed.stated_total_fen, parsed.outstanding_fen, len(parsed.premises)) == (WHOLE, WHOLE, 8)
    assert mismatches(parsed) == []


def test_a_summary_by_building_that_differs_is_named_with_its_cell() -> None:
    parsed = read([*details(), by_building(WHOLE + 100)])
    assert (parsed.stated_total_fen, parsed.outstanding_fen) == (WHOLE + 100, WHOLE)
    assert mismatches(parsed) == [("汇总", 4, "欠费金额")]
    assert "相差 1.00 元" in next(p.message for p in parsed.problems if p.code == "total_mismatch")


def test_a_summary_by_household_states_the_files_total_when_the_details_state_none() -> None:
    parsed = read([by_household(WHOLE), *details()])
    assert (parsed.stated_total_fen, parsed.outstanding_fen) == (WHOLE, WHOLE)
    assert mismatches(parsed) == []


def test_a_summary_by_household_with_another_total_is_named() -> None:
    parsed = read([by_household(WHOLE - 1), *details()])
    assert (parsed.stated_total_fen, parsed.outstanding_fen) == (WHOLE - 1, WHOLE)
    assert mismatches(parsed) == [("汇总", 10, "欠费合计")]


def test_a_copy_of_one_sheet_states_nothing_for_the_whole_file() -> None:
    first, rest = details()
    copy = page([*first.rows, ["合计", "", "", yuan(sum(map(fen, range(3))))]], "3栋汇总")
    parsed = read([first, rest, copy])
    assert (parsed.stated_total_fen, parsed.outstanding_fen) == (None, WHOLE)


def test_a_summary_of_what_was_billed_is_not_held_against_what_is_owed() -> None:
    rows = [["3栋", 900.0, 500.0], ["5栋", 800.0, 100.0], ["合计", 1700.0, 600.0]]
    parsed = read([*details(), page([["楼栋", "应收金额", "实收金额"], *rows], "收费汇总")])
    assert (parsed.stated_total_fen, mismatches(parsed)) == (None, [])

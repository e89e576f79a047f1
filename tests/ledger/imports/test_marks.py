"""Marks, comments, English months and versions of a sheet: the small rules behind the judged sheets, and odd input."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest
from openpyxl.comments import Comment

from jiefen.ledger.imports import Parsed, SheetPlan, infer, parse, read_workbook
from jiefen.ledger.imports.english import in_figures
from jiefen.ledger.imports.versions import as_of
from tests.ledger.imports.sheets import Page, Row, to_xlsx


def read(rows: list[Row], *, again: bool = False) -> Parsed:
    """Parse a sheet; ``again`` with plans that were stored as JSON in between."""
    workbook = read_workbook(to_xlsx([Page("Sheet1", rows)]), "a.xlsx")
    plans = infer(workbook)
    return parse(workbook, [SheetPlan.from_json(p.to_json()) for p in plans] if again else plans)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jan-24", "2024年1月"),
        ("September 2023", "2023年9月"),
        ("Jan-Jun 2024", "2024年1月-6月"),
        ("Nov 2023 to Feb 2024", "2023年11月-2024年2月"),
        ("1Jan2024-30Jun2024", "2024年1月1日-2024年6月30日"),
        ("Q3 2024", "2024年Q3"),
        ("Market Fee", "Market Fee"),
        ("Maybe", "Maybe"),
        ("24-Jan", "24-Jan"),
        ("物业费", "物业费"),
    ],
)
def test_english_times_in_figures(text: str, expected: str) -> None:
    assert in_figures(text) == expected


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["截至2024年6月30日欠费"], "2024-06"),
        (["2023年末累计欠费"], "2023-12"),
        (["6月末"], "2024-06"),
        (["2024年6月欠费明细"], ""),
        (["打印日期：2024-06-30"], ""),
    ],
)
def test_the_day_of_a_count(texts: list[str], expected: str) -> None:
    assert as_of(texts, 2024) == expected


FEES: list[Row] = [
    ["房号", "业主", "2024年物业费", "√", "2024年电梯费", "√"],
    ["3-1-101", "王芳", 100, "√", 20, None],
    ["3-1-102", "李明", 200, None, 30, "✓"],
]


@pytest.mark.parametrize("again", [False, True])
def test_a_tick_settles_the_fee_on_its_left(again: bool) -> None:
    parsed = read(FEES, again=again)
    assert sorted((x.item, x.outstanding_fen) for x in parsed.lines) == [("物业费", 20_000), ("电梯费", 2_000)]


def test_ticks_beside_a_debt_are_asked_about() -> None:
    parsed = read([["房号", "业主", "欠费金额", "√"], *[row[:4] for row in FEES[1:]]])
    assert parsed.outstanding_fen == 30_000
    assert "columns_disagree" in {p.code for p in parsed.problems}


def test_a_column_of_ticks_and_figures_is_no_column_of_marks() -> None:
    parsed = read([*[row[:4] for row in FEES], ["3-1-103", "赵云", 50, 7]])
    assert parsed.outstanding_fen == 35_000


GRID: list[Row] = [
    ["2024年（√已交 ×未交）"],
    ["房号", "业主", "月物业费", "1月", "2月", "3月"],
    ["3-1-101", "王芳", 100.5, "√", "×", "×"],
    ["3-1-102", "李明", "面议", "×", "×", "√"],
    ["3-1-103", "赵云", 80, "√", "√", "√"],
]


@pytest.mark.parametrize("again", [False, True])
def test_crossed_months_times_the_monthly_fee(again: bool) -> None:
    parsed = read(GRID, again=again)
    (line,) = parsed.lines
    assert (line.outstanding_fen, str(line.period_start), str(line.period_end)) == (20_100, "2024-02-01", "2024-03-31")
    assert [p.row for p in parsed.blocking] == [4]  # 面议 times two months is nothing to book


def test_a_receipt_nobody_can_read_is_never_left_out_of_the_sum() -> None:
    head: Row = ["房号", "业主", "年度", "应收", "微信实收", "现金实收"]
    parsed = read([head, ["3-1-101", "王芳", 2024, 500, 100, "两百"], ["3-1-102", "李明", 2024, 500, 100, 200]])
    assert [x.outstanding_fen for x in parsed.lines] == [20_000]
    assert [(p.row, p.code) for p in parsed.blocking] == [(2, "amount_unreadable")]


def test_rows_of_due_and_received_without_one_of_debt_book_nothing() -> None:
    head: Row = ["房号", "业主", "类别", "2024年"]
    parsed = read([head, ["3-1-101", "王芳", "应收", 500], [None, None, "实收", 300]])
    assert parsed.lines == []
    assert "columns_disagree" in {p.code for p in parsed.problems}


def test_a_later_count_is_kept_when_the_clerk_does_not_say_otherwise() -> None:
    head: Row = ["房号", "业主", "欠费"]
    pages = [
        Page(f"{m}月末", [[f"截至2024年{m}月末欠费"], head, ["3-1-101", "王芳", m * 10], ["3-1-102", "李明", m]])
        for m in (5, 6)
    ]
    workbook = read_workbook(to_xlsx(pages), "a.xlsx")
    plans = infer(workbook)
    assert parse(workbook, plans).outstanding_fen == 6_600
    plans[0].why = "forced"
    assert parse(workbook, plans).outstanding_fen == 6_600 + 5_500


def _commented(where: str, text: str) -> bytes:
    book = openpyxl.Workbook()
    for row in [["房号", "业主", "物业费"], ["3-1-101", "王芳", 100], ["3-1-102", "李明", 200]]:
        book.active.append(row)
    book.active[where].comment = Comment(text, "收费处")
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_a_comment_on_a_header_dates_its_column() -> None:
    parsed = parse(read_workbook(_commented("C1", "收费处:\n2023年1-12月"), "a.xlsx"))
    assert {str(x.period_end) for x in parsed.lines} == {"2023-12-31"}


@pytest.mark.parametrize("text", ["由李工核对", "2023年和2024年", "2023.1-2023.6\n2024.1-2024.6"])
def test_a_comment_that_names_no_one_period_dates_nothing(text: str) -> None:
    parsed = parse(read_workbook(_commented("C1", text), "a.xlsx"))
    assert {x.period_start for x in parsed.lines} == {None}
    assert "period_missing" in {p.code for p in parsed.problems}


def test_comments_on_other_cells_are_reported_once() -> None:
    parsed = parse(read_workbook(_commented("C2", "已交50元"), "a.xlsx"))
    assert [p.code for p in parsed.problems if p.code == "comments_unseen"] == ["comments_unseen"]
    assert parsed.outstanding_fen == 30_000


def test_comments_without_their_list_of_links_do_no_harm() -> None:
    data = _commented("C1", "2023年")
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            if not name.startswith("xl/worksheets/_rels/"):
                new.writestr(name, old.read(name))
    assert parse(read_workbook(target.getvalue(), "a.xlsx")).outstanding_fen == 30_000

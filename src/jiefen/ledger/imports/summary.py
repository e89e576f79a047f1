"""Sheets that only sum up others (by building, by steward): never counted, but their own 合计 is compared with ours."""

from __future__ import annotations

from jiefen.ledger.imports import headers, totals
from jiefen.ledger.imports.cells import amount
from jiefen.ledger.imports.grid import Row
from jiefen.ledger.imports.plan import ColumnPlan, SheetPlan
from jiefen.ledger.imports.problems import Problems
from jiefen.ledger.imports.reader import Sheet
from jiefen.ledger.imports.result import Parsed, StatedTotal
from jiefen.rules.money import format_yuan


def compare(parsed: Parsed, plan: SheetPlan, sheet: Sheet, problems: Problems) -> int | None:
    """The grand total a summary without rooms states, 分, noted beside ours; None when it states none of what is owed.

    Of several amount columns the one that agrees is meant; when none does, only a single column of 欠费 is held
    against us: a column of 应收 or 实收 says nothing about what is owed.
    """
    found = _total_row(plan, sheet)
    if not parsed.lines or found is None:
        return None
    number, label, row = found
    ours = _choices(parsed)
    stated = [(c, fen) for c in _money(plan) if c.index < len(row) and (fen := amount(row[c.index], c.scale).fen)]
    column, fen = next(((c, fen) for c, fen in stated if fen in ours), (None, 0))
    if column is None:
        owed = [(c, fen) for c, fen in stated if c.measure == headers.OUTSTANDING and not c.period_text and not c.item]
        if len(owed) != 1:
            return None
        column, fen = owed[0]
        _report(problems, plan, number, column, fen, ours[0])
    parsed.stated_totals.append(StatedTotal(plan.sheet, number, label, "grand", fen, fen if fen in ours else ours[0]))
    return fen


def _total_row(plan: SheetPlan, sheet: Sheet) -> tuple[int, str, Row] | None:
    """(spreadsheet row, label, cells) of the last total row under the header."""
    reader, found = totals.Totals(plan, [], [], []), None
    sheet.load()
    for number, row in enumerate(sheet.rows(), 1):
        if number >= plan.first_row and plan.header_rows and (label := reader.label_in(row)):
            found = number, label, row
    sheet.release()
    return found


def _money(plan: SheetPlan) -> list[ColumnPlan]:
    return [c for c in plan.columns if c.field in ("amount", "total")]


def _choices(parsed: Parsed) -> list[int]:
    """What a clerk may have summed up, likeliest first: fees, with late charges, with deposits, with both."""
    fees, late, deposits = parsed.outstanding_fen, parsed.late_charge_fen, parsed.deposit_fen
    return [fees, fees + late, fees + deposits, fees + late + deposits]


def _report(problems: Problems, plan: SheetPlan, number: int, column: ColumnPlan, stated: int, ours: int) -> None:
    problems.add(
        plan.sheet,
        number,
        "total_mismatch",
        index=column.index,
        label=column.label,
        value=format_yuan(stated),
        message=f"汇总表“{plan.sheet}”的合计是 {format_yuan(stated)} 元，各明细表逐行相加是 {format_yuan(ours)} 元，"
        f"相差 {format_yuan(stated - ours)} 元。",
    )

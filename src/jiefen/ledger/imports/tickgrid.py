"""A column a month that holds only √ and ×: the crossed months say when the debt arose, and with a monthly fee how much it is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from jiefen.ledger.imports.cells import PAID, TICKS, UNPAID, amount, compact
from jiefen.ledger.imports.grid import Row
from jiefen.ledger.imports.headers import OUTSTANDING
from jiefen.ledger.imports.marks import CROSSES
from jiefen.ledger.imports.plan import ColumnPlan, SheetPlan

_RATE: Final = re.compile(r"月.*(?:费|额|缴|交|收|标准|租)")
_OPEN: Final = UNPAID | CROSSES | {"欠", "未"}
Patches = dict[int, dict[int, Any]]


def find(plan: SheetPlan, rows: list[Row]) -> None:
    """Take such columns as the row's period, when it is clear which months are not paid: crossed ones, or blank ones
    where the sheet's own sum says so. Without a sum, what is owed is the monthly fee times those months.
    """
    grid = [c for c in plan.columns if c.field == "amount" and c.start and not c.item and _holds_marks(c, rows)]
    if len(grid) < 3 or any(c.field in ("period", "period_start", "year") for c in plan.columns):
        return
    rate = next((c for c in plan.columns if c not in grid and c.field == "ignore" and _RATE.search(c.label)), None)
    owed = [c for c in plan.columns if c not in grid and c.field in ("amount", "total") and c.measure == OUTSTANDING]
    crossed = any(compact(row[c.index]) in _OPEN for row in rows for c in grid if c.index < len(row))
    plan.crosses = crossed
    plan.ticked = [(c.index, c.start[:7]) for c in grid]
    if not (crossed or (rate and len(owed) == 1 and all(_agrees(plan, row, rate, owed[0]) for row in rows))) or (
        not owed and rate is None
    ):
        plan.ticked = []
        return
    for column in grid:
        column.field, column.measure, column.why = "ignore", "", "只有打勾和打叉"
    grid[0].field = "period"
    if not owed and rate is not None:
        grid[1].field, grid[1].measure, plan.tick_rate = "amount", OUTSTANDING, rate.index
        grid[1].start = grid[1].end = grid[1].period_text = ""
        plan.doubts.append(("amount_computed", rate.index, f"金额按“{rate.label}”乘以没缴的月数算出。请核对。"))


def _holds_marks(column: ColumnPlan, rows: list[Row]) -> bool:
    cells = [t for row in rows if column.index < len(row) and (t := compact(row[column.index]))]
    return all(t in TICKS or t in PAID or t in _OPEN for t in cells) and column.start[:7] == column.end[:7]


def _agrees(plan: SheetPlan, row: Row, rate: ColumnPlan, owed: ColumnPlan) -> bool:
    count = len(_unpaid(plan, row))
    return abs(count * (amount(row[rate.index]).fen or 0) - (amount(row[owed.index]).fen or 0)) <= 2


def _unpaid(plan: SheetPlan, row: Row) -> list[str]:
    """The months that are not paid."""
    cells = {month: compact(row[index]) if index < len(row) else "" for index, month in plan.ticked}
    return [month for month, text in cells.items() if (text in _OPEN if plan.crosses else not text)]


def written(plan: SheetPlan, rows: Iterable[Row]) -> Patches:
    """The months not paid, as a period in the first of the columns (1-based row → column → value), and their sum."""
    found: Patches = {}
    if not plan.ticked or plan.columns[plan.ticked[0][0]].field != "period":
        return found
    first, second = (plan.columns[index] for index, _ in plan.ticked[:2])
    for number, row in enumerate(rows, 1):
        if number < plan.first_row:
            continue
        months = _unpaid(plan, row)
        found[number] = {first.index: _text(months)}
        if plan.tick_rate >= 0 and second.field == "amount":
            fee = row[plan.tick_rate] if plan.tick_rate < len(row) else ""
            fen = amount(fee).fen
            found[number][second.index] = "" if not months else fee if fen is None else fen * len(months) / 100
    return found


def _text(months: list[str]) -> str:
    """``2024年3月-2024年6月`` for months that follow one another, else all of them by name."""
    numbers = [int(m[:4]) * 12 + int(m[5:]) for m in months]
    if not numbers:
        return ""
    if numbers == list(range(numbers[0], numbers[0] + len(numbers))):
        return f"{months[0][:4]}年{int(months[0][5:])}月-{months[-1][:4]}年{int(months[-1][5:])}月"
    return "、".join(f"{m[:4]}年{int(m[5:])}月" for m in months)

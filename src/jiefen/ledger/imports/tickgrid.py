"""Columns of months (or quarters, years) that hold only √ and ×: those not paid say when the debt arose, and with what one of
them costs how much it is.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import Final

from jiefen.ledger.imports import periods
from jiefen.ledger.imports.cells import PAID, TICKS, UNPAID, amount, compact
from jiefen.ledger.imports.grid import Patches, Row
from jiefen.ledger.imports.headers import OUTSTANDING
from jiefen.ledger.imports.marks import CROSSES
from jiefen.ledger.imports.plan import ColumnPlan, SheetPlan

_RATES: Final = {
    1: r"月.*(?:费|额|缴|交|收|标准|租)",
    3: r"季.*(?:费|额|缴|交|收|标准|租)",
    12: r"年.*(?:费|额|标准|租)",
}
_OPEN: Final = UNPAID | CROSSES | {"欠", "未"}


def find(plan: SheetPlan, rows: list[Row]) -> None:
    """Take such columns as the row's period, when it is clear which are not paid: crossed ones, or blank ones where the
    sheet's own sum says so. Without a sum, what is owed is the fee for one of them times their number.
    """
    grid = [c for c in plan.columns if c.field == "amount" and c.start and not c.item and _holds_marks(c, rows)]
    lengths = {_length(c) for c in grid}
    if len(grid) < 2 or len(lengths) != 1 or any(c.field in ("period", "period_start", "year") for c in plan.columns):
        return
    rest = [c for c in plan.columns if c not in grid]
    pattern = _RATES.get(lengths.pop(), "$^")
    rate = next((c for c in rest if c.field in ("ignore", "amount") and _is_rate(c, pattern)), None)
    owed = [c for c in rest if c is not rate and c.field in ("amount", "total") and c.measure == OUTSTANDING]
    plan.crosses = any(compact(row[c.index]) in _OPEN for row in rows for c in grid if c.index < len(row))
    plan.ticked = [(c.index, c.start, c.end) for c in grid]
    proven = rate and len(owed) == 1 and all(_agrees(plan, row, rate, owed[0]) for row in rows)
    if not (plan.crosses or proven) or not (owed or rate):
        plan.ticked = []
        return
    for column in [*grid, *([rate] if rate else [])]:
        column.field, column.measure, column.why = (
            "ignore",
            "",
            "只有打勾和打叉" if column is not rate else "每期的标准",
        )
    grid[0].field = "period"
    if not owed and rate is not None:
        grid[1].field, grid[1].measure, plan.tick_rate = "amount", OUTSTANDING, rate.index
        grid[1].start = grid[1].end = grid[1].period_text = ""
        plan.doubts.append(("amount_computed", rate.index, f"金额按“{rate.label}”乘以没缴的期数算出。请核对。"))


def _is_rate(column: ColumnPlan, pattern: str) -> bool:
    return bool(re.search(pattern, column.label)) and not re.search("欠|未|已|实|数", column.label)


def _length(column: ColumnPlan) -> int:
    span = column.period
    return periods.months_between(span.start, span.end) if span and span.start and span.end else 0


def _holds_marks(column: ColumnPlan, rows: list[Row]) -> bool:
    cells = (compact(row[column.index]) for row in rows if column.index < len(row))
    return all(not t or t in TICKS or t in PAID or t in _OPEN for t in cells)


def _agrees(plan: SheetPlan, row: Row, rate: ColumnPlan, owed: ColumnPlan) -> bool:
    if max(rate.index, owed.index) >= len(row):
        return False
    fee, whole = amount(row[rate.index], rate.scale).fen or 0, amount(row[owed.index], owed.scale).fen or 0
    return abs(len(_unpaid(plan, row)) * fee - whole) <= 2


def _unpaid(plan: SheetPlan, row: Row) -> list[tuple[str, str]]:
    """First and last day of each part that is not paid."""
    cells = [(compact(row[index]) if index < len(row) else "", start, end) for index, start, end in plan.ticked]
    return [(start, end) for text, start, end in cells if (text in _OPEN if plan.crosses else not text)]


def written(plan: SheetPlan, rows: Callable[[], Iterable[Row]]) -> Patches:
    """The parts not paid, as a period in the first of the columns (1-based row → column → value), and their sum."""
    found: Patches = {}
    if not plan.ticked or plan.columns[plan.ticked[0][0]].field != "period":
        return found
    first, second = (plan.columns[index] for index, _, _ in plan.ticked[:2])
    for number, row in enumerate(rows(), 1):
        if number < plan.first_row:
            continue
        parts = _unpaid(plan, row)
        found[number] = {first.index: _text(parts)}
        if plan.tick_rate >= 0 and second.field == "amount":
            fee = row[plan.tick_rate] if plan.tick_rate < len(row) else ""
            fen = amount(fee, plan.scale).fen
            found[number][second.index] = "" if not parts else fee if fen is None else fen * len(parts) / plan.scale
    return found


def _text(parts: list[tuple[str, str]]) -> str:
    """``2024-03-01~2024-06-30`` for parts that follow one another, else all of them by name."""
    days = [(datetime.date.fromisoformat(start), datetime.date.fromisoformat(end)) for start, end in parts]
    if days and all((b[0] - a[1]).days == 1 for a, b in pairwise(days)):
        return f"{parts[0][0]}~{parts[-1][1]}"
    return "、".join(f"{start}~{end}" for start, end in parts)

"""The amount columns of a plan, grouped by fee item and period, and the values of vertically merged cells."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from jiefen.ledger.imports import items
from jiefen.ledger.imports.grid import Row
from jiefen.ledger.imports.headers import LATE, OUTSTANDING, RECEIVABLE
from jiefen.ledger.imports.periods import Period
from jiefen.ledger.imports.plan import ColumnPlan, SheetPlan
from jiefen.ledger.imports.reader import Sheet


class Group(NamedTuple):
    """Amount columns of one fee item and period; ``lead`` is the column a line is reported at."""

    item: str
    kind: str
    period: Period | None
    columns: dict[str, ColumnPlan]
    lead: ColumnPlan
    is_simple: bool  # nothing but what is owed
    is_late: bool


def groups_of(plan: SheetPlan) -> list[Group]:
    """Amount columns by (item, period), in sheet order; late charges stand alone."""
    found: dict[Any, dict[str, ColumnPlan]] = {}
    for column in plan.columns:
        if column.field != "amount":
            continue
        measure = column.measure or OUTSTANDING
        text = "" if column.start else column.period_text
        where = (column.item, column.start, column.end, text, column.pair, column.index if measure == LATE else -1)
        while measure in found.get(where, {}):
            where = (*where[:5], column.index)
        found.setdefault(where, {})[measure] = column
    return [_group(plan, columns) for columns in found.values() if {OUTSTANDING, RECEIVABLE, LATE} & set(columns)]


def _group(plan: SheetPlan, columns: dict[str, ColumnPlan]) -> Group:
    lead = columns.get(OUTSTANDING) or columns.get(RECEIVABLE) or columns[LATE]
    item = lead.item or ("滞纳金" if LATE in columns else "")
    return Group(
        item,
        items.kind_of(item or plan.default_item),
        lead.period,
        columns,
        lead,
        [*columns] == [OUTSTANDING],
        LATE in columns,
    )


def vertical_fills(sheet: Sheet, plan: SheetPlan, rows: Iterable[Row]) -> dict[int, dict[int, Any]]:
    """1-based row → column → value for the rows below the first of a vertically merged cell; never for amounts."""
    wanted = {c.index for c in plan.columns if c.field not in ("amount", "total", "unknown", "", "seq")}
    tops: dict[int, list[tuple[int, int]]] = {}
    for r0, c0, r1, _ in sheet.merges:
        if r1 > r0 and c0 in wanted and r0 + 1 >= plan.first_row:
            tops.setdefault(r0, []).append((c0, r1))
    fills: dict[int, dict[int, Any]] = {}
    if not tops:
        return fills
    for at, row in enumerate(rows):
        for column, last in tops.get(at, ()):
            value = row[column] if column < len(row) else ""
            for below in range(at + 1, min(last, sheet.height) + 1):
                fills.setdefault(below + 1, {})[column] = value
    return fills

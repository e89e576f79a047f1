"""Sheets without an amount column: area × unit price × months, or a monthly amount × months, is what is owed. It is said,
row by row, that the amount was computed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from jiefen.ledger.imports import items, periods
from jiefen.ledger.imports.cells import amount, hundredths
from jiefen.ledger.imports.grid import Row
from jiefen.ledger.imports.groups import Group
from jiefen.ledger.imports.headers import OUTSTANDING
from jiefen.ledger.imports.owed import Parts
from jiefen.ledger.imports.periods import Period
from jiefen.ledger.imports.plan import ColumnPlan, SheetPlan

if TYPE_CHECKING:
    from jiefen.ledger.imports.walk import SheetWalk

_MONTHLY: Final = re.compile(r"(?:每月|^月).*(?:费|额|金额|标准|应[收缴]|款)")
_MAX_MONTHS: Final = 600


def rate_of(plan: SheetPlan) -> tuple[ColumnPlan, ColumnPlan | None] | None:
    """(rate column, area column or None when the rate is already per household); None when nothing can be computed."""
    if any(c.field == "amount" for c in plan.columns):
        return None
    dated = any(c.field in (*periods.FIELDS, "year") for c in plan.columns) or bool(plan.default_start)
    if not dated and counted(plan) is None:
        return None
    monthly = next((c for c in plan.columns if _MONTHLY.search(c.label) and c.field in ("ignore", "unit_price")), None)
    price, area = plan.first("unit_price"), plan.first("area")
    if price is not None and area is not None and (monthly is None or monthly.index == price):
        return plan.columns[price], plan.columns[area]
    return (monthly, None) if monthly else None


def counted(plan: SheetPlan) -> int | None:
    """The column that counts months owed (not days); None when there is none."""
    return next((c.index for c in plan.by_field("months") if "天" not in c.label and "笔" not in c.label), None)


def charge(walk: SheetWalk, row: Row, number: int, who: int, *, item: str, kind: str) -> None:
    """One line for the row; a row whose parts cannot be read is held back and reported."""
    found = rate_of(walk.plan)
    if found is None:
        return
    rate, area = found
    period = walk.period(row, number)
    months = _months(walk, row, period)
    if months == 0:
        return
    price = amount(row[rate.index], rate.scale).fen
    size = hundredths(row[area.index]) if area else 100
    if price is None or size is None or months is None:
        if months is not None or price is not None:
            walk.problems.add(walk.plan.sheet, number, "amount_not_computable", index=rate.index, label=rate.label)
        return
    fen = (size * price * months + 50) // 100
    walk.problems.add(walk.plan.sheet, number, "amount_computed", index=rate.index, label=rate.label, value=fen / 100)
    group = Group(
        "", items.kind_of(walk.plan.default_item), None, {OUTSTANDING: rate}, rate, is_simple=True, is_late=False
    )
    walk.emit(row, number, who, group, item, kind, period, Parts(fen))


def _months(walk: SheetWalk, row: Row, period: Period) -> int | None:
    index = counted(walk.plan)
    if index is not None:
        stated = amount(row[index], 1)
        if stated.code is None:
            return stated.fen if stated.fen is None or 0 <= stated.fen <= _MAX_MONTHS else None
        return None
    if period.start and period.end and not period.code:
        return periods.months_between(period.start, period.end)
    return None

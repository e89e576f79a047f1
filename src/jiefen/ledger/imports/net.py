"""Amounts told before and after what was waived or paid: 应收 and 实际应收, debts of two years and what is left of both."""

from __future__ import annotations

import re
from typing import Final

from jiefen.ledger.imports.grid import Row
from jiefen.ledger.imports.headers import AFTER_RELIEF, LATE, OFFSET, OUTSTANDING, RECEIVABLE, RECEIVED, TOTAL, WAIVED
from jiefen.ledger.imports.plan import ColumnPlan, SheetPlan
from jiefen.ledger.imports.rivals import TOLERANCE, fen_of

AFTER: Final = re.compile(f"{AFTER_RELIEF}|实际应|净应")
_FULL: Final = re.compile("原价|(?:折|打折|优惠|减免|调整)前")
_LEFT: Final = re.compile("^(?:剩余|尚欠|余欠|现欠|实欠|仍欠)")


def of_waivers(plan: SheetPlan, rows: list[Row]) -> None:
    """``优惠后应收`` holds the waiver already: the amount before it and the waiver itself are information. Two 应收 of one
    item and period are told apart by their names, else by their figures, else the clerk is asked.
    """
    after = next((c for c in plan.by_field("amount") if AFTER.search(c.label)), None)
    for column in plan.by_field("amount") if after else ():
        if _FULL.search(column.label) and after:
            column.field, column.why = "ignore", f"“{after.label}”是打折之后的"
    if after and rows and not (after.item or after.start) and after.measure == RECEIVABLE:
        full = [c for c in plan.by_field("amount") if c.item and c.measure == RECEIVABLE and not c.start]
        if len(full) == 1 and all(fen_of(r, after) <= fen_of(r, full[0]) for r in rows):
            full[0].field, full[0].why = "ignore", f"“{after.label}”是打折之后的"
            plan.default_item = plan.default_item or full[0].item
    for columns in _places(plan).values():
        billed = [c for c in columns if c.measure == RECEIVABLE]
        if _owed_after(columns, billed, rows):
            continue
        waived = [c for c in columns if c.measure == WAIVED]
        if len(billed) == 1 and waived and _holds_the_waiver(plan, columns, billed[0], waived, rows):
            continue
        kept = [c for c in billed if AFTER.search(c.label)]
        if not kept and len(billed) == 2:
            kept = _by_figures(plan, billed, waived, rows)
        for column in [*billed, *waived] if kept else ():
            if column not in kept:
                column.field, column.why = "ignore", f"“{kept[0].label}”已经减过了"


def _holds_the_waiver(
    plan: SheetPlan, columns: list[ColumnPlan], billed: ColumnPlan, waived: list[ColumnPlan], rows: list[Row]
) -> bool:
    """全额, 减免30%, 应缴, 已缴, 欠缴: where 应缴 − 已缴 = 欠缴 in every row, the waiver was taken off before."""
    owed = [c for c in columns if c.measure == OUTSTANDING]
    paid = [c for c in columns if c.measure in (RECEIVED, OFFSET)]
    gaps = [fen_of(r, billed) - sum(fen_of(r, c) for c in paid) for r in rows]
    if len(owed) != 1 or not rows or any(g != fen_of(r, owed[0]) for g, r in zip(gaps, rows, strict=True)):
        return False
    less = [sum(abs(fen_of(r, c)) for c in waived) for r in rows]
    if not any(less):
        return False
    for column in plan.columns:
        full = column.field == "unknown" and [fen_of(r, column) - fen_of(r, billed) for r in rows] == less
        if column in waived or full:
            column.field, column.why = "ignore", f"“{billed.label}”已经减过了"
    return True


def _owed_after(columns: list[ColumnPlan], billed: list[ColumnPlan], rows: list[Row]) -> bool:
    """应缴欠费 − 优惠 = 实际应缴 in every row, and nothing was paid: the last is what is still owed."""
    owed = [c for c in columns if c.measure == OUTSTANDING]
    waived = [c for c in columns if c.measure == WAIVED]
    kept = [c for c in billed if AFTER.search(c.label)]
    if len(owed) != 1 or len(kept) != 1 or not waived or any(c.measure in (RECEIVED, OFFSET) for c in columns):
        return False
    gaps = [fen_of(r, owed[0]) - sum(abs(fen_of(r, c)) for c in waived) - fen_of(r, kept[0]) for r in rows]
    if any(abs(gap) > TOLERANCE for gap in gaps) or not any(fen_of(r, c) for r in rows for c in waived):
        return False
    for column in columns:
        if column is not kept[0] and column.measure != LATE:
            column.field, column.why = "ignore", f"“{kept[0].label}”已经减过了"
    kept[0].measure = OUTSTANDING
    return True


def _by_figures(
    plan: SheetPlan, billed: list[ColumnPlan], waived: list[ColumnPlan], rows: list[Row]
) -> list[ColumnPlan]:
    """The one of two 应收 that is the other less what was waived; a second that says the same is dropped."""
    first, second = billed
    for whole, net in ((first, second), (second, first)):
        gaps = [fen_of(r, whole) - sum(abs(fen_of(r, c)) for c in waived) - fen_of(r, net) for r in rows]
        if waived and rows and not any(gaps) and any(fen_of(r, c) for r in rows for c in waived):
            return [net]
    if rows and all(fen_of(r, first) == fen_of(r, second) for r in rows):
        second.field, second.why = "ignore", f"与“{first.label}”相同"
    else:
        message = f"“{first.label}”和“{second.label}”都是应收，两列都计入了。如果是同一笔，请把其中一列改成不使用。"
        plan.doubts.append(("columns_disagree", second.index, message))
    return []


def left_of_all(plan: SheetPlan, rows: list[Row]) -> None:
    """2023年欠费, 2024年欠费, 2024年已收, 剩余欠费: where the last is all debts less all receipts in every row, it is their
    total, and a debt with a receipt of its own was what it stood at before.
    """
    money = [c for c in plan.columns if c.field in ("amount", "total") and c.measure not in (LATE, TOTAL)]
    last = [c for c in money if _LEFT.search(c.label) and c.measure == OUTSTANDING and not _detailed(c)]
    debts = [c for c in money if c.measure in ("", OUTSTANDING) and _detailed(c)]
    paid = [c for c in money if c.measure in (RECEIVED, OFFSET, WAIVED)]
    if len(last) != 1 or not debts or not rows or not all(_detailed(c) for c in paid):
        return
    rests = [sum(fen_of(r, c) for c in debts) - sum(abs(fen_of(r, c)) for c in paid) - fen_of(r, last[0]) for r in rows]
    if any(abs(rest) > TOLERANCE for rest in rests) or not any(fen_of(r, c) for r in rows for c in paid):
        return
    last[0].field, last[0].why = "total", "等于各项欠费减去已收"
    settled = {_place(c) for c in paid}
    for column in debts:
        if _place(column) in settled:
            column.measure = RECEIVABLE


def _places(plan: SheetPlan) -> dict[tuple[str, ...], list[ColumnPlan]]:
    found: dict[tuple[str, ...], list[ColumnPlan]] = {}
    for column in plan.by_field("amount"):
        found.setdefault(_place(column), []).append(column)
    return found


def _place(column: ColumnPlan) -> tuple[str, ...]:
    return column.item, column.start, column.period_text, column.pair


def _detailed(column: ColumnPlan) -> bool:
    """Whether its own label names an item or a period: narrower than ``is_detailed``, which takes a numbered pair too."""
    return bool(column.item or column.start or column.period_text)

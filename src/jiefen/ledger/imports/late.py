"""Late charge columns that are settled apart: 应收违约金, 实收违约金, 减免违约金, 未收违约金. Only what is still owed counts."""

from __future__ import annotations

import re
from typing import Final

from jiefen.ledger.imports.cells import compact
from jiefen.ledger.imports.grid import Row
from jiefen.ledger.imports.headers import LATE, OFFSET, OUTSTANDING, RECEIVABLE, RECEIVED, WAIVED, beside_late
from jiefen.ledger.imports.net import AFTER
from jiefen.ledger.imports.plan import ColumnPlan, SheetPlan
from jiefen.ledger.imports.rivals import fen_of

_INSIDE: Final = re.compile(
    r"(?<!不)(?<!未)(?:含|包括|包含|及|加|与|和|\+)(?:[^)）]{0,4})(?:[滞迟]纳金|违约金|罚息|利息)"
)

_UNPAID: Final = re.compile("未[收缴交付]|尚欠|还欠|剩余|欠[缴交收付]?")
_TOTAL: Final = re.compile("合计|小计|总计|总额")


def settle(plan: SheetPlan, rows: list[Row]) -> None:
    """Ignore late charge columns that say what was billed, paid or waived when another says what is owed."""
    columns = [c for c in plan.columns if c.field == "amount" and c.measure == LATE]
    for total in [c for c in plan.columns if c.field in ("amount", "total") and c.measure == LATE]:
        if _TOTAL.search(total.label) and _sums_up(total, columns, rows):
            total.field, total.why = "ignore", "是各项违约金的合计"
    columns = [c for c in columns if c.field == "amount"]
    kinds = {c.index: beside_late(c.label) for c in columns}
    after = [c for c in columns if AFTER.search(compact(c.label))]
    owed = after or [c for c in columns if kinds[c.index] == OUTSTANDING]
    paid = [c for c in columns if c not in after and kinds[c.index] in (RECEIVED, OFFSET, WAIVED)]
    before = {_whose(c) for c in after}
    billed = [c for c in columns if c not in after and (kinds[c.index] == RECEIVABLE or _whose(c) in before)]
    if paid and not owed and (left := _what_is_left(columns, paid, rows)):
        owed, billed = [left], [c for c in columns if c is not left and c not in paid]
    plain = {_UNPAID.sub("", compact(c.label)) for c in owed}
    billed += [c for c in columns if c not in owed and not kinds[c.index] and compact(c.label) in plain]
    for column in [*paid, *(billed if owed else [])]:
        column.field, column.why = "ignore", "不是还欠的违约金"
    if paid and not owed:
        _doubt(plan, paid[0])


def _sums_up(total: ColumnPlan, columns: list[ColumnPlan], rows: list[Row]) -> bool:
    """Whether 违约金合计 is the sum of the other late charge columns in every row."""
    parts = [c for c in columns if c is not total and not _TOTAL.search(c.label)]
    gaps = [sum(fen_of(row, c) for c in parts) - fen_of(row, total) for row in rows]
    return bool(parts) and bool(rows) and not any(gaps)


def _whose(column: ColumnPlan) -> str:
    """滞纳金, 减免后滞纳金 and 滞纳金减免后金额 are one; 车位费滞纳金 is another."""
    return re.sub(rf"{AFTER.pattern}|[()]|金额|应收", "", compact(column.label))


def inside(plan: SheetPlan) -> None:
    """欠费(含滞纳金): a late charge beside it would count twice; without one, nobody can take them apart."""
    money = [c for c in plan.columns if c.field == "amount" and c.measure != LATE]
    mixed = [c for c in money if _INSIDE.search(compact(c.label))]
    if not mixed and len(money) == 1 and (part := _part_of(plan, money[0])):
        part.field, part.why = "ignore", f"“{money[0].label}”里已经有"
        message = (
            f"“{part.label}”像是已经在“{money[0].label}”里面，全部记成了欠费。请在原表把欠费写成不含违约金的数再导入。"
        )
        plan.doubts.append(("columns_disagree", part.index, message))
        return
    if len(mixed) != 1 or len(money) != 1:
        return
    for column in plan.columns:
        if column.field == "amount" and column.measure == LATE:
            column.field, column.why = "ignore", f"“{mixed[0].label}”里已经有"
    message = f"“{mixed[0].label}”把违约金和欠费写在一起，全部记成了欠费。请在原表分成两列再导入。"
    plan.doubts.append(("columns_disagree", mixed[0].index, message))


def _part_of(plan: SheetPlan, money: ColumnPlan) -> ColumnPlan | None:
    """其中违约金 right after 欠费金额: a part of it, unless a total says that it comes on top."""
    after = [c for c in plan.columns if c.index == money.index + 1 and c.field == "amount" and c.measure == LATE]
    return after[0] if after and compact(after[0].label).startswith("其中") and not plan.by_field("total") else None


def _what_is_left(columns: list[ColumnPlan], paid: list[ColumnPlan], rows: list[Row]) -> ColumnPlan | None:
    """The column that is another one less what was paid or waived, in every row: what is still owed."""
    rest = [c for c in columns if c not in paid]
    less = [sum(abs(fen_of(row, c)) for c in paid) for row in rows]
    if not any(less):
        return None
    for left in rest:
        for whole in rest:
            sums = [fen_of(row, whole) - minus - fen_of(row, left) for row, minus in zip(rows, less, strict=True)]
            if whole is not left and not any(sums):
                return left
    return None


def _doubt(plan: SheetPlan, column: ColumnPlan) -> None:
    plan.doubts.append(
        ("columns_disagree", column.index, f"“{column.label}”没有从违约金里扣减。请核对还欠多少违约金。")
    )

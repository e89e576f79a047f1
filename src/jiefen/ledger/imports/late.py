"""Late charge columns that are settled apart: 应收违约金, 实收违约金, 减免违约金, 未收违约金. Only what is still owed counts."""

from __future__ import annotations

from jiefen.ledger.imports.headers import LATE, OFFSET, OUTSTANDING, RECEIVABLE, RECEIVED, WAIVED, beside_late
from jiefen.ledger.imports.plan import ColumnPlan, SheetPlan


def settle(plan: SheetPlan) -> None:
    """Ignore late charge columns that say what was billed, paid or waived when another says what is owed."""
    columns = [c for c in plan.columns if c.field == "amount" and c.measure == LATE]
    kinds = {c.index: beside_late(c.label) for c in columns}
    owed = [c for c in columns if kinds[c.index] == OUTSTANDING]
    paid = [c for c in columns if kinds[c.index] in (RECEIVED, OFFSET, WAIVED)]
    billed = [c for c in columns if kinds[c.index] == RECEIVABLE]
    for column in [*paid, *(billed if owed else [])]:
        column.field, column.why = "ignore", "不是还欠的违约金"
    if paid and not owed:
        _doubt(plan, paid[0])


def _doubt(plan: SheetPlan, column: ColumnPlan) -> None:
    plan.doubts.append(
        ("columns_disagree", column.index, f"“{column.label}”没有从违约金里扣减。请核对还欠多少违约金。")
    )

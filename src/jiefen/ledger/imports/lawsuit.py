"""What going to law or to a collector costs (案件受理费, 律师费, 佣金): no debt of a household to its property company."""

from __future__ import annotations

import re
from typing import Final

from jiefen.ledger.imports.grid import Row
from jiefen.ledger.imports.headers import OUTSTANDING, bare
from jiefen.ledger.imports.plan import ColumnPlan, SheetPlan
from jiefen.ledger.imports.rivals import fen_of, is_sum, share

_COST: Final = re.compile("(?:受理|诉讼|律师|律师代理|代理|公告|保全|执行|鉴定|公证|送达)费|佣金|服务提成")
_CLAIM: Final = re.compile("合计|总计|总额|标的|共计")


def costs_apart(plan: SheetPlan, rows: list[Row]) -> None:
    """Leave the columns of such costs out, and a total that holds them: it is more than what is owed."""
    money = [c for c in plan.columns if c.field in ("amount", "total")]
    named = [*money, *plan.by_field("unknown")]
    costs = [c for c in named if _COST.search(bare(c.label)) and not c.start]
    if not costs or not any(c not in costs for c in money):
        return
    parts = [c for c in money if c.field == "amount"]
    for column in costs:
        column.field, column.why = "ignore", "是打官司或催收的费用，不是欠费"
    for total in money:
        claims = _CLAIM.search(total.label) or (total.measure == OUTSTANDING and not total.is_detailed)
        if not claims or total in costs:
            continue
        fees = [c for c in parts if c is not total and c not in costs]
        if share(rows, lambda row, t=total, p=[*fees, *costs]: is_sum(row, t, p)) == 1 and _some(rows, costs):
            total.field, total.why = "ignore", "里面有诉讼或催收的费用"
            message = f"“{total.label}”里有“{costs[0].label}”等费用，不是欠费，没有拿来核对。"
            plan.doubts.append(("columns_disagree", total.index, message))


def _some(rows: list[Row], columns: list[ColumnPlan]) -> bool:
    return any(fen_of(row, c) for row in rows for c in columns)

"""Roll-forward sheets: 期初欠费 + 本期应收 − 本期实收 = 期末欠费. What is owed is the closing balance, once."""

from __future__ import annotations

import re
from typing import Final

from jiefen.ledger.imports.headers import LATE, OUTSTANDING, RECEIVABLE
from jiefen.ledger.imports.plan import ColumnPlan, SheetPlan

_OPENING: Final = re.compile(r"[期月年]初|上[期月](?:结欠|余欠|欠费余额|结转)")
_CLOSING: Final = re.compile(r"[期月年]末|[本当][期月](?:结欠|余欠|欠费余额|末)|累计|截[至止]|合计|总|现")


def settle(plan: SheetPlan) -> None:
    """Keep the closing balance as the amount owed; opening, billed and received of the period explain it."""
    money = [c for c in plan.columns if c.field in ("amount", "total") and c.measure != LATE and not c.item]
    opening = [c for c in money if _OPENING.search(c.label) and _is_owed(c)]
    closing = [c for c in money if c not in opening and _CLOSING.search(c.label) and _is_owed(c)]
    if not opening or len(closing) != 1 or any(c.start for c in money):
        return
    for column in money:
        column.field, column.why = "ignore", f"“{closing[0].label}”已经算进去了"
    closing[0].field, closing[0].measure, closing[0].why = "amount", OUTSTANDING, "期末余额就是欠费"
    closing[0].period_text = ""


def _is_owed(column: ColumnPlan) -> bool:
    return column.measure == OUTSTANDING or (column.measure != RECEIVABLE and "欠" in column.label)


def per_row(plan: SheetPlan) -> None:
    """``本期欠费`` beside a period column: the row says which period it is."""
    dated = any(c.field in ("period", "period_start", "period_end", "year") for c in plan.columns)
    money = [c for c in plan.columns if c.field == "amount" and c.measure != LATE]
    texts = {c.period_text for c in money}
    if dated and len(texts) == 1 and not any(c.start or c.end or re.search("[月季]|半年", c.period_text) for c in money):
        for column in money:
            column.period_text = ""

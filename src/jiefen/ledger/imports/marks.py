"""Columns that hold nothing but ticks or words for paid: what they stand beside is paid, or the whole row is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, Final

from jiefen.ledger.imports.cells import PAID, TICKS, UNPAID, compact
from jiefen.ledger.imports.grid import Patches, Row
from jiefen.ledger.imports.headers import LATE, OUTSTANDING, RECEIVED
from jiefen.ledger.imports.plan import ColumnPlan, SheetPlan

CROSSES: Final = frozenset("×✗✘xX")
_SAYS_PAID: Final = re.compile(
    r"[√✓✔☑]|(?:是否)?已?(?:[缴交收付]|缴费|交费|收费|付款|缴清|交清|收讫|付清|销账|结清)(?:纳|清|讫|与否|情况|状态|标记|打勾)?(?:\(?[√✓✔☑]\)?)?|打勾|勾选|标记|状态"
)
_PAID_DAY: Final = re.compile(r"(?:缴费|交费|收款|付款|缴纳|支付|收费|缴款|到账)(?:日期|时间|日)")
_SAYS_OWED: Final = re.compile(r"(?:未|没|欠)(?:[缴交收付]|缴费|交费|收费)?(?:\(?[√✓✔☑]\)?)?")


def find(plan: SheetPlan, rows: list[Row]) -> None:
    """Tell such columns from amounts, and which amount each belongs to: the one on its left when there are several of
    them, else the row's.
    """
    marks = [c for c in plan.columns if c.field not in _KNOWN and _only_marks(c, rows)]
    paid = [c for c in marks if _SAYS_PAID.fullmatch(compact(c.label)) or not c.label]
    owed = [c for c in marks if c not in paid and _SAYS_OWED.fullmatch(compact(c.label))]
    for column in [*paid, *owed]:
        column.field, column.measure, column.why = "ignore", "", "只有打勾或已缴未缴的字样"
    money = [c for c in plan.columns if c.field == "amount" and c.measure not in (LATE, RECEIVED)]
    days = [c for c in plan.columns if _PAID_DAY.fullmatch(compact(c.label))]  # a day of payment for each fee
    beside = [
        (left[-1], c)
        for c in [*paid, *(days if len(days) > 1 else [])]
        if (left := [m for m in money if m.index == c.index - 1 and not re.search("欠|未", m.label)])
    ]
    if not money or any(c.measure == RECEIVED for c in plan.by_field("amount")):
        return
    if len(beside) > 1 or (beside and len(beside) < len(money)):
        for amount, column in beside:
            amount.mark = column.index
            column.field, column.measure = "ignore", ""
        plan.doubts.append(("ticks_paid", beside[0][1].index, ""))
    elif paid and any(c.measure == OUTSTANDING for c in money):
        _doubt(plan, paid[0], rows)
    elif paid:
        plan.status = paid[0].index
        plan.doubts.append(("status_paid", paid[0].index, ""))
    elif owed:
        message = f"“{owed[0].label}”没有打勾的行，表里没有说是不是已缴，也按还欠计入了。已经缴清的请把金额清空。"
        plan.doubts.append(("columns_disagree", owed[0].index, message))


_KNOWN: Final = frozenset(["room", "owner", "building", "entrance", "phone", "item", "note", "period"])


def _only_marks(column: ColumnPlan, rows: list[Row]) -> bool:
    paid = False
    for row in rows:
        text = compact(row[column.index]) if column.index < len(row) else ""
        if text in TICKS or text in PAID:
            paid = True
        elif text and text not in CROSSES and text not in UNPAID:
            return False  # most columns end here, at their first cell
    return paid


def _doubt(plan: SheetPlan, column: ColumnPlan, rows: list[Row]) -> None:
    """A debt that is ticked as paid counts all the same, as one with such a remark does; it is said."""
    count = sum(1 for row in rows if column.index < len(row) and _is_paid(row[column.index]))
    message = f"“{column.label}”至少有 {count} 行打了勾或写着已缴，这些行仍按欠费计入了。已经缴清的请把金额清空。"
    plan.doubts.append(("columns_disagree", column.index, message))


def _is_paid(value: Any) -> bool:
    """Whether a mark says paid; a day says so too."""
    return (text := compact(value)) in TICKS or text in PAID or any(c.isdigit() for c in text)


def settled(plan: SheetPlan, rows: Callable[[], Iterable[Row]]) -> Patches:
    """Blank amounts (1-based row → column → "") where the mark beside them says paid, unless a clerk said what else it is."""
    marked = [c for c in plan.columns if c.mark >= 0 and c.field == "amount"]
    pairs = [(c.index, c.mark) for c in marked if plan.columns[c.mark].field == "ignore"]
    found: Patches = {}
    for number, row in enumerate(rows(), 1) if pairs else ():
        cells = {amount: "" for amount, mark in pairs if mark < len(row) and _is_paid(row[mark])}
        if number >= plan.first_row and cells:
            found[number] = dict(cells)
    return found

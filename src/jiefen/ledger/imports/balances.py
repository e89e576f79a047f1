"""The closing balance of account software as what is owed: with a column that says 借 or 贷, or proved by the movements."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any, Final

from jiefen.ledger.imports.cells import compact
from jiefen.ledger.imports.grid import Row
from jiefen.ledger.imports.headers import BALANCE, OUTSTANDING, RECEIVABLE, RECEIVED
from jiefen.ledger.imports.opening import CREDIT
from jiefen.ledger.imports.plan import ColumnPlan, SheetPlan
from jiefen.ledger.imports.rivals import AGE, TOLERANCE, fen_of, is_sum

_SIDE: Final = re.compile(r".*方向|借/?贷")
_AT_AN_END: Final = re.compile("[期年月度周][末底]|目前|当前|现欠")
_OPENING: Final = re.compile("[期年月]初|上[期年月]")


def find(plan: SheetPlan, rows: list[Row]) -> None:
    """Make an amount owed of a 余额 that is one; every other 余额 stays money kept for the customer."""
    if any(c.measure == OUTSTANDING for c in plan.columns if c.field in ("amount", "total")):
        return
    balances = [c for c in plan.columns if _is_balance(c)]
    if len(balances) == 1 and _runs(plan, balances[0], rows):
        return
    closing = [c for c in balances if not _OPENING.search(c.label)]
    if len(closing) != 1:
        return
    sides = [c for c in plan.columns if _SIDE.fullmatch(compact(c.label)) and _says_side(c, rows)]
    sides = [c for c in sides if c.index < closing[0].index][-1:] or sides[-1:]
    if sides:
        plan.status = sides[0].index
        message = f"“{sides[0].label}”写着“贷”或“平”的行没有欠费，没有计入。"
        plan.doubts.append(("status_paid", sides[0].index, message))
    elif not _proved(plan, [c for c in balances if c not in closing], closing[0], rows) and not _aged(
        plan, closing[0], rows
    ):
        return
    for column in plan.columns:
        if column.field in ("amount", "total") and column is not closing[0]:
            column.field, column.why = "ignore", f"“{closing[0].label}”已经算进去了"
    closing[0].field, closing[0].measure, closing[0].why = "amount", OUTSTANDING, "期末余额就是欠费"
    closing[0].start = closing[0].end = closing[0].period_text = plan.default_start = plan.default_end = ""


def rolled(plan: SheetPlan, rows: list[Row]) -> None:
    """2023年末欠费 + 2024年一季度应收 − 实收 = 2024年一季度末欠费 in every row: what is owed is the last, once."""
    money = [c for c in plan.columns if c.field in ("amount", "total") and not c.item]
    debts = [c for c in money if c.measure == OUTSTANDING and _AT_AN_END.search(c.label)]
    due, paid = ([c for c in money if c.measure == m] for m in (RECEIVABLE, RECEIVED))
    if len(debts) != 2 or len(due) != 1 or len(paid) != 1 or not rows:
        return
    if not all(_fits(row, debts[0], due[0], paid[0], debts[1]) for row in rows):
        return
    for column in [debts[0], *due, *paid]:
        column.field, column.why = "ignore", f"“{debts[1].label}”已经算进去了"
    debts[1].field, debts[1].start, debts[1].end, debts[1].period_text = "amount", "", "", ""
    plan.default_start = plan.default_end = ""


def _is_balance(column: ColumnPlan) -> bool:
    kept = re.search("预|存|账户", column.label) or _SIDE.fullmatch(compact(column.label))
    return not kept and (column.measure == BALANCE or bool(re.fullmatch(".*余额", compact(column.label))))


def _runs(plan: SheetPlan, balance: ColumnPlan, rows: list[Row]) -> bool:
    """An account page by page: 余额 is the line above plus what is due less what was paid, and begins with an amount carried
    forward. Adding up its lines would leave that out, so nothing is counted and the clerk is asked.
    """
    money = [c for c in plan.columns if c.field == "amount" and c is not balance]
    due, paid = ([c for c in money if c.measure == m] for m in (RECEIVABLE, RECEIVED))
    room = plan.first("room")
    if len(due) != 1 or len(paid) != 1 or room is None or len(money) != 2:
        return False
    pairs = [(a, b) for a, b in pairwise(rows) if compact(a[room]) == compact(b[room])]
    moved = [fen_of(b, due[0]) - fen_of(b, paid[0]) - fen_of(b, balance) + fen_of(a, balance) for a, b in pairs]
    carried = any(fen_of(row, balance) != fen_of(row, due[0]) - fen_of(row, paid[0]) for row in rows)
    if not pairs or not carried or any(moved):
        return False
    for column in money:
        column.field, column.why = "ignore", "是一笔一笔的往来"
    message = f"“{balance.label}”是逐笔结余，开头还有以前结转的数，没有计入。请改用每户一行、写明期末欠费的表。"
    plan.doubts.append(("columns_disagree", balance.index, message))
    return True


def _says_side(column: ColumnPlan, rows: list[Row]) -> bool:
    cells = [t for row in rows if column.index < len(row) and (t := compact(row[column.index]))]
    return bool(cells) and all(t in CREDIT or t in ("借", "借方", "Dr", "DR", "dr") for t in cells)


def _proved(plan: SheetPlan, before: list[ColumnPlan], closing: ColumnPlan, rows: list[Row]) -> bool:
    """Whether 期初余额 + 应收 − 实收 = 期末余额 in every row, and something moved."""
    money = [c for c in plan.columns if c.field in ("amount", "total")]  # 本年累计应收 passes for a total
    due, paid = ([c for c in money if c.measure == m] for m in (RECEIVABLE, RECEIVED))
    if len(before) != 1 or len(due) != 1 or len(paid) != 1:
        return False
    return bool(rows) and all(_fits(row, before[0], due[0], paid[0], closing) for row in rows)


def _aged(plan: SheetPlan, closing: ColumnPlan, rows: list[Row]) -> bool:
    """Whether the columns by age (1年以内, 1-2年 …) add up to the balance in every row: only debts have an age."""
    ages = [c for c in plan.columns if c.field == "unknown" and AGE.search(c.label)]
    if len(ages) < 2 or not rows or not all(is_sum(row, closing, ages) for row in rows):
        return False
    for column in ages:
        column.field, column.why = "ignore", "是欠费的各部分"
    return True


def _fits(row: list[Any], before: ColumnPlan, due: ColumnPlan, paid: ColumnPlan, closing: ColumnPlan) -> bool:
    rest = fen_of(row, before) + fen_of(row, due) - fen_of(row, paid)
    return abs(rest - fen_of(row, closing)) <= TOLERANCE

"""Where promises and plans stand by the invented account: the same pure rules the product asks, on the same money."""

from __future__ import annotations

import datetime as dt

from jiefen.demo.months import at_hour
from jiefen.demo.said import Planned, Promised
from jiefen.demo.standing import Standing
from jiefen.rules import plan_verdicts, promises
from jiefen.rules.instalments import Instalment, schedule


def promise_stands(promise: Promised, today: dt.date) -> tuple[str, dt.date | None]:
    """(state, the day it was decided): any money of the household since the talk counts."""
    made_on = promise.talk.on
    money = [(one.on, one.amount) for one in Standing(promise.talk.home).receipts_after(made_on)]
    judged = promises.judge(amount_fen=promise.fen, made_on=made_on, due_on=promise.due_on, payments=money, today=today)
    return str(judged.verdict), judged.decided_on


def lines_of(plan: Planned) -> tuple[Instalment, ...]:
    """The instalments, exactly to the 分."""
    return schedule(sum(left for _, left in plan.bills), plan.months, not_before=plan.first_due_on)


def plan_stands(plan: Planned, today: dt.date) -> str:
    """The plan's state: what people decided, then the ledger's word. What was put against other bills does not count."""
    if not plan.agreed_by:
        return "proposed"
    if plan.is_waiting:
        return "awaiting_approval"
    covered = {id(bill) for bill, _ in plan.bills}
    book = plan.talk.home.book
    money = []
    for receipt in Standing(plan.talk.home).receipts_after(plan.talk.on):
        others = sum(part.amount for part in book.parts if part.receipt is receipt and id(part.bill) not in covered)
        if receipt.amount > others:
            money.append((receipt.on, receipt.amount - others))
    standing = plan_verdicts.instalments_against(lines_of(plan), money, agreed_on=plan.talk.on, today=today)
    verdict = plan_verdicts.judge_plan(standing, plan_verdicts.TWO_MISSED)
    return {"running": "active", "completed": "completed", "defaulted": "defaulted"}[verdict]


def decided_at(state: str, day: dt.date) -> dt.datetime:
    """Kept: when the money was entered. Broken: the night after."""
    return at_hour(day, 17) if state == "kept" else at_hour(day, 2, 30)

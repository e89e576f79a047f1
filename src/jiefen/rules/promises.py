"""Kept or broken: what the ledger alone says of a promise to pay. Plans: ``rules.plan_verdicts``.

Payments are those that stand (reversed ones left out by the caller). Days are calendar days; grace is
``promise_grace_days`` of the table ``stages``. See docs/algorithms/promises.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from jiefen.rules.errors import RuleError
from jiefen.rules.money import format_yuan
from jiefen.rules.stage_facts import numbers

Money = tuple[date, int]
"""A payment that stands: the day it was made, 分."""


class PromiseError(RuleError):
    """A promise or a payment that makes no sense."""

    code = "promise.invalid"


class Verdict(StrEnum):
    """What the ledger says of a promise."""

    OPEN = "open"
    KEPT = "kept"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Judgement:
    """``decided_on``: the day the money was complete, or the first day after grace; None while open.

    ``paid_fen``: what came in time; ``missing_fen``: what did not. ``why``: the sentence a steward reads.
    """

    verdict: Verdict
    decided_on: date | None
    paid_fen: int
    missing_fen: int
    why: str


def last_day(due_on: date) -> date:
    """The last day on which a payment still keeps what was due ``due_on``."""
    return due_on + timedelta(days=numbers(due_on)["promise_grace_days"])


def judge(*, amount_fen: int, made_on: date, due_on: date, payments: Iterable[Money], today: date) -> Judgement:
    """Kept as soon as Σ payments from ``made_on`` to ``last_day(due_on)`` reaches ``amount_fen``; broken afterwards.

    A payment of the day the promise was made counts. Payments after ``today`` are not looked at. Raises PromiseError
    for an amount below 1 分, a due day before the promise, or a payment that is not positive.
    """
    if amount_fen < 1 or due_on < made_on:
        raise PromiseError("承诺的金额要大于 0，日期不能早于作出承诺的那天，请检查。")
    end, paid = last_day(due_on), 0
    for day, fen in sorted(payments):
        if fen < 1:
            raise PromiseError("付款金额要大于 0；冲正过的付款请先去掉。", code="promise.payment")
        if made_on <= day <= min(end, today):
            paid += fen
            if paid >= amount_fen:
                return Judgement(Verdict.KEPT, day, paid, 0, _kept(amount_fen, day, due_on))
    missing = amount_fen - paid
    if today > end:
        why = f"答应 {_day(due_on)}付 {format_yuan(amount_fen)} 元，还差 {format_yuan(missing)} 元没到账。"
        return Judgement(Verdict.BROKEN, end + timedelta(days=1), paid, missing, why)
    so_far = f"，已到账 {format_yuan(paid)} 元" if paid else ""
    why = f"答应 {_day(due_on)}付 {format_yuan(amount_fen)} 元{so_far}，还没到日子。"
    return Judgement(Verdict.OPEN, None, paid, missing, why)


def _kept(amount_fen: int, day: date, due_on: date) -> str:
    when = "，比说好的早" if day < due_on else "" if day == due_on else "，晚了一点，也算数"
    return f"答应付 {format_yuan(amount_fen)} 元，{_day(day)}付齐了{when}。"


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"

"""Kept or broken: what the ledger alone says of a promise to pay and of an instalment plan.

Payments are those that stand (reversed ones left out by the caller). Days are calendar days; grace is
``promise_grace_days`` of the table ``stages``. See docs/algorithms/promises.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from jiefen.rules.errors import RuleError
from jiefen.rules.instalments import Instalment
from jiefen.rules.money import format_yuan
from jiefen.rules.stage_facts import numbers
from jiefen.rules.tables_io import load_table

Money = tuple[date, int]
"""A payment that stands: the day it was made, 分."""

TWO_MISSED: Final = "two_missed"


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


# --- plans ----------------------------------------------------------------------------------------------------


class PlanVerdict(StrEnum):
    """What the ledger says of a plan."""

    RUNNING = "running"
    COMPLETED = "completed"
    DEFAULTED = "defaulted"


@dataclass(frozen=True, slots=True)
class InstalmentStanding:
    """One instalment: ``paid_fen`` of it (filled in order), ``paid_on`` when complete, missed = complete too late or not yet
    complete after its last day.
    """

    no: int
    due_on: date
    amount_fen: int
    paid_fen: int
    paid_on: date | None
    is_missed: bool

    @property
    def left_fen(self) -> int:
        """分 still to come."""
        return self.amount_fen - self.paid_fen


def instalments_against(
    plan: Sequence[Instalment], payments: Iterable[Money], *, agreed_on: date, today: date
) -> tuple[InstalmentStanding, ...]:
    """Each instalment against what was paid since ``agreed_on``, oldest first; an overpayment fills the next one."""
    moneys = sorted((day, fen) for day, fen in payments if agreed_on <= day <= today)
    found, before = [], 0
    for line in plan:
        paid = min(max(sum(fen for _, fen in moneys) - before, 0), line.amount_fen)
        before += line.amount_fen
        paid_on = _complete_on(moneys, before)
        is_missed = today > last_day(line.due_on) and (paid_on is None or paid_on > last_day(line.due_on))
        found.append(InstalmentStanding(line.no, line.due_on, line.amount_fen, paid, paid_on, is_missed))
    return tuple(found)


def _complete_on(moneys: Iterable[Money], needed_fen: int) -> date | None:
    so_far = 0
    for day, fen in moneys:
        so_far += fen
        if so_far >= needed_fen:
            return day
    return None


def judge_plan(standing: Sequence[InstalmentStanding], default_rule: str = TWO_MISSED) -> PlanVerdict:
    """Completed when nothing is left; defaulted while more missed instalments are unpaid than the rule allows.

    An instalment paid late heals. Raises PromiseError for a rule the table ``promises`` does not know.
    """
    if not any(line.left_fen for line in standing):
        return PlanVerdict.COMPLETED
    unpaid = sum(1 for line in standing if line.is_missed and line.left_fen)
    return PlanVerdict.DEFAULTED if unpaid > missed_allowed(default_rule) else PlanVerdict.RUNNING


def missed_allowed(default_rule: str) -> int:
    """How many missed and unpaid instalments a plan survives."""
    for row in load_table("promises", "default_rule"):
        if row.text("code") == default_rule:
            return row.number("missed_allowed")
    raise PromiseError(f"没有名为“{default_rule}”的违约规则，请核对规则表。", code="promise.default_rule")


def default_rule_sentence(default_rule: str = TWO_MISSED) -> str:
    """The rule as it stands in the agreement, for both sides to read."""
    missed_allowed(default_rule)
    return next(
        row.text("sentence") for row in load_table("promises", "default_rule") if row.text("code") == default_rule
    )

"""Completed, running or not kept: what the ledger alone says of an instalment plan. See docs/algorithms/promises.md."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from jiefen.rules.instalments import Instalment
from jiefen.rules.promises import Money, PromiseError, last_day
from jiefen.rules.tables_io import load_table

TWO_MISSED: Final = "two_missed"


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

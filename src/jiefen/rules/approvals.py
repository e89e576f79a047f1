"""Who must approve relief before an owner may count on it: waivers, plans, dates, pauses. Table ``approvals``.

    needed_for(Relief.PLAN, fen=600_000, months=6, today=today)   →  Approval("manager", "超过 5,000.00 元…")

See docs/algorithms/approvals.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Final

from jiefen.rules.errors import RuleError
from jiefen.rules.money import format_yuan
from jiefen.rules.tables_io import Row, load_table, row_on

_LIMITS: Final = ("up_to_fen", "up_to_months", "up_to_days")


class ApprovalError(RuleError):
    """Somebody decides what is not his to decide, or a case makes no sense."""

    code = "approval.refused"


class Relief(StrEnum):
    """What is asked for."""

    LATE_CHARGE_WAIVER = "late_charge_waiver"
    PRINCIPAL_WAIVER = "principal_waiver"
    PLAN = "plan"
    NAMED_DATE = "named_date"
    BREATHING_SPACE = "breathing_space"
    VACANCY = "vacancy"


@dataclass(frozen=True, slots=True)
class Approval:
    """``role``: who approves, "" = nobody has to. ``why``: the sentence for the steward."""

    role: str
    why: str

    @property
    def is_needed(self) -> bool:
        """Whether somebody must approve before it holds."""
        return self.role != ""


def needed_for(relief: Relief, *, today: date, fen: int = 0, months: int = 0, days: int = 0) -> Approval:
    """Who approves a relief of ``fen`` 分 over ``months`` instalments or ``days`` days.

    Limits include themselves. Raises ApprovalError for negative numbers.
    """
    if min(fen, months, days) < 0:
        raise ApprovalError("金额、期数和天数都不能是负数，请检查。", code="approval.invalid")
    wanted = dict(zip(_LIMITS, (fen, months, days), strict=True))
    rows = _rows(relief, today)
    row = next((row for row in rows if _covers(row, wanted)), rows[-1])
    up_to = format_yuan(row.number("up_to_fen", 0))
    why = row.text("why").format(up_to=up_to, months=row.number("up_to_months", 0), days=row.number("up_to_days", 0))
    return Approval(row.text("role"), f"{why}。")


def heavier(*approvals: Approval) -> Approval:
    """Of several, the one that asks for the higher role (the first of equals): a plan that also waives needs it."""
    return max(approvals, key=lambda one: _rank(one.role))


def check_decision(approval: Approval, *, role: str, requested_by: object, decided_by: object) -> None:
    """Whether ``role`` may decide. Raises ApprovalError by name: ``approval.own_request``, ``approval.role``."""
    if not approval.is_needed:
        return
    if requested_by == decided_by:
        raise ApprovalError("自己提出的申请要请别人批，请交给另一位有权限的同事。", code="approval.own_request")
    if _rank(role) < _rank(approval.role):
        raise ApprovalError(f"{approval.why.rstrip('。')}，你的角色还不能批，请转给上一级。", code="approval.role")


def _rank(role: str) -> int:
    roles = row_on(load_table("approvals", "rank"), date.max).texts("roles")
    return roles.index(role) if role in roles else 0


def _covers(row: Row, wanted: dict[str, int]) -> bool:
    return all(value <= row.number(limit, value) for limit, value in wanted.items())


@lru_cache(maxsize=64)
def _rows(relief: Relief, day: date) -> tuple[Row, ...]:
    return tuple(row for row in load_table("approvals") if row.text("kind") == relief and row.covers(day))

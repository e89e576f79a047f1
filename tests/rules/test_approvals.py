"""Who approves relief: the examples of docs/algorithms/approvals.md."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiefen.rules.approvals import Approval, ApprovalError, Relief, check_decision, heavier, needed_for

TODAY = date(2026, 11, 23)
ROLES = ["", "manager", "admin"]

CASES = {
    "small_late_charge": (Relief.LATE_CHARGE_WAIVER, {"fen": 200_00}, ""),
    "one_fen_more": (Relief.LATE_CHARGE_WAIVER, {"fen": 200_01}, "manager"),
    "large_late_charge": (Relief.LATE_CHARGE_WAIVER, {"fen": 2000_01}, "admin"),
    "any_principal": (Relief.PRINCIPAL_WAIVER, {"fen": 1}, "manager"),
    "much_principal": (Relief.PRINCIPAL_WAIVER, {"fen": 500_01}, "admin"),
    "six_months": (Relief.PLAN, {"fen": 5000_00, "months": 6}, ""),
    "seven_months": (Relief.PLAN, {"fen": 100_00, "months": 7}, "manager"),
    "large_plan": (Relief.PLAN, {"fen": 5000_01, "months": 3}, "manager"),
    "long_plan": (Relief.PLAN, {"fen": 100_00, "months": 13}, "admin"),
    "a_month": (Relief.NAMED_DATE, {"days": 31}, ""),
    "longer_than_a_month": (Relief.NAMED_DATE, {"days": 32}, "manager"),
    "a_pause": (Relief.BREATHING_SPACE, {"days": 10}, "manager"),
    "a_long_pause": (Relief.BREATHING_SPACE, {"days": 93}, "admin"),
    "vacant_home": (Relief.VACANCY, {}, "manager"),
}


@pytest.mark.parametrize("name", CASES)
def test_examples(name: str) -> None:
    relief, case, role = CASES[name]
    found = needed_for(relief, today=TODAY, **case)
    assert (found.role, found.is_needed) == (role, role != "")
    assert found.why.endswith("。") and "{" not in found.why


def test_the_sentence_names_the_limit() -> None:
    assert needed_for(Relief.PLAN, today=TODAY, fen=1, months=3).why == (
        "5,000.00 元以内、6 期以内的分期，谈的时候就可以答应。"
    )


def test_the_heavier_of_two() -> None:
    plan, waiver = Approval("", "a。"), Approval("manager", "b。")
    assert heavier(plan, waiver) is waiver
    assert heavier(plan, Approval("", "c。")) is plan


def test_nobody_approves_his_own_request() -> None:
    with pytest.raises(ApprovalError, match="请别人批") as refused:
        check_decision(Approval("manager", "x。"), role="admin", requested_by=3, decided_by=3)
    assert refused.value.code == "approval.own_request"


def test_a_role_too_low_is_told_where_to_go() -> None:
    approval = needed_for(Relief.PRINCIPAL_WAIVER, today=TODAY, fen=600_00)
    with pytest.raises(ApprovalError, match=r"超过 500\.00 元，要公司批准，你的角色还不能批") as refused:
        check_decision(approval, role="manager", requested_by=3, decided_by=4)
    assert refused.value.code == "approval.role"
    for nobody in ("steward", "finance", "stranger"):
        with pytest.raises(ApprovalError):
            check_decision(Approval("manager", "x。"), role=nobody, requested_by=3, decided_by=4)
    check_decision(approval, role="admin", requested_by=3, decided_by=4)
    check_decision(Approval("", "x。"), role="steward", requested_by=3, decided_by=3)


def test_negative_cases_are_refused() -> None:
    with pytest.raises(ApprovalError, match="不能是负数"):
        needed_for(Relief.PLAN, today=TODAY, fen=-1)


@settings(deadline=None)
@given(st.sampled_from(Relief), st.integers(0, 10**7), st.integers(0, 30), st.integers(0, 400), st.integers(0, 10**6))
def test_more_never_needs_less(relief: Relief, fen: int, months: int, days: int, more: int) -> None:
    small = needed_for(relief, today=TODAY, fen=fen, months=months, days=days)
    large = needed_for(relief, today=TODAY, fen=fen + more, months=months + 1, days=days + 1)
    assert ROLES.index(small.role) <= ROLES.index(large.role)

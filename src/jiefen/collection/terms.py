"""Who must approve what was agreed: rows of collection put to rules/approvals."""

from __future__ import annotations

import datetime as dt

from jiefen.accounts.actors import Actor
from jiefen.accounts.roles import Role
from jiefen.collection.models import BreathingSpace, RepaymentPlan, Vacancy, WaiverRequest
from jiefen.collection.refusals import CollectionRefused
from jiefen.collection.states import WaiverState
from jiefen.ledger.models import Component
from jiefen.rules.approvals import Approval, Relief, check_decision, heavier, needed_for

YEAR = dt.timedelta(days=365)


def for_plan(plan: RepaymentPlan, *, today: dt.date) -> Approval:
    """By amount and number of instalments, or by the late charge given up: the heavier of the two. One query."""
    months = plan.instalments.count()
    asked = needed_for(Relief.PLAN, fen=plan.total_fen, months=months, today=today)
    if not plan.late_charge_waived_fen:
        return asked
    return heavier(asked, needed_for(Relief.LATE_CHARGE_WAIVER, fen=plan.late_charge_waived_fen, today=today))


def for_waiver(request: WaiverRequest, *, today: dt.date) -> Approval:
    """By everything of that kind asked for by the household within a year, so that slices do not pass. One query."""
    same = WaiverRequest.objects.filter(
        premises_id=request.premises_id, component=request.component, requested_at__gte=request.requested_at - YEAR
    ).exclude(state__in=(WaiverState.REFUSED, WaiverState.LAPSED))
    others = sum(same.exclude(pk=request.pk).values_list("amount_fen", flat=True))
    is_principal = request.component == Component.PRINCIPAL
    kind = Relief.PRINCIPAL_WAIVER if is_principal else Relief.LATE_CHARGE_WAIVER
    return needed_for(kind, fen=request.amount_fen + others, today=today)


def for_breathing_space(row: BreathingSpace, until_on: dt.date, *, today: dt.date) -> Approval:
    """By its length, both days included."""
    return needed_for(Relief.BREATHING_SPACE, days=(until_on - row.from_on).days + 1, today=today)


def for_vacancy(row: Vacancy, *, today: dt.date) -> Approval:
    """Always somebody who looked at the rule."""
    return needed_for(Relief.VACANCY, today=today)


def check(approval: Approval, *, by: Actor, requested_by: int | None) -> None:
    """``by`` may decide: his role suffices and it is not his own request. Raises ApprovalError."""
    check_decision(approval, role=by.role, requested_by=requested_by, decided_by=by.membership_id)


def check_named_date(due_on: dt.date, *, said_on: dt.date, by: Actor) -> None:
    """A day far ahead leaves a household alone for long: somebody with the right writes it down. Raises CollectionRefused."""
    approval = needed_for(Relief.NAMED_DATE, days=max((due_on - said_on).days, 0), today=said_on)
    if not approval.is_needed or by.role in (Role.MANAGER, Role.ADMIN, Role.SYSTEM):
        return
    sentence = f"{approval.why.rstrip('。')}。请把日子定近些，或者请项目经理登记。"
    raise CollectionRefused(sentence, code="collection.promise_too_far")

"""The ledger's word on promises, plans and conditional waivers: asked after every payment and every night.

Judging is a function of the ledger's rows and the day, so it may be repeated at will, and it follows the rows when
they change: a reversed payment takes a kept promise back, a bank file that comes late can still keep one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Final

from django.db.models import Q, QuerySet

from jiefen.collection.actions import plan_relief, waivers
from jiefen.collection.actions.verdicts import Change, quietly, take_verdict
from jiefen.collection.models import PromiseToPay, RepaymentPlan, WaiverCondition, WaiverRequest
from jiefen.collection.queries import conditions, money_in
from jiefen.collection.states import PlanState, PromiseState, WaiverState
from jiefen.shared.clock import day_of

LOOK_BACK: Final = dt.timedelta(days=92)  # every night, decided promises this old are compared with the ledger again
_JUDGED_PROMISES: Final = (PromiseState.OPEN, PromiseState.KEPT, PromiseState.BROKEN)
_JUDGED_PLANS: Final = (PlanState.ACTIVE, PlanState.COMPLETED, PlanState.DEFAULTED)


def judge_after_entry(organisation_id: int, premises_ids: Iterable[int], at: dt.datetime) -> None:
    """The ledger's listener: what an entry, a correction or an import decides, inside its transaction."""
    today = day_of(at)
    judge_promises(organisation_id=organisation_id, today=today, at=at, premises_ids=premises_ids)
    judge_plans(organisation_id=organisation_id, today=today, at=at, premises_ids=premises_ids)
    judge_waivers(organisation_id=organisation_id, today=today, at=at, premises_ids=premises_ids)


def judge_promises(
    *, organisation_id: int, today: dt.date, at: dt.datetime, premises_ids: Iterable[int] | None = None
) -> list[Change]:
    """Kept, broken or open again, by the payments that stand. ``premises_ids`` None: the whole organisation.

    Four queries and one step for each change.
    """
    rows = PromiseToPay.objects.of(organisation_id).filter(state__in=_JUDGED_PROMISES)
    if premises_ids is None:
        rows = rows.filter(Q(state=PromiseState.OPEN) | Q(due_on__gte=today - LOOK_BACK))
    else:
        rows = rows.filter(premises_id__in=premises_ids)
    found = money_in.promise_progress(rows, today=today)
    changes = [
        take_verdict("promise", each.promise, each.verdict, {"paid_fen": each.paid_fen}, at, decided_at=at)
        for each in found
    ]
    return [change for change in changes if change]


def judge_plans(
    *, organisation_id: int, today: dt.date, at: dt.datetime, premises_ids: Iterable[int] | None = None
) -> list[Change]:
    """Completed, not kept, or running again. A completed plan's bills bear no more late charge.

    Five queries and one step for each change.
    """
    rows = RepaymentPlan.objects.of(organisation_id).filter(state__in=_JUDGED_PLANS)
    if premises_ids is None:
        rows = rows.filter(Q(state=PlanState.ACTIVE) | Q(instalments__due_on__gte=today - LOOK_BACK)).distinct()
    else:
        rows = rows.filter(premises_id__in=premises_ids)
    changes = []
    for each in money_in.plan_progress(rows, today=today):
        change = take_verdict("plan", each.plan, each.verdict, {"paid_fen": each.paid_fen}, at)
        if change is None:
            continue
        changes.append(change)
        if change.before == PlanState.COMPLETED:
            quietly(plan_relief.take_back, each.plan, at=at)
        if change.after == PlanState.COMPLETED:
            quietly(plan_relief.waive_what_was_agreed, each.plan, at=at)
    return changes


def judge_waivers(
    *, organisation_id: int, today: dt.date, at: dt.datetime, premises_ids: Iterable[int] | None = None
) -> list[Change]:
    """Apply approved waivers whose condition the ledger shows to be met; lapse those whose day has passed.

    After an entry (``premises_ids``) also take back those whose payment is gone. Two queries, and four for each
    waiver in question.
    """
    rows = WaiverRequest.objects.of(organisation_id).exclude(condition=WaiverCondition.NONE)
    changes = []
    if premises_ids is not None:
        rows = rows.filter(premises_id__in=premises_ids)
        changes += _taken_back(rows.filter(state=WaiverState.APPLIED), at)
    for row in rows.filter(state=WaiverState.APPROVED):
        if conditions.condition_met(row):
            if quietly(waivers.apply_waiver, row, at=at):
                changes.append(Change("waiver", row.pk, row.premises_id, WaiverState.APPROVED, WaiverState.APPLIED))
        elif (last_day := conditions.last_day_of(row)) is not None and last_day < today:
            change = take_verdict("waiver", row, WaiverState.LAPSED, {}, at)
            changes += [change] if change else []
    return changes


def _taken_back(given: QuerySet[WaiverRequest], at: dt.datetime) -> list[Change]:
    return [
        Change("waiver", row.pk, row.premises_id, WaiverState.APPLIED, WaiverState.APPROVED)
        for row in given
        if conditions.no_more_met(row) and quietly(waivers.take_back, row, at=at)
    ]


__all__ = ["Change", "judge_after_entry", "judge_plans", "judge_promises", "judge_waivers"]

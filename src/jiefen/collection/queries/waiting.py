"""What waits to be done for owners: repairs, agreed days, questions afterwards, things promised by us; and approvals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet

from jiefen.accounts.actors import Actor
from jiefen.collection.models import (
    BreathingSpace,
    Dispute,
    FollowUp,
    PromiseToPay,
    RepaymentPlan,
    Vacancy,
    WaiverRequest,
)
from jiefen.collection.queries.aftercare import waiting_aftercare
from jiefen.collection.states import BreathingState, DisputeState, PlanState, PromiseState, VacancyState, WaiverState
from jiefen.estates.queries import within_reach
from jiefen.service_log.queries import waiting_tickets

SHOWN: Final = 15  # of each kind, the most pressing
AHEAD: Final = dt.timedelta(days=7)
LATELY: Final = dt.timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One kind of thing that waits: its rows (premises loaded), and how many there are in all."""

    kind: str
    title: str
    hint: str
    rows: tuple[Any, ...]
    total: int


def follow_up_board(actor: Actor, *, today: dt.date, building_ids: Sequence[int] | None = None) -> list[Waiting]:
    """What stewards do next besides today's list, most binding first, in the given buildings (None: within reach).
    Two queries a kind.
    """
    return [
        _part(kind, title, hint, _there(rows, building_ids)) for kind, title, hint, rows in _follow_ups(actor, today)
    ]


def _there(rows: QuerySet[Any], building_ids: Sequence[int] | None) -> QuerySet[Any]:
    return rows if building_ids is None else rows.filter(premises__building_id__in=list(building_ids))


def _follow_ups(actor: Actor, today: dt.date) -> list[tuple[str, str, str, QuerySet[Any]]]:
    soon = today + AHEAD
    promises = _mine(PromiseToPay, actor).filter(state=PromiseState.OPEN, due_on__lte=soon).order_by("due_on", "pk")
    broken = _mine(PromiseToPay, actor).filter(state=PromiseState.BROKEN, due_on__gte=today - LATELY)
    plans = _mine(RepaymentPlan, actor).filter(state__in=(PlanState.PROPOSED, PlanState.DEFAULTED)).order_by("pk")
    disputes = _mine(Dispute, actor).filter(state__in=(DisputeState.OPEN, DisputeState.ANSWERED))
    planned = _mine(FollowUp, actor).filter(done_at=None, due_on__lte=soon).order_by("due_on", "due_time", "pk")
    return [
        ("ticket", "报修", "修好以后，由业主自己点头才能关。", waiting_tickets(actor)),
        ("aftercare", "回访", "付款后三到七天，问问住得怎么样。", waiting_aftercare(actor, today=today)),
        ("promise", "快到日子的约定", "到没到账由账本判断。到日子前不用催。", promises),
        ("broken", "最近没有兑现的约定", "先问问出了什么事。", broken.order_by("-due_on", "-pk")),
        ("plan", "分期", "等业主同意的，和没有按期付的。", plans),
        ("dispute", "异议", "查清以前，有异议的账单不提。", disputes.order_by("opened_on", "pk")),
        ("follow-up", "答应过的事", "我们自己说好要做的。", planned),
    ]


def approvals_board(actor: Actor) -> list[Waiting]:
    """What waits for somebody who may approve, oldest first. Two queries a kind."""
    return [_part(kind, title, hint, rows) for kind, title, hint, rows in _approvals(actor)]


def approvals_waiting(actor: Actor) -> int:
    """How many things wait for approval. One query a kind."""
    return sum(rows.count() for *_, rows in _approvals(actor))


def _approvals(actor: Actor) -> list[tuple[str, str, str, QuerySet[Any]]]:
    plans = _mine(RepaymentPlan, actor).filter(state=PlanState.AWAITING_APPROVAL)
    waivers = _mine(WaiverRequest, actor).filter(state=WaiverState.REQUESTED)
    breathing = _mine(BreathingSpace, actor).filter(state=BreathingState.REQUESTED)
    vacancies = _mine(Vacancy, actor).filter(state=VacancyState.APPLIED)
    disputes = _mine(Dispute, actor).filter(state=DisputeState.ANSWERED)
    return [
        ("plan", "分期", "业主已同意，等批准。", plans.order_by("proposed_at", "pk")),
        ("waiver", "减免", "批准以后，条件满足才入账。", waivers.order_by("requested_at", "pk")),
        ("breathing", "暂缓", "还没定之前，已经先不联系了。", breathing.order_by("requested_at", "pk")),
        ("vacancy", "空置", "核实以后按当地规定或合同算。", vacancies.order_by("applied_at", "pk")),
        ("dispute", "异议的结果", "已经答复，等定下结果。", disputes.order_by("answered_on", "pk")),
    ]


def _mine(model: Any, actor: Actor) -> QuerySet[Any]:
    rows: QuerySet[Any] = model.objects.filter(within_reach(actor, "premises__estate"), premises__withdrawn_at=None)
    return rows.select_related("premises__estate")


def _part(kind: str, title: str, hint: str, rows: QuerySet[Any]) -> Waiting:
    shown = tuple(rows.select_related("premises__estate")[:SHOWN])
    return Waiting(kind, title, hint, shown, len(shown) if len(shown) < SHOWN else rows.count())

"""Where promises, plans, disputes, relief and aftercare stand, and which ways lead on. ``move`` is the only road."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from django.db.models import TextChoices

from jiefen.accounts.actors import Actor
from jiefen.audit import moves


class PromiseState(TextChoices):
    """承诺付款. Kept and broken are the ledger's words alone; it may change its mind when its rows change."""

    OPEN = "open", "等待付款"
    KEPT = "kept", "已兑现"
    BROKEN = "broken", "没有兑现"
    SUPERSEDED = "superseded", "改了约定"
    WITHDRAWN = "withdrawn", "已撤回"


class PlanState(TextChoices):
    """分期."""

    PROPOSED = "proposed", "待业主同意"
    AWAITING_APPROVAL = "awaiting_approval", "待批准"
    ACTIVE = "active", "进行中"
    COMPLETED = "completed", "已付清"
    DEFAULTED = "defaulted", "没有按期付"
    CANCELLED = "cancelled", "已取消"


class DisputeState(TextChoices):
    """异议."""

    OPEN = "open", "待答复"
    ANSWERED = "answered", "已答复，待业主回话"
    UPHELD = "upheld", "异议成立"
    REJECTED = "rejected", "异议不成立"
    SETTLED = "settled", "协商解决"
    WITHDRAWN = "withdrawn", "业主撤回"


class BreathingState(TextChoices):
    """暂缓催缴."""

    REQUESTED = "requested", "待批准"
    GRANTED = "granted", "暂缓中"
    ENDED = "ended", "已结束"
    REFUSED = "refused", "没有批准"


class VacancyState(TextChoices):
    """空置."""

    APPLIED = "applied", "待核实"
    CONFIRMED = "confirmed", "已确认空置"
    ENDED = "ended", "已结束"
    REFUSED = "refused", "没有确认"


class WaiverState(TextChoices):
    """减免申请."""

    REQUESTED = "requested", "待批准"
    APPROVED = "approved", "已批准，等条件满足"
    APPLIED = "applied", "已入账"
    REFUSED = "refused", "没有批准"
    LAPSED = "lapsed", "条件没有满足，已失效"


class AftercareState(TextChoices):
    """回访."""

    DUE = "due", "待回访"
    THANKED = "thanked", "已感谢"
    TICKET_OPENED = "ticket_opened", "已转报修"
    NOT_REACHED = "not_reached", "没有联系上"
    LAPSED = "lapsed", "已过时"


Moves = Mapping[str, Mapping[str, str]]

PROMISE_MOVES: Final[Moves] = {
    PromiseState.OPEN: {
        PromiseState.KEPT: "collection.promise_kept",
        PromiseState.BROKEN: "collection.promise_broken",
        PromiseState.SUPERSEDED: "collection.promise_superseded",
        PromiseState.WITHDRAWN: "collection.promise_withdrawn",
    },
    PromiseState.KEPT: {
        PromiseState.OPEN: "collection.promise_reopened",  # the payment was reversed and there is still time
        PromiseState.BROKEN: "collection.promise_broken",  # the payment was reversed and the time is over
    },
    PromiseState.BROKEN: {
        PromiseState.KEPT: "collection.promise_kept",  # a bank file came late with a payment that was in time
    },
    PromiseState.SUPERSEDED: {},
    PromiseState.WITHDRAWN: {},
}
PLAN_MOVES: Final[Moves] = {
    PlanState.PROPOSED: {
        PlanState.AWAITING_APPROVAL: "collection.plan_agreed",
        PlanState.ACTIVE: "collection.plan_started",
        PlanState.CANCELLED: "collection.plan_cancelled",
    },
    PlanState.AWAITING_APPROVAL: {
        PlanState.ACTIVE: "collection.plan_approved",
        PlanState.CANCELLED: "collection.plan_refused",
    },
    PlanState.ACTIVE: {
        PlanState.COMPLETED: "collection.plan_completed",
        PlanState.DEFAULTED: "collection.plan_defaulted",
        PlanState.CANCELLED: "collection.plan_cancelled",
    },
    PlanState.COMPLETED: {PlanState.ACTIVE: "collection.plan_reopened"},  # a payment was reversed
    PlanState.DEFAULTED: {
        PlanState.ACTIVE: "collection.plan_reopened",  # a payment made in time became known
        PlanState.COMPLETED: "collection.plan_completed",
        PlanState.CANCELLED: "collection.plan_cancelled",
    },
    PlanState.CANCELLED: {},
}
DISPUTE_MOVES: Final[Moves] = {
    DisputeState.OPEN: {
        DisputeState.ANSWERED: "collection.dispute_answered",
        DisputeState.WITHDRAWN: "collection.dispute_withdrawn",
    },
    DisputeState.ANSWERED: {
        DisputeState.UPHELD: "collection.dispute_upheld",
        DisputeState.REJECTED: "collection.dispute_rejected",
        DisputeState.SETTLED: "collection.dispute_settled",
        DisputeState.WITHDRAWN: "collection.dispute_withdrawn",
    },
    DisputeState.UPHELD: {},
    DisputeState.REJECTED: {},
    DisputeState.SETTLED: {},
    DisputeState.WITHDRAWN: {},
}
BREATHING_MOVES: Final[Moves] = {
    BreathingState.REQUESTED: {
        BreathingState.GRANTED: "collection.breathing_space_granted",
        BreathingState.REFUSED: "collection.breathing_space_refused",
    },
    BreathingState.GRANTED: {BreathingState.ENDED: "collection.breathing_space_ended"},
    BreathingState.ENDED: {},
    BreathingState.REFUSED: {},
}
VACANCY_MOVES: Final[Moves] = {
    VacancyState.APPLIED: {
        VacancyState.CONFIRMED: "collection.vacancy_confirmed",
        VacancyState.REFUSED: "collection.vacancy_refused",
    },
    VacancyState.CONFIRMED: {VacancyState.ENDED: "collection.vacancy_ended"},
    VacancyState.ENDED: {},
    VacancyState.REFUSED: {},
}
WAIVER_MOVES: Final[Moves] = {
    WaiverState.REQUESTED: {
        WaiverState.APPROVED: "collection.waiver_approved",
        WaiverState.REFUSED: "collection.waiver_refused",
        WaiverState.LAPSED: "collection.waiver_lapsed",  # the owner chose another way meanwhile
    },
    WaiverState.APPROVED: {
        WaiverState.APPLIED: "collection.waiver_applied",
        WaiverState.LAPSED: "collection.waiver_lapsed",
    },
    # The payment it was given for was reversed: its condition is open again.
    WaiverState.APPLIED: {WaiverState.APPROVED: "collection.waiver_taken_back"},
    WaiverState.REFUSED: {},
    WaiverState.LAPSED: {},
}
_ASKED: Final[Mapping[str, str]] = {
    AftercareState.THANKED: "collection.aftercare_thanked",
    AftercareState.TICKET_OPENED: "collection.aftercare_ticket_opened",
    AftercareState.NOT_REACHED: "collection.aftercare_not_reached",
    AftercareState.LAPSED: "collection.aftercare_lapsed",
}
AFTERCARE_MOVES: Final[Moves] = {
    AftercareState.DUE: _ASKED,
    AftercareState.NOT_REACHED: _ASKED,  # asked again another day
    AftercareState.THANKED: {},
    AftercareState.TICKET_OPENED: {},
    AftercareState.LAPSED: {},
}


class MoveRefused(moves.MoveRefused):
    """This step is not allowed from here."""

    code = "collection.move_refused"


class MovedMeanwhile(MoveRefused):
    """Somebody else was quicker."""

    code = "collection.moved_meanwhile"


def _life(this: str, states: type[TextChoices], table: Moves) -> moves.Lifecycle:
    return moves.Lifecycle(this, states, table, MoveRefused, MovedMeanwhile)


# By the model's name: the lifecycle it follows.
LIFECYCLES: Final[Mapping[str, moves.Lifecycle]] = {
    "PromiseToPay": _life("这个付款约定", PromiseState, PROMISE_MOVES),
    "RepaymentPlan": _life("这份分期", PlanState, PLAN_MOVES),
    "Dispute": _life("这条异议", DisputeState, DISPUTE_MOVES),
    "BreathingSpace": _life("这次暂缓", BreathingState, BREATHING_MOVES),
    "Vacancy": _life("这条空置登记", VacancyState, VACANCY_MOVES),
    "WaiverRequest": _life("这条减免申请", WaiverState, WAIVER_MOVES),
    "Aftercare": _life("这次回访", AftercareState, AFTERCARE_MOVES),
}


def move(row: Any, *, to: str, by: Actor, at: dt.datetime, data: Mapping[str, Any] | None = None, **facts: Any) -> None:
    """Take one step of ``row``'s lifecycle (audit.moves.take_step). Raises MoveRefused, MovedMeanwhile.

    ``facts``: columns that belong to the step; ``data``: ids, amounts and codes for the audit event.
    """
    lifecycle = LIFECYCLES[type(row).__name__]
    moves.take_step(row, lifecycle, to=to, by_no=by.membership_id, at=at, data=data, **facts)

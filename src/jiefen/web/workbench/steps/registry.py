"""The steps people take, in one table: where from, what is asked, which action does it, what is said afterwards.

A new step is one entry here; the page, the links and the tests of the table follow by themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from jiefen.accounts.roles import Capability
from jiefen.collection import access, actions
from jiefen.collection.states import (
    AftercareState,
    BreathingState,
    DisputeState,
    PlanState,
    PromiseState,
    VacancyState,
    WaiverState,
)
from jiefen.service_log import actions as repairs
from jiefen.service_log.access import get_ticket_for
from jiefen.service_log.states import TicketState
from jiefen.web.ui.parts import Fact
from jiefen.web.workbench.steps import corrections, fields, thanks

Act = Callable[..., Any]


@dataclass(frozen=True)
class Step:
    """One step of one kind of row. ``act`` is called with ``key``=the row's id, the answers, ``by`` and ``at``.

    ``initial``: what the form says before it is filled in, from the row; ``beside``: what else stands above it.
    """

    title: str
    states: Collection[str]
    act: Act
    key: str
    done: str
    asks: Mapping[str, fields.Field] = field(default_factory=dict)
    explain: str = ""
    capability: Capability = Capability.CONTACT
    initial: Callable[[Any], dict[str, Any]] = lambda row: {}
    beside: Callable[[Any], list[Fact]] = lambda row: []


@dataclass(frozen=True)
class Kind:
    """Rows of one kind: how to get one that the actor may see, and its steps by name."""

    get: Act
    steps: Mapping[str, Step]


def _aftercare(*, satisfied: str, **more: Any) -> Any:
    """The chips' answer as the action takes it."""
    return actions.record_aftercare(satisfied={"yes": True, "no": False}.get(satisfied), **more)


_APPROVE: Final = Capability.APPROVE_RELIEF
_VIEW: Final = Capability.VIEW_HOUSEHOLD
_OPEN_DISPUTE: Final = (DisputeState.OPEN, DisputeState.ANSWERED)
_RUNNING: Final = (PlanState.PROPOSED, PlanState.ACTIVE, PlanState.DEFAULTED)

KINDS: Final[Mapping[str, Kind]] = MappingProxyType({
    "promise": Kind(access.get_promise_for, {
        "withdraw": Step(
            "撤回这个约定", (PromiseState.OPEN,), actions.withdraw_promise, "promise_id", "约定已撤回。",
            explain="业主收回了，或者记错了，才撤回。到没到账由账本自己判断，不用手工改。",
        ),
    }),
    "plan": Kind(access.get_plan_for, {
        "agree": Step(
            "业主同意分期", (PlanState.PROPOSED,), actions.agree_plan, "plan_id", "已记下业主同意。",
            {"agreed_by": fields.AGREED_BY}, "协议文字和每期金额在下面，请和业主对过再记。",
        ),
        "approve": Step(
            "批准这份分期", (PlanState.AWAITING_APPROVAL,), actions.approve_plan, "plan_id", "分期已批准，从今天起生效。",
            capability=_APPROVE,
        ),
        "refuse": Step(
            "不批准", (PlanState.AWAITING_APPROVAL,), actions.refuse_plan, "plan_id", "没有批准，原因会给管家看到。",
            {"reason": fields.REASON}, capability=_APPROVE,
        ),
        "cancel": Step(
            "取消这份分期", _RUNNING, actions.cancel_plan, "plan_id", "分期已取消。", {"reason": fields.REASON},
            "已经付的照样算数；没付的回到原来的账单。",
        ),
    }),
    "dispute": Kind(access.get_dispute_for, {
        "answer": Step(
            "答复业主", (DisputeState.OPEN,), actions.answer_dispute, "dispute_id", "答复已记下，等业主回话。",
            {"answer": fields.area("查到的情况，和给业主的答复")}, "先核对账单、面积和服务记录，再答复。",
        ),
        "decide": Step(
            "定下结果", (DisputeState.ANSWERED,), actions.decide_dispute, "dispute_id", "异议已有结果。",
            {"decision": fields.DECISION}, "成立的，接着去冲正或减免那一笔。", _APPROVE,
        ),
        "withdraw": Step(
            "业主撤回异议", _OPEN_DISPUTE, actions.withdraw_dispute, "dispute_id", "异议已撤回，账单照常。"
        ),
    }),
    "breathing": Kind(access.get_breathing_space_for, {
        "grant": Step(
            "同意暂缓", (BreathingState.REQUESTED,), actions.grant_breathing_space, "breathing_id", "已同意暂缓。",
            {"until_on": fields.day("暂缓到哪天（不填就按业主说的）", required=False)}, capability=_APPROVE,
        ),
        "refuse": Step(
            "不同意", (BreathingState.REQUESTED,), actions.refuse_breathing_space, "breathing_id", "没有同意，原因已记下。",
            {"reason": fields.REASON}, capability=_APPROVE,
        ),
        "end": Step(
            "提前结束暂缓", (BreathingState.GRANTED,), actions.end_breathing_space, "breathing_id", "暂缓已结束。",
            {"reason": fields.REASON},
        ),
    }),
    "vacancy": Kind(access.get_vacancy_for, {
        "confirm": Step(
            "确认空置", (VacancyState.APPLIED,), actions.confirm_vacancy, "vacancy_id", "空置已确认。",
            {"percent": fields.percent("按百分之几付"), "rule_ref": fields.line("依据", missing="请写依据：当地规定或合同条款。")},
            capability=_APPROVE,
        ),
        "refuse": Step(
            "不确认", (VacancyState.APPLIED,), actions.refuse_vacancy, "vacancy_id", "没有确认，原因已记下。",
            {"reason": fields.REASON}, capability=_APPROVE,
        ),
        "end": Step(
            "有人住了", (VacancyState.CONFIRMED,), actions.end_vacancy, "vacancy_id", "空置已结束。",
            {"until_on": fields.day("空到哪天为止")},
        ),
    }),
    "waiver": Kind(access.get_waiver_request_for, {
        "approve": Step(
            "批准减免", (WaiverState.REQUESTED,), actions.approve_waiver, "request_id", "已批准。有条件的，等条件满足自动入账。",
            capability=_APPROVE,
        ),
        "refuse": Step(
            "不批准", (WaiverState.REQUESTED,), actions.refuse_waiver, "request_id", "没有批准，原因已记下。",
            {"reason": fields.REASON}, capability=_APPROVE,
        ),
    }),
    "aftercare": Kind(access.get_aftercare_for, {
        "record": Step(
            "回访", (AftercareState.DUE, AftercareState.NOT_REACHED), _aftercare, "aftercare_id", "回访已记下。",
            {
                "satisfied": fields.radios("他觉得", fields.SATISFIED, required=False),
                "words": fields.area("他的原话"),
                "thanks_for": fields.line("满意的话：谢他做对的哪件事", help_text="从账上看他做对的事，可以改成你亲眼见到的"),
                "ticket_what": fields.line("不满意的话：要办什么事", help_text="会开一张工单，只有业主点头才能关"),
            },
            "先问住得怎么样，再谢他。不提下一期的钱。", initial=thanks.right_thing, beside=thanks.words,
        ),
    }),
    "ticket": Kind(get_ticket_for, {
        "start": Step("开始处理", (TicketState.OPEN,), repairs.start_ticket, "ticket_id", "已开始处理。", capability=_VIEW),
        "fix": Step(
            "修好了", (TicketState.OPEN, TicketState.IN_PROGRESS), repairs.fix_ticket, "ticket_id", "记下了。接下来请业主确认。",
            {"what_was_done": fields.line("修了什么", missing="请写修了什么，业主要看。")}, capability=_VIEW,
        ),
        "reopen": Step("业主说还没好", (TicketState.FIXED,), repairs.reopen_ticket, "ticket_id", "退回重修。", capability=_VIEW),
        "close": Step(
            "业主确认好了", (TicketState.FIXED,), repairs.close_ticket, "ticket_id", "工单已关闭。", {"confirmation": fields.CONFIRMATION},
            "只有业主点头，工单才能关。", _VIEW,
        ),
    }),
    "follow-up": Kind(access.get_follow_up_for, {
        "done": Step("做完了", ("waiting",), actions.finish_follow_up, "follow_up_id", "记下了。"),
        "move": Step(
            "改个日子", ("waiting",), actions.move_follow_up, "follow_up_id", "已改日子。", {"due_on": fields.day("改到哪天")}
        ),
    }),
    "wish": Kind(access.get_wish_for, {
        "lift": Step(
            "取消这个要求", ("waiting",), actions.lift_contact_wish, "wish_id", "要求已取消。", {"reason": fields.REASON},
            "业主亲口说可以了才取消，原因写清楚是哪天、怎么说的。取消“请勿联系”要有更改业主资料的权限。",
        ),
    }),
    "contact": Kind(access.get_attempt_for, {
        "correct": Step(
            "更正这条记录", ("waiting",), corrections.correct, "attempt_id", "已更正。原来的记录照样留着。", corrections.ASKS,
            "只改联系的经过。原来那条不会消失，会标明已更正。约定、异议和减免请在各自那一行改。",
            initial=corrections.as_recorded,
        ),
    }),
})  # fmt: skip


def steps_from(kind: str, row: Any, can: Callable[[Capability], bool]) -> list[tuple[str, Step]]:
    """(name, step) of what may be done with ``row`` now by somebody who ``can``."""
    state = _state(row)
    return [(name, step) for name, step in KINDS[kind].steps.items() if state in step.states and can(step.capability)]


def _state(row: Any) -> str:
    """The row's state; what has none waits until it is done or lifted."""
    if hasattr(row, "state"):
        return str(row.state)
    over = getattr(row, "done_at", None) or getattr(row, "lifted_at", None)
    return "done" if over else "waiting"

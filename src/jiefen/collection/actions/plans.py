"""Instalment plans: drawn up exactly to the 分, agreed by the owner, approved where policy asks, judged by the ledger."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Final

from django.db import transaction

from jiefen.accounts.actors import Actor
from jiefen.accounts.roles import Capability
from jiefen.collection import terms
from jiefen.collection.access import get_plan_for
from jiefen.collection.actions import agreement, checks, promises
from jiefen.collection.models import AgreedBy, Conversation, Instalment, PlannedCharge, RepaymentPlan
from jiefen.collection.queries.plannable import PlannableDebt, plannable_debts
from jiefen.collection.refusals import CollectionRefused
from jiefen.collection.states import PlanState, move
from jiefen.estates.access import lock_premises_for
from jiefen.ledger.actions.limitation_events import record_limitation_event
from jiefen.rules.instalments import schedule
from jiefen.rules.money import format_yuan
from jiefen.rules.plan_verdicts import TWO_MISSED, default_rule_sentence
from jiefen.shared.clock import day_of
from jiefen.shared.transactions import durable_atomic

RUNNING: Final = (PlanState.PROPOSED, PlanState.AWAITING_APPROVAL, PlanState.ACTIVE)
# What the owner's agreement proves in law (Civil Code 195; 诉讼时效规定 14): the proof each way of agreeing leaves.
_PROOF: Final[dict[str, str]] = {
    AgreedBy.SIGNED: "signed_agreement",
    AgreedBy.MESSAGE: "chat_reply",
    AgreedBy.PAGE: "platform_record",
}


def propose_plan(
    *,
    premises_id: int,
    months: int,
    first_due_on: dt.date,
    by: Actor,
    at: dt.datetime,
    waive_late_charge_fen: int = 0,
    charge_ids: Iterable[int] = (),
    conversation: Conversation | None = None,
    said_at: dt.datetime | None = None,
) -> RepaymentPlan:
    """Draw up ``months`` instalments, one a month from ``first_due_on``, over what is open (or only ``charge_ids``).

    Principal + late charge claimed today − ``waive_late_charge_fen`` 分, split exactly. Bills under dispute stay out.
    ``said_at``: when it was talked about (None: now).
    Raises NotFound, NotPermitted, CollectionRefused, InstalmentsError.
    """
    by.require(Capability.CONTACT)
    talked_at = said_at or at
    checks.not_ahead(talked_at, at)
    checks.from_today(first_due_on, talked_at, "第一期的日期")
    with transaction.atomic():
        premises = lock_premises_for(by, premises_id)
        _require_none_running(premises.pk)
        only = checks.charges_of(premises.pk, charge_ids)
        debts = plannable_debts(premises.pk, today=day_of(talked_at), only=only)
        principal, late = _sums(debts, waive_late_charge_fen)
        lines = schedule(principal + late - waive_late_charge_fen, months, not_before=first_due_on)
        text = agreement.text_of(
            premises.label, principal, late, waive_late_charge_fen, lines, default_rule_sentence(TWO_MISSED)
        )
        plan: RepaymentPlan = RepaymentPlan.objects.create(
            organisation_id=premises.organisation_id, premises=premises, conversation=conversation,
            principal_fen=principal, late_charge_fen=late, late_charge_waived_fen=waive_late_charge_fen,
            proposed_at=talked_at, proposed_by_no=by.membership_id, default_rule=TWO_MISSED, agreement_text=text,
        )  # fmt: skip
        PlannedCharge.objects.bulk_create(
            PlannedCharge(
                plan=plan,
                charge_id=debt.charge_id,
                principal_fen=debt.principal_fen,
                late_charge_fen=debt.late_charge_fen,
            )
            for debt in debts
        )
        Instalment.objects.bulk_create(
            Instalment(plan=plan, no=each.no, due_on=each.due_on, amount_fen=each.amount_fen) for each in lines
        )
        checks.log(
            "plan_proposed", plan, by=by, at=at, premises=premises.pk, months=months, total_fen=plan.total_fen,
            waived_fen=waive_late_charge_fen,
        )  # fmt: skip
    return plan


def agree_plan(
    *, plan_id: int, agreed_by: str, by: Actor, at: dt.datetime, agreed_on: dt.date | None = None
) -> RepaymentPlan:
    """The owner says yes (``agreed_by`` says how). The plan runs, or waits for approval where policy asks for it.

    His agreement also starts the limitation clocks of its bills again. Open promises are superseded.
    Raises NotFound, NotPermitted, CollectionRefused, MoveRefused.
    """
    by.require(Capability.CONTACT)
    checks.choice(agreed_by, AgreedBy, "业主是怎样同意的")
    day = agreed_on or day_of(at)
    if day > day_of(at):
        raise CollectionRefused("同意的日期还没到。请填业主实际同意的日期。", code="collection.in_future")
    plan = get_plan_for(by, plan_id)
    with durable_atomic():
        premises = lock_premises_for(by, plan.premises_id)
        needed = terms.for_plan(plan, today=day_of(at)).is_needed
        to = PlanState.AWAITING_APPROVAL if needed else PlanState.ACTIVE
        move(plan, to=to, by=by, at=at, agreed_on=day, owner_agreed_by=agreed_by)
        promises.supersede(premises, by=by, at=at)
        record_limitation_event(
            premises_id=premises.pk, on=day, kind="instalment_promise", proof=_PROOF[agreed_by], by=by, at=at,
            covers=list(plan.planned.values_list("charge_id", flat=True)), note=f"分期协议 {plan.pk} 号",
        )  # fmt: skip
    return plan


def approve_plan(*, plan_id: int, by: Actor, at: dt.datetime) -> RepaymentPlan:
    """Somebody who may approves; the plan runs. Raises NotFound, NotPermitted, MoveRefused."""
    by.require(Capability.APPROVE_RELIEF)
    plan = get_plan_for(by, plan_id)
    if plan.state != PlanState.AWAITING_APPROVAL:
        raise CollectionRefused("这份分期现在不用批准。请刷新页面再看。", code="collection.not_waiting")
    terms.check(terms.for_plan(plan, today=day_of(at)), by=by, requested_by=plan.proposed_by_no)
    move(plan, to=PlanState.ACTIVE, by=by, at=at, approved_by_no=by.membership_id)
    return plan


def refuse_plan(*, plan_id: int, reason: str, by: Actor, at: dt.datetime) -> RepaymentPlan:
    """Not approved; the reason goes to the steward. Raises NotFound, NotPermitted, CollectionRefused, MoveRefused."""
    by.require(Capability.APPROVE_RELIEF)
    why = checks.line(reason, "没有批准的原因", required=True)
    plan = get_plan_for(by, plan_id)
    if plan.state != PlanState.AWAITING_APPROVAL:
        raise CollectionRefused("这份分期现在不用批准。请刷新页面再看。", code="collection.not_waiting")
    move(plan, to=PlanState.CANCELLED, by=by, at=at, closed_reason=why)
    return plan


def cancel_plan(*, plan_id: int, reason: str, by: Actor, at: dt.datetime) -> RepaymentPlan:
    """End a plan before it is paid: the owner changed his mind, or a new one replaces it.

    Raises NotFound, NotPermitted, CollectionRefused, MoveRefused.
    """
    by.require(Capability.CONTACT)
    why = checks.line(reason, "取消的原因", required=True)
    plan = get_plan_for(by, plan_id)
    move(plan, to=PlanState.CANCELLED, by=by, at=at, closed_reason=why)
    return plan


def _require_none_running(premises_id: int) -> None:
    if RepaymentPlan.objects.filter(premises_id=premises_id, state__in=RUNNING).exists():
        sentence = "这一户已经有一份分期。请先取消原来的，再按新的商量。"
        raise CollectionRefused(sentence, code="collection.plan_exists")


def _sums(debts: Iterable[PlannableDebt], waived_fen: int) -> tuple[int, int]:
    """(principal, late charge) in 分. Raises CollectionRefused when nothing is open or more is waived than claimed."""
    rows = list(debts)
    principal, late = sum(row.principal_fen for row in rows), sum(row.late_charge_fen for row in rows)
    if principal <= 0:
        raise CollectionRefused("没有可以分期的账单：没有未付的，或者都有异议。", code="collection.nothing_open")
    if type(waived_fen) is not int or not 0 <= waived_fen <= late:
        sentence = f"减免的违约金要在 0 到 {format_yuan(late)} 元之间。"
        raise CollectionRefused(sentence, code="collection.waived_too_much")
    return principal, late

"""Waiver requests: asked for by a steward, approved by somebody who may, applied by the ledger's own waiver."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from django.db.models import QuerySet

from jiefen.accounts.actors import Actor, system_actor
from jiefen.accounts.roles import Capability
from jiefen.collection import terms
from jiefen.collection.access import get_waiver_request_for
from jiefen.collection.actions import checks
from jiefen.collection.models import Conversation, WaiverCondition, WaiverRequest
from jiefen.collection.queries.conditions import chosen_before, last_day_of, whole_late_charge
from jiefen.collection.refusals import CollectionRefused
from jiefen.collection.states import MoveRefused, WaiverState, move
from jiefen.estates.access import lock_premises_for
from jiefen.ledger.actions.corrections import reverse_waiver
from jiefen.ledger.actions.waivers import record_waiver
from jiefen.ledger.models import Component
from jiefen.shared.clock import day_of
from jiefen.shared.transactions import durable_atomic

if TYPE_CHECKING:
    from jiefen.estates.models import Premises

REASON_LIMIT: Final = 120
REPLACED: Final = "业主另选了办法"


def request_waiver(
    *,
    premises_id: int,
    charge_id: int,
    amount_fen: int,
    reason: str,
    by: Actor,
    at: dt.datetime,
    component: str = Component.LATE_CHARGE,
    condition: str = WaiverCondition.NONE,
    condition_on: dt.date | None = None,
    conversation: Conversation | None = None,
    said_at: dt.datetime | None = None,
) -> WaiverRequest:
    """Ask that ``amount_fen`` 分 of a bill's principal or late charge be waived, at once or when it is paid by a day.

    What a steward may promise in the talk (rules/approvals) is approved with it. Raises NotFound, NotPermitted, CollectionRefused.
    """
    by.require(Capability.CONTACT)
    checks.amount(amount_fen, "申请减免的金额")
    checks.choice(component, Component, "减免本金还是违约金")
    checks.choice(condition, WaiverCondition, "减免的条件")
    day = _condition_day(condition, condition_on, said_at or at)
    why = checks.line(reason, "减免的原因", limit=REASON_LIMIT, required=True)
    with durable_atomic():
        premises = lock_premises_for(by, premises_id)
        (wanted,) = checks.charges_of(premises.pk, [charge_id], required=True)
        if in_hand(premises, component).filter(charge_id=wanted).exists():
            sentence = "这笔账单已经有一条减免申请在处理。请等它有结果，或由项目经理先退回。"
            raise CollectionRefused(sentence, code="collection.waiver_exists")
        row = ask(
            premises, wanted, amount_fen, why, component=component, condition=condition, condition_on=day,
            conversation=conversation, by=by, at=at,
        )  # fmt: skip
        grant_what_needs_nobody([row], by=by, at=at)
    return row


def in_hand(premises: Premises, component: str) -> QuerySet[WaiverRequest]:
    """The household's requests that wait for an approval or for their condition."""
    waiting = (WaiverState.REQUESTED, WaiverState.APPROVED)
    rows: QuerySet[WaiverRequest] = WaiverRequest.objects.filter(
        premises=premises, component=component, state__in=waiting
    )
    return rows


def ask(
    premises: Premises, charge_id: int, amount_fen: int, reason: str, *, by: Actor, at: dt.datetime, **terms: Any
) -> WaiverRequest:
    """Write a checked request down. Call with the premises locked."""
    row: WaiverRequest = WaiverRequest.objects.create(
        organisation_id=premises.organisation_id, premises=premises, charge_id=charge_id, amount_fen=amount_fen,
        reason=reason, requested_at=at, requested_by_no=by.membership_id, **terms,
    )  # fmt: skip
    checks.log(
        "waiver_requested", row, by=by, at=at, premises=premises.pk, charge=charge_id, component=row.component,
        amount_fen=amount_fen, condition=row.condition,
    )  # fmt: skip
    return row


def grant_what_needs_nobody(rows: Sequence[WaiverRequest], *, by: Actor, at: dt.datetime) -> None:
    """Approve what a steward may promise by himself. Rows asked for together are judged by their sum."""
    for row in rows:
        if not terms.for_waiver(row, today=day_of(at)).is_needed:
            _approve(row, by=by, at=at)


def replace_chosen(premises: Premises, *, by: Actor, at: dt.datetime) -> None:
    """What an earlier choice would have brought ends with a new one. Call with the premises locked."""
    for row in chosen_before(premises.pk):
        move(row, to=WaiverState.LAPSED, by=by, at=at, decision=REPLACED)


def approve_waiver(*, request_id: int, by: Actor, at: dt.datetime) -> WaiverRequest:
    """Approved: applied at once when nothing is asked in return, else when the ledger shows that the owner has paid.

    Raises NotFound, NotPermitted, MoveRefused, and what ledger's record_waiver raises (TooMuch, PeriodFrozen …).
    """
    by.require(Capability.APPROVE_RELIEF)
    by.require(Capability.GRANT_WAIVER)
    row = get_waiver_request_for(by, request_id)
    if row.state == WaiverState.APPLIED:  # only the ledger leads back from there (take_back)
        raise MoveRefused("这条减免已经入账，不用再批准。请刷新页面再看。")
    terms.check(terms.for_waiver(row, today=day_of(at)), by=by, requested_by=row.requested_by_no)
    with durable_atomic():
        lock_premises_for(by, row.premises_id)
        _approve(row, by=by, at=at)
    return row


def _approve(row: WaiverRequest, *, by: Actor, at: dt.datetime) -> None:
    move(row, to=WaiverState.APPROVED, by=by, at=at, decided_by_no=by.membership_id)
    if row.condition == WaiverCondition.NONE:
        apply_waiver(row, at=at)


def refuse_waiver(*, request_id: int, reason: str, by: Actor, at: dt.datetime) -> WaiverRequest:
    """Not approved; why is kept. Raises NotFound, NotPermitted, CollectionRefused, MoveRefused."""
    by.require(Capability.APPROVE_RELIEF)
    why = checks.line(reason, "没有批准的原因", required=True)
    row = get_waiver_request_for(by, request_id)
    move(row, to=WaiverState.REFUSED, by=by, at=at, decided_by_no=by.membership_id, decision=why)
    return row


def lapse_waiver(*, request_id: int, by: Actor, at: dt.datetime) -> WaiverRequest:
    """The day has passed without the payment it asked for. Raises NotFound, NotPermitted, CollectionRefused, MoveRefused."""
    by.require(Capability.APPROVE_RELIEF)
    row = get_waiver_request_for(by, request_id)
    last_day = last_day_of(row)
    if last_day is None or last_day >= day_of(at):
        raise CollectionRefused("约定的日期还没过，这条减免还有效。", code="collection.not_lapsed")
    move(row, to=WaiverState.LAPSED, by=by, at=at)
    return row


def apply_waiver(row: WaiverRequest, *, at: dt.datetime) -> None:
    """Write the approved waiver into the ledger, in the approver's name. The state moves first: a listener may ask again."""
    approver = dataclasses.replace(system_actor(row.organisation_id), membership_id=row.decided_by_no)
    amount_fen = whole_late_charge(row, on=day_of(at)) if row.is_whole else row.amount_fen
    move(row, to=WaiverState.APPLIED, by=approver, at=at, data={"amount_fen": amount_fen})
    waiver = record_waiver(
        charge_id=row.charge_id, amount_fen=amount_fen, reason=row.reason, component=row.component, by=approver, at=at
    )
    WaiverRequest.objects.filter(pk=row.pk).update(waiver_no=waiver.pk)
    row.waiver_no = waiver.pk


def take_back(row: WaiverRequest, *, at: dt.datetime) -> None:
    """The payment it was given for is gone: the ledger's waiver is reversed, and the condition is open again."""
    approver = dataclasses.replace(system_actor(row.organisation_id), membership_id=row.decided_by_no)
    move(
        row,
        to=WaiverState.APPROVED,
        by=approver,
        at=at,
        data={"waiver": row.waiver_no},
        decided_by_no=row.decided_by_no,
    )
    reverse_waiver(waiver_id=row.waiver_no or 0, note="付款已冲正，减免的条件不再满足", by=approver, at=at)


def _condition_day(condition: str, condition_on: dt.date | None, at: dt.datetime) -> dt.date | None:
    """The day a person named for the condition. The owner's own word ends a repair, so it needs no day."""
    if condition == WaiverCondition.NONE:
        return None
    if condition_on is None:
        if condition == WaiverCondition.AFTER_REPAIR:
            return None
        raise CollectionRefused("请选在哪一天之前付清。", code="collection.condition_on")
    checks.from_today(condition_on, at, "付清的日期")
    return condition_on

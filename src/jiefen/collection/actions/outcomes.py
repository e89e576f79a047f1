"""What follows from a contact, in the same transaction: the owner's decision, repairs, wishes, next steps, evidence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.db import transaction

from jiefen.accounts.actors import Actor
from jiefen.collection.actions import breathing, disputes, follow_ups, plans, promises, waivers, wishes
from jiefen.collection.actions.drafts import ContactDraft
from jiefen.collection.models import ContactAttempt, Conversation, FollowUpKind, Purpose
from jiefen.collection.refusals import CollectionRefused
from jiefen.ledger.actions.limitation_events import record_limitation_event
from jiefen.service_log.actions import EntryRefused, open_ticket
from jiefen.shared.clock import day_of

if TYPE_CHECKING:
    from jiefen.estates.models import Premises

_NEEDS = {
    "pay_now_waive_late": ("promise", "请填写付款的金额和日期。"),
    "part_now": ("promise", "请填写先付多少、哪天付。"),
    "named_date": ("promise", "请填写答应付的金额和日期。"),
    "dispute_line": ("dispute", "请选有异议的账单和原因。"),
    "hardship": ("breathing", "请填写暂缓的原因和起止日期。"),
    "instalments_3": ("plan", "请填写第一期的日期。"),
    "instalments_6": ("plan", "请填写第一期的日期。"),
    "instalments_12": ("plan", "请填写第一期的日期。"),
    "pay_after_repair": ("tickets", "请写下业主要求维修的事。"),
}


def follow(
    premises: Premises,
    draft: ContactDraft,
    attempt: ContactAttempt,
    talk: Conversation | None,
    *,
    by: Actor,
    at: dt.datetime,
) -> None:
    """Do everything the draft says was decided. Any refusal refuses the whole contact, so that nothing is half kept."""
    _check_choice(draft)
    _commitments(premises, draft, talk, by=by, at=at)
    _relief(premises, draft, talk, by=by, at=at)
    for wish in draft.wishes:
        wishes.set_contact_wish(
            premises_id=premises.pk, kind=wish.kind, words=wish.words, from_hour=wish.from_hour, to_hour=wish.to_hour,
            by=by, at=at,
        )  # fmt: skip
    for what in draft.tickets:
        _open_ticket(premises, what, day_of(draft.at), by=by, at=at)
    _next_steps(premises, draft, attempt, by=by, at=at)
    if draft.proof and not attempt.breach_rule:
        _limitation(premises, draft, attempt, by=by, at=at)


def _check_choice(draft: ContactDraft) -> None:
    """The option the owner chose comes with what it needs. Raises CollectionRefused."""
    option = draft.talk.chosen_option if draft.talk else ""
    if not option:
        return
    if option not in _NEEDS:
        raise CollectionRefused("请从方案里选业主的决定。", code="collection.choice")
    needed, sentence = _NEEDS[option]
    if not getattr(draft, needed):
        raise CollectionRefused(sentence, code=f"collection.{needed}_missing")
    months = option.removeprefix("instalments_")
    if draft.plan and months.isdigit() and draft.plan.months != int(months):
        raise CollectionRefused("分期的期数和业主选的方案不一样，请核对。", code="collection.months")


def _commitments(
    premises: Premises, draft: ContactDraft, talk: Conversation | None, *, by: Actor, at: dt.datetime
) -> None:
    if draft.promise:
        promises.make_promise(
            premises_id=premises.pk, amount_fen=draft.promise.amount_fen, due_on=draft.promise.due_on,
            charge_ids=draft.promise.charge_ids, conversation=talk, made_at=draft.at, by=by, at=at,
        )  # fmt: skip
    if draft.dispute:
        disputes.open_dispute(
            premises_id=premises.pk, charge_ids=draft.dispute.charge_ids, reason=draft.dispute.reason,
            words=draft.dispute.words, conversation=talk, opened_on=day_of(draft.at), by=by, at=at,
        )  # fmt: skip
    if draft.plan:
        plan = plans.propose_plan(
            premises_id=premises.pk, months=draft.plan.months, first_due_on=draft.plan.first_due_on,
            waive_late_charge_fen=draft.plan.waive_late_charge_fen, conversation=talk, by=by, at=at,
        )  # fmt: skip
        if draft.plan.agreed_by:
            plans.agree_plan(plan_id=plan.pk, agreed_by=draft.plan.agreed_by, agreed_on=day_of(draft.at), by=by, at=at)


def _relief(premises: Premises, draft: ContactDraft, talk: Conversation | None, *, by: Actor, at: dt.datetime) -> None:
    if draft.breathing:
        breathing.request_breathing_space(
            premises_id=premises.pk, reason=draft.breathing.reason, from_on=draft.breathing.from_on,
            until_on=draft.breathing.until_on, words=draft.breathing.words, conversation=talk, by=by, at=at,
        )  # fmt: skip
    for each in draft.waivers:
        waivers.request_waiver(
            premises_id=premises.pk, charge_id=each.charge_id, amount_fen=each.amount_fen, reason=each.reason,
            component=each.component, condition=each.condition, condition_on=each.condition_on, conversation=talk,
            by=by, at=at,
        )  # fmt: skip


def _open_ticket(premises: Premises, what: str, on: dt.date, *, by: Actor, at: dt.datetime) -> None:
    """The owner's repair. One that is written down already needs no second ticket."""
    try:
        with transaction.atomic():
            open_ticket(premises_id=premises.pk, what=what, opened_on=on, by=by, at=at)
    except EntryRefused as refused:
        if refused.code != "service_log.ticket_twice":
            raise


def _next_steps(
    premises: Premises, draft: ContactDraft, attempt: ContactAttempt, *, by: Actor, at: dt.datetime
) -> None:
    source = ("contact", attempt.pk)
    talk = draft.talk
    if talk and talk.next_step_on and talk.next_step_what:
        follow_ups.plan_follow_up(
            premises_id=premises.pk, what=talk.next_step_what, due_on=max(talk.next_step_on, day_of(at)),
            kind=FollowUpKind.NEXT_STEP, source=source, by=by, at=at,
        )  # fmt: skip
    for each in draft.follow_ups:
        follow_ups.plan_follow_up(
            premises_id=premises.pk, what=each.what, due_on=each.due_on, kind=each.kind, due_time=each.due_time,
            source=source, by=by, at=at,
        )  # fmt: skip


def _limitation(
    premises: Premises, draft: ContactDraft, attempt: ContactAttempt, *, by: Actor, at: dt.datetime
) -> None:
    """What the contact's proof proves, for the limitation clocks. A breach never serves as a demand."""
    for kind, charge_ids in _interruptions(draft):
        record_limitation_event(
            premises_id=premises.pk, on=day_of(draft.at), kind=kind, proof=draft.proof, covers=charge_ids or None,
            note=f"催缴记录 {attempt.pk} 号", by=by, at=at,
        )  # fmt: skip


def _interruptions(draft: ContactDraft) -> Iterator[tuple[str, tuple[int, ...]]]:
    """(kind of rules/tables/limitation.toml, charges spoken of; none = all). Civil Code 195; 诉讼时效规定 8, 14."""
    if draft.purpose == Purpose.DEMAND:
        yield "demand", ()
    if draft.promise:
        yield "acknowledgement", draft.promise.charge_ids
    if draft.breathing:
        yield "extension_request", ()

"""What follows from a contact, in the same transaction: the owner's decision, repairs, wishes, next steps, evidence."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from jiefen.accounts.actors import Actor
from jiefen.collection.actions import breathing, chosen_relief, disputes, follow_ups, plans, promises, waivers, wishes
from jiefen.collection.actions.choices import check_choice
from jiefen.collection.actions.drafts import ContactDraft
from jiefen.collection.actions.interruptions import record_interruptions
from jiefen.collection.actions.judging import judge_after_entry
from jiefen.collection.models import ContactAttempt, Conversation, FollowUpKind
from jiefen.service_log.actions import EntryRefused, open_ticket
from jiefen.shared.clock import day_of

if TYPE_CHECKING:
    from jiefen.estates.models import Premises


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
    check_choice(premises, draft)
    _commitments(premises, draft, talk, by=by, at=at)
    _relief(premises, draft, talk, by=by, at=at)
    if (draft.promise or draft.plan) and day_of(draft.at) < day_of(at):
        judge_after_entry(premises.organisation_id, [premises.pk], at)  # what was paid before we heard of it
    for wish in draft.wishes:
        wishes.set_contact_wish(
            premises_id=premises.pk, kind=wish.kind, words=wish.words, from_hour=wish.from_hour, to_hour=wish.to_hour,
            by=by, at=at,
        )  # fmt: skip
    for what in draft.tickets:
        _open_ticket(premises, what, day_of(draft.at), by=by, at=at)
    _next_steps(premises, draft, attempt, by=by, at=at)
    record_interruptions(premises, draft, attempt, by=by, at=at)


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
            waive_late_charge_fen=draft.plan.waive_late_charge_fen, conversation=talk, said_at=draft.at, by=by, at=at,
        )  # fmt: skip
        if draft.plan.agreed_by:
            plans.agree_plan(plan_id=plan.pk, agreed_by=draft.plan.agreed_by, agreed_on=day_of(draft.at), by=by, at=at)


def _relief(premises: Premises, draft: ContactDraft, talk: Conversation | None, *, by: Actor, at: dt.datetime) -> None:
    if draft.breathing:
        breathing.request_breathing_space(
            premises_id=premises.pk, reason=draft.breathing.reason, from_on=draft.breathing.from_on,
            until_on=draft.breathing.until_on, words=draft.breathing.words, conversation=talk,
            said_at=draft.at, by=by, at=at,
        )  # fmt: skip
    for each in draft.waivers:
        waivers.request_waiver(
            premises_id=premises.pk, charge_id=each.charge_id, amount_fen=each.amount_fen, reason=each.reason,
            component=each.component, condition=each.condition, condition_on=each.condition_on, conversation=talk,
            said_at=draft.at, by=by, at=at,
        )  # fmt: skip
    chosen_relief.request_what_the_choice_promises(premises, draft, talk, by=by, at=at)


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
            premises_id=premises.pk, what=each.what, due_on=max(each.due_on, day_of(at)), kind=each.kind, due_time=each.due_time,
            source=source, by=by, at=at,
        )  # fmt: skip

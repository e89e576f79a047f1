"""Promises to pay. People make and withdraw them; whether they were kept is the ledger's word (judging.py)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction

from jiefen.accounts.actors import Actor
from jiefen.accounts.roles import Capability
from jiefen.collection import terms
from jiefen.collection.access import get_promise_for
from jiefen.collection.actions import checks, waivers
from jiefen.collection.models import Conversation, PromisedCharge, PromiseToPay
from jiefen.collection.states import PromiseState, move
from jiefen.estates.access import lock_premises_for
from jiefen.shared.clock import day_of

if TYPE_CHECKING:
    from jiefen.estates.models import Premises


def make_promise(
    *,
    premises_id: int,
    amount_fen: int,
    due_on: dt.date,
    by: Actor,
    at: dt.datetime,
    charge_ids: Iterable[int] = (),
    conversation: Conversation | None = None,
    made_at: dt.datetime | None = None,
) -> PromiseToPay:
    """The owner says he will pay ``amount_fen`` 分 by ``due_on``; an earlier open promise is superseded.

    ``charge_ids``: only money for these bills counts; none: any money of the household. ``made_at``: when he said so
    (None: now). Raises NotFound, NotPermitted, CollectionRefused.
    """
    by.require(Capability.CONTACT)
    checks.amount(amount_fen, "答应付的金额")
    said_at = made_at or at
    checks.not_ahead(said_at, at)
    checks.from_today(due_on, said_at, "答应付款的日期")
    terms.check_named_date(due_on, said_on=day_of(said_at), by=by)
    with transaction.atomic():
        premises = lock_premises_for(by, premises_id)
        wanted = checks.charges_of(premises.pk, charge_ids)
        supersede(premises, by=by, at=at)
        promise: PromiseToPay = PromiseToPay.objects.create(
            organisation_id=premises.organisation_id, premises=premises, conversation=conversation,
            amount_fen=amount_fen, due_on=due_on, made_at=said_at, made_by_no=by.membership_id,
        )  # fmt: skip
        PromisedCharge.objects.bulk_create(PromisedCharge(promise=promise, charge_id=pk) for pk in wanted)
        checks.log(
            "promise_made", promise, by=by, at=at, premises=premises.pk, amount_fen=amount_fen, due_on=str(due_on),
            charges=wanted,
        )  # fmt: skip
    return promise


def withdraw_promise(*, promise_id: int, by: Actor, at: dt.datetime) -> PromiseToPay:
    """The owner takes it back, or it was written down by mistake. Raises NotFound, NotPermitted, MoveRefused."""
    by.require(Capability.CONTACT)
    promise = get_promise_for(by, promise_id)
    move(promise, to=PromiseState.WITHDRAWN, by=by, at=at, decided_at=at)
    return promise


def supersede(premises: Premises, *, by: Actor, at: dt.datetime) -> None:
    """What is agreed now replaces what was open, with the relief that hung on it. Call with the premises locked."""
    for promise in PromiseToPay.objects.filter(premises=premises, state=PromiseState.OPEN):
        move(promise, to=PromiseState.SUPERSEDED, by=by, at=at, decided_at=at)
    waivers.replace_chosen(premises, by=by, at=at)

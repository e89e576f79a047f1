"""Disputes: what the owner says is wrong, our answer, and how it ended. They pause their own bills and nothing else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Final

from django.db import transaction

from jiefen.accounts.actors import Actor
from jiefen.accounts.roles import Capability
from jiefen.collection.access import get_dispute_for
from jiefen.collection.actions import checks
from jiefen.collection.models import Conversation, Dispute, DisputedCharge, DisputeReason
from jiefen.collection.queries.plannable import disputed_charge_ids
from jiefen.collection.refusals import CollectionRefused
from jiefen.collection.states import DisputeState, move
from jiefen.estates.access import lock_premises_for
from jiefen.shared.clock import day_of

DECISIONS: Final = (DisputeState.UPHELD, DisputeState.REJECTED, DisputeState.SETTLED)
ANSWER_LIMIT: Final = 500


def open_dispute(
    *,
    premises_id: int,
    charge_ids: Iterable[int],
    reason: str,
    by: Actor,
    at: dt.datetime,
    words: str = "",
    conversation: Conversation | None = None,
    opened_on: dt.date | None = None,
) -> Dispute:
    """The owner objects to these bills. From now on they are not spoken of until it is answered and decided.

    Raises NotFound, NotPermitted, CollectionRefused (also when one of them is under dispute already).
    """
    by.require(Capability.CONTACT)
    checks.choice(reason, DisputeReason, "异议的原因")
    said = checks.words(words, "业主的话")
    with transaction.atomic():
        premises = lock_premises_for(by, premises_id)
        wanted = checks.charges_of(premises.pk, charge_ids, required=True)
        if disputed_charge_ids(premises.pk) & set(wanted):
            sentence = "选中的账单里有的已经在处理异议。请在原来的异议里补充。"
            raise CollectionRefused(sentence, code="collection.disputed_already")
        dispute: Dispute = Dispute.objects.create(
            organisation_id=premises.organisation_id, premises=premises, conversation=conversation, reason=reason,
            words=said, opened_on=opened_on or day_of(at), opened_by_no=by.membership_id,
        )  # fmt: skip
        DisputedCharge.objects.bulk_create(DisputedCharge(dispute=dispute, charge_id=pk) for pk in wanted)
        checks.log(
            "dispute_opened", dispute, by=by, at=at, premises=premises.pk, reason=reason, charges=wanted
        )  # fmt: skip
    return dispute


def answer_dispute(*, dispute_id: int, answer: str, by: Actor, at: dt.datetime) -> Dispute:
    """What we found and tell the owner. Raises NotFound, NotPermitted, CollectionRefused, MoveRefused."""
    by.require(Capability.CONTACT)
    said = checks.line(answer, "给业主的答复", limit=ANSWER_LIMIT, required=True)
    dispute = get_dispute_for(by, dispute_id)
    move(dispute, to=DisputeState.ANSWERED, by=by, at=at, answer=said, answered_on=day_of(at))
    return dispute


def decide_dispute(*, dispute_id: int, decision: str, by: Actor, at: dt.datetime) -> Dispute:
    """How an answered dispute ended (one of DECISIONS); an upheld one is put right by the ledger's own actions.

    Raises NotFound, NotPermitted, CollectionRefused, MoveRefused.
    """
    by.require(Capability.APPROVE_RELIEF)
    if decision not in DECISIONS:
        raise CollectionRefused("请选异议的结果：成立、不成立，或者协商解决。", code="collection.choice")
    dispute = get_dispute_for(by, dispute_id)
    move(dispute, to=decision, by=by, at=at, decided_on=day_of(at), decided_by_no=by.membership_id)
    return dispute


def withdraw_dispute(*, dispute_id: int, by: Actor, at: dt.datetime) -> Dispute:
    """The owner takes it back. Raises NotFound, NotPermitted, MoveRefused."""
    by.require(Capability.CONTACT)
    dispute = get_dispute_for(by, dispute_id)
    move(dispute, to=DisputeState.WITHDRAWN, by=by, at=at, decided_on=day_of(at), decided_by_no=by.membership_id)
    return dispute

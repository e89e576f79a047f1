"""Breathing space: nobody speaks of money for a while, because life is hard enough just now."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db import transaction

from jiefen.accounts.actors import Actor
from jiefen.accounts.roles import Capability
from jiefen.collection import terms
from jiefen.collection.access import get_breathing_space_for
from jiefen.collection.actions import checks
from jiefen.collection.models import BreathingReason, BreathingSpace, Conversation
from jiefen.collection.refusals import CollectionRefused
from jiefen.collection.states import BreathingState, move
from jiefen.estates.access import lock_premises_for
from jiefen.shared.clock import day_of

STANDING: Final = (BreathingState.REQUESTED, BreathingState.GRANTED)


def request_breathing_space(
    *,
    premises_id: int,
    reason: str,
    from_on: dt.date,
    until_on: dt.date,
    by: Actor,
    at: dt.datetime,
    words: str = "",
    conversation: Conversation | None = None,
    said_at: dt.datetime | None = None,
) -> BreathingSpace:
    """The owner asks for time, both days included. While somebody decides, the household is left in peace already.

    Raises NotFound, NotPermitted, CollectionRefused.
    """
    by.require(Capability.CONTACT)
    checks.choice(reason, BreathingReason, "需要暂缓的原因")
    said = checks.words(words, "业主的话")
    checks.in_order(from_on, until_on)
    checks.from_today(until_on, said_at or at, "暂缓的结束日期")
    with transaction.atomic():
        premises = lock_premises_for(by, premises_id)
        if BreathingSpace.objects.filter(premises=premises, state__in=STANDING, until_on__gte=day_of(at)).exists():
            sentence = "这一户已经申请或正在暂缓。请先结束原来的，再重新申请。"
            raise CollectionRefused(sentence, code="collection.breathing_exists")
        row: BreathingSpace = BreathingSpace.objects.create(
            organisation_id=premises.organisation_id, premises=premises, conversation=conversation, reason=reason,
            words=said, from_on=from_on, until_on=until_on, requested_at=at, requested_by_no=by.membership_id,
        )  # fmt: skip
        checks.log(
            "breathing_space_requested", row, by=by, at=at, premises=premises.pk, reason=reason,
            from_on=str(from_on), until_on=str(until_on),
        )  # fmt: skip
    return row


def grant_breathing_space(
    *, breathing_id: int, by: Actor, at: dt.datetime, until_on: dt.date | None = None
) -> BreathingSpace:
    """Granted, to the day asked for or another ``until_on``. Raises NotFound, NotPermitted, CollectionRefused, MoveRefused."""
    by.require(Capability.APPROVE_RELIEF)
    row = get_breathing_space_for(by, breathing_id)
    day = until_on or row.until_on
    checks.in_order(row.from_on, day)
    approval = terms.for_breathing_space(row, day, today=day_of(at))
    terms.check(approval, by=by, requested_by=row.requested_by_no)
    move(row, to=BreathingState.GRANTED, by=by, at=at, until_on=day, decided_by_no=by.membership_id)
    return row


def refuse_breathing_space(*, breathing_id: int, reason: str, by: Actor, at: dt.datetime) -> BreathingSpace:
    """Not granted; why is kept. Raises NotFound, NotPermitted, CollectionRefused, MoveRefused."""
    by.require(Capability.APPROVE_RELIEF)
    why = checks.line(reason, "没有批准的原因", required=True)
    row = get_breathing_space_for(by, breathing_id)
    move(row, to=BreathingState.REFUSED, by=by, at=at, decided_by_no=by.membership_id, decision=why)
    return row


def end_breathing_space(*, breathing_id: int, reason: str, by: Actor, at: dt.datetime) -> BreathingSpace:
    """Over before its day, for example because the owner is ready. Raises NotFound, NotPermitted, CollectionRefused, MoveRefused."""
    by.require(Capability.CONTACT)
    why = checks.line(reason, "提前结束的原因", required=True)
    row = get_breathing_space_for(by, breathing_id)
    move(row, to=BreathingState.ENDED, by=by, at=at, decision=why)
    return row

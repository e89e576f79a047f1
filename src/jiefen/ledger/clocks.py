"""From ledger rows to the facts rules/limitation asks for: which events touched which charge of a household.

Part payments are not stored as events: an allocation *is* the proof, so they are read from the allocations.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, cast

from django.db import connection
from django.db.models import BigIntegerField, Exists, OuterRef, Q, QuerySet, Value

from jiefen.ledger.models import Allocation, Charge, ChargePosition, LimitationEvent, PaymentMethod
from jiefen.rules.limitation import ChargeClock, Clock, Event, clocks_for

# A sheet that says "received 200" does not say when: it proves no date on which a clock could start again.
UNDATED = (PaymentMethod.PRIOR, PaymentMethod.OFFSET)


def events_for(premises_ids: Iterable[int]) -> dict[int, list[Event]]:
    """Per premises, the events that count: recorded ones not retracted, and part payments. One query."""
    ids = list(premises_ids)
    covers: dict[tuple[int, int | None], list[int]] = defaultdict(list)
    facts: dict[tuple[int, int | None], tuple[dt.date, str, str]] = {}
    found: dict[int, list[Event]] = defaultdict(list)
    for premises_id, event_id, on, kind, proof, charge_id in _recorded(ids).union(_part_payments(ids), all=True):
        if event_id is None:
            found[premises_id].append(Event(on, kind, proof, covers=frozenset({charge_id})))
            continue
        facts[premises_id, event_id] = (on, kind, proof)
        if charge_id is not None:
            covers[premises_id, event_id].append(charge_id)
    for key, (on, kind, proof) in facts.items():
        found[key[0]].append(Event(on, kind, proof or None, covers=frozenset(covers[key]) or None))
    return dict(found)


def _recorded(premises_ids: list[int]) -> QuerySet[LimitationEvent, Any]:
    """(premises, event, day, kind, proof, charge covered or None) of every recorded event that stands."""
    retractions = LimitationEvent.objects.filter(retracts=OuterRef("pk"))
    standing = LimitationEvent.objects.filter(premises_id__in=premises_ids, retracts=None).exclude(Exists(retractions))
    return standing.values_list("premises_id", "pk", "on", "kind", "proof", "covers__charge_id")


def _part_payments(premises_ids: list[int]) -> QuerySet[Allocation, Any]:
    """The same columns for every standing principal allocation with a known day, without an event's number.

    The day is when the owner paid: that the company put an old prepayment to a charge is no act of the owner.
    """
    reversals = Allocation.objects.filter(reversal_of=OuterRef("pk"))
    standing = Allocation.objects.filter(
        charge__premises_id__in=premises_ids, component="principal", reversal_of=None
    ).exclude(Q(payment__method__in=UNDATED) | Exists(reversals))
    said = {"no_event": Value(None, BigIntegerField()), "what": Value("part_payment"), "proved_by": Value("ledger")}
    columns = ("charge__premises_id", "no_event", "payment__paid_on", "what", "proved_by", "charge_id")
    return standing.annotate(**said).values_list(*columns)


def clocks_of(premises_id: int, charges: Iterable[Charge], *, today: dt.date) -> dict[int, Clock]:
    """The clock of each given charge that has a due date, with reasons."""
    asked = [_as_clock(charge) for charge in charges if charge.due_on]
    events = events_for([premises_id]).get(premises_id, [])
    return {int(clock.id): clock for clock in clocks_for(asked, events, today)}


def _as_clock(charge: Charge) -> ChargeClock:
    """The rule's view of a charge that has a due date."""
    due_on = cast(dt.date, charge.due_on)
    return ChargeClock(charge.pk, due_on, charge.amount_fen, charge.period_start, charge.period_end)


def apply_events(condition: str, params: tuple[Any, ...], *, today: dt.date) -> None:
    """Correct ``expires_on`` of the open charges in scope whose clocks an event has moved."""
    premises_ids = _premises_with_events(condition, params)
    if not premises_ids:
        return
    events = events_for(premises_ids)
    open_charges: dict[int, list[ChargePosition]] = defaultdict(list)
    waiting = ChargePosition.objects.filter(premises_id__in=premises_ids, due_on__isnull=False)
    for position in waiting.select_related("charge"):
        open_charges[position.premises_id].append(position)
    moved = []
    for premises_id, positions in open_charges.items():
        found = clocks_for([_as_clock(p.charge) for p in positions], events.get(premises_id, []), today)
        expiry = {clock.id: clock.expires_on for clock in found}
        for position in positions:
            if expiry[position.charge_id] != position.expires_on:
                position.expires_on = expiry[position.charge_id]
                moved.append(position)
    ChargePosition.objects.bulk_update(moved, ["expires_on"], batch_size=400)


def _premises_with_events(condition: str, params: tuple[Any, ...]) -> list[int]:
    """Premises in scope with open charges and at least one event or dated part payment on them."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT DISTINCT premises_id FROM ledger_limitationevent WHERE premises_id {condition} UNION "
            "SELECT o.premises_id FROM ledger_chargeposition o JOIN ledger_allocation a ON a.charge_id = o.charge_id "
            f"WHERE o.premises_id {condition}",
            params * 2,
        )
        return [row[0] for row in cursor.fetchall()]

"""From ledger rows to the facts rules/limitation asks for: which events touched which charge of a household.

Part payments are not stored as events: an allocation *is* the proof, so they are read from the allocations.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q

from jiefen.ledger.models import Allocation, Charge, ChargePosition, LimitationCover, LimitationEvent, PaymentMethod
from jiefen.rules.limitation import ChargeClock, Clock, Event, clocks_for

# A sheet that says "received 200" does not say when: it proves no date on which a clock could start again.
UNDATED = (PaymentMethod.PRIOR, PaymentMethod.OFFSET)


def events_for(premises_ids: Iterable[int]) -> dict[int, list[Event]]:
    """Per premises, the events that count: recorded ones not retracted, and part payments. Three queries."""
    ids = list(premises_ids)
    found: dict[int, list[Event]] = defaultdict(list)
    retractions = LimitationEvent.objects.filter(retracts=OuterRef("pk"))
    recorded = LimitationEvent.objects.filter(premises_id__in=ids, retracts=None).exclude(Exists(retractions))
    covers: dict[int, list[int]] = defaultdict(list)
    for event_id, charge_id in LimitationCover.objects.filter(event__premises_id__in=ids).values_list("event_id", "charge_id"):
        covers[event_id].append(charge_id)
    for row in recorded.order_by("on", "pk"):
        found[row.premises_id].append(Event(row.on, row.kind, row.proof or None, covers=tuple(covers[row.pk]) or None))
    for premises_id, charge_id, on in _part_payments(ids):
        found[premises_id].append(Event(on, "part_payment", "ledger", covers=(charge_id,)))
    return dict(found)


def _part_payments(premises_ids: list[int]) -> Iterable[tuple[int, int, dt.date]]:
    """(premises, charge, day) of every standing principal allocation with a known day."""
    reversals = Allocation.objects.filter(reversal_of=OuterRef("pk"))
    standing = Allocation.objects.filter(
        charge__premises_id__in=premises_ids, component="principal", reversal_of=None
    ).exclude(Q(payment__method__in=UNDATED) | Exists(reversals))
    return standing.order_by("pk").values_list("charge__premises_id", "charge_id", "effective_on")


def clocks_of(premises_id: int, charges: Iterable[Charge], *, today: dt.date) -> dict[int, Clock]:
    """The clock of each given charge that has a due date, with reasons."""
    asked = [_as_clock(charge) for charge in charges if charge.due_on]
    events = events_for([premises_id]).get(premises_id, [])
    return {int(clock.id): clock for clock in clocks_for(asked, events, today)}


def _as_clock(charge: Charge) -> ChargeClock:
    assert charge.due_on is not None
    return ChargeClock(charge.pk, charge.due_on, charge.amount_fen, charge.period_start, charge.period_end)


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

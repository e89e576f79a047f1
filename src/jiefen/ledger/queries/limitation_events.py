"""Reads of recorded limitation events, in the words of rules/limitation."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, F

from jiefen.ledger.models import LimitationEvent
from jiefen.rules.limitation_facts import Event, read_event
from jiefen.rules.limitation_terms import proof_code, rule


@dataclass(frozen=True, slots=True)
class EventWords:
    """An event as people say it. ``refusal``: why it proves nothing, "" when it counts."""

    label: str
    proof: str
    refusal: str


@dataclass(frozen=True, slots=True)
class RecordedEvent:
    """One recorded event. ``covers``: how many charges it names, 0 for all. A retracted one keeps the reason."""

    id: int
    on: dt.date
    words: EventWords
    note: str
    covers: int
    is_retracted: bool
    retraction_note: str


def event_in_words(on: dt.date, kind: str, proof: str) -> EventWords:
    """The table's labels and its judgement of the proof. Raises LimitationError for an unknown kind."""
    fact = read_event(Event(on, kind, proof or None))
    label = rule("proof", proof_code(proof), on).text("label")
    return EventWords(fact.label, label, fact.refusal.text if fact.refusal else "")


def recorded_events(premises_id: int) -> list[RecordedEvent]:
    """Every recorded event of premises the caller may see, newest first, retracted ones included. One query."""
    rows = LimitationEvent.objects.filter(premises_id=premises_id, retracts=None).order_by("-on", "-pk")
    asked = rows.annotate(named=Count("covers"), answer=F("retracted_by__pk"), why=F("retracted_by__note"))
    return [
        RecordedEvent(
            row.pk,
            row.on,
            event_in_words(row.on, row.kind, row.proof),
            row.note,
            row.named,
            row.answer is not None,
            row.why or "",
        )
        for row in asked
    ]

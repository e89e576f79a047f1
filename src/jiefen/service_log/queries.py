"""What was done for whom, and what still waits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, F, Q, QuerySet

from jiefen.accounts.actors import Actor
from jiefen.estates.queries import within_reach
from jiefen.service_log.models import RepairTicket, ServiceRecord
from jiefen.service_log.states import WAITING, TicketState

if TYPE_CHECKING:
    from jiefen.estates.models import Premises


@dataclass(frozen=True, slots=True)
class TicketCounts:
    """How many tickets stand where."""

    open: int
    in_progress: int
    fixed: int
    closed: int


def records_for_premises(premises: Premises, *, since: dt.date | None = None) -> QuerySet[ServiceRecord]:
    """What reached this door: done here, in its entrance, its building or its whole estate. Newest first, one query.

    ``since``: only what was done after that day, e.g. the last payment.
    """
    here = Q(premises_id=premises.pk)
    building = Q(premises=None, building_id=premises.building_id) & Q(entrance__in=("", premises.entrance))
    estate = Q(premises=None, building=None)
    found: QuerySet[ServiceRecord] = ServiceRecord.objects.of(premises.organisation_id).filter(
        here | building | estate, estate_id=premises.estate_id
    )
    return (found.filter(done_on__gt=since) if since else found).order_by("-done_on", "-pk")


def tickets_for_premises(premises: Premises) -> QuerySet[RepairTicket]:
    """The household's tickets, newest first. One query."""
    found: QuerySet[RepairTicket] = RepairTicket.objects.of(premises.organisation_id).filter(premises_id=premises.pk)
    return found.order_by("-opened_on", "-pk")


def has_waiting_ticket(premises_id: int) -> bool:
    """Whether the owner still waits for a repair: open, in work, or fixed but not confirmed by him."""
    return bool(RepairTicket.objects.filter(premises_id=premises_id, state__in=WAITING).exists())


def waiting_premises(organisation_id: int, ids: Iterable[int] | None = None) -> set[int]:
    """Premises of the organisation (or of ``ids``) that wait for a repair. One query."""
    waiting = RepairTicket.objects.of(organisation_id).filter(state__in=WAITING)
    if ids is not None:
        waiting = waiting.filter(premises_id__in=list(ids))
    return set(waiting.values_list("premises_id", flat=True))


def waiting_since(organisation_id: int) -> dict[int, dt.date]:
    """Per premises with a waiting ticket, the day of the oldest one. One query, for nightly work."""
    waiting = RepairTicket.objects.of(organisation_id).filter(state__in=WAITING).order_by("-opened_on", "-pk")
    return dict(waiting.values_list("premises_id", "opened_on"))


def waiting_tickets(actor: Actor) -> QuerySet[RepairTicket]:
    """Tickets within the actor's reach that are not closed, oldest first, premises loaded."""
    reach = within_reach(actor, "premises__estate")
    found: QuerySet[RepairTicket] = RepairTicket.objects.filter(reach, state__in=WAITING)
    return found.select_related("premises").order_by("opened_on", "pk")


def ticket_counts(actor: Actor) -> TicketCounts:
    """How many tickets within reach stand where. One query."""
    rows = RepairTicket.objects.filter(within_reach(actor, "premises__estate"))
    counted = rows.values(name=F("state")).annotate(many=Count("pk")).values_list("name", "many")
    found = dict.fromkeys(TicketState.values, 0) | dict(counted)
    return TicketCounts(**{str(state): number for state, number in found.items()})


def waiting_words(premises_ids: Iterable[int]) -> dict[int, str]:
    """Per premises with a waiting ticket, what the oldest one says. One query."""
    return waiting_words_in(waiting_of(premises_ids).only("premises_id", "what", "opened_on"))


def waiting_words_in(waiting: Iterable[RepairTicket]) -> dict[int, str]:
    """The same from waiting tickets that were read already. No query."""
    newest_first = sorted(waiting, key=lambda row: (row.opened_on, row.pk), reverse=True)
    return {row.premises_id: row.what for row in newest_first}


def last_closed_ticket(premises_id: int, *, since: dt.date) -> RepairTicket | None:
    """The ticket of these premises that its owner confirmed last, on ``since`` or later. One query."""
    closed = RepairTicket.objects.filter(premises_id=premises_id, state=TicketState.CLOSED, closed_on__gte=since)
    found: RepairTicket | None = closed.order_by("-closed_on", "-pk").first()
    return found


def waiting_of(premises_ids: Iterable[int]) -> QuerySet[RepairTicket]:
    """Tickets of these premises that are not closed."""
    rows: QuerySet[RepairTicket] = RepairTicket.objects.filter(premises_id__in=premises_ids, state__in=WAITING)
    return rows

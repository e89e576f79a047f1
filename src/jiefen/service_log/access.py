"""The only door to a ticket. What one may not know of does not exist: NotFound either way."""

from __future__ import annotations

from jiefen.accounts.actors import Actor
from jiefen.estates.queries import within_reach
from jiefen.service_log.models import RepairTicket
from jiefen.shared.errors import NotFound


def get_ticket_for(actor: Actor, ticket_id: int) -> RepairTicket:
    """The ticket with its premises loaded (one query), or NotFound."""
    reachable = RepairTicket.objects.filter(within_reach(actor, "premises__estate"), premises__withdrawn_at=None)
    found: RepairTicket | None = reachable.select_related("premises").filter(pk=ticket_id).first()
    if found is None:
        raise NotFound
    return found

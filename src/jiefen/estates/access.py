"""The only door to premises and estates. What one may not know of does not exist: NotFound either way."""

from __future__ import annotations

from jiefen.accounts.actors import Actor
from jiefen.estates.models import Estate, Premises
from jiefen.estates.queries import within_reach
from jiefen.shared.errors import NotFound


def get_premises_for(actor: Actor, premises_id: int) -> Premises:
    """The premises with estate and building loaded (one query), or NotFound."""
    return _one(actor, premises_id, lock=False)


def lock_premises_for(actor: Actor, premises_id: int) -> Premises:
    """The same, its row locked until the transaction ends: writers to one household's money queue up here."""
    return _one(actor, premises_id, lock=True)


def _one(actor: Actor, premises_id: int, *, lock: bool) -> Premises:
    reachable = Premises.objects.filter(within_reach(actor), pk=premises_id, withdrawn_at=None)
    rows = reachable.select_related("estate", "building")
    found: Premises | None = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if found is None:
        raise NotFound
    return found


def get_estate_for(actor: Actor, estate_id: int, *, lock: bool = False) -> Estate:
    """The estate, or NotFound. ``lock``: until the transaction ends."""
    rows = Estate.objects.filter(within_reach(actor, "pk"), pk=estate_id)
    found: Estate | None = (rows.select_for_update() if lock else rows).first()
    if found is None:
        raise NotFound
    return found

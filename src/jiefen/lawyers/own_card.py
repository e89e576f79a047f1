"""Which card is mine."""

from __future__ import annotations

from jiefen.accounts.actors import Actor
from jiefen.accounts.queries import user_id_of
from jiefen.lawyers.models import Lawyer


def own_card_id(actor: Actor) -> int | None:
    """The card of the person at work; None while he has none. Two queries."""
    user_id = user_id_of(actor)
    return None if user_id is None else Lawyer.objects.filter(user_id=user_id).values_list("pk", flat=True).first()

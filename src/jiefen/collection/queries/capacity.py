"""How many households each steward looks after in a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from jiefen.accounts.actors import Actor
from jiefen.accounts.models import Membership
from jiefen.accounts.roles import Capability
from jiefen.collection.models import StewardCapacity
from jiefen.rules.stage_facts import numbers
from jiefen.shared.errors import NotFound


def usual_cards(day: dt.date) -> int:
    """What holds when nothing else was agreed (table ``stages``: cards_per_day)."""
    return numbers(day)["cards_per_day"]


def capacities(organisation_id: int, day: dt.date) -> dict[int, int]:
    """Per steward with an agreement, the cards of ``day``. One query."""
    rows = StewardCapacity.objects.of(organisation_id).filter(from_on__lte=day)
    return dict(rows.order_by("from_on", "pk").values_list("steward_id", "cards"))


def cards_on(rows: Iterable[StewardCapacity], day: dt.date) -> int:
    """The cards of ``day`` by one steward's rows, in any order. No query."""
    begun = [row for row in rows if row.from_on <= day]
    return max(begun, key=lambda row: (row.from_on, row.pk)).cards if begun else usual_cards(day)


@dataclass(frozen=True, slots=True)
class Agreed:
    """One colleague, what holds today, and everything agreed so far, newest first."""

    membership_id: int
    name: str
    cards: int
    history: tuple[StewardCapacity, ...]


def agreed_with(actor: Actor, membership_id: int, *, today: dt.date) -> Agreed:
    """Of a colleague in the asker's own organisation. Two queries. Raises NotPermitted, NotFound."""
    actor.require(Capability.VIEW_TEAM)
    mine = Membership.objects.filter(organisation_id=actor.organisation_id, is_active=True).select_related("user")
    member = mine.filter(pk=membership_id).first()
    if member is None:
        raise NotFound
    rows = StewardCapacity.objects.of(actor.organisation_id).filter(steward=member).order_by("-from_on", "-pk")
    history = tuple(rows)
    return Agreed(member.pk, member.shown_name, cards_on(history, today), history)

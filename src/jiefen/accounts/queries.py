"""Reads of people and organisations."""

from __future__ import annotations

from jiefen.accounts.actors import Actor
from jiefen.accounts.models import Membership, Organisation


def actor_for_user(user_id: int, *, membership_id: int | None = None) -> Actor | None:
    """The Actor of this user in the chosen organisation (or his first active one); None without any."""
    memberships = Membership.objects.filter(user_id=user_id, is_active=True, user__is_active=True)
    if membership_id is not None:
        memberships = memberships.filter(pk=membership_id)
    found = memberships.select_related("user").order_by("pk").first()
    return actor_of_membership(found) if found else None


def actor_of_membership(membership: Membership) -> Actor:
    """A membership at work. ``membership.user`` should be loaded."""
    return Actor(membership.organisation_id, membership.pk, membership.role, membership.user.display_name)


def organisation_name(organisation_id: int) -> str:
    """The organisation's name for page headers."""
    return str(Organisation.objects.values_list("name", flat=True).get(pk=organisation_id))

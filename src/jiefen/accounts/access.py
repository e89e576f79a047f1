"""The only door to a colleague's row."""

from __future__ import annotations

from jiefen.accounts.actors import Actor
from jiefen.accounts.models import Membership
from jiefen.accounts.roles import Capability
from jiefen.shared.errors import NotFound


def get_member_for(by: Actor, membership_id: int) -> Membership:
    """A membership of the asker's own organisation, its user loaded. Raises NotPermitted, NotFound."""
    by.require(Capability.MANAGE_PEOPLE)
    mine = Membership.objects.filter(organisation_id=by.organisation_id).select_related("user")
    member = mine.filter(pk=membership_id).first()
    if member is None:
        raise NotFound
    return member

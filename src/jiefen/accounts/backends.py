"""How a signed-in person is loaded for each request: with his memberships and organisations, in one query."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend

from jiefen.accounts.models import Membership, User


class MembershipBackend(ModelBackend):
    """Loads the user together with his active memberships (``loaded_memberships``), first joined first."""

    def get_user(self, user_id: Any) -> User | None:
        """The active user, or None."""
        active = Membership.objects.filter(user_id=user_id, is_active=True, user__is_active=True)
        memberships = list(active.select_related("user", "organisation").order_by("pk"))
        user = memberships[0].user if memberships else User.objects.filter(pk=user_id, is_active=True).first()
        if user is not None:
            user.loaded_memberships = memberships
        return user

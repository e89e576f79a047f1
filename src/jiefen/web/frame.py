"""The frame around every signed-in page: who is working, where he is, where he can go. One per surface, one shape."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from jiefen.accounts.roles import Capability, Role
from jiefen.web.session import actor_of
from jiefen.web.ui.parts import NavItem

# (url name, label, icon, capability needed)
Place = tuple[str, str, str, Capability]


def frame(request: HttpRequest, places: Sequence[Place], current: str, **context: Any) -> dict[str, Any]:
    """Template context for ``ui/base_app.html``; the first of ``places`` is the surface's home, ``current`` the open one."""
    actor = actor_of(request)
    nav = [
        NavItem(label, reverse(name), icon, current=name == current)
        for name, label, icon, capability in places
        if actor.can(capability)
    ]
    return {
        "nav": nav,
        "organisation_name": actor.organisation_name,
        "home_url": reverse(places[0][0]),
        "person_name": actor.display_name,
        "person_role": Role(actor.role).label,
        "sign_out_url": reverse("sign_out"),
        "person_links": [("改密码", reverse("change_password")), ("换一家公司", reverse("choose_organisation"))],
        **context,
    }

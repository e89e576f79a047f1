"""From the browser session to the Actor who is acting, and to what every template may show of him."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from jiefen.accounts.actors import Actor
from jiefen.accounts.queries import actor_for_user

GetResponse = Callable[[HttpRequest], HttpResponse]
MEMBERSHIP_KEY = "membership_id"  # which of his organisations a person is working in


class ActorMiddleware:
    """Sets ``request.actor`` (Actor or None). Loading the user brings his memberships: one query, none for a visitor.

    Asked anew for every request, so that a deactivated colleague is out at once.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Resolve the actor and go on."""
        actor: Actor | None = None
        if request.user.is_authenticated:
            actor = actor_for_user(request.user, membership_id=request.session.get(MEMBERSHIP_KEY))
        setattr(request, "actor", actor)  # noqa: B010 — HttpRequest declares no such attribute
        return self.get_response(request)


def actor_of(request: HttpRequest) -> Actor:
    """The signed-in actor; views behind ``signed_in`` may rely on it."""
    actor = actor_or_none(request)
    if actor is None:
        raise RuntimeError("view used without the signed_in decorator")
    return actor


def actor_or_none(request: HttpRequest) -> Actor | None:
    """The actor, for pages that everybody may open."""
    return getattr(request, "actor", None)


def address_of(request: HttpRequest) -> str:
    """The network address the rate limits count. Behind a proxy the server resolves it (uvicorn's
    ``--forwarded-allow-ips``); a header that anybody can write is not read here.
    """
    return str(request.META.get("REMOTE_ADDR", ""))


def actor_context(request: HttpRequest) -> dict[str, Any]:
    """Template context: ``actor`` or None."""
    return {"actor": actor_or_none(request)}

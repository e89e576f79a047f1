"""Which surface a role works at: where signing in leads when no page was asked for."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest
from django.urls import reverse

from jiefen.accounts.roles import Role
from jiefen.web.session import actor_or_none

HOME: Final[dict[str, str]] = {Role.LAWYER: "desk", Role.OPERATOR: "ops"}
WORKBENCH: Final = "today"


def home_of(request: HttpRequest) -> str:
    """The address of the signed-in person's own surface; the workbench's for everybody else."""
    actor = actor_or_none(request)
    return reverse(HOME.get(actor.role, WORKBENCH) if actor else WORKBENCH)


def home_of_role(role: str) -> str:
    """The same for somebody about to be signed in."""
    return reverse(HOME.get(role, WORKBENCH))

"""From a request's cookies to the person who asks. Runs in a worker thread."""

from __future__ import annotations

import time
from types import SimpleNamespace
from typing import Any, Final, cast

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore

from jiefen.accounts import visitors
from jiefen.accounts.actors import Actor
from jiefen.accounts.models import Membership, User
from jiefen.accounts.queries import actor_for_user
from jiefen.chat.access import Person
from jiefen.chat.models import Seat

MEMBERSHIP_KEY: Final = "membership_id"  # as web/session.py keeps it
REMEMBERED_S, MOST_VISITORS = 60.0, 20_000
_visitors: dict[str, tuple[int, float]] = {}


def cookies_of(header: str) -> dict[str, str]:
    """A Cookie header as a dict; nonsense in it is left out."""
    pairs = (part.strip().partition("=") for part in header.split(";"))
    return {name: value.strip('"') for name, found, value in pairs if found}


def person_of(cookies: dict[str, str]) -> Person:
    """Who this browser is, a member asked anew each time: a colleague deactivated a second ago is nobody. At most three queries."""
    actor = actor_of(cookies.get(settings.SESSION_COOKIE_NAME, ""))
    return Person(actor.membership_id if actor else None, _visitor_with(cookies.get(visitors.COOKIE, "")))


def _visitor_with(token: str) -> int | None:
    """A visitor's secret stays his for a year, so it is looked up once a minute, not at every word he writes."""
    known = _visitors.get(token)
    if known is not None and time.monotonic() - known[1] < REMEMBERED_S:
        return known[0]
    found = visitors.visitor_with(token)
    if found is not None:
        if len(_visitors) >= MOST_VISITORS:
            _visitors.clear()
        _visitors[token] = (found, time.monotonic())
    return found


def actor_of(session_key: str) -> Actor | None:
    """The member a session belongs to; None without one, or while a handed-over password waits to be changed."""
    if not session_key:
        return None
    session = SessionStore(session_key)
    user = get_user(cast(Any, SimpleNamespace(session=session)))
    if not isinstance(user, User):
        return None
    actor = actor_for_user(user, membership_id=session.get(MEMBERSHIP_KEY))
    return None if actor is None or actor.must_change_password else actor


def no_longer_there(members: set[int], seats: set[int]) -> tuple[set[int], set[int]]:
    """Which of these memberships ended, and which of these seats were left. Two queries."""
    at_work = Membership.objects.filter(pk__in=members, is_active=True, user__is_active=True)
    left = Seat.objects.filter(pk__in=seats, left_at__isnull=False)
    return members - set(at_work.values_list("pk", flat=True)), set(left.values_list("pk", flat=True))

"""Who is at this browser, and his seat. A stranger is told that nothing is there."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest

from jiefen.chat.access import Person, seat_for
from jiefen.chat.models import Seat
from jiefen.web.session import actor_or_none
from jiefen.web.visitor import visitor_of


def person_of(request: HttpRequest) -> Person:
    """The member and the visitor of a request."""
    actor = actor_or_none(request)
    member = actor.membership_id if actor and not actor.must_change_password else None
    return Person(member, visitor_of(request))


def seat_of(request: HttpRequest, public_id: str) -> Seat:
    """The seat in a conversation. Raises NotFound."""
    return seat_for(person_of(request), public_id)


def new_id(at: dt.datetime, seat: Seat) -> str:
    """The id a form carries, so that sending it twice is sending it once."""
    return f"form-{seat.pk}-{int(at.timestamp() * 1000)}"

"""Who is at this browser, and his seat. A stranger is told that nothing is there."""

from __future__ import annotations

import datetime as dt
import re

from django.http import HttpRequest

from jiefen.chat.access import Person, seat_for
from jiefen.chat.models import Seat
from jiefen.chat.rates import TooFast, buckets
from jiefen.web.session import actor_or_none, address_of
from jiefen.web.visitor import visitor_of


def person_of(request: HttpRequest) -> Person:
    """The member and the visitor of a request."""
    actor = actor_or_none(request)
    member = actor.membership_id if actor and not actor.must_change_password else None
    return Person(member, visitor_of(request))


def seat_of(request: HttpRequest, public_id: str) -> Seat:
    """The seat in a conversation. Raises NotFound."""
    return seat_for(person_of(request), public_id)


def writing_seat_of(request: HttpRequest, public_id: str, at: dt.datetime) -> Seat:
    """The seat of somebody who sends something. Raises NotFound, TooFast."""
    person = person_of(request)
    buckets.take("post_address", address_of(request), on=at.date())
    seat = seat_for(person, public_id)
    try:
        buckets.take("post_person", person.key, on=at.date())
    except TooFast:
        buckets.give_back("post_address", address_of(request), on=at.date())
        raise
    return seat


def number_in(text: str) -> int | None:
    """A message's number as an address or a form says it; None for anything else."""
    return int(text) if re.fullmatch(r"[0-9]{1,15}", text) else None


def new_id(at: dt.datetime, seat: Seat) -> str:
    """The id a form carries, so that sending it twice is sending it once."""
    return f"form-{seat.pk}-{int(at.timestamp() * 1000)}"

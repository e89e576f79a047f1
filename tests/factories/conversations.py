"""Conversations for tests: a visitor, a lawyer, and what they say. Everything by argument."""

from __future__ import annotations

import datetime as dt
from itertools import count

from jiefen.accounts.visitors import new_visitor
from jiefen.chat.access import Person, seat_for
from jiefen.chat.actions.messages import post_message
from jiefen.chat.actions.threads import join, open_thread
from jiefen.chat.models import Message, Seat
from jiefen.chat.states import SeatKind
from tests.factories.lawyers import make_lawyer_actor
from tests.factories.world import AT

_numbers = count(1)


def make_talk(*, name: str = "陆律师") -> tuple[Seat, Seat]:
    """(client's seat, lawyer's seat), as access gives them."""
    visitor_id, _ = new_visitor(at=AT)
    client = open_thread(visitor_id=visitor_id, at=AT)
    lawyer = make_lawyer_actor()
    join(thread_id=client.thread_id, kind=SeatKind.LAWYER, membership_id=lawyer.membership_id or 0, name=name, at=AT)
    return again(client), seat_for(Person(membership_id=lawyer.membership_id), client.thread.public_id)


def again(seat: Seat) -> Seat:
    """The seat as access gives it now."""
    is_client = seat.kind == SeatKind.CLIENT
    return seat_for(Person(**{"visitor_id" if is_client else "membership_id": seat.ref}), seat.thread.public_id)


def say(seat: Seat, text: str, *, at: dt.datetime = AT, **more: int) -> Message:
    return post_message(by=again(seat), client_id=f"test-{next(_numbers):06d}", text=text, at=at, **more).message

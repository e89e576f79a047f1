"""What a page sends up: a message, that somebody types, how far he has read. The seat is asked for at every one."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from jiefen.chat.access import Person, seat_for
from jiefen.chat.actions.marks import mark_read, typing
from jiefen.chat.actions.messages import post_message
from jiefen.chat.models import Seat
from jiefen.chat.queries import lines_of
from jiefen.chat.rates import Buckets, TooFast
from jiefen.chat.wire import wire
from jiefen.live.frames import frame
from jiefen.live.http import Request, Unreadable, answer, read_json
from jiefen.live.people import person_of
from jiefen.live.reading import messages_channel
from jiefen.live.work import in_thread, in_turn
from jiefen.shared import clock

if TYPE_CHECKING:
    from jiefen.live.app import Live


async def post(live: Live, request: Request, public_id: str) -> None:
    """``POST …/messages``: 201 for a new message, 200 for one that was there; both carry it."""
    body = await read_json(request)
    text, client_id, quote_of = body.get("text"), body.get("client_id"), body.get("quote_of")
    fitting = isinstance(text, str) and isinstance(client_id, str) and (quote_of is None or _is_number(quote_of))
    if not fitting:
        raise Unreadable
    live.buckets.take("post_address", request.address, on=live.today())
    try:
        thread_id, message, is_new = await in_turn(_post, live.buckets, request.cookies, public_id, body, clock.now())
    except TooFast:
        live.buckets.give_back("post_address", request.address, on=live.today())
        raise
    seq = message["seq"]
    live.hub.deliver(messages_channel(thread_id), [(seq, frame(message, seq=seq))] if is_new else [])
    await answer(request.send, 201 if is_new else 200, {"message": message})


async def type_(live: Live, request: Request, public_id: str) -> None:
    """``POST …/typing``: the others see it at once, at whatever process; nothing is stored."""
    line = await in_thread(_type, live.buckets, request.cookies, public_id)
    live.hear(line)
    live.tell_neighbours(line)
    await answer(request.send, 200, {})


async def read(live: Live, request: Request, public_id: str) -> None:
    """``POST …/read``: {"seq": 12}."""
    seq = (await read_json(request)).get("seq")
    if not _is_number(seq):
        raise Unreadable
    changed = await in_turn(_read, live.buckets, request.cookies, public_id, seq, clock.now())
    live.poke()
    await answer(request.send, 200, {"changed": changed})


def _is_number(said: Any) -> bool:
    """A message's number as JSON says it: true is none, and neither is what no table could hold."""
    return type(said) is int and 0 <= said < 10**15


def _post(
    buckets: Buckets, cookies: dict[str, str], public_id: str, body: dict[str, Any], at: dt.datetime
) -> tuple[int, dict[str, Any], bool]:
    """The thread, the message as it travels, whether it is new. A new one has neither file nor withdrawal yet."""
    person, seat = _seat(cookies, public_id)
    buckets.take("post_person", person.key, on=at.date())
    posted = post_message(by=seat, client_id=body["client_id"], text=body["text"], quote_of=body.get("quote_of"), at=at)
    travels = wire(posted.message) if posted.is_new else lines_of([posted.message])[0].wire
    return seat.thread_id, travels, posted.is_new


def _type(buckets: Buckets, cookies: dict[str, str], public_id: str) -> str:
    person, seat = _seat(cookies, public_id)
    buckets.take("mark_person", person.key, on=clock.today())
    return typing(by=seat)


def _read(buckets: Buckets, cookies: dict[str, str], public_id: str, seq: int, at: dt.datetime) -> bool:
    person, seat = _seat(cookies, public_id)
    buckets.take("mark_person", person.key, on=at.date())
    return mark_read(by=seat, seq=seq, at=at)


def _seat(cookies: dict[str, str], public_id: str) -> tuple[Person, Seat]:
    person = person_of(cookies)
    return person, seat_for(person, public_id)

"""Opening a stream: who asks, may he, from which number on; then the hub does the rest until the client goes."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qs

from django.conf import settings

from jiefen.accounts.roles import Capability
from jiefen.chat.access import Person, seat_for
from jiefen.chat.actions.marks import topic_of
from jiefen.chat.models import Seat
from jiefen.chat.queries import marks_of
from jiefen.chat.refusals import ReadOnlySeat
from jiefen.chat.states import SeatKind
from jiefen.chat.wire import instant
from jiefen.live.frames import frame, retry
from jiefen.live.http import Request
from jiefen.live.listener import Listener
from jiefen.live.people import actor_of, person_of
from jiefen.live.reading import messages_channel, topic_channel
from jiefen.live.work import in_thread
from jiefen.shared import clock
from jiefen.shared.errors import NotFound, NotPermitted
from jiefen.shared.live_topics.queries import last_seq

if TYPE_CHECKING:
    from jiefen.live.app import Live

HEADERS: Final = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]


async def thread_stream(live: Live, request: Request, public_id: str) -> None:
    """``GET /live/threads/<id>/events``: messages with their number as id, and marks without. Raises what access raises."""
    person, seat, marks, marks_at = await in_thread(_open_thread, request.cookies, public_id)
    live.buckets.take("connect_person", person.key, on=live.today())
    member_id = None if seat.kind == SeatKind.CLIENT else seat.ref
    listener = Listener(request.send, seat_id=seat.pk, member_id=member_id)
    after = min(_after(request), seat.thread.last_seq)
    cursors = {messages_channel(seat.thread_id): after, topic_channel(topic_of(seat.thread_id)): marks_at}
    await _stream(live, request, listener, cursors, frame(marks, name="seats"))


async def desk_stream(live: Live, request: Request) -> None:
    """``GET /live/desk/events``: what is published under ``desk:<membership>``. Begins at now unless told otherwise."""
    membership_id, newest = await in_thread(_open_desk, request.cookies)
    live.buckets.take("connect_person", f"m{membership_id}", on=live.today())
    listener = Listener(request.send, membership_id=membership_id)
    after = min(_after(request, otherwise=newest), newest)
    first = frame({"seq": newest}, name="ready")
    await _stream(live, request, listener, {topic_channel(f"desk:{membership_id}"): after}, first)


async def _stream(live: Live, request: Request, listener: Listener, cursors: dict[str, int], first: bytes) -> None:
    """Until the client goes, the hub drops it, or the server stops."""
    await request.send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    await request.send({"type": "http.response.body", "body": retry() + first, "more_body": True})
    listener.task = asyncio.current_task()
    live.begin(listener, cursors)
    try:
        while (await request.receive())["type"] != "http.disconnect":
            pass
    except asyncio.CancelledError:
        if not listener.dropped:
            raise
    finally:
        live.hub.detach(listener)


def _open_thread(cookies: dict[str, str], public_id: str) -> tuple[Person, Seat, dict[str, Any], int]:
    """The seat, everybody's marks and our time as they are, and the number of the marks' topic they stand for."""
    person = person_of(cookies)
    seat = seat_for(person, public_id)
    if seat.left_at is not None:
        raise ReadOnlySeat
    marks_at = last_seq(topic_of(seat.thread_id))
    told = {"seats": marks_of(seat.thread_id), "me": seat.pk, "now": instant(clock.now())}
    return person, seat, told, marks_at


def _open_desk(cookies: dict[str, str]) -> tuple[int, int]:
    actor = actor_of(cookies.get(settings.SESSION_COOKIE_NAME, ""))
    if actor is None or actor.membership_id is None:
        raise NotFound
    if not (actor.can(Capability.ANSWER_QUESTIONS) or actor.can(Capability.RUN_SERVICE)):
        raise NotPermitted("你的角色没有接待台。需要的话，请管理员调整。")
    return actor.membership_id, last_seq(f"desk:{actor.membership_id}")


def _after(request: Request, otherwise: int = 0) -> int:
    """The number to go on after: what the browser remembers, else what the page says. Nonsense is taken for nothing, and
    the caller for a number that does not exist yet the newest.
    """
    said = request.header("last-event-id") or parse_qs(request.query.decode("latin-1")).get("after", [""])[0]
    return int(said) if said.isascii() and said.isdigit() and len(said) < 19 else otherwise

"""The hub as an ASGI application: /live/threads/<id>/{events,messages,typing,read} and /live/desk/events."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import re
import signal
import threading
from collections.abc import Awaitable, Callable
from typing import Any, Final

from django.conf import settings
from django.db import connection

from jiefen.chat.rates import buckets
from jiefen.live import posts, streams
from jiefen.live.http import Receive, Request, Scope, Send, answer, check_origin, refuse, request_of
from jiefen.live.hub import Event, Hub
from jiefen.live.listener import Listener
from jiefen.live.neighbours import neighbours_in
from jiefen.live.presence import keep_presence, show_out
from jiefen.live.reading import newest, read_after
from jiefen.live.watch import Watcher, hear
from jiefen.live.work import in_thread
from jiefen.rules.errors import RuleError
from jiefen.shared import clock

THREAD: Final = re.compile(r"/live/threads/([0-9A-Za-z_-]{8,24})/(events|messages|typing|read)")
POSTS: Final[dict[str, Callable[..., Awaitable[None]]]] = {
    "messages": posts.post, "typing": posts.type_, "read": posts.read,
}  # fmt: skip
SWEEP_EVERY: Final = 15  # seconds: how late a lost wake-up can make a message
log = logging.getLogger("jiefen.live")


async def _read(key: str, seq: int) -> list[Event]:
    return await in_thread(read_after, key, seq)


async def _newest(keys: list[str]) -> dict[str, int]:
    return await in_thread(newest, keys)


class Live:
    """One per process and event loop."""

    def __init__(self) -> None:
        self.hub = Hub(_read, _newest)
        self.buckets = buckets
        self._loop = asyncio.get_running_loop()
        self._watcher = Watcher(self.hub, self._loop)
        on_sqlite = connection.vendor == "sqlite"
        self._neighbours = neighbours_in(settings.DATA_FOLDER / "live", self._loop, self.hear) if on_sqlite else None
        self._seen: set[int] = set()
        self._chores = [self._loop.create_task(self._every_second())]
        self._stop_in_good_order()

    def today(self) -> dt.date:
        """The day limits are looked up on."""
        return clock.today()

    def poke(self) -> None:
        """This process has just written something."""
        self._watcher.poke()

    def hear(self, line: str) -> None:
        """Something that is worth no row, from wherever: for those who are here."""
        hear(self.hub, line)

    def tell_neighbours(self, line: str) -> None:
        """The same for the other processes on this SQLite file; on PostgreSQL the database carries it."""
        if self._neighbours is not None:
            self._neighbours.tell(line)

    def begin(self, listener: Listener, cursors: dict[str, int]) -> None:
        """Hand a stream to the hub; wake the watcher when it is the first."""
        was_quiet = not self.hub.heads
        self.hub.attach(listener, cursors)
        if listener.seat_id is not None:
            self._seen.add(listener.seat_id)
        if was_quiet:
            self._watcher.poke()

    async def close(self) -> None:
        """End all streams and chores."""
        await self.hub.goodbye()
        for chore in self._chores:
            chore.cancel()
        if self._neighbours is not None:
            self._neighbours.close()
        await asyncio.to_thread(self._watcher.stop)

    async def _every_second(self) -> None:
        """Heartbeats, presence, and the look for wake-ups that were lost."""
        second = 0
        while True:
            await asyncio.sleep(1)
            second += 1
            try:
                self.hub.beat(second)
                await self._now_and_then(second)
            except Exception:
                log.exception("a live chore failed; it is tried again")

    async def _now_and_then(self, second: int) -> None:
        if second % 5 == 0:
            seen, self._seen = self._seen, set()
            await keep_presence(self.hub, seen, clock.now())
        if second % SWEEP_EVERY == 0 and self.hub.heads:
            self.hub.resync()
            await show_out(self.hub)

    def _stop_in_good_order(self) -> None:
        """A server waits for its open connections before it tells us that it stops: so we listen for the signal, too."""
        if threading.current_thread() is not threading.main_thread():
            return
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._chained(signal.getsignal(number)))

    def _chained(self, before: Any) -> Callable[[int, Any], None]:
        def handle(number: int, stack: Any) -> None:
            self._loop.call_soon_threadsafe(lambda: self._chores.append(self._loop.create_task(self.hub.goodbye())))
            if callable(before):
                before(number, stack)

        return handle


_here: Live | None = None


def here() -> Live:
    """This process's hub, made on the first request."""
    global _here
    if _here is None:
        _here = Live()
    return _here


async def stop() -> None:
    """The server stops."""
    global _here
    if _here is not None:
        await _here.close()
        _here = None


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one request under /live/; refusals become JSON with the sentence for the person."""
    request = request_of(scope, receive, send)
    try:
        await _route(here(), request)
    except RuleError as error:
        await refuse(send, error)


async def _route(live: Live, request: Request) -> None:
    found = THREAD.fullmatch(request.path)
    is_stream = request.path == "/live/desk/events" or (found and found[2] == "events")
    if not found and not is_stream:
        await answer(request.send, 404, {"code": "not_found", "message": "没有这个地址。"})
    elif request.method != ("GET" if is_stream else "POST"):
        await answer(request.send, 405, {"code": "method", "message": "这个地址不这样用。"})
    elif live.hub.closing:
        await answer(
            request.send, 503, {"code": "closing", "message": "服务正在重启，马上就好。"}, (b"retry-after", b"1")
        )
    elif is_stream:
        live.buckets.take("connect_address", request.address, on=live.today())
        await (streams.thread_stream(live, request, found[1]) if found else streams.desk_stream(live, request))
    elif found:
        check_origin(request)
        if found[2] != "messages":  # marks cost a look at the tables: an address makes them as often as it may connect
            live.buckets.take("connect_address", f"marks of {request.address}", on=live.today())
        await POSTS[found[2]](live, request, found[1])

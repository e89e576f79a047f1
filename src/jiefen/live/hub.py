"""Who listens to what in this process, and carrying news to them in order, once, without gaps.

A channel is ``m:<thread>`` (its messages) or ``t:<topic>``. Events of a channel are numbered 1, 2, 3 … without gaps, so
a listener that is handed number n+2 knows that n+1 is missing and reads the table. A lost wake-up therefore costs time,
never a message.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from typing import Any, Final

from jiefen.live.frames import BEAT, BYE
from jiefen.live.listener import Listener

Event = tuple[int, bytes]
"""(number, frame)."""
Read = Callable[[str, int], Awaitable[list[Event]]]
"""Channel, number → the next events after it, from the tables; a full page means there may be more."""
Newest = Callable[[list[str]], Awaitable[dict[str, int]]]
"""Channels → how far they are in the tables."""

MOST_BEATS: Final = 90  # half an hour, then access is asked anew
BEAT_EVERY: Final = 20  # seconds; proxies give up on a silent connection after 60
PAGE: Final = 100
log = logging.getLogger("jiefen.live")


class Hub:
    """Everything happens in one event loop; ``heads`` alone is read by the watcher's thread."""

    def __init__(self, read: Read, newest: Newest) -> None:
        self._read, self._newest = read, newest
        self.channels: dict[str, set[Listener]] = {}
        self.heads: dict[str, int] = {}  # the newest number seen of every channel somebody listens to
        self.wheel: list[set[Listener]] = [set() for _ in range(BEAT_EVERY)]
        self._turn = 0
        self.closing = False
        self._chores: set[asyncio.Task[None]] = set()
        self._fresh: list[Listener] = []
        self._looking = False

    @property
    def listeners(self) -> list[Listener]:
        """Every open stream."""
        return [each for slot in self.wheel for each in slot]

    @property
    def count(self) -> int:
        """How many streams are open."""
        return sum(map(len, self.wheel))

    def attach(self, listener: Listener, cursors: dict[str, int]) -> None:
        """Begin to listen after the given numbers; what the tables already hold follows by itself."""
        listener.cursors = cursors
        listener.slot = self._turn = (self._turn + 1) % BEAT_EVERY
        self.wheel[listener.slot].add(listener)
        for key in cursors:
            self.channels.setdefault(key, set()).add(listener)
            self.heads.setdefault(key, 0)  # not ``seq``: a client may claim any number
        self._fresh.append(listener)
        if not self._looking:
            self._looking = True
            self._chore(self._check_fresh())

    async def _check_fresh(self) -> None:
        """Streams that begin together look together for what was written just before they began."""
        while some := self._fresh:
            self._fresh = []
            await self.check(*some)
        self._looking = False

    async def check(self, *listeners: Listener) -> None:
        """Let listeners catch up on what the tables hold beyond what they were sent."""
        try:
            newest = await self._newest(sorted({key for listener in listeners for key in listener.cursors}))
        except Exception:
            log.exception("the tables cannot be read; the streams end and the pages connect again")
            for listener in listeners:
                listener.drop()
            return
        for listener in listeners:
            for key, cursor in listener.cursors.items():
                if newest.get(key, 0) > cursor:
                    self.catch_up(listener, key)

    def detach(self, listener: Listener) -> None:
        """Forget a stream that ended."""
        self.wheel[listener.slot].discard(listener)
        for key in listener.cursors:
            listeners = self.channels.get(key)
            if listeners is not None:
                listeners.discard(listener)
                if not listeners:
                    del self.channels[key], self.heads[key]
        if listener.writer is not None:
            listener.writer.cancel()

    def deliver(self, key: str, events: Iterable[Event]) -> None:
        """Carry new events of a channel to whoever listens to it here."""
        listeners = self.channels.get(key)
        if not listeners:
            return
        for seq, data in events:
            self.heads[key] = max(seq, self.heads[key])
            for listener in tuple(listeners):
                self._offer(listener, key, seq, data)

    def pass_on(self, key: str, data: bytes) -> None:
        """Something without a number (typing): whoever is there hears it, nobody else ever will."""
        for listener in tuple(self.channels.get(key, ())):
            listener.write(data)

    def catch_up(self, listener: Listener, key: str) -> None:
        """Read what a listener misses, unless that is being done already."""
        listener.catching = listener.catching if listener.catching is not None else set()
        if key not in listener.catching:
            listener.catching.add(key)
            self._chore(self._catch_up(listener, key))

    def resync(self) -> None:
        """Wake-ups may have been lost: look how far the tables are."""
        if self.count:
            self._chore(self.check(*self.listeners))

    def _chore(self, work: Coroutine[Any, Any, None]) -> None:
        chore = asyncio.get_running_loop().create_task(work)
        self._chores.add(chore)
        chore.add_done_callback(self._chores.discard)

    def beat(self, second: int) -> None:
        """A twentieth of the streams hear that we are alive; called every second. An old stream ends: the page connects
        again, and who may no longer read is found out.
        """
        for listener in tuple(self.wheel[second % BEAT_EVERY]):
            listener.beats += 1
            if listener.beats < MOST_BEATS:
                listener.write(BEAT)
            else:
                self._end(listener)

    def cut(self, key: str, seat_id: int) -> None:
        """End the streams of a seat that was left."""
        for listener in tuple(self.channels.get(key, ())):
            if listener.seat_id == seat_id:
                self._end(listener)

    def end(self, members: set[int], seats: set[int]) -> None:
        """End the streams of memberships that ended and of seats that were left."""
        for listener in self.listeners:
            if listener.member_id in members or listener.seat_id in seats:
                self._end(listener)

    async def goodbye(self) -> None:
        """End every stream in good order, so that the clients come back elsewhere at once."""
        self.closing = True
        for listener in self.listeners:
            self._end(listener)
        await asyncio.sleep(0)

    def _end(self, listener: Listener) -> None:
        """Finish a stream in good order; one that does not keep up is dropped."""
        if listener.writer is None:
            listener.write(BYE, more=False)
        else:
            listener.drop()

    def _offer(self, listener: Listener, key: str, seq: int, data: bytes) -> None:
        cursor = listener.cursors[key]
        if seq <= cursor or (listener.catching and key in listener.catching):
            return
        if seq == cursor + 1:
            listener.cursors[key] = seq
            listener.write(data)
        else:
            self.catch_up(listener, key)

    async def _catch_up(self, listener: Listener, key: str) -> None:
        """Read pages until there is nothing more, and nothing new came meanwhile."""
        try:
            while not listener.dropped and listener in self.channels.get(key, ()):
                if listener.writer is not None:  # a slow client is read for no faster than it takes
                    await asyncio.wait({listener.writer})
                    continue
                if not await self._read_page(listener, key):
                    break
        except Exception:
            log.exception("reading %s failed; the stream ends and the page connects again", key)
            listener.drop()
        finally:
            if listener.catching is not None:
                listener.catching.discard(key)
                listener.catching = listener.catching or None

    async def _read_page(self, listener: Listener, key: str) -> bool:
        """Send one page; whether another must be read. Nothing reads no further: what is missing then was forgotten."""
        known = self.heads.get(key, 0)
        events = await self._read(key, listener.cursors[key])
        for seq, data in events:
            if seq > listener.cursors[key]:
                listener.cursors[key] = seq
                listener.write(data)
        if key in self.heads:
            self.heads[key] = max(self.heads[key], listener.cursors[key] if events else 0)
        if not events and known > listener.cursors[key]:
            listener.cursors[key] = known
        return len(events) >= PAGE or self.heads.get(key, 0) > listener.cursors[key]

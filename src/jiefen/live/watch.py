"""One watcher per process: a thread that learns of new rows, whoever wrote them, and hands them to the hub's loop."""

from __future__ import annotations

import asyncio
import json
import logging
import threading
from typing import Any

from django.db import connection

from jiefen.live.frames import frame
from jiefen.live.hub import Hub
from jiefen.live.reading import events_now, messages_channel, messages_now, topic_channel
from jiefen.live.signals_of_rows import News, Signal, signal_for

log = logging.getLogger("jiefen.live")
REST_AFTER_FAILURE = 1.0


class Watcher:
    """Sleeps while nobody listens. Whenever it begins, or the database had gone, everybody reads the tables once."""

    def __init__(self, hub: Hub, loop: asyncio.AbstractEventLoop) -> None:
        self._hub, self._loop = hub, loop
        self._poke = threading.Event()
        self._stopped = False
        self._thread = threading.Thread(target=self._run, name="live-watch", daemon=True)
        self._thread.start()

    def poke(self) -> None:
        """Look now: this process has just written something, or somebody has begun to listen."""
        self._poke.set()

    def stop(self) -> None:
        """End the thread."""
        self._stopped = True
        self._poke.set()
        self._thread.join(timeout=5)

    def _run(self) -> None:
        while not self._stopped:
            if not self._hub.heads:
                self._wait_for_somebody()
                continue
            try:
                self._watch(signal_for(connection.vendor, self._poke))
            except Exception:
                log.exception("watching for news failed; trying again")
                connection.close()
                self._poke.wait(REST_AFTER_FAILURE)
        connection.close()

    def _wait_for_somebody(self) -> None:
        self._poke.wait(0.5)
        self._poke.clear()

    def _watch(self, signal: Signal) -> None:
        """Until nobody listens any more."""
        with signal:
            self._loop.call_soon_threadsafe(self._hub.resync)
            while self._hub.heads and not self._stopped:
                self._hand_over(signal.wait())

    def _hand_over(self, news: News) -> None:
        heads = self._hub.heads
        # What was posted through this process has been delivered already: its number is the head.
        messages = [pk for pk, thread, seq in news.messages if heads.get(messages_channel(thread), seq) < seq]
        events = [pk for pk, topic in news.events if topic_channel(topic) in heads]
        call = self._loop.call_soon_threadsafe
        if messages:
            call(self._deliver, messages_now(messages))
        for key, pairs in (events_now(events) if events else {}).items():
            call(self._hub.deliver, key, [event for _, event in pairs])
            for row, _ in pairs:
                if row.kind == "left":
                    call(self._cut, row.data)
        for line in news.passing:
            call(hear, self._hub, line)

    def _deliver(self, found: dict[str, Any]) -> None:
        for key, events in found.items():
            self._hub.deliver(key, events)

    def _cut(self, data: dict[str, Any]) -> None:
        self._hub.cut(messages_channel(data["thread"]), data["seat"])


def hear(hub: Hub, line: str) -> None:
    """A line that names no row (``announce.passing``) reaches those who are here. Raises ValueError for nonsense."""
    topic, kind, data = json.loads(line)
    hub.pass_on(topic_channel(topic), frame(data, name=kind))

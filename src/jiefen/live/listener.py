"""One open stream: what it has been sent, and what happens when it does not keep up."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Any, Final

from jiefen.live.eager import begin, resume
from jiefen.live.http import Send

MOST_WAITING: Final = 256 * 1024  # bytes for one slow client, beyond what the server's own buffer holds


class Listener:
    """``cursors``: channel → number of the last event sent. A client that lets too much pile up is dropped: it comes
    back and resumes from its last number, so nothing is lost and memory stays bounded.
    """

    __slots__ = (
        "backlog", "beats", "catching", "cursors", "dropped", "member_id", "membership_id", "seat_id", "send", "slot", "task",
        "waiting", "writer",
    )  # fmt: skip

    def __init__(
        self, send: Send, *, seat_id: int | None = None, membership_id: int | None = None, member_id: int | None = None
    ) -> None:
        """``membership_id``: whose desk this is; ``member_id``: who must still work there to go on listening."""
        self.send = send
        self.task: asyncio.Task[Any] | None = None
        self.cursors: dict[str, int] = {}
        self.catching: set[str] | None = None
        self.backlog: deque[bytes] | None = None
        self.waiting = 0
        self.writer: asyncio.Task[None] | None = None
        self.dropped = False
        self.seat_id = seat_id
        self.membership_id = membership_id
        self.member_id = member_id or membership_id
        self.slot = 0
        self.beats = 0

    def write(self, data: bytes, *, more: bool = True) -> None:
        """Send now when the connection takes it, else after what waits already; drop a client that is too far behind.

        ``more=False`` ends the stream.
        """
        if self.dropped:
            return
        if self.writer is not None:
            self._queue(data)
            return
        sending = self.send({"type": "http.response.body", "body": data, "more_body": more})
        try:
            waits_for = begin(sending)
        except Exception:
            self.drop()
            return
        if waits_for is not None:
            self.writer = asyncio.get_running_loop().create_task(self._finish(sending, waits_for))

    def drop(self) -> None:
        """End the stream from our side, without waiting for the client."""
        if not self.dropped:
            self.dropped = True
            if self.task is not None:
                self.task.cancel()
            if self.writer is not None:
                self.writer.cancel()

    def _queue(self, data: bytes) -> None:
        self.backlog = self.backlog if self.backlog is not None else deque()
        self.backlog.append(data)
        self.waiting += len(data)
        if self.waiting > MOST_WAITING:
            self.drop()

    async def _finish(self, sending: Any, waits_for: Any) -> None:
        """Wait until the connection takes more, then send what has piled up, in order."""
        try:
            await resume(sending, waits_for)
            while self.backlog:
                data = self.backlog.popleft()
                self.waiting -= len(data)
                await self.send({"type": "http.response.body", "body": data, "more_body": True})
        except Exception:
            self.drop()
        finally:
            self.writer = None

"""Very many streams in one process: a protocol object each, which only looks for the instant in what comes."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Callable
from typing import Any

T = re.compile(rb'"t":\s*([0-9.]+)|\\"t([0-9.]+)t\\"|"text":"t([0-9.]+)t')


class Stream(asyncio.Protocol):
    """``ready`` is done when the head of the answer is there; ``delays`` gets the seconds each message took."""

    def __init__(self, request: bytes, delays: list[float]) -> None:
        self.request, self.delays = request, delays
        self.ready: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self.transport: Any = None

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        transport.write(self.request)

    def data_received(self, data: bytes) -> None:
        if not self.ready.done():
            self.ready.set_result(b" 200 " in data[:20])
        now = time.monotonic()
        for found in T.finditer(data):
            self.delays.append(now - float(found[1] or found[2] or found[3]))

    def connection_lost(self, error: Exception | None) -> None:
        if not self.ready.done():
            self.ready.set_result(False)


async def connect(port: int, requests: list[bytes], delays: list[float], at_once: int = 64) -> list[Stream]:
    """Open a stream for every request, ``at_once`` at a time; those that were answered."""
    gate, loop, opened = asyncio.Semaphore(at_once), asyncio.get_running_loop(), []

    async def one(request: bytes) -> None:
        async with gate:
            _, stream = await loop.create_connection(lambda: Stream(request, delays), "127.0.0.1", port)
            if await stream.ready:
                opened.append(stream)

    await asyncio.gather(*map(one, requests))
    return opened


async def publish(port: int, to: str, rate: int, seconds: float) -> dict[str, Any]:
    """Let the server publish; what it says it sent."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    query = f"to={to}&rate={rate}&seconds={seconds}"
    writer.write(f"GET /publish?{query} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
    answer = await reader.read()
    writer.close()
    return dict(json.loads(answer.partition(b"\r\n\r\n")[2]))


class Writer:
    """A keep-alive connection that posts stamped messages to one address, one after the other."""

    def __init__(self, port: int, path: str, cookie: str = "") -> None:
        self.port, self.path, self.cookie, self.posted = port, path, cookie, 0

    async def run(self, go_on: Callable[[], bool], pause: float = 0.0, delay: float = 0.0) -> None:
        """Until told to stop; ``pause`` seconds between two posts, the first after ``delay``."""
        await asyncio.sleep(delay)
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        while go_on():
            began = time.monotonic()
            writer.write(self._post(began))
            head = await reader.readuntil(b"\r\n\r\n")
            assert b" 201 " in head[:20], head
            await reader.readexactly(int(re.search(rb"content-length: (\d+)", head)[1]))  # type: ignore[index]
            self.posted += 1
            if pause:
                await asyncio.sleep(max(0.0, began + pause - time.monotonic()))
        writer.close()

    def _post(self, now: float) -> bytes:
        body = json.dumps({"client_id": f"bench-{self.posted:08d}", "text": f"t{now}t 合同里写的是两个月押金"}).encode()
        head = (
            f"POST {self.path} HTTP/1.1\r\nHost: x\r\nOrigin: http://x\r\nCookie: {self.cookie}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body

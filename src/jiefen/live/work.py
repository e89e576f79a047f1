"""Asking the database from the event loop: a few worker threads, each with its own connection."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar, cast

from django.db import connection

from jiefen.live.handfuls import Handfuls, in_one_transaction, one_by_one
from jiefen.shared.errors import DomainError

Result = TypeVar("Result")
THREADS: Final = 3
# What is asked beyond that is refused at once: clients come back, a growing queue does not shrink.
MOST_WAITING: Final = 400
_reading = Handfuls("live-work", THREADS, one_by_one)
# Writers of one process take turns here instead of sleeping on SQLite's lock, and share the commit.
_writing = Handfuls("live-write", 1, in_one_transaction)


class Overloaded(DomainError):
    """More is being asked than can be answered."""

    code = "rate.overloaded"

    def __init__(self) -> None:
        super().__init__("现在人很多，请等几秒再试。写好的内容还在。")


async def in_thread(work: Callable[..., Result], *arguments: object) -> Result:
    """Run ``work``, which reads, in one of the threads. Raises Overloaded when too much waits already."""
    return await _run(_reading, work, arguments)


async def in_turn(work: Callable[..., Result], *arguments: object) -> Result:
    """Run ``work``, which writes, together with what else this process writes now; on PostgreSQL side by side.

    Returns after the commit. Raises Overloaded.
    """
    return await _run(_writing if connection.vendor == "sqlite" else _reading, work, arguments)


async def _run(to: Handfuls, work: Callable[..., Result], arguments: tuple[object, ...]) -> Result:
    if to.waiting >= MOST_WAITING:
        raise Overloaded
    return cast(Result, await to.run(work, arguments))

"""Asking the database from the event loop: a few worker threads, each with its own connection."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

from django.db import Error, connection

from jiefen.shared.errors import DomainError

Result = TypeVar("Result")
THREADS: Final = 3
MOST_WAITING: Final = (
    400  # what is asked beyond that is refused at once: clients come back, a growing queue does not shrink
)
_pool = ThreadPoolExecutor(THREADS, thread_name_prefix="live-work")
# Writers of one process take turns here instead of sleeping on SQLite's lock: that alone doubles what it stores.
_writer = ThreadPoolExecutor(1, thread_name_prefix="live-write")


class Overloaded(DomainError):
    """More is being asked than can be answered."""

    code = "rate.overloaded"

    def __init__(self) -> None:
        super().__init__("现在人很多，请等几秒再试。写好的内容还在。")


async def in_thread(work: Callable[..., Result], *arguments: object) -> Result:
    """Run ``work``, which reads, in one of the threads. Raises Overloaded when too much waits already."""
    return await _run(_pool, work, arguments)


async def in_turn(work: Callable[..., Result], *arguments: object) -> Result:
    """Run ``work``, which writes, after what else this process writes from here; on PostgreSQL side by side."""
    return await _run(_writer if connection.vendor == "sqlite" else _pool, work, arguments)


async def _run(pool: ThreadPoolExecutor, work: Callable[..., Result], arguments: tuple[object, ...]) -> Result:
    if pool._work_queue.qsize() > MOST_WAITING:
        raise Overloaded
    return await asyncio.get_running_loop().run_in_executor(pool, _guarded, work, arguments)


def _guarded(work: Callable[..., Result], arguments: tuple[object, ...]) -> Result:
    """A connection the server has closed is not kept for the next one."""
    if connection.vendor == "postgresql":
        connection.close_if_unusable_or_obsolete()
    try:
        return work(*arguments)
    except Error:
        connection.close()
        raise

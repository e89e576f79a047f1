"""Asking the database from the event loop: a few worker threads, each with its own connection."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

from django.db import Error, connection

Result = TypeVar("Result")
THREADS: Final = 4
_pool = ThreadPoolExecutor(THREADS, thread_name_prefix="live-work")


async def in_thread(work: Callable[..., Result], *arguments: object) -> Result:
    """Run ``work`` in one of the threads."""
    return await asyncio.get_running_loop().run_in_executor(_pool, _guarded, work, arguments)


def _guarded(work: Callable[..., Result], arguments: tuple[object, ...]) -> Result:
    """A connection the server has closed is not kept for the next one."""
    if connection.vendor == "postgresql":
        connection.close_if_unusable_or_obsolete()
    try:
        return work(*arguments)
    except Error:
        connection.close()
        raise

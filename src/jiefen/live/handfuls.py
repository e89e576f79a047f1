"""Work goes to threads by the handful: what waits together goes over together and comes back together.

Handing one thing over to a thread and back costs more than most of the things themselves (two threads then quarrel about
the interpreter for every statement). While a thread works, more piles up; the next handful is everything that did.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final

from django.db import Error, OperationalError, connection, transaction

from jiefen.rules.errors import RuleError

MOST_TOGETHER: Final = 64  # a handful of posts holds SQLite's write lock for some 30 ms
Outcome = tuple[Any, BaseException | None]
"""(what the work returned, or what it raised)."""
log = logging.getLogger("jiefen.live")


@dataclass(frozen=True, slots=True)
class Job:
    """One thing to do, and the future of who waits for it."""

    work: Callable[..., Any]
    arguments: tuple[object, ...]
    answer: asyncio.Future[Any]


class Handfuls:
    """A queue before a few threads. ``do``: one outcome for every job, in their order; must not raise."""

    def __init__(self, name: str, threads: int, do: Callable[[list[Job]], list[Outcome]]) -> None:
        self._pool, self._do = ThreadPoolExecutor(threads, thread_name_prefix=name), do
        self._threads = self._free = threads
        self._waiting: deque[Job] = deque()

    @property
    def waiting(self) -> int:
        """How much no thread has taken yet."""
        return len(self._waiting)

    async def run(self, work: Callable[..., Any], arguments: tuple[object, ...]) -> Any:
        """What ``work`` returns. Raises what it raises."""
        loop = asyncio.get_running_loop()
        job = Job(work, arguments, loop.create_future())
        self._waiting.append(job)
        if self._free:
            self._free -= 1
            loop.call_soon(self._hand_over, loop)  # what else comes in this turn of the loop goes along
        return await job.answer

    def _hand_over(self, loop: asyncio.AbstractEventLoop) -> None:
        """A thread's share of what waits; nothing left, and the thread is free."""
        share = min(-(-len(self._waiting) // self._threads), MOST_TOGETHER)
        if share:
            self._pool.submit(self._work, loop, [self._waiting.popleft() for _ in range(share)])
        else:
            self._free += 1

    def _work(self, loop: asyncio.AbstractEventLoop, jobs: list[Job]) -> None:
        outcomes = self._do(jobs)
        try:
            loop.call_soon_threadsafe(self._come_back, loop, jobs, outcomes)
        except RuntimeError:  # the loop has ended, and nobody waits any more
            self._free += 1

    def _come_back(self, loop: asyncio.AbstractEventLoop, jobs: list[Job], outcomes: list[Outcome]) -> None:
        for job, (result, failure) in zip(jobs, outcomes, strict=True):
            if job.answer.done():  # cancelled meanwhile
                continue
            if failure is None:
                job.answer.set_result(result)
            else:
                job.answer.set_exception(failure)
        self._hand_over(loop)


def one_by_one(jobs: list[Job]) -> list[Outcome]:
    """Each by itself. A connection the server has closed is not kept for the next one."""
    return [_alone(job) for job in jobs]


def in_one_transaction(jobs: list[Job]) -> list[Outcome]:
    """All in one transaction, each with a savepoint of its own (its action's ``atomic``): a refusal is that job's alone.

    Nobody hears anything before the commit. When the database itself fails, all hear so, and repeat; after any other
    failure nothing has been written, and each is done by itself.
    """
    if len(jobs) == 1:
        return one_by_one(jobs)
    try:
        with transaction.atomic():
            return [_refused_or_done(job) for job in jobs]
    except OperationalError as error:
        connection.close()
        return [(None, error) for _ in jobs]
    except Exception:
        log.exception("one of %d writes failed: each is done by itself", len(jobs))
        return one_by_one(jobs)


def _refused_or_done(job: Job) -> Outcome:
    try:
        return job.work(*job.arguments), None
    except RuleError as refusal:
        return None, refusal


def _alone(job: Job) -> Outcome:
    try:
        if connection.vendor == "postgresql":
            connection.close_if_unusable_or_obsolete()
        return job.work(*job.arguments), None
    except Error as failure:
        connection.close()
        return None, failure
    except Exception as failure:
        return None, failure

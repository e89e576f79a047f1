"""The huey queue: it only carries job ids. SQLite file by default, Redis when JIEFEN_REDIS_URL is set."""

from __future__ import annotations

import logging
import sys
from typing import Any

from django.conf import settings
from django.db import transaction

# huey imports psycopg wherever it is installed, for a storage we do not use: a tenth of a second of every start.
_modules: dict[str, Any] = sys.modules
_hidden = "psycopg" not in _modules
if _hidden:
    _modules["psycopg"] = None  # an import of it now raises ImportError, which huey expects
from huey import Huey, RedisHuey, SqliteHuey, crontab  # noqa: E402

if _hidden:
    del _modules["psycopg"]

__all__ = ["crontab", "make_queue", "queue", "sweep", "wake", "wake_after_commit"]

log = logging.getLogger("jiefen.jobs")


def make_queue() -> Huey:
    """The installation's queue."""
    if settings.JOBS_REDIS_URL:
        return RedisHuey("jiefen", url=settings.JOBS_REDIS_URL, results=False)
    return SqliteHuey("jiefen", filename=str(settings.DATA_FOLDER / "queue.sqlite3"), results=False, fsync=False)


queue = make_queue()


@queue.task()
def wake(job_id: int) -> None:
    """Run one job row, if it still needs running."""
    from jiefen.shared.jobs.runner import run_job

    run_job(job_id)


@queue.periodic_task(crontab(minute="*"))
def sweep() -> None:
    """Once a minute: pick up what a killed worker dropped or a lost wake-up forgot."""
    from jiefen.shared.jobs.runner import run_waiting_jobs

    run_waiting_jobs()


def wake_after_commit(job_id: int) -> None:
    """Wake a worker once the job row is committed. A lost wake-up costs a minute, never the job."""
    transaction.on_commit(lambda: _wake_quietly(job_id))


def _wake_quietly(job_id: int) -> None:
    try:
        wake(job_id)
    except Exception:
        log.warning("queue unreachable; job %s waits for the sweeper", job_id, exc_info=True)

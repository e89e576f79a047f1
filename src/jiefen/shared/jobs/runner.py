"""Running job rows: claim by compare-and-set, keep a lease, let the effect and the word "done" commit together.

Exactly once: a handler changes the world only inside ``run.effect()``. That transaction starts by updating the job row
under its claim, so a worker whose lease was taken over fails there and everything it did is rolled back; and a worker
that arrives late waits on the row lock, then sees "done".
"""

from __future__ import annotations

import datetime as dt
import logging
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import F, Q
from django.utils.module_loading import autodiscover_modules

from jiefen.rules.errors import RuleError
from jiefen.shared import clock
from jiefen.shared.jobs.models import Job, JobState
from jiefen.shared.transactions import durable_atomic

LEASE: Final = dt.timedelta(seconds=30)
PROGRESS_EVERY: Final = dt.timedelta(milliseconds=400)
MAX_ATTEMPTS: Final = 3
log = logging.getLogger("jiefen.jobs")


class LeaseLost(RuleError):
    """Another worker took this job over; whatever this one did is rolled back."""

    code = "jobs.lease_lost"


@dataclass
class JobRun:
    """A handler's view of its job."""

    job: Job
    claim: str
    result: dict[str, Any] = field(default_factory=dict)
    _last_report: dt.datetime | None = None

    def progress(self, done: int, total: int, phase: str) -> None:
        """Tell the page how far we are (at most every 0.4 s) and renew the lease. Not inside ``effect()``."""
        now = clock.now()
        if self._last_report and now - self._last_report < PROGRESS_EVERY and phase == self.job.phase:
            return
        self._last_report, self.job.phase = now, phase
        fresh = {"phase": phase, "done_count": done, "total_count": total, "lease_until": now + LEASE}
        if not self._mine().update(**fresh):
            raise LeaseLost("这项工作已由另一个进程接手。")

    @contextmanager
    def effect(self) -> Iterator[None]:
        """The one transaction in which the handler may write; it ends with the job marked done."""
        with durable_atomic():
            if not self._mine().update(lease_until=clock.now() + 10 * LEASE, attempts=F("attempts")):
                raise LeaseLost("这项工作已由另一个进程接手。")
            yield
            done = {"state": JobState.DONE, "result": self.result, "finished_at": clock.now(), "lease_until": None}
            self._mine().update(**done)

    def _mine(self) -> Any:
        return Job.objects.filter(pk=self.job.pk, state=JobState.RUNNING, claim=self.claim)


Handler = Callable[[JobRun], None]
_handlers: dict[str, Handler] = {}


def handles(kind: str) -> Callable[[Handler], Handler]:
    """Register the function that does jobs of ``kind`` (in the context's tasks.py)."""

    def register(handler: Handler) -> Handler:
        _handlers[kind] = handler
        return handler

    return register


def load_tasks() -> None:
    """Import every application's tasks.py, which registers handlers and periodic work: whoever runs jobs does it first.

    Not done when the applications start: the work's modules are half of the program, and a page needs none of them.
    """
    autodiscover_modules("tasks")


def _handler_of(kind: str) -> Handler:
    if kind not in _handlers:
        load_tasks()
    return _handlers[kind]


def run_job(job_id: int) -> bool:
    """Claim and run one job; False when somebody else has it or it is finished."""
    now, claim = clock.now(), secrets.token_hex(16)
    claimed = (
        _claimable(now)
        .filter(pk=job_id)
        .update(state=JobState.RUNNING, claim=claim, lease_until=now + LEASE, attempts=F("attempts") + 1)
    )
    if not claimed:
        return False
    job = Job.objects.get(pk=job_id)
    if job.attempts > MAX_ATTEMPTS:
        _fail(job, claim, "试了几次都没有完成，已停下。请重新上传，或把这页的编号告诉管理员。")
        return True
    try:
        _handler_of(job.kind)(JobRun(job, claim))
    except LeaseLost:
        log.info("job %s was taken over", job_id)
    except RuleError as error:
        _fail(job, claim, str(error))
    except Exception:
        log.exception("job %s (%s) failed", job_id, job.kind)
        _fail(job, claim, f"出了意外，没有写入任何内容。请把编号 {job_id} 告诉管理员。")
    return True


def run_waiting_jobs() -> int:
    """Run every job that waits or whose worker died. Returns how many were run."""
    waiting = _claimable(clock.now()).order_by("pk").values_list("pk", flat=True)
    return sum(run_job(pk) for pk in list(waiting))


def _claimable(now: dt.datetime) -> Any:
    lapsed = Q(state=JobState.RUNNING) & Q(lease_until__lt=now)
    return Job.objects.filter(Q(state=JobState.QUEUED) | lapsed)


def _fail(job: Job, claim: str, sentence: str) -> None:
    Job.objects.filter(pk=job.pk, claim=claim, state=JobState.RUNNING).update(
        state=JobState.FAILED, error=sentence[:300], finished_at=clock.now(), lease_until=None
    )

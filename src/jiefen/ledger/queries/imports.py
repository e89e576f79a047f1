"""Reads of imports and of the work behind them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Max, QuerySet

from jiefen.ledger.models import ImportBatch
from jiefen.ledger.states import ImportState
from jiefen.shared.jobs.models import Job, JobState


@dataclass(frozen=True)
class Work:
    """Where the background work on an import stands, for the progress page."""

    phase: str
    done: int
    total: int
    error: str
    is_running: bool


def recent_imports(organisation_id: int) -> QuerySet[ImportBatch]:
    """All imports of an organisation, newest first."""
    found: QuerySet[ImportBatch] = ImportBatch.objects.of(organisation_id).exclude(state=ImportState.DISCARDED)
    return found.select_related("estate").order_by("-pk")


def work_on(batch: ImportBatch) -> Work:
    """The job behind an import; a finished or missing one is not running."""
    job = Job.objects.filter(pk=batch.job_no or 0).first()
    if job is None:
        return Work("", 0, 0, "", False)
    running = job.state in (JobState.QUEUED, JobState.RUNNING)
    return Work(job.phase or "排队中", job.done_count, job.total_count, job.error, running)


def committed_imports(organisation_id: int) -> QuerySet[ImportBatch]:
    """Imports that were written into the books, the last one first."""
    rows: QuerySet[ImportBatch] = ImportBatch.objects.of(organisation_id).filter(state=ImportState.COMMITTED)
    return rows.order_by("-committed_at")


def last_committed_at(organisation_id: int) -> dt.datetime | None:
    """When the organisation's last import was written into the books; None when there was none. One query."""
    committed = ImportBatch.objects.of(organisation_id).filter(state=ImportState.COMMITTED)
    found: dt.datetime | None = committed.aggregate(last=Max("committed_at"))["last"]
    return found

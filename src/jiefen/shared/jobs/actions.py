"""Asking for long work."""

from __future__ import annotations

import datetime as dt
from typing import Any

from jiefen.shared.jobs.models import Job
from jiefen.shared.jobs.queue import wake_after_commit


def enqueue(
    *, organisation_id: int, membership_id: int | None, kind: str, params: dict[str, Any], at: dt.datetime
) -> Job:
    """Write the job row in the caller's transaction and wake a worker after commit."""
    job = Job.objects.create(
        organisation_no=organisation_id, membership_no=membership_id, kind=kind, params=params, created_at=at
    )
    wake_after_commit(job.pk)
    return job

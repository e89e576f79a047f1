"""What every write here shares: the audit event and the rebuild of the directory."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from jiefen.accounts.actors import Actor
from jiefen.audit.actions import PLATFORM, record
from jiefen.lawyers.models import Lawyer
from jiefen.shared.jobs.actions import enqueue
from jiefen.shared.jobs.models import Job, JobState

REBUILD_JOB: Final = "lawyers.rebuild"


def log(code: str, lawyer: Lawyer, *, by: Actor, at: dt.datetime, **data: Any) -> None:
    """One event in the platform's chain: cards belong to no organisation."""
    record(organisation_id=PLATFORM, by=by.membership_id, at=at, code=f"lawyers.{code}", subject=lawyer, data=data)


def rebuild_soon(*, at: dt.datetime) -> None:
    """Have the directory's columns built anew, unless that already waits."""
    if not Job.objects.filter(kind=REBUILD_JOB, state=JobState.QUEUED).exists():
        enqueue(organisation_id=PLATFORM, membership_id=None, kind=REBUILD_JOB, params={}, at=at)

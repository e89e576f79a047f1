"""Background work of collection: what the night decides."""

from __future__ import annotations

from typing import Final

from huey import crontab

from jiefen.accounts.queries import organisation_ids
from jiefen.collection.actions.overnight import settle_the_day
from jiefen.shared import clock
from jiefen.shared.jobs.actions import enqueue
from jiefen.shared.jobs.models import Job
from jiefen.shared.jobs.queue import queue
from jiefen.shared.jobs.runner import JobRun, handles

SETTLE_JOB: Final = "collection.settle_the_day"


@handles(SETTLE_JOB)
def settle(run: JobRun) -> None:
    """Judge promises and plans, end what is over, create aftercare."""
    with run.effect():
        at = clock.now()
        run.result.update(settle_the_day(organisation_id=run.job.organisation_no, today=clock.today(), at=at))


@queue.periodic_task(crontab(hour="2", minute="30"))
def start_settling() -> None:
    """One job per organisation and night, however many processes keep time."""
    at = clock.now()
    night = {"night": at.date().isoformat()}
    for organisation_id in organisation_ids():
        if not Job.objects.filter(organisation_no=organisation_id, kind=SETTLE_JOB, params=night).exists():
            enqueue(organisation_id=organisation_id, membership_id=None, kind=SETTLE_JOB, params=night, at=at)

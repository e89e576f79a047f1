"""Background work of collection: what the night decides."""

from __future__ import annotations

import datetime as dt
from typing import Final

from jiefen.accounts.queries import organisation_ids
from jiefen.collection.actions.night import run_night
from jiefen.collection.actions.overnight import settle_the_day
from jiefen.collection.queries.nights import awaits_night
from jiefen.shared import clock
from jiefen.shared.jobs.actions import enqueue
from jiefen.shared.jobs.models import Job, JobState
from jiefen.shared.jobs.queue import crontab, queue
from jiefen.shared.jobs.runner import JobRun, handles

SETTLE_JOB: Final = "collection.settle_the_day"
NIGHT_JOB: Final = "collection.plan_night"


@handles(SETTLE_JOB)
def settle(run: JobRun) -> None:
    """Judge promises and plans, end what is over, create aftercare; then every household can be planned."""
    with run.effect():
        at = clock.now()
        run.result.update(settle_the_day(organisation_id=run.job.organisation_no, today=clock.today(), at=at))
        _ask_to_plan(run.job.organisation_no, at)


@handles(NIGHT_JOB)
def plan(run: JobRun) -> None:
    """Plan every household. Each step of it is a transaction of its own; a killed run goes on where it stopped."""
    done = run_night(run.job.organisation_no, today=clock.today(), at=clock.now(), progress=run.progress)
    with run.effect():
        run.result.update(done.counts)


def _ask_to_plan(organisation_id: int, at: dt.datetime) -> None:
    """Ask for the planning of a day, once however many ask; it goes by the day it runs on."""
    waiting = Job.objects.filter(organisation_no=organisation_id, kind=NIGHT_JOB)
    if not waiting.filter(state__in=(JobState.QUEUED, JobState.RUNNING)).exists():
        enqueue(organisation_id=organisation_id, membership_id=None, kind=NIGHT_JOB, params={}, at=at)


@queue.periodic_task(crontab(minute="*/5"))
def plan_what_came_in() -> None:
    """After an import the whole list may be another one: plan again, at once rather than at night."""
    for organisation_id in organisation_ids():
        if awaits_night(organisation_id):
            _ask_to_plan(organisation_id, clock.now())


@queue.periodic_task(crontab(hour="2", minute="30"))
def start_settling() -> None:
    """One job per organisation and night, however many processes keep time."""
    at = clock.now()
    night = {"night": at.date().isoformat()}
    for organisation_id in organisation_ids():
        if not Job.objects.filter(organisation_no=organisation_id, kind=SETTLE_JOB, params=night).exists():
            enqueue(organisation_id=organisation_id, membership_id=None, kind=SETTLE_JOB, params=night, at=at)

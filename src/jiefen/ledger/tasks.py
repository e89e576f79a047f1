"""Background work of the ledger: reading and committing imports, and what has to happen every night."""

from __future__ import annotations

import datetime as dt
import logging

from django.conf import settings

from jiefen.accounts.actors import system_actor
from jiefen.accounts.queries import organisation_ids
from jiefen.ledger import positions, snapshots
from jiefen.ledger.actions import imports as actions
from jiefen.ledger.imports import pipeline
from jiefen.ledger.models import ImportBatch
from jiefen.ledger.queries.rates import keep_ready
from jiefen.ledger.states import ImportState
from jiefen.rules.errors import RuleError
from jiefen.shared import clock
from jiefen.shared.collector import collector_paused
from jiefen.shared.jobs.actions import enqueue
from jiefen.shared.jobs.models import Job
from jiefen.shared.jobs.queue import crontab, queue
from jiefen.shared.jobs.runner import JobRun, handles

log = logging.getLogger("jiefen.ledger")


@handles(actions.READ_JOB)
@collector_paused()  # until all that was read is given back: see there
def read_import(run: JobRun) -> None:
    """Read the file and store what was understood; a file that cannot be read is refused with its sentence."""
    batch = ImportBatch.objects.get(pk=run.job.params["batch"])
    try:
        preview = pipeline.preview(batch, today=clock.today(), progress=run.progress)
    except RuleError as error:
        with run.effect():
            actions.move(
                batch, to=ImportState.REFUSED, by_no=run.job.membership_no, at=clock.now(), refusal=str(error)[:300]
            )
        return
    with run.effect():
        actions.move(batch, to=ImportState.PREVIEWED, by_no=run.job.membership_no, at=clock.now(), **preview)


@handles(actions.COMMIT_JOB)
@collector_paused()
def commit_import(run: JobRun) -> None:
    """Write the previewed file into the ledger; if that is refused the preview stays, with the reason. Where the same file
    was written meanwhile (uploaded twice, both confirmed) there is nothing left to preview.
    """
    batch = ImportBatch.objects.get(pk=run.job.params["batch"])
    try:
        parsed = pipeline.read(batch, pipeline.open_workbook(batch), today=clock.today(), progress=run.progress)
        run.progress(parsed.rows_read, parsed.rows_read, "正在写入账本")
        with run.effect():
            done = actions.write_into_ledger(batch, parsed, by_no=run.job.membership_no, at=clock.now())
            run.result.update(done)
    except RuleError as error:
        back = ImportBatch.objects.get(pk=batch.pk)
        if back.state == ImportState.COMMITTING:
            to = ImportState.REFUSED if isinstance(error, pipeline.AlreadyImported) else ImportState.PREVIEWED
            actions.move(back, to=to, by_no=run.job.membership_no, at=clock.now(), refusal=str(error)[:300])
        raise


@handles("ledger.nightly")
def nightly(run: JobRun) -> None:
    """Check every position against its rows, repairing what differs; have last month's figures frozen."""
    with run.effect():
        at, organisation_id = clock.now(), run.job.organisation_no
        found = positions.differences(organisation_id, at=at)
        if found:
            log.error("organisation %s: %s positions did not follow from the rows", organisation_id, len(found))
        run.result["differences"] = len(found)
        snapshots.freeze_in_background(organisation_id=organisation_id, months=1, at=at)


@handles(snapshots.FREEZE_JOB)
def freeze_one_month(run: JobRun) -> None:
    """Freeze one finished month's figures."""
    by, month = system_actor(run.job.organisation_no), dt.date.fromisoformat(run.job.params["month"])
    rows = snapshots.figures(by=by, month=month, at=clock.now())
    with run.effect():
        run.result["frozen"] = snapshots.store(by=by, month=month, rows=rows, at=clock.now())


@queue.periodic_task(crontab(hour="2", minute="10"))
def start_the_night() -> None:
    """One nightly job per organisation and night, however many processes keep time."""
    at = clock.now()
    for organisation_id in organisation_ids():
        night = {"night": at.date().isoformat()}
        jobs = Job.objects.filter(organisation_no=organisation_id, kind="ledger.nightly", params=night)
        if not jobs.exists():
            enqueue(organisation_id=organisation_id, membership_id=None, kind="ledger.nightly", params=night, at=at)


@queue.periodic_task(crontab(minute="*/5", hour="6-21"))
def keep_figures_ready() -> None:
    """Where the site's own process works off the jobs, its memory of the figures is filled before anybody asks."""
    if settings.JOBS_IN_PROCESS:
        remember_figures()


def remember_figures() -> None:
    """Fill this process's memory of the figures; also done once at its start, when there is none."""
    for organisation_id in organisation_ids():
        keep_ready(organisation_id, today=clock.today())

"""Background work: the directory's columns after changes, and the yearly re-check every night."""

from __future__ import annotations

from jiefen.accounts.actors import system_actor
from jiefen.audit.actions import PLATFORM
from jiefen.lawyers import columns
from jiefen.lawyers.actions import conflicts, licences, papers
from jiefen.lawyers.actions.trail import REBUILD_JOB
from jiefen.shared import clock
from jiefen.shared.jobs.queue import crontab, queue
from jiefen.shared.jobs.runner import JobRun, handles


@handles(REBUILD_JOB)
def rebuild_columns(run: JobRun) -> None:
    """Cold build from the database, then the swap."""
    count = columns.rebuild(today=clock.today())
    with run.effect():
        run.result["lawyers"] = count


@queue.periodic_task(crontab(hour="2", minute="40"))
def take_due_cards_down() -> None:
    """Licences whose yearly check has come due."""
    licences.mark_due(by=system_actor(PLATFORM), at=clock.now())


@queue.periodic_task(crontab(hour="2", minute="42"))
def delete_due_papers() -> None:
    """Copies of licences that have done their work."""
    papers.delete_due_papers(by=system_actor(PLATFORM), at=clock.now())


@queue.periodic_task(crontab(hour="2", minute="45"))
def forget_ended_parties() -> None:
    """Lines of conflict books whose time after the end is over."""
    conflicts.forget_ended(by=system_actor(PLATFORM), at=clock.now())

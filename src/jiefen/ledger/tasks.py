"""Background work of the ledger: reading and committing imports, and what has to happen every night."""

from __future__ import annotations

from jiefen.ledger.actions import imports as actions
from jiefen.ledger.imports import pipeline
from jiefen.ledger.models import ImportBatch
from jiefen.ledger.states import ImportState
from jiefen.rules.errors import RuleError
from jiefen.shared import clock
from jiefen.shared.jobs.runner import JobRun, handles


@handles(actions.READ_JOB)
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
def commit_import(run: JobRun) -> None:
    """Write the previewed file into the ledger; if that is refused the preview stays, with the reason."""
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
            actions.move(back, to=ImportState.PREVIEWED, by_no=run.job.membership_no, at=clock.now(), refusal=str(error)[:300])
        raise

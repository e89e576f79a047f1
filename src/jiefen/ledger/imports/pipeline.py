"""From a stored file to a preview, and from a confirmed preview to rows in the database; the same for every kind of sheet.

Reading is a pure function of (file, plans, corrections, accepted), so nothing half-read has to be kept anywhere: the
file is read again each time. What differs between kinds is behind ``kinds.base.SheetKind`` (ADR 0006).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from jiefen.accounts.actors import Actor
from jiefen.ledger.imports import Workbook, problem_workbook, read_workbook
from jiefen.ledger.imports.columns import restudy
from jiefen.ledger.imports.kinds.base import Source, in_order
from jiefen.ledger.imports.plan import SheetPlan
from jiefen.ledger.imports.problems import Problem
from jiefen.ledger.imports.result import Parsed
from jiefen.ledger.models import ImportBatch, ImportKind, MappingMemory
from jiefen.ledger.sheet_kinds import kind_of
from jiefen.ledger.states import ImportState
from jiefen.shared.clock import CHINA
from jiefen.shared.collector import collector_paused
from jiefen.shared.errors import DomainError
from jiefen.shared.files import read_private

Progress = Callable[[int, int, str], None]


class AlreadyImported(DomainError):
    """The very same file is in the ledger."""

    code = "import.already"


def open_workbook(batch: ImportBatch) -> Workbook:
    """The stored file, opened. Raises ImportRefused with a sentence for anything that cannot be read."""
    return read_workbook(read_private(batch.file_key), batch.file_name)


@collector_paused()
def read(batch: ImportBatch, workbook: Workbook, *, today: dt.date, progress: Progress | None = None) -> Any:
    """Understand the file with the batch's own plans (or remembered or inferred ones), corrections and acceptances.

    The result is of the kind's own type; it always has ``plans`` and ``rows_read``.
    """
    kind = kind_of(batch.kind)
    plans = [SheetPlan.from_json(plan) for plan in batch.plans] or _remembered(batch, kind.infer(workbook))
    for plan in plans:
        if plan.taught and plan.kind == ImportKind.ARREARS:
            restudy(plan, workbook.sheet(plan.sheet))
    report = (lambda done, total: progress(done, total, "正在读取")) if progress else None
    return kind.read(Source(workbook, plans, _corrections(batch), _accepted(batch), today, report))


def _remembered(batch: ImportBatch, plans: list[SheetPlan]) -> list[SheetPlan]:
    """Give inferred plans the column meanings a clerk confirmed earlier for the same layout; all else is this file's."""
    memory = MappingMemory.objects.of(batch.organisation_id).filter(
        kind=batch.kind, layout__in=[plan.fingerprint for plan in plans]
    )
    stored = dict(memory.values_list("layout", "plan"))
    return [plan.taught_by(stored[plan.fingerprint]) if plan.fingerprint in stored else plan for plan in plans]


def _corrections(batch: ImportBatch) -> dict[tuple[str, int, int], str]:
    keys = {key: key.rsplit("!", 2) for key in batch.corrections}
    return {(sheet, int(row), int(column)): batch.corrections[key] for key, (sheet, row, column) in keys.items()}


def _accepted(batch: ImportBatch) -> frozenset[tuple[str, int, str]]:
    keys = [key.rsplit("!", 2) for key in batch.accepted]
    return frozenset((sheet, int(row), code) for sheet, row, code in keys)


def compare(batch: ImportBatch, parsed: Any, *, today: dt.date) -> Any:
    """Hold what was read against the database; names the batch's estate if nobody has."""
    kind = kind_of(batch.kind)
    batch.estate_name = (batch.estate_name or kind.estate_name(parsed, batch.file_name))[:80]
    return kind.compare(parsed, batch=batch, today=today)


def preview(batch: ImportBatch, *, today: dt.date, progress: Progress) -> dict[str, Any]:
    """What the preview page shows, as fields of the batch: plans, estate_name, summary."""
    progress(0, 0, "正在打开文件")
    parsed = read(batch, open_workbook(batch), today=today, progress=progress)
    progress(parsed.rows_read, parsed.rows_read, "正在与账本核对")
    return preview_fields(batch, parsed, compare(batch, parsed, today=today))


def preview_fields(batch: ImportBatch, parsed: Any, compared: Any) -> dict[str, Any]:
    """The fields of a batch that has been read."""
    return {
        "plans": [plan.to_json() for plan in parsed.plans],
        "estate_name": batch.estate_name,
        "summary": kind_of(batch.kind).summary(parsed, compared),
        "refusal": "",
    }


def all_problems(batch: ImportBatch, parsed: Any, compared: Any) -> list[Problem]:
    """Doubts about the sheet and contradictions with the database, blocking ones first, in sheet order."""
    return in_order(kind_of(batch.kind).problems(parsed, compared))


def problems_workbook(batch: ImportBatch, *, today: dt.date) -> bytes:
    """The uploaded sheet again as .xlsx with a 问题 column, contradictions with the database included."""
    workbook = open_workbook(batch)
    parsed = read(batch, workbook, today=today)
    compared = compare(batch, parsed, today=today)
    found = Parsed(plans=parsed.plans, problems=all_problems(batch, parsed, compared))
    reasons = {key: batch.accepted["!".join(map(str, key))] for key in _accepted(batch)}
    return problem_workbook(workbook, found, _corrections(batch), reasons)


def write(batch: ImportBatch, parsed: Any, *, by: Actor, at: dt.datetime) -> dict[str, int]:
    """Write what was read, inside the caller's durable transaction. Returns counts for the job's result."""
    twin = ImportBatch.objects.of(batch.organisation_id).filter(
        kind=batch.kind, file_sha256=batch.file_sha256, estate_name=batch.estate_name, state=ImportState.COMMITTED
    )
    if twin.exists():
        raise AlreadyImported("这个文件已经入过账，没有重复写入。要重新导入，请先撤销那一次。")
    with collector_paused():
        compared = compare(batch, parsed, today=at.astimezone(CHINA).date())
        written = kind_of(batch.kind).write(parsed, compared, batch=batch, by=by, at=at)
    batch.estate_id = written.estate_id
    batch.summary = {**batch.summary, "written": written.counts}
    batch.save(update_fields=["estate_id", "summary"])
    return written.counts


def undo(batch: ImportBatch, *, by: Actor, at: dt.datetime) -> dict[str, int]:
    """Take back what the batch wrote, inside the caller's durable transaction. Raises ImportBuiltUpon and its like."""
    return kind_of(batch.kind).undo(batch, by=by, at=at)

"""Importing sheets: upload, correct, accept, confirm, undo. Nothing touches the ledger before ``commit``."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
from typing import Any, Final

from django.db import transaction

from jiefen.accounts.actors import Actor, system_actor
from jiefen.accounts.roles import Capability
from jiefen.audit.actions import record
from jiefen.ledger import listeners
from jiefen.ledger.imports import pipeline
from jiefen.ledger.imports.doubts import can_accept
from jiefen.ledger.imports.hostile import check_size
from jiefen.ledger.imports.plan import SheetPlan
from jiefen.ledger.models import ImportBatch, ImportKind, MappingMemory
from jiefen.ledger.queries.receipts import premises_paid_by
from jiefen.ledger.states import IMPORT_MOVES, ImportState
from jiefen.shared.errors import DomainError
from jiefen.shared.files import delete_private, save_private
from jiefen.shared.jobs.actions import enqueue
from jiefen.shared.transactions import durable_atomic

READ_JOB, COMMIT_JOB = "ledger.read_import", "ledger.commit_import"
STANDS: Final[dict[str, str]] = {  # why a step is not possible now: how the import stands
    ImportState.READING: "这次导入正在读取，读完再做这一步。",
    ImportState.PREVIEWED: "这次导入还没有入账，不用这一步。",
    ImportState.COMMITTING: "这次导入已经确认过了，正在写入。",
    ImportState.COMMITTED: "这次导入已经确认过，写进去了。要改的话，先撤销这次导入。",
    ImportState.UNDONE: "这次导入已经撤销过了。",
    ImportState.REFUSED: "这个文件没有导入，请换一个文件。",
    ImportState.DISCARDED: "这次导入已经放弃了，请重新上传。",
}


class WrongMoment(DomainError):
    """The import is not in a state that allows this."""

    code = "import.wrong_moment"


def move(batch: ImportBatch, *, to: str, by_no: int | None, at: dt.datetime, **fields: Any) -> None:
    """Change state by table and compare-and-set; audited. Raises WrongMoment."""
    if to not in IMPORT_MOVES[batch.state]:
        raise WrongMoment(STANDS[batch.state])
    with transaction.atomic():
        if not ImportBatch.objects.filter(pk=batch.pk, state=batch.state).update(state=to, **fields):
            raise WrongMoment("这次导入刚刚被别人处理过了。请刷新页面再看。")
        record(
            organisation_id=batch.organisation_id, by=by_no, at=at, code=f"ledger.import_{to}",
            subject=("import", batch.pk), data={"from": batch.state},
        )  # fmt: skip
    batch.state = to


def upload(
    *,
    by: Actor,
    file_name: str,
    data: bytes,
    at: dt.datetime,
    kind: str = ImportKind.ARREARS,
    estate_name: str = "",
    wake: bool = True,
) -> ImportBatch:
    """Keep the file (encrypted) and start reading it. The same file already in the ledger gives that import back.

    ``wake=False`` is for the command line, which reads in its own process.
    """
    by.require(Capability.IMPORT)
    check_size(len(data))
    digest = hashlib.sha256(data).hexdigest()
    earlier = _committed_twin(by.organisation_id, kind, digest, estate_name)
    if earlier is not None:
        return earlier
    key = save_private(data)
    with transaction.atomic():
        batch = ImportBatch.objects.create(
            organisation_id=by.organisation_id, kind=kind, state=ImportState.READING, file_name=file_name[-160:],
            file_sha256=digest, file_key=key, estate_name=estate_name, created_at=at, created_by_no=by.membership_id,
        )  # fmt: skip
        record(
            organisation_id=by.organisation_id, by=by.membership_id, at=at, code="ledger.import_uploaded",
            subject=("import", batch.pk), data={"sha256": digest, "bytes": len(data)},
        )  # fmt: skip
        if wake:
            _wake(batch, READ_JOB, by, at)
    return batch


def _committed_twin(organisation_id: int, kind: str, digest: str, estate_name: str) -> ImportBatch | None:
    same = ImportBatch.objects.of(organisation_id).filter(kind=kind, file_sha256=digest, state=ImportState.COMMITTED)
    if estate_name:
        same = same.filter(estate_name=estate_name)
    found: ImportBatch | None = same.order_by("pk").first()
    return found


def _wake(batch: ImportBatch, kind: str, by: Actor, at: dt.datetime) -> None:
    job = enqueue(
        organisation_id=batch.organisation_id,
        membership_id=by.membership_id,
        kind=kind,
        params={"batch": batch.pk},
        at=at,
    )
    ImportBatch.objects.filter(pk=batch.pk).update(job_no=job.pk)
    batch.job_no = job.pk


def read_again(*, by: Actor, batch: ImportBatch, at: dt.datetime, **changes: Any) -> None:
    """Store changes (plans, corrections, accepted, estate_name) and read the file again with them."""
    by.require(Capability.IMPORT)
    with transaction.atomic():
        move(batch, to=ImportState.READING, by_no=by.membership_id, at=at, **changes)
        _wake(batch, READ_JOB, by, at)


def correct_cell(
    *, by: Actor, batch: ImportBatch, sheet: str, row: int, column: int, value: str, at: dt.datetime
) -> None:
    """Put another value in one cell (0-based column), for this import only; the file itself stays as it was."""
    read_again(by=by, batch=batch, at=at, corrections={**batch.corrections, f"{sheet}!{row}!{column}": value.strip()})


def name_estate(*, by: Actor, batch: ImportBatch, estate_name: str, at: dt.datetime) -> None:
    """Say which estate the sheet belongs to where it does not say so itself; nothing is written before ``commit``."""
    name = estate_name.strip()
    if not name:
        raise DomainError("请写上小区的名称。", code="import.estate_missing")
    read_again(by=by, batch=batch, at=at, estate_name=name[:80])


def accept_problem(
    *, by: Actor, batch: ImportBatch, sheet: str, row: int, code: str, reason: str, at: dt.datetime
) -> None:
    """Take a doubtful line as it stands; the reason is kept. Refused where the cell holds nothing to take."""
    if not can_accept(code):
        raise DomainError("这一格没有可以照记的内容，请先把它改好。", code="import.nothing_to_accept")
    if not reason.strip():
        raise DomainError("请写一句为什么按原样接受，以后核对时用得上。", code="import.reason_missing")
    read_again(by=by, batch=batch, at=at, accepted={**batch.accepted, f"{sheet}!{row}!{code}": reason.strip()[:200]})


def _alike(plan: dict[str, Any], changed: list[dict[str, Any]]) -> dict[str, Any]:
    """A sheet the clerk left as it was is read like one of the same layout that was corrected."""
    own = SheetPlan.from_json(plan)
    teacher = next((other for other in changed if other["fingerprint"] == own.fingerprint), None)
    return own.taught_by(teacher).to_json() if teacher else plan


def _said_in(plan: dict[str, Any]) -> Any:
    """What a clerk can say of a sheet: its columns, and all of the tables beside and under the first, as stored."""
    return json.loads(json.dumps([plan["columns"], plan.get("right", []), plan.get("below", [])]))


def change_mapping(*, by: Actor, batch: ImportBatch, plans: list[dict[str, Any]], at: dt.datetime) -> None:
    """Use corrected column mappings, and remember them for sheets of the same layout."""
    by.require(Capability.IMPORT)
    known = ImportBatch.objects.filter(pk=batch.pk).values_list("plans", flat=True).get()
    before = {plan["sheet"]: _said_in(plan) for plan in known}
    changed = [{**plan, "taught": True} for plan in plans if _said_in(plan) != before.get(plan["sheet"])]
    corrected = {plan["sheet"]: plan for plan in changed}
    plans = [corrected.get(plan["sheet"]) or _alike(plan, changed) for plan in plans]
    with transaction.atomic():
        read_again(by=by, batch=batch, at=at, plans=plans)
        for plan in changed:
            if not SheetPlan.from_json(plan).has_layout:
                continue
            MappingMemory.objects.update_or_create(
                organisation_id=batch.organisation_id, kind=batch.kind, layout=plan["fingerprint"],
                defaults={"plan": plan, "updated_at": at},
            )  # fmt: skip


def commit(*, by: Actor, batch: ImportBatch, at: dt.datetime) -> None:
    """Start writing into the ledger, in the background."""
    by.require(Capability.IMPORT)
    with transaction.atomic():
        move(batch, to=ImportState.COMMITTING, by_no=by.membership_id, at=at)
        _wake(batch, COMMIT_JOB, by, at)


def write_into_ledger(batch: ImportBatch, parsed: Any, *, by_no: int | None, at: dt.datetime) -> dict[str, int]:
    """The write itself, for the job and the command line: inside their durable transaction, all or nothing.

    The system writes in the name of the person who confirmed (``by_no``): what he may do was asked when he did.
    """
    by = dataclasses.replace(system_actor(batch.organisation_id), membership_id=by_no)
    written = pipeline.write(batch, parsed, by=by, at=at)
    listeners.tell(batch.organisation_id, premises_paid_by(batch), at)
    move(batch, to=ImportState.COMMITTED, by_no=by_no, at=at, committed_at=at)
    return written


def retry(*, by: Actor, batch: ImportBatch, at: dt.datetime) -> None:
    """Start the background work again after an accident (the page offers it when the job has failed)."""
    by.require(Capability.IMPORT)
    kinds: dict[str, str] = {ImportState.READING: READ_JOB, ImportState.COMMITTING: COMMIT_JOB}
    if batch.state not in kinds:
        raise WrongMoment("这次导入没有停在半路，不用重试。")
    _wake(batch, kinds[batch.state], by, at)


def discard(*, by: Actor, batch: ImportBatch, at: dt.datetime) -> None:
    """Give an uncommitted import up and delete its file."""
    by.require(Capability.IMPORT)
    move(batch, to=ImportState.DISCARDED, by_no=by.membership_id, at=at)
    delete_private(batch.file_key)


def undo_import(*, by: Actor, batch: ImportBatch, at: dt.datetime) -> dict[str, int]:
    """Reverse everything a committed import wrote. Refused while something else builds on it."""
    by.require(Capability.UNDO_IMPORT)
    with durable_atomic():
        move(batch, to=ImportState.UNDONE, by_no=by.membership_id, at=at, undone_at=at)
        undone = pipeline.undo(batch, by=by, at=at)
        listeners.tell(batch.organisation_id, premises_paid_by(batch), at)
        return undone

"""An import in one process, for the commands: upload, read, confirm everything that is not doubtful."""

from __future__ import annotations

from argparse import ArgumentParser
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction

from jiefen.accounts.actors import Actor, system_actor
from jiefen.accounts.queries import organisation_for_command
from jiefen.ledger.actions import imports as actions
from jiefen.ledger.imports import pipeline, read_workbook
from jiefen.ledger.imports.hostile import check_size
from jiefen.ledger.models import ImportBatch
from jiefen.ledger.states import ImportState
from jiefen.shared import clock
from jiefen.shared.collector import collector_paused
from jiefen.shared.errors import DomainError, NotFound
from jiefen.shared.transactions import durable_atomic


@dataclass
class Outcome:
    """What was read and how it compares; ``import_id`` None after a dry run. ``is_new``: written just now."""

    batch: ImportBatch
    parsed: Any
    compared: Any
    import_id: int | None
    is_new: bool = False

    def problems(self) -> list[dict[str, Any]]:
        """Every doubt with its place in the file."""
        return [
            {"sheet": p.sheet, "row": p.row, "column": p.column, "value": p.value, "code": p.code, "message": p.message}
            for p in pipeline.all_problems(self.batch, self.parsed, self.compared)
        ]


def add_import_arguments(parser: ArgumentParser) -> None:
    """The file, where it belongs, and whether to write."""
    parser.add_argument("file", type=Path, metavar="文件", help="文件的路径")
    parser.add_argument("--estate", default="", metavar="小区", help="小区名称，表里没写时用")
    parser.add_argument("--organisation", default="", metavar="公司", help="物业公司名称，默认第一家")
    parser.add_argument("--dry-run", action="store_true", help="只读不写")
    parser.add_argument("--json", action="store_true", help="用 JSON 打印结果")


def run_import(kind: str, options: dict[str, Any]) -> Outcome:
    """Do what the arguments say. Raises RuleErrors with their sentences."""
    path: Path = options["file"]
    data = _read_file(path)
    if options["dry_run"]:
        with transaction.atomic():
            outcome = _dry_run(_company(options), kind, path.name, data, options["estate"])
            transaction.set_rollback(True)  # a company made for it goes again: nothing is written
        return outcome
    return _import(_company(options), kind, path.name, data, options["estate"])


def _company(options: dict[str, Any]) -> Actor:
    return system_actor(organisation_for_command(options["organisation"], at=clock.now()))


def _read_file(path: Path) -> bytes:
    if path.is_dir():
        raise NotFound(f"{path} 是文件夹。请写其中一个表格文件的路径。")
    if not path.is_file():
        raise NotFound(f"没有找到文件 {path}。请检查路径。")
    check_size(path.stat().st_size)
    return path.read_bytes()


def _dry_run(actor: Actor, kind: str, name: str, data: bytes, estate_name: str) -> Outcome:
    batch = ImportBatch(organisation_id=actor.organisation_id, kind=kind, file_name=name, estate_name=estate_name)
    parsed = pipeline.read(batch, read_workbook(data, name), today=clock.today())
    return Outcome(batch, parsed, pipeline.compare(batch, parsed, today=clock.today()), None)


@collector_paused()
def _import(actor: Actor, kind: str, name: str, data: bytes, estate_name: str) -> Outcome:
    """The same file again only reports."""
    at = clock.now()
    batch = actions.upload(by=actor, file_name=name, data=data, at=at, kind=kind, estate_name=estate_name, wake=False)
    is_new = batch.state != ImportState.COMMITTED
    try:
        parsed = pipeline.read(batch, pipeline.open_workbook(batch), today=clock.today())
        compared = pipeline.compare(batch, parsed, today=clock.today())
        if is_new:
            _commit(batch, parsed, compared, actor)
    except DomainError:
        if is_new:
            actions.discard(by=actor, batch=ImportBatch.objects.get(pk=batch.pk), at=clock.now())
        raise
    return Outcome(batch, parsed, compared, batch.pk, is_new)


def _commit(batch: ImportBatch, parsed: Any, compared: Any, actor: Actor) -> None:
    with durable_atomic():
        fields = pipeline.preview_fields(batch, parsed, compared)
        at = clock.now()
        actions.move(batch, to=ImportState.PREVIEWED, by_no=actor.membership_id, at=at, **fields)
        actions.move(batch, to=ImportState.COMMITTING, by_no=actor.membership_id, at=at)
        batch.refresh_from_db()
        actions.write_into_ledger(batch, parsed, by_no=actor.membership_id, at=at)

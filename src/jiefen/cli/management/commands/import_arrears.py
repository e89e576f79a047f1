"""./run manage import_arrears FILE: the import without a browser, for scripts and for checking a sheet."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from jiefen.accounts.actors import Actor, system_actor
from jiefen.accounts.queries import organisation_for_command
from jiefen.cli.base import JiefenCommand
from jiefen.ledger.actions import imports as actions
from jiefen.ledger.imports import pipeline
from jiefen.ledger.imports.compare import Comparison, compare
from jiefen.ledger.imports.hostile import check_size
from jiefen.ledger.imports.result import Parsed
from jiefen.ledger.models import ImportBatch
from jiefen.ledger.states import ImportState
from jiefen.shared import clock
from jiefen.shared.errors import DomainError, NotFound
from jiefen.shared.transactions import durable_atomic


class Command(JiefenCommand):
    """Import an arrears sheet into the ledger; what is doubtful is held back and listed."""

    help = "Import an arrears sheet (.xlsx .xls .csv .txt) into the ledger."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, where it belongs, and whether to write."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--estate", default="", help="name of the estate, when the sheet does not say")
        parser.add_argument("--organisation", default="", help="name of the management company (default: the first)")
        parser.add_argument("--dry-run", action="store_true", help="read and report, write nothing")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, report, and unless --dry-run commit everything that is not doubtful."""
        data = _read_file(options["file"])
        actor = system_actor(organisation_for_command(options["organisation"], at=clock.now()))
        if options["dry_run"]:
            report = _dry_run(actor, options["file"].name, data, options["estate"])
        else:
            report = _import(actor, options["file"].name, data, options["estate"])
        if options["json"]:
            self.write_json(report)
        else:
            self.stdout.write(_sentence(report))


def _read_file(path: Path) -> bytes:
    if not path.is_file():
        raise NotFound(f"没有找到文件 {path}。请检查路径。")
    check_size(path.stat().st_size)
    return path.read_bytes()


def _dry_run(actor: Actor, name: str, data: bytes, estate_name: str) -> dict[str, Any]:
    batch = ImportBatch(organisation_id=actor.organisation_id, file_name=name, estate_name=estate_name)
    parsed = pipeline.read(batch, pipeline.read_workbook(data, name), today=clock.today())
    compared = _compare(batch, parsed)
    return _report(parsed, compared, None)


def _compare(batch: ImportBatch, parsed: Parsed) -> Comparison:
    batch.estate_name = batch.estate_name or parsed.estate_name or pipeline.stem(batch.file_name)
    return compare(parsed, organisation_id=batch.organisation_id, estate_name=batch.estate_name)


def _import(actor: Actor, name: str, data: bytes, estate_name: str) -> dict[str, Any]:
    """Upload, read and commit in this process; the same file again only reports."""
    batch = actions.upload(by=actor, file_name=name, data=data, at=clock.now(), estate_name=estate_name, wake=False)
    parsed = pipeline.read(batch, pipeline.open_workbook(batch), today=clock.today())
    compared = _compare(batch, parsed)
    if batch.state != ImportState.COMMITTED:
        try:
            _commit(batch, parsed, compared, actor)
        except DomainError:
            actions.discard(by=actor, batch=ImportBatch.objects.get(pk=batch.pk), at=clock.now())
            raise
    return _report(parsed, compared, batch.pk)


def _commit(batch: ImportBatch, parsed: Parsed, compared: Comparison, actor: Actor) -> None:
    with durable_atomic():
        fields = pipeline.preview_fields(batch, parsed, compared)
        at = clock.now()
        actions.move(batch, to=ImportState.PREVIEWED, by_no=actor.membership_id, at=at, **fields)
        actions.move(batch, to=ImportState.COMMITTING, by_no=actor.membership_id, at=at)
        batch.refresh_from_db()
        actions.write_into_ledger(batch, parsed, by_no=actor.membership_id, at=at)


def _report(parsed: Parsed, compared: Comparison, import_id: int | None) -> dict[str, Any]:
    """The document the command prints. Amounts in 分; they describe the file, whether or not it was new."""
    return {
        "premises": len(parsed.premises),
        "charge_rows": parsed.charge_rows,
        "outstanding_fen": parsed.outstanding_fen,
        "late_charge_fen": parsed.late_charge_fen,
        "stated_total_fen": parsed.stated_total_fen,
        "duplicates": parsed.duplicates + compared.duplicates,
        "problems": [
            {"sheet": p.sheet, "row": p.row, "column": p.column, "value": p.value, "code": p.code, "message": p.message}
            for p in pipeline.all_problems(parsed, compared)
        ],
        "columns": parsed.columns,
        "import_id": import_id,
    }


def _sentence(report: dict[str, Any]) -> str:
    what = f"{report['premises']} 户,{report['charge_rows']} 笔欠费,共 {report['outstanding_fen'] / 100:,.2f} 元"
    doubts = f";{len(report['problems'])} 处存疑(加 --json 看明细)" if report["problems"] else ""
    done = f"已入账,导入编号 {report['import_id']}" if report["import_id"] else "试读,没有写入"
    return f"{what}{doubts}。{done}。"

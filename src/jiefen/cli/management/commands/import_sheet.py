"""./run manage import_sheet FILE --kind …: payments, service records and repair tickets without a browser."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from jiefen.cli.base import JiefenCommand
from jiefen.cli.importing import Outcome, add_import_arguments, run_import
from jiefen.ledger.models import ImportKind
from jiefen.ledger.sheet_kinds import kind_of

KINDS = [ImportKind.PAYMENTS.value, ImportKind.SERVICE_RECORDS.value, ImportKind.REPAIR_TICKETS.value]
FIGURES = ("rows_read", "new_rows", "premises", "amount_fen", "allocated_fen", "prepaid_fen", "duplicates", "held_back")


class Command(JiefenCommand):
    """Import a sheet of one of the other kinds; what is doubtful is held back and listed."""

    help = "导入收款流水、服务记录或报修工单（.xlsx .xls .csv .txt）。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, what it holds, where it belongs, and whether to write."""
        add_import_arguments(parser)
        parser.add_argument("--kind", required=True, choices=KINDS)

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, report, and unless --dry-run commit everything that is not doubtful."""
        outcome = run_import(options["kind"], options)
        report = _report(options["kind"], outcome)
        if options["json"]:
            self.write_json(report)
        else:
            self.stdout.write(_sentence(report))


def _report(kind: str, outcome: Outcome) -> dict[str, Any]:
    """Amounts in 分. ``new_rows``: what this run wrote (or would write); 0 when the file was there already."""
    found = kind_of(kind).summary(outcome.parsed, outcome.compared)
    return {
        "kind": kind,
        **{name: found[name] for name in FIGURES if name in found},
        "problems": outcome.problems(),
        "columns": found["columns"],
        "import_id": outcome.import_id,
    }


def _sentence(report: dict[str, Any]) -> str:
    money = f"，共 {report['amount_fen'] / 100:,.2f} 元" if "amount_fen" in report else ""
    doubts = f"；{len(report['problems'])} 处存疑（加 --json 看明细）" if report["problems"] else ""
    known = f"；{report['duplicates']} 条已经有了" if report["duplicates"] else ""
    done = f"已写入，导入编号 {report['import_id']}" if report["import_id"] else "试读，没有写入"
    return f"{ImportKind(report['kind']).label} {report['new_rows']} 条{money}{known}{doubts}。{done}。"

"""./run manage import_arrears FILE: the import without a browser, for scripts and for checking a sheet."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from jiefen.cli.base import JiefenCommand
from jiefen.cli.importing import Outcome, add_import_arguments, run_import
from jiefen.ledger.imports.compare import Comparison
from jiefen.ledger.imports.result import Parsed


class Command(JiefenCommand):
    """Import an arrears sheet into the ledger; what is doubtful is held back and listed."""

    help = "把一张欠费表（.xlsx .xls .csv .txt）导入账本。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, where it belongs, and whether to write."""
        add_import_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, report, and unless --dry-run commit everything that is not doubtful."""
        outcome = run_import("arrears", options)
        report = _report(outcome)
        if options["json"]:
            self.write_json(report)
        else:
            self.stdout.write(_sentence(report, outcome))


def _report(outcome: Outcome) -> dict[str, Any]:
    """The document the command prints. Amounts in 分; they describe the file, whether or not it was new."""
    parsed: Parsed = outcome.parsed
    compared: Comparison = outcome.compared
    return {
        "premises": len(parsed.premises),
        "charge_rows": parsed.charge_rows,
        "outstanding_fen": parsed.outstanding_fen,
        "late_charge_fen": parsed.late_charge_fen,
        "stated_total_fen": parsed.stated_total_fen,
        "duplicates": parsed.duplicates + compared.duplicates,
        "problems": outcome.problems(),
        "columns": parsed.columns,
        "import_id": outcome.import_id,
    }


def _sentence(report: dict[str, Any], outcome: Outcome) -> str:
    what = f"{report['premises']} 户，{report['charge_rows']} 笔欠费，共 {report['outstanding_fen'] / 100:,.2f} 元"
    doubts = f"；{len(report['problems'])} 处存疑（加 --json 看明细）" if report["problems"] else ""
    return f"{what}{doubts}。{_done(report, outcome)}。"


def _done(report: dict[str, Any], outcome: Outcome) -> str:
    """What came of it: of a sheet that is known in part, or of a closed month, less than it holds is written."""
    if report["import_id"] is None:
        return "试读，没有写入"
    if not outcome.is_new:
        return f"以前已经入账，这次没有写入，导入编号 {report['import_id']}"
    written = len(outcome.compared.lines)
    part = "" if written == report["charge_rows"] else f" {written} 笔，其余没有写入"
    return f"已入账{part}，导入编号 {report['import_id']}"

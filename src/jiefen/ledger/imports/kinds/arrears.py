"""欠费台账: premises, their owners and what they owe."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from typing import Any, Final

from jiefen.accounts.actors import Actor
from jiefen.estates import names
from jiefen.ledger.imports import commit, infer, parse
from jiefen.ledger.imports.compare import Comparison, compare
from jiefen.ledger.imports.kinds.base import NothingToImport, Source, Written, doubts_of
from jiefen.ledger.imports.plan import SheetPlan
from jiefen.ledger.imports.problems import Problem
from jiefen.ledger.imports.reader import Workbook
from jiefen.ledger.imports.result import Parsed
from jiefen.ledger.imports.undo import undo
from jiefen.ledger.models import ImportBatch

SAMPLE_LINES: Final = 12


class Arrears:
    """The kind registered as ``arrears``."""

    def infer(self, workbook: Workbook) -> list[SheetPlan]:
        """How the sheets seem to be laid out."""
        names.load_soon()  # while the reader parses cells, which leaves Python free
        return infer(workbook)

    def read(self, source: Source) -> Parsed:
        """Understand the sheets."""
        return parse(
            source.workbook, source.plans, corrections=dict(source.corrections), accepted=source.accepted,
            today=source.today, progress=source.report,
        )  # fmt: skip

    def estate_name(self, parsed: Parsed, file_name: str) -> str:
        """What the sheet says, else the file's name: an estate has to be called something."""
        return parsed.estate_name or stem(file_name)

    def compare(self, parsed: Parsed, *, batch: ImportBatch, today: dt.date) -> Comparison:
        """New, known and contradicting lines."""
        del today
        return compare(parsed, organisation_id=batch.organisation_id, estate_name=batch.estate_name)

    def problems(self, parsed: Parsed, compared: Comparison) -> list[Problem]:
        """Doubts about the sheet and contradictions with the ledger."""
        return [*parsed.problems, *compared.problems]

    def summary(self, parsed: Parsed, compared: Comparison) -> dict[str, Any]:
        """Figures in 分, counts, first lines."""
        counts = Counter(problem.code for problem in compared.problems)
        for (_, _, code), count in parsed.problem_counts.items():
            counts[code] += count
        return {
            "premises": len(parsed.premises),
            "new_premises": compared.new_premises,
            "charge_rows": parsed.charge_rows,
            "new_charges": len(compared.lines),
            "new_rows": len(compared.lines) or compared.new_premises,
            "outstanding_fen": parsed.outstanding_fen,
            "new_outstanding_fen": sum(line.outstanding_fen for line in compared.lines),
            "late_charge_fen": parsed.late_charge_fen,
            "deposit_fen": parsed.deposit_fen,
            "stated_total_fen": parsed.stated_total_fen,
            "duplicates": parsed.duplicates + compared.duplicates,
            "held_back": len(parsed.held_lines) + len(compared.problems),
            "rows_read": parsed.rows_read,
            "description": parsed.description,
            "notices": list(parsed.notices),
            "columns": parsed.columns,
            "by_item": _by_item(parsed),
            "totals": [total._asdict() for total in parsed.stated_totals[:60]],
            "sample": _sample(parsed, compared),
            **doubts_of(self.problems(parsed, compared), counts),
        }

    def write(self, parsed: Parsed, compared: Comparison, *, batch: ImportBatch, by: Actor, at: dt.datetime) -> Written:
        """Premises, charges and what settles them."""
        del by
        if not compared.drafts:
            raise NothingToImport("表里没有认出任何一户，没有可以入账的内容。请检查列的对应关系。")
        written = commit.write(parsed, compared, batch=batch, at=at)
        counts = {
            "premises": written.premises,
            "charges": written.charges,
            "outstanding_fen": written.outstanding_fen,
            "late_charges": written.late_charges,
            "deposits": written.deposits,
        }
        return Written(counts, min(written.estate_ids))

    def undo(self, batch: ImportBatch, *, by: Actor, at: dt.datetime) -> dict[str, int]:
        """Reverse its rows, hide its premises."""
        return undo(batch, by_no=by.membership_id, at=at)


def stem(file_name: str) -> str:
    """A file's name without folder and ending: the last resort for naming an estate."""
    return file_name.replace("\\", "/").rsplit("/", 1)[-1].rsplit(".", 1)[0].strip() or "未命名小区"


def _by_item(parsed: Parsed) -> list[dict[str, Any]]:
    sums: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for line in parsed.lines:
        entry = sums[line.item, line.kind]
        entry[0] += 1
        entry[1] += line.outstanding_fen
    ordered = sorted(sums.items(), key=lambda item: -item[1][1])
    return [{"item": item, "kind": kind, "count": count, "fen": fen} for (item, kind), (count, fen) in ordered]


def _sample(parsed: Parsed, compared: Comparison) -> list[dict[str, Any]]:
    return [
        {
            "row": line.row,
            "room": parsed.premises[line.premises].key.text,
            "owner": "、".join(parsed.premises[line.premises].owners),
            "item": line.item,
            "period": f"{line.period_start} 至 {line.period_end}" if line.period_start else line.period_label or "没写",
            "fen": line.outstanding_fen,
        }
        for line in compared.lines[:SAMPLE_LINES]
    ]

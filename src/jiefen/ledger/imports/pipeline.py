"""From a stored file to a preview, and from a confirmed preview to ledger rows. The file is read again each time.

Reading is a pure function of (file, plans, corrections, accepted), so nothing half-read has to be kept anywhere.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable
from typing import Any, Final

from jiefen.ledger.imports import Workbook, commit, infer, parse, problem_workbook, read_workbook
from jiefen.ledger.imports.compare import Comparison, compare
from jiefen.ledger.imports.plan import SheetPlan
from jiefen.ledger.imports.problems import Problem
from jiefen.ledger.imports.result import Parsed
from jiefen.ledger.models import ImportBatch, MappingMemory
from jiefen.ledger.states import ImportState
from jiefen.shared.errors import DomainError
from jiefen.shared.files import read_private

Progress = Callable[[int, int, str], None]
SHOWN_PROBLEMS: Final = 400  # kept with the preview; the workbook with the 问题 column has them all
SAMPLE_LINES: Final = 12


class NothingToImport(DomainError):
    """The sheet was read, but holds nothing that could be written."""

    code = "import.nothing"


class AlreadyImported(DomainError):
    """The very same file is in the ledger."""

    code = "import.already"


def open_workbook(batch: ImportBatch) -> Workbook:
    """The stored file, opened. Raises ImportRefused with a sentence for anything that cannot be read."""
    return read_workbook(read_private(batch.file_key), batch.file_name)


def read(batch: ImportBatch, workbook: Workbook, *, today: dt.date, progress: Progress | None = None) -> Parsed:
    """Parse with the batch's own plans (or remembered or inferred ones), corrections and acceptances."""
    plans = [SheetPlan.from_json(plan) for plan in batch.plans] or _remembered(batch, infer(workbook, kind=batch.kind))
    report = (lambda done, total: progress(done, total, "正在读取")) if progress else None
    return parse(
        workbook, plans, corrections=_corrections(batch), accepted=_accepted(batch), today=today, progress=report
    )


def _remembered(batch: ImportBatch, plans: list[SheetPlan]) -> list[SheetPlan]:
    """Replace an inferred plan by the mapping a clerk corrected earlier for the same layout."""
    memory = MappingMemory.objects.of(batch.organisation_id).filter(
        kind=batch.kind, layout__in=[plan.fingerprint for plan in plans]
    )
    stored = dict(memory.values_list("layout", "plan"))
    return [
        SheetPlan.from_json({**stored[p.fingerprint], "sheet": p.sheet}) if p.fingerprint in stored else p for p in plans
    ]


def _corrections(batch: ImportBatch) -> dict[tuple[str, int, int], str]:
    keys = {key: key.rsplit("!", 2) for key in batch.corrections}
    return {(sheet, int(row), int(column)): batch.corrections[key] for key, (sheet, row, column) in keys.items()}


def _accepted(batch: ImportBatch) -> set[tuple[str, int, str]]:
    keys = [key.rsplit("!", 2) for key in batch.accepted]
    return {(sheet, int(row), code) for sheet, row, code in keys}


def preview(batch: ImportBatch, *, today: dt.date, progress: Progress) -> dict[str, Any]:
    """What the preview page shows, as fields of the batch: plans, estate_name, summary."""
    progress(0, 0, "正在打开文件")
    parsed = read(batch, open_workbook(batch), today=today, progress=progress)
    batch.estate_name = (batch.estate_name or parsed.estate_name or stem(batch.file_name))[:80]
    progress(parsed.rows_read, parsed.rows_read, "正在与账本核对")
    comparison = compare(parsed, organisation_id=batch.organisation_id, estate_name=batch.estate_name)
    return preview_fields(batch, parsed, comparison)


def preview_fields(batch: ImportBatch, parsed: Parsed, comparison: Comparison) -> dict[str, Any]:
    """The fields of a batch that has been read."""
    return {
        "plans": [plan.to_json() for plan in parsed.plans],
        "estate_name": batch.estate_name,
        "summary": summary(parsed, comparison),
        "refusal": "",
    }


def stem(file_name: str) -> str:
    """A file's name without folder and ending: the last resort for naming an estate."""
    return file_name.replace("\\", "/").rsplit("/", 1)[-1].rsplit(".", 1)[0].strip() or "未命名小区"


def all_problems(parsed: Parsed, comparison: Comparison) -> list[Problem]:
    """Doubts about the sheet and contradictions with the ledger, blocking ones first, in sheet order."""
    return sorted([*parsed.problems, *comparison.problems], key=lambda p: (not p.blocking, p.sheet, p.row, p.letter))


def summary(parsed: Parsed, comparison: Comparison) -> dict[str, Any]:
    """The preview in JSON: figures in 分, counts, first problems, first lines."""
    problems = all_problems(parsed, comparison)
    counts = Counter(problem.code for problem in comparison.problems)
    for (_, _, code), count in parsed.problem_counts.items():
        counts[code] += count
    return {
        "premises": len(parsed.premises),
        "new_premises": comparison.new_premises,
        "charge_rows": parsed.charge_rows,
        "new_charges": len(comparison.lines),
        "outstanding_fen": parsed.outstanding_fen,
        "new_outstanding_fen": sum(line.outstanding_fen for line in comparison.lines),
        "late_charge_fen": parsed.late_charge_fen,
        "deposit_fen": parsed.deposit_fen,
        "stated_total_fen": parsed.stated_total_fen,
        "duplicates": parsed.duplicates + comparison.duplicates,
        "held_back": len(parsed.held_lines) + len(comparison.problems),
        "rows_read": parsed.rows_read,
        "description": parsed.description,
        "notices": list(parsed.notices),
        "columns": parsed.columns,
        "by_item": _by_item(parsed),
        "totals": [total._asdict() for total in parsed.stated_totals[:60]],
        "problem_counts": dict(counts.most_common()),
        "problems": [problem._asdict() for problem in problems[:SHOWN_PROBLEMS]],
        "sample": _sample(parsed, comparison),
    }


def _by_item(parsed: Parsed) -> list[dict[str, Any]]:
    sums: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for line in parsed.lines:
        entry = sums[line.item, line.kind]
        entry[0] += 1
        entry[1] += line.outstanding_fen
    ordered = sorted(sums.items(), key=lambda item: -item[1][1])
    return [{"item": item, "kind": kind, "count": count, "fen": fen} for (item, kind), (count, fen) in ordered]


def _sample(parsed: Parsed, comparison: Comparison) -> list[dict[str, Any]]:
    return [
        {
            "row": line.row,
            "room": parsed.premises[line.premises].key.text,
            "owner": "、".join(parsed.premises[line.premises].owners),
            "item": line.item,
            "period": f"{line.period_start} 至 {line.period_end}" if line.period_start else line.period_label or "没写",
            "fen": line.outstanding_fen,
        }
        for line in comparison.lines[:SAMPLE_LINES]
    ]


def problems_workbook(batch: ImportBatch, *, today: dt.date) -> bytes:
    """The uploaded sheet again as .xlsx with a 问题 column, contradictions with the ledger included."""
    workbook = open_workbook(batch)
    parsed = read(batch, workbook, today=today)
    comparison = compare(parsed, organisation_id=batch.organisation_id, estate_name=batch.estate_name)
    parsed.problems = all_problems(parsed, comparison)
    return problem_workbook(workbook, parsed)


def write(batch: ImportBatch, parsed: Parsed, *, at: dt.datetime) -> dict[str, Any]:
    """Write into the ledger, inside the caller's durable transaction. Returns counts for the job's result."""
    twin = ImportBatch.objects.of(batch.organisation_id).filter(
        kind=batch.kind, file_sha256=batch.file_sha256, estate_name=batch.estate_name, state=ImportState.COMMITTED
    )
    if twin.exists():
        raise AlreadyImported("这个文件已经入过账,没有重复写入。要重新导入,请先撤销那一次。")
    comparison = compare(parsed, organisation_id=batch.organisation_id, estate_name=batch.estate_name)
    if not comparison.drafts:
        raise NothingToImport("表里没有认出任何一户,没有可以入账的内容。请检查列的对应关系。")
    written = commit.write(parsed, comparison, batch=batch, at=at)
    done = {
        "premises": written.premises,
        "charges": written.charges,
        "outstanding_fen": written.outstanding_fen,
        "late_charges": written.late_charges,
        "deposits": written.deposits,
    }
    batch.estate_id = min(written.estate_ids)
    batch.summary = {**batch.summary, "written": done}
    batch.save(update_fields=["estate_id", "summary"])
    return done

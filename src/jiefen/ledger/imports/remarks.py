"""Comments on the cells of an .xlsx file: a clerk may have put there the time a column of fees is for."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from typing import Final

from jiefen.ledger.imports import periods
from jiefen.ledger.imports.broken import sheet_names, unescape
from jiefen.ledger.imports.plan import SheetPlan, column_index

Remarks = dict[tuple[int, int], str]  # 0-based row and column → what is written there
_COMMENT: Final = re.compile(r'<comment [^>]*?\bref="([A-Z]{1,3})(\d{1,7})"[^>]*>(.*?)</comment>', re.DOTALL)
_TEXT: Final = re.compile(r"<t(?: [^>]*)?>(.*?)</t>", re.DOTALL)
_TARGET: Final = re.compile(r'<Relationship [^>]*?Target="([^"]*comments[^"]*\.xml)"', re.IGNORECASE)
_MATTERS: Final = re.compile(r"[欠缴交付收免]|期间|[年月元]|\d{3,}")
_MOST: Final = 5_000  # comments of one sheet


def remarks_in(data: bytes) -> dict[str, Remarks]:
    """Name of a sheet → its comments."""
    found: dict[str, Remarks] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = set(archive.namelist())
        for part, name in sheet_names(archive).items():
            folder, file = posixpath.split(part)
            links = f"{folder}/_rels/{file}.rels"
            targets = _TARGET.findall(archive.read(links).decode("utf-8", "replace")) if links in parts else []
            for target in targets:
                path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                if path in parts and "threaded" not in path.lower():
                    found.setdefault(name, {}).update(_read(archive.read(path).decode("utf-8", "replace")))
    return found


def _read(xml: str) -> Remarks:
    found: Remarks = {}
    for match in _COMMENT.finditer(xml):
        text = unescape("".join(_TEXT.findall(match[3]))).strip()
        if text and len(found) < _MOST:
            found[int(match[2]) - 1, column_index(match[1]) or 0] = text
    return found


def apply(plan: SheetPlan, remarks: Remarks) -> None:
    """Date the amount columns whose header cell has a comment with a period; comments on other cells are only reported."""
    above = {(row - 1) for row in plan.header_rows}
    for column in plan.columns:
        texts = [text for (row, index), text in remarks.items() if index == column.index and row in above]
        found = [period for text in texts if (period := _period(text))]
        if column.field in ("amount", "total") and not column.start and not column.period_text and len(found) == 1:
            column.set_period(found[0])
    count = sum(1 for (row, _), text in remarks.items() if row + 1 >= plan.first_row and _MATTERS.search(text))
    if count:
        message = f"这张表有 {count} 个单元格带批注，批注里的字没有读。其中写着期间、已缴或减免的，请写进表里再导入。"
        plan.doubts.append(("comments_unseen", -1, message))


def _period(text: str) -> periods.Period | None:
    """The one whole period a comment names, with or without the writer's name above it."""
    lines = [re.sub(r"^[^\d:：]{1,12}[:：]", "", line.strip()) for line in text.splitlines()]
    found = [p for line in lines if line and (p := periods.parse_text(line)) and p.start and p.end and not p.code]
    return found[0] if len(found) == 1 else None

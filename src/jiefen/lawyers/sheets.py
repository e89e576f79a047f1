"""Small spreadsheets (.xlsx, .xls, .csv) as rows of cells, and their columns by the words of the first row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from python_calamine import CalamineError, CalamineWorkbook

from jiefen.lawyers.refusals import SheetRefused

MOST_ROWS: Final = 20_000
MOST_BYTES: Final = 20 * 1024 * 1024


@dataclass(frozen=True)
class LineProblem:
    """A line left out. ``row``: the spreadsheet's row, from 1."""

    row: int
    code: str
    sentence: str


def lines(
    data: bytes, file_name: str, *, headers: Mapping[str, str], needed: Iterable[str], wanted: str
) -> Iterator[tuple[int, dict[str, str]]]:
    """(row number from 2, column name → text) for every line with anything in it.

    ``headers``: word in the first row → column name; ``wanted``: the sentence said when a needed column is missing.
    Raises SheetRefused before the first line.
    """
    rows = _read(data, file_name)
    place = _columns(rows[0] if rows else [], headers)
    if any(name not in place for name in needed):
        raise SheetRefused(wanted)
    return _filled(rows[1:], place)


def _filled(rows: list[list[Any]], place: Mapping[str, int]) -> Iterator[tuple[int, dict[str, str]]]:
    for number, row in enumerate(rows, 2):
        line = {name: _text(row[at]) if at < len(row) else "" for name, at in place.items()}
        if any(line.values()):
            yield number, line


def _columns(header: list[Any], headers: Mapping[str, str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, cell in enumerate(header):
        name = headers.get(_text(cell))
        if name:
            found.setdefault(name, place)
    return found


def _read(data: bytes, file_name: str) -> list[list[Any]]:
    if len(data) > MOST_BYTES:
        raise SheetRefused("文件超过 20 MB，请拆成几个再导入。")
    rows = _csv(data) if file_name.lower().endswith(".csv") else _workbook(data)
    if len(rows) > MOST_ROWS + 1:
        raise SheetRefused(f"一次最多 {MOST_ROWS:,} 行，请拆成几个文件再导入。")
    return rows


def _csv(data: bytes) -> list[list[Any]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return [list(row) for row in csv.reader(io.StringIO(data.decode(encoding)))]
        except UnicodeDecodeError:
            continue
    raise SheetRefused("文件的编码读不出来，请用 Excel 另存为 .xlsx 再导入。")


def _workbook(data: bytes) -> list[list[Any]]:
    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    except (CalamineError, ValueError, OSError):
        raise SheetRefused("这个文件不是能读的表格，请选择 .xlsx、.xls 或 .csv 文件。") from None
    return list(sheet.to_python(skip_empty_area=False))


def _text(cell: Any) -> str:
    """A cell as text. A number stored as a number has lost digits beyond the 15th: such a cell is left empty."""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 10**15 else ""
    return str(cell).strip()

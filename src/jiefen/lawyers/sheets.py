"""Small spreadsheets (.xlsx, .xls, .csv) as lines of cells, found by the words of a header row, and what is wrong where.

Nothing is left out in silence: every page of a workbook is read, a page without the columns is named, and a cell that
cannot be trusted (a long number stored as a number, a merged name, a formula's error) says so at its own place.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum

from jiefen.lawyers.refusals import SheetRefused

MOST_ROWS: Final = 20_000
MOST_BYTES: Final = 20 * 1024 * 1024
HEADER_WITHIN: Final = 10  # a title and a note or two may stand above the header
SHOWN_VALUE: Final = 40
EXACT_NUMBERS: Final = 10**15  # a spreadsheet keeps 15 digits of a number and makes the rest up
LOST_DIGITS: Final = "这个号码在表格里存成了数字，15 位以后的已经丢了。请把这一列设为文本，照证件重新填写。"
_SCIENTIFIC = re.compile(r"\d(\.\d+)?[eE]\+?\d{2}")
_ERRORS: Final = ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!")


@dataclass(frozen=True)
class LineProblem:
    """Something left out, where it stands and why. ``row`` as the spreadsheet numbers it; 0: the whole page."""

    row: int
    code: str
    sentence: str
    sheet: str = ""
    column: str = ""  # the header's own word
    value: str = ""

    @property
    def where(self) -> str:
        """The place in words: page, row, column and what stands there, as far as they are known."""
        page = f"“{self.sheet}”页" if self.sheet else ""
        row = f"第 {self.row} 行" if self.row else ""
        column = f"“{self.column}”" if self.column else ""
        return f"{page}{row}{column}" + (f"（{self.value}）" if self.value else "")


def rows_left_out(problems: Sequence[LineProblem]) -> int:
    """How many lines the problems belong to: one line may have several."""
    return len({(each.sheet, each.row) for each in problems if each.row})


@dataclass(frozen=True)
class Line:
    """One line with anything in it. ``cells``: column name → text; ``faults``: column name → why not to trust it."""

    sheet: str
    row: int
    cells: Mapping[str, str]
    headers: Mapping[str, str]
    faults: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def get(self, name: str) -> str:
        """The text of a column; empty when the sheet has no such column."""
        return self.cells.get(name, "")

    def problem(self, name: str, code: str, sentence: str) -> LineProblem:
        """A problem of this line at the column ``name`` ("" for the line as a whole)."""
        shown = self.faults[name][1] if name in self.faults else self.get(name)
        return LineProblem(self.row, code, sentence, self.sheet, self.headers.get(name, ""), shown[:SHOWN_VALUE])

    def fault_problems(self) -> list[LineProblem]:
        """The cells that cannot be trusted."""
        return [self.problem(name, "lawyers.cell", sentence) for name, (sentence, _) in self.faults.items()]


@dataclass(frozen=True)
class Page:
    """One page of a workbook as cells. ``merges``: (first row, first column, last row, last column), from 0."""

    name: str
    rows: Sequence[Sequence[Any]]
    merges: Sequence[tuple[int, int, int, int]] = ()


def lines(
    data: bytes, file_name: str, *, headers: Mapping[str, str], needed: Iterable[str], wanted: str,
    repeats: Iterable[str] = (),
) -> tuple[list[Line], list[LineProblem]]:  # fmt: skip
    """Every line with anything in it from every page, and the pages that hold something else.

    ``headers``: word in the header row → column name; ``wanted``: said when no page has the needed columns;
    ``repeats``: columns where a merged cell speaks for all its rows. Elsewhere a merged cell counts for its first row,
    and the others say so. Raises SheetRefused.
    """
    need, filled_down = tuple(needed), frozenset(repeats)
    found: list[Line] = []
    strange: list[LineProblem] = []
    is_list = False
    for page in _read(data, file_name):
        top, place = _header(page, headers, need)
        if top is None:
            if any(_text(cell) for row in page.rows for cell in row):
                strange.append(LineProblem(0, "lawyers.sheet_columns", f"这一页没有读：{wanted}", page.name))
            continue
        is_list = True
        found += _lines(page, top, place, filled_down)
    if not is_list:
        raise SheetRefused(wanted)
    return found, strange


def _lines(page: Page, top: int, place: Mapping[str, int], filled_down: frozenset[str]) -> list[Line]:
    titles = {name: _text(page.rows[top][at]) for name, at in place.items()}
    merged = _merged_below(page)
    found = []
    for number, row in enumerate(page.rows[top + 1 :], top + 1):
        cells, faults = {}, {}
        is_filled = any(_text(row[at]) for at in place.values() if at < len(row))
        for name, at in place.items():
            first = merged.get((number, at))
            cell = row[at] if at < len(row) else ""
            if first is not None and is_filled:
                cell = page.rows[first][at] if name in filled_down else ""
                if name not in filled_down:
                    said = "这一格和上面的合并在一起，看不出是不是同一个。请拆开单元格，逐行填写。"
                    faults[name] = (said, _shown(page.rows[first][at]))
            cells[name] = _text(cell)
            fault = _fault(cell)
            if fault:
                faults[name] = (fault, _shown(cell))
        if any(cells.values()) or faults:
            found.append(Line(page.name, number + 1, cells, titles, faults))
    return found


def _header(page: Page, headers: Mapping[str, str], need: Sequence[str]) -> tuple[int | None, dict[str, int]]:
    """The first row that names every needed column, among the first few."""
    for number, row in enumerate(page.rows[:HEADER_WITHIN]):
        place: dict[str, int] = {}
        for at, cell in enumerate(row):
            name = headers.get(re.sub(r"[\s*＊]", "", _text(cell)))
            if name:
                place.setdefault(name, at)
        if all(name in place for name in need):
            return number, place
    return None, {}


def _merged_below(page: Page) -> dict[tuple[int, int], int]:
    """(row, column) of every cell under a merge's first row → that first row."""
    return {
        (row, column): first
        for first, left, last, right in page.merges
        for row in range(first + 1, min(last, len(page.rows) - 1) + 1)
        for column in range(left, right + 1)
    }


def _read(data: bytes, file_name: str) -> list[Page]:
    if len(data) > MOST_BYTES:
        raise SheetRefused("文件超过 20 MB，请拆成几个再导入。")
    pages = [Page("", _csv(data))] if file_name.lower().endswith(".csv") else _workbook(data)
    if sum(len(page.rows) for page in pages) > MOST_ROWS + HEADER_WITHIN:
        raise SheetRefused(f"一次最多 {MOST_ROWS:,} 行，请拆成几个文件再导入。")
    return pages


def _csv(data: bytes) -> list[list[Any]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return [list(row) for row in csv.reader(io.StringIO(data.decode(encoding)))]
        except (UnicodeDecodeError, csv.Error):
            continue
    raise SheetRefused("文件的编码读不出来，请用 Excel 另存为 .xlsx 再导入。")


def _workbook(data: bytes) -> list[Page]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = [one.name for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
        return [_page(name, book.get_sheet_by_name(name)) for name in names]
    except (CalamineError, ValueError, OSError):
        raise SheetRefused("这个文件不是能读的表格，请选择 .xlsx、.xls 或 .csv 文件。") from None


def _page(name: str, sheet: Any) -> Page:
    if sheet.total_height > MOST_ROWS + HEADER_WITHIN:
        raise SheetRefused(f"一次最多 {MOST_ROWS:,} 行，请拆成几个文件再导入。")
    merges = [(*first, *last) for first, last in sheet.merged_cell_ranges or []]
    return Page(name, sheet.to_python(skip_empty_area=False), merges)


def _fault(cell: Any) -> str:
    if isinstance(cell, float) and abs(cell) >= EXACT_NUMBERS:
        return LOST_DIGITS
    text = str(cell).strip()
    if _SCIENTIFIC.fullmatch(text):
        return LOST_DIGITS
    if text in _ERRORS:
        return "这一格的公式算不出来。请改成写好的内容再导入。"
    if text.startswith("="):
        return "这一格是公式，没有算好的结果。请改成写好的内容再导入。"
    return ""


def _shown(cell: Any) -> str:
    return f"{cell:g}" if isinstance(cell, float) and abs(cell) >= EXACT_NUMBERS else _text(cell)


def _text(cell: Any) -> str:
    """A cell as text; a whole number without the point a spreadsheet stores with it."""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else str(cell)
    return str(cell).strip()

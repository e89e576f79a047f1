"""Bytes or a path → Workbook with lazy sheets. The kind of a file is told by its content, never by its extension."""

from __future__ import annotations

import csv
import io
import os
import re
import zipfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from jiefen.ledger.imports import cards, hostile, pieces, pivots, texts, turned, webpage
from jiefen.ledger.imports.broken import broken_cells, sheet_names
from jiefen.ledger.imports.grid import Merge, Row
from jiefen.ledger.imports.pieces import Pieces
from jiefen.ledger.imports.remarks import Remarks, remarks_in

MAX_TEXT_FIELD = 32_767  # Excel's own limit for one cell
csv.field_size_limit(1 << 20)


class Sheet:
    """One sheet. ``rows()`` may be called again; it yields full-width rows from spreadsheet row 1."""

    def __init__(self, name: str, *, hidden: bool = False) -> None:
        self.name = name
        self.hidden = hidden
        self.merges: list[Merge] = []
        self.height = 0
        self.unseen = hostile.Hidden()
        self.remarks: Remarks = {}
        self.broken: dict[tuple[int, int], str] = {}  # (0-based row, column) → formula error or "" (no stored value)

    def rows(self) -> Iterator[Row]:
        """Rows top down; row 1 of the spreadsheet first."""
        raise StopIteration

    def load(self) -> None:
        """Make ``height`` and ``merges`` known."""

    def release(self) -> None:
        """Forget cached cells."""


class ListSheet(Sheet):
    """Rows already in memory: CSV text and HTML tables."""

    def __init__(self, name: str, rows: list[Row], merges: list[Merge] | None = None) -> None:
        super().__init__(name)
        self._rows = rows
        self.merges = merges or []
        self.height = len(rows)

    def rows(self) -> Iterator[Row]:
        """Rows from memory."""
        return iter(self._rows)


class Below(Sheet):
    """The same sheet with the rows above ``first`` (1-based) blank: a second table under another header."""

    def __init__(self, sheet: Sheet, first: int) -> None:
        super().__init__(sheet.name)
        self._of, self._first = sheet, first
        self.merges = [m for m in sheet.merges if m[0] >= first - 1]
        self.height, self.broken, self.remarks = sheet.height, sheet.broken, sheet.remarks

    def rows(self) -> Iterator[Row]:
        """Blank rows first, so that row numbers stay true."""
        for number, row in enumerate(self._of.rows(), 1):
            yield row if number >= self._first else []


class CalamineBacked(Sheet):
    """A sheet of an .xlsx/.xls/.xlsb file, parsed by calamine on first use."""

    def __init__(self, book: CalamineWorkbook, name: str, *, hidden: bool, keep: bool) -> None:
        super().__init__(name, hidden=hidden)
        self._book, self._keep = book, keep
        self._sheet: CalamineSheet | None = None

    def load(self) -> None:
        """Parse the sheet once."""
        if self._sheet is None:
            try:
                self._sheet = self._book.get_sheet_by_name(self.name)
            except (CalamineError, ValueError, OSError) as error:
                raise hostile.corrupt() from error
            self.height = (self._sheet.end[0] + 1) if self._sheet.end else 0
            if self.height * self._sheet.width > hostile.MAX_CELLS or self._sheet.width > hostile.MAX_COLUMNS:
                raise hostile.TooManyCells("这张表的行和列太多，放不进内存。请删掉用不到的行列，或拆成几个文件再导入。")
            self.merges = [(a[0], a[1], b[0], b[1]) for a, b in self._sheet.merged_cell_ranges or []]

    def rows(self) -> Iterator[Row]:
        """Rows of the parsed rectangle, padded to column A."""
        self.load()
        sheet = self._sheet
        if sheet is None or sheet.start is None:
            return iter(())
        offset = sheet.start[1]
        if not offset:
            return iter(sheet.iter_rows())
        pad: Row = [""] * offset
        return (pad + row for row in sheet.iter_rows())

    def release(self) -> None:
        """Give the cells back unless the file is small."""
        if not self._keep:
            self._sheet = None


class PiecewiseSheet(Sheet):
    """A large, plain sheet of an .xlsx file: understood while its later rows are still being parsed."""

    def __init__(self, found: Pieces, name: str, *, height: int, hidden: bool, keep: bool) -> None:
        super().__init__(name, hidden=hidden)
        self.height, self._pieces, self._keep = height, found, keep

    def load(self) -> None:
        """Begin to parse in the background."""
        self._pieces.begin()

    def rows(self) -> Iterator[Row]:
        """Rows as they come."""
        return self._pieces.rows()

    def release(self) -> None:
        """Give the cells back unless the file is small."""
        if not self._keep:
            self._pieces.forget()


class Workbook:
    """A file understood as sheets. ``notices`` are sentences for the clerk (macros not run, HTML read as a table …)."""

    def __init__(self, filename: str, kind: str, sheets: list[Sheet], notices: list[str] | None = None) -> None:
        self.filename, self.kind, self.sheets = filename, kind, sheets
        self.notices = notices or []

    def sheet(self, name: str) -> Sheet:
        """The sheet of that name; KeyError when there is none."""
        return next(s for s in self.sheets if s.name == name)


Source = bytes | str | os.PathLike[str] | BinaryIO


def read_workbook(source: Source, filename: str = "", *, max_bytes: int = hostile.MAX_BYTES) -> Workbook:
    """Open a spreadsheet from bytes, a path or a binary file. Raises ``hostile.ImportRefused`` subclasses."""
    data, name = _bytes_of(source, filename, max_bytes)
    book = _opened(data, name)
    if len(data) < TURN_UP_TO:
        _turn(book)
    return book


TURN_UP_TO = 2 * 1024 * 1024  # a sheet with one household a column is a small one


def _turn(book: Workbook) -> None:
    """Put sheets with one household a column upright, and say so."""
    for at, sheet in enumerate(book.sheets):
        if isinstance(sheet, PiecewiseSheet):
            continue
        sheet.load()
        rows = list(sheet.rows()) if sheet.height <= turned.MAX_ROWS else []
        if (turn := turned.find(rows, sheet.merges)) is None:
            _spread(book, at, rows)
            continue
        upright = ListSheet(sheet.name, turn.rows(rows), turn.merges(sheet.merges))
        upright.hidden, upright.unseen = sheet.hidden, turn.hidden(sheet.unseen)
        upright.broken = {turn.cell(*cell): text for cell, text in sheet.broken.items()}
        book.sheets[at] = upright
        book.notices.append(
            f"“{sheet.name}”是竖着写的（一户一列），已经转成一户一行来读；下面说的行、列都是转过之后的，"
            f"第 {turn.top + 2} 行就是原表的第 {turn.left + 2} 列。"
        )


def _spread(book: Workbook, at: int, rows: list[Row]) -> None:
    """Write the household that stands above its small table, or above its items in a pivot table, behind every line, and
    say so.
    """
    sheet = book.sheets[at]
    if sheet.height > cards.MAX_ROWS:
        return
    first = rows[: cards.LOOK_AT] or list(islice(sheet.rows(), cards.LOOK_AT))
    said = f"“{sheet.name}”把房号写在各户的小表上面（或工作表名里），已在最右边补上房号，一行一行来读。"
    written = cards.spread(sheet.name, first, lambda: rows or list(sheet.rows()))
    if written is None and pivots.is_pivot(first):
        said = f"“{sheet.name}”是数据透视表，楼栋、房号和费用项写在同一列，已在最右边分开写好，各级小计没有计入。"
        written = pivots.spread(first, rows or list(sheet.rows()))
    if written is None:
        return
    told = ListSheet(sheet.name, written, sheet.merges)
    told.hidden, told.unseen, told.broken, told.remarks = sheet.hidden, sheet.unseen, sheet.broken, sheet.remarks
    book.sheets[at] = told
    book.notices.append(said)


def _opened(data: bytes, name: str) -> Workbook:
    kind = hostile.sniff(data)
    if kind == "zip":
        return _read_zip(data, name)
    if kind == "ole":
        hostile.check_ole(data)
        return _read_calamine(data, name, "xls", hostile.Scan(b"V\x00B\x00A\x00" in data))
    if kind == "html":
        return _read_html(data, name)
    if kind == "text":
        return _read_text(data, name)
    if kind == "xml":
        raise hostile.FileUnknown("这是 XML 格式的表格，系统读不准。请用 Excel 打开后另存为 .xlsx 再导入。")
    raise hostile.FileUnknown("这个文件不是表格，请选择 .xlsx、.xls 或 .csv 文件。")


def _bytes_of(source: Source, filename: str, limit: int) -> tuple[bytes, str]:
    if isinstance(source, bytes):
        hostile.check_size(len(source), limit)
        return source, filename
    if isinstance(source, str | os.PathLike):
        path = Path(source)
        hostile.check_size(path.stat().st_size, limit)
        return path.read_bytes(), filename or path.name
    data = source.read(limit + 1)
    hostile.check_size(len(data), limit)
    return data, filename


def _read_zip(data: bytes, name: str) -> Workbook:
    scan = hostile.check_zip(io.BytesIO(data))
    book = _read_calamine(data, name, "xlsx", scan)
    if scan.broken_parts:
        for sheet_name, cells in broken_cells(data, scan.broken_parts).items():
            book.sheet(sheet_name).broken = cells
    for sheet_name, found in (remarks_in(data) if scan.has_remarks else {}).items():
        book.sheet(sheet_name).remarks = found
    if scan.hidden:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = sheet_names(archive)
        for sheet in book.sheets:
            sheet.unseen = next((h for part, h in scan.hidden.items() if names.get(part) == sheet.name), sheet.unseen)
    return book


def _read_calamine(data: bytes, name: str, kind: str, scan: hostile.Scan) -> Workbook:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    except PasswordError as error:
        raise hostile.FileLocked("这个文件加了打开密码，读不了。请在 Excel 里去掉密码，另存后再导入。") from error
    except Exception as error:  # the reader raises several unrelated classes for damaged files
        if "assword" in str(error):
            raise hostile.FileLocked("这个文件加了打开密码，读不了。请在 Excel 里去掉密码，另存后再导入。") from error
        raise hostile.corrupt() from error
    metas = [m for m in book.sheets_metadata if m.typ == SheetTypeEnum.WorkSheet]
    if len(metas) > hostile.MAX_SHEETS:
        raise hostile.TooManyCells(
            f"这个文件有 {len(metas)} 张工作表，超过了 {hostile.MAX_SHEETS} 张的上限。请拆成几个文件再导入。"
        )
    keep = len(metas) == 1 or len(data) < 8 * 1024 * 1024
    cut = pieces.parts_to_cut(data, scan) if kind == "xlsx" else {}
    sheets: list[Sheet] = []
    for meta in metas:
        hidden, part = meta.visible != SheetVisibleEnum.Visible, cut.get(meta.name)
        if part is None:
            sheets.append(CalamineBacked(book, meta.name, hidden=hidden, keep=keep))
        else:
            found, height = Pieces(data, part, meta.name, scan.inflated.get(part)), scan.last_rows[part]
            sheets.append(PiecewiseSheet(found, meta.name, height=height, hidden=hidden, keep=keep))
    notices = ["这个文件带有宏。系统只读取了单元格里的数值，没有运行宏。"] if scan.has_macros else []
    return Workbook(name, kind, sheets, notices)


def decode(data: bytes) -> str:
    """Text bytes → str: byte-order mark, then strict UTF-8, then GB18030. Raises FileUnknown when none fits."""
    for mark, codec in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(codec, errors="replace")
    for codec in ("utf-8", "gb18030", "big5"):
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        return _big5(data) or text if codec == "gb18030" and not _FAMILIAR.search(text[:4000]) else text
    raise hostile.FileUnknown("这个文本文件的文字编码认不出来。请用 Excel 打开后另存为 .xlsx 再导入。")


_FAMILIAR = re.compile("[房戶户室樓楼欠費费號号]")


def _big5(data: bytes) -> str:
    """The bytes as Big5 when that makes familiar words of them, which most byte pairs are in GB18030 as well."""
    try:
        text = data.decode("big5")
    except UnicodeDecodeError:
        return ""
    return text if _FAMILIAR.search(text[:4000]) else ""


def _read_text(data: bytes, name: str) -> Workbook:
    text = decode(data)
    if "\x00" in text:
        raise hostile.FileUnknown("这个文件不是表格，请选择 .xlsx、.xls 或 .csv 文件。")
    hostile.require_few_rows(max(text.count("\n"), text.count("\r")))
    try:
        rows = texts.rows_of(text)
    except csv.Error as error:
        raise hostile.corrupt() from error
    if not any(any(cell.strip() for cell in row) for row in rows):
        raise hostile.FileEmpty("这个文件里没有内容。请检查是否选错了文件。")
    if max(len(row) for row in rows) > hostile.MAX_COLUMNS:
        raise hostile.TooManyCells(f"这个文件有一行超过了 {hostile.MAX_COLUMNS} 列的上限。请删掉用不到的列再导入。")
    return Workbook(name, "csv", [ListSheet(Path(name).stem or "表格", rows)])


def _read_html(data: bytes, name: str) -> Workbook:
    """A web page that holds tables: the disguise many systems give to an .xls export."""
    try:
        text = decode(data)
    except hostile.FileUnknown:
        text = data.decode("gb18030", "replace")  # a few broken characters in a page
    sheets: list[Sheet] = [
        ListSheet(f"表{i}", rows, merges) for i, (rows, merges) in enumerate(webpage.tables_in(text), 1)
    ]
    return Workbook(
        name, "html", sheets, ["这个文件其实是网页格式的表格，已按表格读取。如有不对，请用 Excel 另存为 .xlsx 再导入。"]
    )

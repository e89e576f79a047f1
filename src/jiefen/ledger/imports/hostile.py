"""Files that must not be read as they are: each is refused with a code and a sentence that says what to do.

Checked before any cell is parsed: size, kind by content (never by extension), passwords, zip bombs by inflated bytes
actually counted, XML entity declarations, the rectangle a sheet would occupy in memory.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Mapping
from types import MappingProxyType
from typing import BinaryIO, Final, NamedTuple

from jiefen.rules.errors import RuleError

MAX_BYTES: Final = 50 * 1024 * 1024
MAX_INFLATED: Final = 1200 * 1024 * 1024
MAX_RATIO: Final = 200  # real sheets inflate 5–30 times; only checked above RATIO_FROM
RATIO_FROM: Final = 100 * 1024 * 1024
MAX_CELLS: Final = 24_000_000  # rows × columns of one sheet: the reader holds the full rectangle, 32 bytes a cell
MAX_ROWS: Final = 1_048_576
MAX_COLUMNS: Final = 1_000
MAX_SHEETS: Final = 200
MAX_ENTRIES: Final = 5_000
KEPT: Final = 64 * 1024 * 1024  # inflated bytes of sheets that are kept for the reader, who needs them next
_CHUNK: Final = 1 << 18
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BIFF8_GLOBALS: Final = b"\x09\x08\x10\x00\x00\x06\x05\x00"  # the record that opens a workbook stream
_FILEPASS: Final = 0x2F
_WIDE = re.compile(rb' r="([A-Z]{2,3})(\d+)"[^>/]*>')
_ROW = re.compile(rb'<row[^>]* r="(\d+)"')
_NO_RESULT = re.compile(rb"</f><(?:/c>|v></v>|v ?/>)")
_CELL = re.compile(rb' r="([A-Z]{1,3})(\d+)"')
_HIDDEN_ROW = re.compile(rb'<row [^>]*?\br="(\d{1,7})"[^>]*?\bhidden="(?:1|true)"')
_HIDDEN_COLUMN = re.compile(rb'<col (?=[^>]*\bhidden="(?:1|true)")(?=[^>]*\bmin="(\d{1,5})")(?=[^>]*\bmax="(\d{1,5})")')


class ImportRefused(RuleError):
    """The file is not read. ``code`` names the reason, ``str(error)`` tells the clerk what to do."""

    code = "import.refused"


class FileTooLarge(ImportRefused):
    """More bytes than the limit."""

    code = "import.file_too_large"


class FileEmpty(ImportRefused):
    """No bytes, or no cell with content."""

    code = "import.file_empty"


class FileLocked(ImportRefused):
    """Protected by a password."""

    code = "import.password_protected"


class FileCorrupt(ImportRefused):
    """Starts like a workbook but cannot be read to its end."""

    code = "import.file_corrupt"


class FileUnknown(ImportRefused):
    """Not a spreadsheet."""

    code = "import.file_unknown"


class FileExplosive(ImportRefused):
    """Inflates to far more than a spreadsheet needs, or declares XML entities."""

    code = "import.file_explosive"


class TooManyCells(ImportRefused):
    """A sheet whose rectangle would not fit in memory."""

    code = "import.too_many_cells"


class Hidden(NamedTuple):
    """Rows (1-based) and columns (0-based) of one sheet that are hidden or filtered away."""

    rows: frozenset[int] = frozenset()
    columns: frozenset[int] = frozenset()


class Scan(NamedTuple):
    """What the check learnt: macros present; per sheet part, the last filled row, formula cells without a stored value
    or with an error, merged cells. ``inflated``: the parts' XML in chunks, as far as it is kept.
    """

    has_macros: bool
    broken_parts: frozenset[str] = frozenset()
    merged_parts: frozenset[str] = frozenset()
    last_rows: Mapping[str, int] = MappingProxyType({})
    hidden: Mapping[str, Hidden] = MappingProxyType({})
    has_remarks: bool = False
    inflated: Mapping[str, list[bytes]] = MappingProxyType({})


def sniff(data: bytes) -> str:
    """``zip``, ``ole``, ``html``, ``text`` or ``binary`` by the first bytes."""
    if data[:4] == b"PK\x03\x04":
        return "zip"
    if data[:8] == _OLE:
        return "ole"
    start = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "text"
    if start.startswith(b"<?xml") and b"<html" not in start:
        return "xml"  # Excel 2003 calls its tables <Table> too
    if (
        start.startswith((b"<!doctype html", b"<html", b"<table", b"<head", b"<meta", b"<style", b"<div", b"<body"))
        or b"<table" in start
    ):
        return "html"
    return "binary" if b"\x00" in data[:4096] else "text"


def check_size(length: int, limit: int = MAX_BYTES) -> None:
    """Refuse empty and oversized files before anything is read."""
    if length == 0:
        raise FileEmpty("这个文件是空的，里面没有内容。请检查是否选错了文件。")
    if length > limit:
        raise FileTooLarge(
            f"这个文件有 {length // 1048576} MB，超过了 {limit // 1048576} MB 的上限。请按小区或年份拆成几个文件再导入。"
        )


def check_ole(data: bytes) -> None:
    """An OLE container that holds an encrypted workbook is refused."""
    names = (name.encode("utf-16-le") for name in ("EncryptedPackage", "EncryptionInfo"))
    if any(name in data for name in names) or _biff_locked(data):
        raise FileLocked(
            "这个文件加了打开密码，读不了。请在 Excel 里去掉密码（文件 → 信息 → 保护工作簿），另存后再导入。"
        )


def _biff_locked(data: bytes) -> bool:
    """Whether the first records of an old .xls workbook say that the rest is encrypted (FILEPASS)."""
    at = data.find(_BIFF8_GLOBALS)
    for _ in range(20 if at >= 0 else 0):
        kind, length = int.from_bytes(data[at : at + 2], "little"), int.from_bytes(data[at + 2 : at + 4], "little")
        if kind == _FILEPASS:
            return True
        at += 4 + length
    return False


def check_zip(source: BinaryIO) -> Scan:
    """Inflate every part once, counting; returns what the parts told on the way. Headers are not believed."""
    try:
        archive = zipfile.ZipFile(source)
        entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise corrupt() from error
    names = {entry.filename for entry in entries}
    if len(entries) > MAX_ENTRIES:
        raise FileExplosive("这个压缩包里的文件太多，不像一份表格。请用 Excel 重新另存为 .xlsx 后再导入。")
    if "xl/workbook.xml" not in names and "xl/workbook.bin" not in names:
        raise FileUnknown(
            "这是一个压缩包，但里面不是 Excel 表格。请解压后导入其中的表格，或在 Excel/WPS 里另存为 .xlsx。"
        )
    total, packed, parts = 0, max(1, sum(entry.compress_size for entry in entries)), []
    kept: dict[str, list[bytes]] = {}
    room = KEPT
    for entry in entries:
        if entry.flag_bits & 1:
            raise FileLocked("这个文件加了密码，读不了。请去掉密码另存后再导入。")
        part = _Part(entry.filename)
        keep = part.is_sheet and entry.file_size <= room  # no more than that is ever inflated
        if keep:
            kept[part.name], room = [], room - entry.file_size
        try:
            with archive.open(entry) as stream:
                while chunk := stream.read(_CHUNK):
                    total += len(chunk)
                    _check_inflated(total, packed)
                    part.feed(chunk)
                    if keep:
                        kept[part.name].append(chunk)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as error:
            if isinstance(error, ImportRefused):
                raise
            raise corrupt() from error
        part.finish()
        parts.append(part)
    return Scan(
        any(name.endswith("vbaProject.bin") for name in names),
        frozenset(part.name for part in parts if part.broken),
        frozenset(part.name for part in parts if part.merged),
        {part.name: part.last_row for part in parts if part.is_sheet},
        {part.name: part.hidden for part in parts if any(part.hidden)},
        any(name.startswith("xl/comments") for name in names),
        kept,
    )


def _check_inflated(total: int, packed: int) -> None:
    if total > MAX_INFLATED or (total > RATIO_FROM and total > packed * MAX_RATIO):
        raise FileExplosive(
            "这个文件解压后大得不正常，可能有问题，系统没有读取它。请在 Excel 里只复制需要的内容到新表，另存后再导入。"
        )


def corrupt() -> FileCorrupt:
    """The refusal of a file that ends early or contradicts itself."""
    return FileCorrupt("这个文件坏了，没有读到底。请在 Excel 或 WPS 里打开它，另存为 .xlsx 后再导入。")


class _Part:
    """Watches one zip part go by: entity declarations, the last filled row, the widest filled column, broken
    formulas, merged cells.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.is_xml = name.endswith((".xml", ".rels"))
        self.is_sheet = name.startswith("xl/worksheets/") and name.endswith(".xml")
        self.tail = b""
        self.first = True
        self.last_row = 0
        self.columns: set[bytes] = set()
        self.broken = self.merged = False
        self.hidden = Hidden()

    def feed(self, chunk: bytes) -> None:
        if self.first and self.is_xml and re.search(rb"<!(?:DOCTYPE|ENTITY)", chunk[:4096]):
            raise FileExplosive(
                "这个文件里有不该出现的内容（XML 实体声明），系统没有读取它。请用 Excel 重新另存为 .xlsx。"
            )
        self.first = False
        if not self.is_sheet:
            return
        window = self.tail + chunk
        self.columns.update(m[0] for m in set(_WIDE.findall(window)))
        at = max(window.rfind(b"<v>"), window.rfind(b"<t>"))
        at = max(at, window.rfind(b"<t ", max(at, 0)))
        self.merged = self.merged or window.find(b"<mergeCell ", max(at, 0)) >= 0  # they follow the last row
        if at >= 0 and (refs := _CELL.findall(window[max(0, at - 2000) : at])):
            self.last_row = max(self.last_row, int(refs[-1][1]))
            self.columns.update(letters for letters, _ in refs)  # of A to Z a sample is enough
        self.broken = self.broken or b't="e"' in window or self._lacks_result(window)
        if b"d" in window and b' hidden="' in window:  # a letter alone is looked for much faster, and rarely there
            self._note_hidden(window)
        self.tail = window[-300:]

    def _lacks_result(self, window: bytes) -> bool:
        return b"f" in window and b"</f><" in window and bool(_NO_RESULT.search(window))

    def _note_hidden(self, window: bytes) -> None:
        rows = {int(m[1]) for m in _HIDDEN_ROW.finditer(window)}
        spans = [(int(m[1]), int(m[2])) for m in _HIDDEN_COLUMN.finditer(window)]
        columns = {at - 1 for first, last in spans for at in range(first, min(last, MAX_COLUMNS) + 1)}
        self.hidden = Hidden(self.hidden.rows | rows, self.hidden.columns | columns)

    def finish(self) -> None:
        width = max(map(_width, self.columns), default=26)
        require_few_rows(self.last_row)
        if width > MAX_COLUMNS:
            raise TooManyCells(
                f"这张表有 {width} 列，超过了 {MAX_COLUMNS} 列的上限。请删掉右侧用不到的列，另存后再导入。"
            )
        if width * self.last_row > MAX_CELLS:
            raise TooManyCells("这张表的行和列太多，放不进内存。请删掉用不到的行列，或拆成几个文件再导入。")


def require_few_rows(count: int) -> None:
    """Raise TooManyCells beyond what a spreadsheet program holds: each row of text takes a kilobyte while it is read."""
    if count > MAX_ROWS:
        raise TooManyCells(
            f"这张表有 {count:,} 行，超过了 {MAX_ROWS:,} 行的上限（表格软件一张表也只有这么多行）。请拆成几个文件再导入。"
        )


def _width(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number

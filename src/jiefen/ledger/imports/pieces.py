"""A large sheet of an .xlsx file, read piece by piece: while one piece is being understood, the next is parsed.

The reader parses without holding Python, so a second core does half of the work, and the first rows are there at once.
Each piece is a small workbook of its own: the file's styles and shared texts, and some of the sheet's rows. Rows and
cells must say where they stand, as every spreadsheet program writes them; other files are read in one go.
"""

from __future__ import annotations

import contextlib
import io
import re
import threading
import zipfile
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import chain
from queue import SimpleQueue
from typing import IO, Final

from python_calamine import CalamineSheet, CalamineWorkbook

from jiefen.ledger.imports import hostile
from jiefen.ledger.imports.broken import sheet_names
from jiefen.ledger.imports.grid import Row

PIECE: Final = 2 * 1024 * 1024  # bytes of XML, about 5,000 rows of a simple list: they stay in the processor's cache
LARGE: Final = 16 * 1024 * 1024  # smaller sheets are read in one go
MOST_PIECES: Final = 32
SHARE: Final = 8  # the sheet is so many times as large as all that every piece repeats
AGAIN: Final = 3  # a piece is at least so many times as large as what it repeats
AT_ONCE: Final = 2  # pieces parsed side by side
HEAD: Final = 65_536  # bytes in which a sheet's first row has to begin
_ROW = b'<row r="'
_FIRST_ROW = re.compile(rb'<sheetData>\s*(?=<row r="\d+"[^>]*>\s*<c r=")')
_PLACED = re.compile(rb'<row r="\d+"[^>]*>\s*<c r="')
_END = b"</sheetData></worksheet>"
_NOT_NEEDED = ("xl/worksheets/", "xl/media/", "xl/drawings/", "xl/charts/", "xl/theme/", "docProps/")


class Pieces:
    """The pieces of one sheet, parsed in the background from ``begin`` on and kept until ``forget``."""

    def __init__(self, data: bytes, part: str, name: str, inflated: list[bytes] | None = None) -> None:
        """``inflated``: the part's XML, used up by the first reading."""
        self._data, self._part, self._name, self._inflated = data, part, name, inflated
        self._parsed: list[CalamineSheet] = []
        self._coming: SimpleQueue[CalamineSheet | Exception | None] | None = None

    def begin(self) -> None:
        """Begin to parse, if nobody has."""
        if self._coming is None:
            self._coming = SimpleQueue()
            inflated, self._inflated = self._inflated, None
            threading.Thread(target=self._parse, args=(self._coming, inflated), name="sheet", daemon=True).start()

    def forget(self) -> None:
        """Give the cells back."""
        self._parsed, self._coming = [], None

    def rows(self) -> Iterator[Row]:
        """Rows from spreadsheet row 1, padded to column A and to the widest piece so far. Raises FileCorrupt."""
        return chain.from_iterable(self._rows_of_pieces())

    def _rows_of_pieces(self) -> Iterator[Iterable[Row]]:
        number = width = 0
        for sheet in self._sheets():
            if sheet.start is None:
                continue
            first, left = sheet.start
            width = max(width, left + sheet.width)
            yield ([""] * width for _ in range(number, first))
            before, after = [""] * left, [""] * (width - left - sheet.width)
            found: Iterable[Row] = sheet.to_python() if first else sheet.iter_rows()
            yield _padded(found, before, after) if before or after else found
            number = first + sheet.height

    def _sheets(self) -> Iterator[CalamineSheet]:
        """The pieces in order; waits for those not parsed yet."""
        self.begin()
        at = 0
        while at < len(self._parsed) or self._take():
            yield self._parsed[at]
            at += 1

    def _take(self) -> bool:
        """Wait for one more piece; False when there are no more."""
        if self._coming is None:
            return False
        found = self._coming.get()
        if isinstance(found, Exception):
            raise hostile.corrupt() from found
        if found is None:
            self._coming.put(None)  # for whoever asks again
            return False
        self._parsed.append(found)
        return True

    def _parse(self, into: SimpleQueue[CalamineSheet | Exception | None], inflated: list[bytes] | None) -> None:
        """In the background: pieces, then None, or what went wrong. Two at a time: whichever core is free."""
        try:
            with ThreadPoolExecutor(AT_ONCE, "piece") as readers:
                waiting: deque[Future[CalamineSheet]] = deque()
                for piece in _pieces(self._data, self._part, inflated):
                    waiting.append(readers.submit(self._read, piece))
                    while len(waiting) > AT_ONCE or (waiting and waiting[0].done()):
                        into.put(waiting.popleft().result())
                for parsed in waiting:
                    into.put(parsed.result())
        except Exception as error:  # the reader raises several unrelated classes; the waiting side refuses the file
            into.put(error)
        into.put(None)

    def _read(self, piece: bytes) -> CalamineSheet:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(piece)).get_sheet_by_name(self._name)
        if sheet.merged_cell_ranges:
            raise ValueError("merged cells in a sheet that was to have none")
        return sheet


def _padded(rows: Iterable[Row], before: Row, after: Row) -> Iterator[Row]:
    return (before + row + after for row in rows)


def parts_to_cut(data: bytes, scan: hostile.Scan) -> dict[str, str]:
    """Sheet name → part, of the sheets large enough and plain enough to be read piece by piece."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        needed = sum(entry.file_size for entry in archive.infolist() if not entry.filename.startswith(_NOT_NEEDED))
        names = sheet_names(archive)
        return {
            names[entry.filename]: entry.filename
            for entry in archive.infolist()
            if entry.filename in names
            and entry.file_size > max(LARGE, SHARE * needed)
            and entry.filename not in scan.merged_parts
            and _is_plain(archive, entry)
        }


def _is_plain(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    """Whether the sheet's first row says where it stands, near the top of the file."""
    with archive.open(entry) as stream:
        return _FIRST_ROW.search(stream.read(HEAD)) is not None


class _Held:
    """Chunks read like a file. What has been read is given back."""

    def __init__(self, chunks: list[bytes]) -> None:
        self._chunks = chunks
        chunks.reverse()

    def read(self, size: int) -> bytes:
        """The next bytes, ``size`` of them while there are so many."""
        taken = []
        while size and self._chunks:
            chunk = self._chunks.pop()
            if len(chunk) > size:
                self._chunks.append(chunk[size:])
                chunk = chunk[:size]
            taken.append(chunk)
            size -= len(chunk)
        return b"".join(taken)


def _pieces(data: bytes, part: str, inflated: list[bytes] | None) -> Iterator[bytes]:
    """Small workbooks, each with the next rows of the sheet."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        others = {n: archive.read(n) for n in archive.namelist() if not n.startswith(_NOT_NEEDED)}
        size = max(PIECE, AGAIN * sum(map(len, others.values())), archive.getinfo(part).file_size // MOST_PIECES)
        with contextlib.nullcontext(_Held(inflated)) if inflated else archive.open(part) as stream:
            for xml in _cut(stream, size):
                piece = io.BytesIO()
                with zipfile.ZipFile(piece, "w") as small:
                    for name, content in {**others, part: xml}.items():
                        small.writestr(name, content)
                yield piece.getvalue()


def _cut(stream: IO[bytes] | _Held, size: int) -> Iterator[bytes]:
    """The sheet's XML as several documents of about ``size`` bytes, cut before rows that say where they stand."""
    rest = stream.read(max(size // 4, HEAD))  # a small piece first: somebody is waiting for it
    first = _FIRST_ROW.search(rest)
    head = rest[: first.end()] if first else b""
    rest = rest[len(head) :]
    while chunk := stream.read(size):
        at = rest.rfind(_ROW)
        if at > 0 and _PLACED.match(rest, at):
            yield b"".join((head, memoryview(rest)[:at], _END))
            rest = rest[at:]
        rest += chunk
    yield head + rest

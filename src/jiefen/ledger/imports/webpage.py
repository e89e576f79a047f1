"""Tables inside a web page: rows of text and the cells merged over several rows or columns."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Final

from jiefen.ledger.imports import hostile
from jiefen.ledger.imports.grid import Merge, Row

MAX_ROWS: Final = 300_000
MAX_CELLS: Final = 6_000_000


def tables_in(text: str) -> list[tuple[list[Row], list[Merge]]]:
    """The tables of a page that have at least two filled rows. Raises TooManyCells while reading, FileUnknown for none."""
    parser = _Tables()
    parser.feed(text)
    found = [(rows, merges) for rows, merges in parser.tables if sum(1 for row in rows if any(row)) >= 2]
    if not found:
        raise hostile.FileUnknown("这个文件其实是网页，里面没有找到表格。请用 Excel 打开后另存为 .xlsx 再导入。")
    return found


class _Tables(HTMLParser):
    """Collects simple HTML tables with their merged cells."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[tuple[list[Row], list[Merge]]] = []
        self._cell: list[str] | None = None
        self._span = (1, 1)
        self._until: dict[int, int] = {}  # column → last row that a cell further up covers
        self._skip = self._rows = self._cells = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append(([], []))
            self._until = {}
        elif tag in ("script", "style"):
            self._skip += 1
        elif tag == "tr" and self.tables:
            self._count(1, 0)
            self.tables[-1][0].append([])
        elif tag in ("td", "th") and self.tables and self.tables[-1][0]:
            given = dict(attrs)
            self._span = (_span_of(given.get("rowspan")), _span_of(given.get("colspan")))
            self._cell = []
        elif tag == "br" and self._cell is not None:
            self._cell.append(" ")

    def _count(self, rows: int, cells: int) -> None:
        """Refuse while reading: the merged cells of a small page can claim more room than there is memory."""
        self._rows, self._cells = self._rows + rows, self._cells + cells
        wide = bool(self.tables[-1][0]) and len(self.tables[-1][0][-1]) > hostile.MAX_COLUMNS
        if wide or self._rows > MAX_ROWS or self._cells > MAX_CELLS:
            raise hostile.TooManyCells("这个网页表格太大。请用 Excel 打开后另存为 .xlsx 再导入。")

    def handle_data(self, data: str) -> None:
        if self._cell is not None and not self._skip:
            self._cell.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._skip = max(0, self._skip - 1)
        elif tag in ("td", "th") and self._cell is not None:
            self._place("".join(self._cell).replace("\xa0", " ").strip())
            self._cell = None

    def _place(self, text: str) -> None:
        rows, merges = self.tables[-1]
        r, row = len(rows) - 1, rows[-1]
        while self._until.get(len(row), -1) >= r:
            row.append("")
        c = len(row)
        down, right = self._span
        self._count(0, right)
        row.extend([text, *[""] * (right - 1)])
        if down > 1 or right > 1:
            merges.append((r, c, r + down - 1, c + right - 1))
            self._until.update(dict.fromkeys(range(c, c + right), r + down - 1))


def _span_of(text: str | None) -> int:
    return min(1000, int(text)) if text and text.isdigit() and int(text) else 1

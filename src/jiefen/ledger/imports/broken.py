"""Formula cells that calamine returns as blank: errors such as #REF!, and formulas saved without their result.

A blank would silently lose money, so the XML of such a sheet is read once more and the cells are named.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable

from jiefen.ledger.imports.plan import column_index

_CELL = re.compile(rb'<c r="([A-Z]{1,3})(\d+)"([^>]*)>(.*?)</c>', re.DOTALL)
_VALUE = re.compile(rb"<v>(.*?)</v>", re.DOTALL)
_LIMIT = 20_000


def broken_cells(data: bytes, parts: Iterable[str]) -> dict[str, dict[tuple[int, int], str]]:
    """Sheet name → {(0-based row, column): error text, "" for a formula without a stored result}; at most
    20,000 a sheet.
    """
    found: dict[str, dict[tuple[int, int], str]] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = sheet_names(archive)
        for part in parts:
            if name := names.get(part):
                cells = _scan(archive, part)
                if cells:
                    found[name] = cells
    return found


def sheet_names(archive: zipfile.ZipFile) -> dict[str, str]:
    """Part of the file → name of the sheet it holds."""
    book = archive.read("xl/workbook.xml").decode("utf-8", "replace")
    rels = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    targets = {}
    for rel in re.findall(r"<Relationship [^>]*>", rels):
        ident, target = re.search(r'Id="([^"]*)"', rel), re.search(r'Target="([^"]*)"', rel)
        if ident and target:
            targets[ident[1]] = "xl/" + target[1].removeprefix("/xl/").removeprefix("/")
    names = {}
    for sheet in re.findall(r"<sheet [^>]*>", book):
        ident, name = re.search(r'r:id="([^"]*)"', sheet), re.search(r'name="([^"]*)"', sheet)
        if ident and name:
            names[targets.get(ident[1], "")] = unescape(name[1])
    return names


def unescape(text: str) -> str:
    """Text of an XML attribute or element with its five named marks read."""
    for mark, char in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        text = text.replace(mark, char)
    return text


def _scan(archive: zipfile.ZipFile, part: str) -> dict[tuple[int, int], str]:
    cells: dict[tuple[int, int], str] = {}
    with archive.open(part) as stream:
        tail = b""
        while chunk := stream.read(1 << 20):
            window = tail + chunk
            cut = window.rfind(b"</row>") + 6 if b"</row>" in window else 0
            for letters, row, attrs, body in _CELL.findall(window[:cut]):
                value = _VALUE.search(body)
                text = value[1].decode("utf-8", "replace") if value else ""
                if b't="e"' in attrs or (
                    b"<f" in body and not text and b"<is>" not in body and b't="str"' not in attrs
                ):
                    cells[int(row) - 1, column_index(letters.decode()) or 0] = text
                if len(cells) >= _LIMIT:
                    return cells
            tail = window[cut:]
    return cells

"""Tables in plain text: separated by a character, drawn with bars and rulers, or set in columns with spaces alone."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from itertools import accumulate, groupby
from typing import Final, NamedTuple

from jiefen.ledger.imports import headers
from jiefen.ledger.imports.grid import Row

_MARKS: Final = ("\t", ",", ";", "|", "，", "；")
_BARS: Final = str.maketrans("│┃｜║", "||||")
_RULER: Final = re.compile(r"[\s|+:=_\-─━═┼├┤┌┐└┘┬┴╋┏┓┗┛┣┫┳┻╔╗╚╝╠╣╦╩╬—－]+")
_GAP: Final = re.compile(r" {2,}")
_TIME: Final = re.compile(r"(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}) (?=\d{1,2}:\d\d)")
_TOTAL: Final = re.compile(r"合\s*[计計]|小\s*[计計]|[总總]\s*[计計]")
_FOOTER: Final = re.compile(
    r"制表|审核|復核|复核|打印|日期|[备備]注|说明|說明|注[:：]|第\s*\d+\s*[页頁]|[页頁]|单位|單位|时间|時間"
)
_MONEY: Final = re.compile(r"\d+\.\d|^[\d,]{2,}$")


class _Piece(NamedTuple):
    """A stretch of text and the places it takes on the line: a Chinese character takes two."""

    start: int
    end: int
    text: str


def rows_of(text: str) -> list[Row]:
    """The rows of a text table. Raises csv.Error."""
    text = text.translate(_BARS)
    if (rows := _spaced(text)) is not None:
        return rows
    mark = _delimiter(text)
    return _framed(_separated(text, mark)) if mark == "|" else _separated(text, mark)


def _separated(text: str, mark: str) -> list[Row]:
    """A stray quotation mark must not swallow the lines after it: then every line is a row."""
    rows: list[Row] = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))
    width = max((len(row) for row in rows[:50]), default=1)
    wide = max(2, width - 1)
    broken = [cell for row in rows for cell in row if "\n" in cell and cell.count(mark) >= wide]
    swallowed = broken and (
        not _well_quoted(text, mark) or any(line.count(mark) >= wide for cell in broken for line in cell.splitlines())
    )
    if text.count('"') % 2 == 0 and not swallowed:
        return rows
    lines = [line for line in text.splitlines() if line.strip()]
    return [_lone_row(line, mark) for line in lines]


def _well_quoted(text: str, mark: str) -> bool:
    """Whether every quotation mark begins or ends a cell: then a note of several lines is one cell."""
    try:
        return sum(1 for _ in csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)) > 0
    except csv.Error:
        return False


def _lone_row(line: str, mark: str) -> Row:
    if line.count('"') % 2:
        return [cell.strip().strip('"') for cell in line.split(mark)]
    return next(csv.reader([line], delimiter=mark))


def _delimiter(text: str) -> str:
    """The separator that splits the first lines most evenly: tab, comma, semicolon or vertical bar."""
    lines = [line for line in text[:20_000].splitlines()[:50] if line.strip()]
    best, best_score = ",", -1.0
    for mark in _MARKS:
        counts = [len(row) for row in csv.reader(lines, delimiter=mark)]
        split = [count for count in counts if count > 1]
        common = max(set(split), key=split.count) if split else 1
        score = counts.count(common) * (common - 1) * (4 if _has_head(lines, mark) else 1)
        if common > 1 and score > best_score:
            best, best_score = mark, score
    return best


def _has_head(lines: list[str], mark: str) -> bool:
    """Whether a separator makes a line of labels of one of the lines: a letter above the table has commas too."""
    for line in lines:
        labels = [cell.strip() for cell in line.split(mark) if cell.strip()]
        if len(labels) >= 3 and all(len(label) <= 24 for label in labels):
            known = sum(1 for label in labels if headers.meaning(label.strip('"'), 2000).field)
            if known >= max(3, 0.6 * len(labels)):
                return True
    return False


def _framed(rows: list[Row]) -> list[Row]:
    """Rows without the rulers of a drawn table and without the blank cells outside its outer bars."""
    rows = [[cell.strip() for cell in row] for row in rows if not _RULER.fullmatch("|".join(row) or " ")]
    wide = [row for row in rows if len(row) > 1]
    if wide and all(not row[0] for row in wide):
        rows = [row[1:] if len(row) > 1 else row for row in rows]
    return rows


def _spaced(text: str) -> list[Row] | None:
    """A table set with spaces: each column keeps its place, or each line has as many words as the header. None when
    it is no such table, or when one line with money in it does not fit: nothing is guessed.
    """
    lines = [line.replace("\u3000", "  ") for line in text[:40_000].splitlines()[:40]]
    found = next(
        ((at, single) for single in (False, True) for at, line in enumerate(lines) if _is_head(line, single)), None
    )
    if found is None:
        return None
    at, single = found
    lines = [_TIME.sub(r"\1T", line.replace("\u3000", "  ")) for line in text.splitlines()]
    cut = [[] if i < at or _RULER.fullmatch(line or " ") else _pieces(line, single) for i, line in enumerate(lines)]
    columns = len(cut[at])
    body = [i for i in range(at, len(lines)) if len(cut[i]) >= max(3, columns / 2) and not _TOTAL.search(lines[i])]
    odd = set(range(at, len(lines))) - set(body)
    if any(_is_lost(lines[i], cut[i]) for i in odd):
        return None
    runs = _runs([piece for i in body for piece in cut[i]])
    if len(runs) != columns:  # places that are parted by a single space here and there
        fine = {i: _pieces(lines[i], single=True) for i in range(at, len(lines)) if cut[i]}
        if len(closer := _runs([piece for i in body for piece in fine[i]])) == columns:
            runs, cut = closer, [fine.get(i, []) for i in range(len(lines))]
    placed = len(runs) == columns
    if not placed and any(len(cut[i]) != columns for i in body):
        return None
    rows: list[Row] = []
    for i, line in enumerate(lines):
        if placed and len(cut[i]) > 1:
            rows.append(_in_columns(cut[i], runs))
        elif i in odd and len(cut[i]) > 1 and _TOTAL.search(line) and len(cut[i]) < columns:
            rows.append([cut[i][0].text])  # which columns its figures stand in is not known
        else:
            rows.append([p.text for p in cut[i]] if cut[i] else [] if _RULER.fullmatch(line or " ") else [line.strip()])
    return rows


def _is_head(line: str, single: bool) -> bool:
    """Whether a line holds labels with nothing but spaces between them."""
    if any(mark in line for mark in _MARKS):
        return False
    labels = [p.text for p in _pieces(line, single)]
    known = sum(1 for label in labels if len(label) <= 16 and headers.meaning(label, 2000).field)
    return len(labels) >= 3 and known >= max(3, 0.7 * len(labels))


def _is_lost(line: str, pieces: list[_Piece]) -> bool:
    """Whether a line that is no row of the table holds money all the same."""
    if _TOTAL.search(line) or _FOOTER.search(line):
        return False
    return any(_MONEY.search(piece.text) for piece in pieces)


def _pieces(line: str, single: bool) -> list[_Piece]:
    """The words of a line (``single``: parted by one space, else by two and more) with their places."""
    place = [0, *accumulate(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)]
    found, at = [], 0
    for part in re.split(r"( +)" if single else r"( {2,})", line):
        if part.strip():
            left = at + len(part) - len(part.lstrip())
            found.append(_Piece(place[left], place[left + len(part.strip())], part.strip()))
        at += len(part)
    return found


def _runs(pieces: list[_Piece]) -> list[tuple[int, int]]:
    """The stretches of places where any line has text: with two columns side by side, one blank place parts them."""
    taken = sorted({place for piece in pieces for place in range(piece.start, piece.end)})
    together = groupby(enumerate(taken), key=lambda pair: pair[1] - pair[0])
    stretches = [[place for _, place in group] for _, group in together]
    return [(places[0], places[-1] + 1) for places in stretches]


def _in_columns(pieces: list[_Piece], runs: list[tuple[int, int]]) -> Row:
    row: Row = [""] * len(runs)
    for piece in pieces:
        shares = [min(piece.end, end) - max(piece.start, start) for start, end in runs]
        best = shares.index(max(shares))
        row[best] = f"{row[best]} {piece.text}".strip()
    return row

"""A sheet with one household a column and one field a row, turned so that it reads like all others."""

from __future__ import annotations

from typing import Final

from jiefen.ledger.imports import headers, hostile
from jiefen.ledger.imports.cells import compact
from jiefen.ledger.imports.grid import Merge, Row, find_head, label_of
from jiefen.ledger.imports.rooms import looks_like_date, parse_room

MAX_ROWS: Final = 150  # no sheet has more fields than that
_PLACES: Final = ("room", "building", "owner")


class Turn:
    """Where the labels stand: in the 0-based column ``left`` (and those after it that hold labels too), rows ``top``
    to ``end`` (excluded). Rows above and below are titles and notes; they stay as they are.
    """

    def __init__(self, left: int, top: int, end: int) -> None:
        self.left, self.top, self.end = left, top, end

    def rows(self, rows: list[Row]) -> list[Row]:
        """What stands above, then each column as a row, then what stands below."""
        block = rows[self.top : self.end]
        width = max(len(row) for row in block)
        turned = [[row[at] if at < len(row) else "" for row in block] for at in range(self.left, width)]
        return [*rows[: self.top], *turned, *rows[self.end :]]

    def merges(self, merges: list[Merge]) -> list[Merge]:
        """Merged cells inside the block, turned."""
        inside = [m for m in merges if m[0] >= self.top and m[2] < self.end and m[1] >= self.left]
        return [
            (c0 - self.left + self.top, r0 - self.top, c1 - self.left + self.top, r1 - self.top)
            for r0, c0, r1, c1 in inside
        ]

    def cell(self, row: int, column: int) -> tuple[int, int]:
        """Where a 0-based cell of the block comes to stand."""
        return column - self.left + self.top, row - self.top

    def hidden(self, unseen: hostile.Hidden) -> hostile.Hidden:
        """Hidden columns are hidden rows now."""
        rows = frozenset(c - self.left + self.top + 1 for c in unseen.columns if c >= self.left)
        return hostile.Hidden(rows, frozenset(r - 1 - self.top for r in unseen.rows if self.top < r <= self.end))


def find(rows: list[Row], merges: list[Merge]) -> Turn | None:
    """How to turn a sheet whose first filled column holds the labels; None for every other sheet."""
    if not 3 <= len(rows) <= MAX_ROWS:
        return None
    for left in range(3):
        known = [i for i, row in enumerate(rows) if _filled(row) > 1 and left < len(row) and _is_label(row[left])]
        if len(known) < 3 or not any(_names_households(rows[i], left) for i in known):
            continue
        top, end = known[0], known[-1] + 1
        filled = sum(1 for row in rows[top:end] if left < len(row) and row[left] not in ("", None))
        if len(known) < 0.6 * filled or _reads_downwards(rows, merges, len(known)):
            return None
        return Turn(left, top, _with_more(rows, end))
    return None


def _filled(row: Row) -> int:
    return sum(1 for value in row if value not in ("", None))


def _is_label(value: object) -> bool:
    label = label_of(value)
    return bool(label) and len(label) <= 24 and bool(headers.meaning(label, 2000).field)


def _names_households(row: Row, left: int) -> bool:
    """``房号 | 3-1-101 | 3-1-202``: a label of a place and, in most cells to the right of it, room numbers."""
    if headers.field_of(label_of(row[left]))[0] != "room":
        return False
    values = [v for v in row[left + 1 :] if compact(v)]
    if values and _is_label(values[0]) and len(values) > 1:
        values = values[1:]  # a second column of labels
    rooms = [
        v
        for v in values
        if any(c.isdigit() for c in compact(v)) and not _is_label(v) and (looks_like_date(v) or parse_room(compact(v)))
    ]
    return len(values) >= 1 and len(rooms) >= 0.6 * len(values)


def _reads_downwards(rows: list[Row], merges: list[Merge], labels: int) -> bool:
    """Whether the sheet also has a header row of its own."""
    head = find_head(rows, merges)
    if not head.rows:
        return False
    across = {value for value in rows[head.rows[-1]] if isinstance(value, str) and _is_label(value)}
    return len(across) >= max(3, labels)


def _with_more(rows: list[Row], end: int) -> int:
    """The rows right below the last known label that hold values too: an item nobody knows, a group's last row."""
    while end < len(rows) and _filled(rows[end]) > 1:
        end += 1
    return end

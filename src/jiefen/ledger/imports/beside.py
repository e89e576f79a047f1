"""Two or three tables side by side in one sheet, each with the same header: read one after the other."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from itertools import islice, pairwise
from typing import Final

from jiefen.ledger.imports.grid import Row
from jiefen.ledger.imports.plan import ColumnPlan, SheetPlan
from jiefen.ledger.imports.reader import Sheet
from jiefen.ledger.imports.rooms import Place, section

SILENT: Final = "并排的另一张表，照左边那张读"  # ColumnPlan.why of a column that belongs to another table


def find(plan: SheetPlan) -> None:
    """Note in ``plan.beside`` after how many columns the header begins again, and leave the copies to ``tables``."""
    labels = [c.label for c in plan.columns]
    while labels and not labels[-1]:
        labels.pop()
    starts = [c.index for c in plan.columns if c.field == "room"]
    for width in range(2, len(labels) // 2 + 2):
        repeats = all(labels[i] == labels[i + width] for i in range(len(labels) - width))
        fields = {c.field for c in plan.columns[:width]}
        if repeats and len(starts) > 1 and starts[0] + width in starts and fields & {"amount", "total"}:
            plan.beside = width
            for column in plan.columns[width:]:
                _silence(column)
            return


def blocks(plan: SheetPlan) -> list[int]:
    """Where the second, third … of tables side by side begin whose headers are not the same: each has a column with the
    same name for the room and money of its own.
    """
    rooms = [c for c in plan.columns if c.field == "room" and c.why == "表头"]
    again = [c.index for c in rooms[1:] if c.label.split("/")[-1] == rooms[0].label.split("/")[-1]]
    if plan.beside or not again:
        return []
    edges = [0, *again, len(plan.columns)]
    parts = [plan.columns[a:b] for a, b in pairwise(edges)]
    return again if all(any(c.field in ("amount", "total") for c in part) for part in parts) else []


def _silence(column: ColumnPlan) -> None:
    column.field, column.why = "ignore", SILENT


def tables(sheet: Sheet, plan: SheetPlan) -> Iterator[tuple[Sheet, SheetPlan]]:
    """The sheet and its plan; for tables side by side, each table with the rest of the sheet blank."""
    width = plan.beside
    if not width:
        yield sheet, plan
        return
    places = _buildings(sheet, plan)
    for first in range(0, len(plan.columns), width):
        place = places.get(first // width)
        columns = [dataclasses.replace(c) for c in plan.columns]
        for at, column in enumerate(columns):
            if first <= at < first + width:
                columns[at] = dataclasses.replace(plan.columns[at - first], index=at, label=column.label)
            else:
                _silence(column)
        own = plan if not first else dataclasses.replace(plan, columns=columns, below=[])
        if place:
            own = dataclasses.replace(
                own, default_phase=place.phase, default_building=place.building, default_entrance=place.entrance
            )
        yield Block(sheet, first, first + width), own


def _buildings(sheet: Sheet, plan: SheetPlan) -> dict[int, Place]:
    """Table by table, the building that the line above the header names for it; {} unless several tables have one."""
    above = list(islice(sheet.rows(), plan.header_rows[0] - 1 if plan.header_rows else 0))
    for row in reversed(above):
        named = {i // plan.beside: section(c) for i, c in enumerate(row) if c.__class__ is str and c}
        found = {at: place for at, place in named.items() if place}
        if len(found) > 1 and len(found) == len(named):
            return found
    return {}


def rest(sheet: Sheet, plan: SheetPlan) -> list[Sheet]:
    """The second, third … of different tables side by side, each with the rest of the sheet blank."""
    return [Block(sheet, start, end) for start, end in pairwise([*plan.blocks, 10_000] if plan.blocks else [])]


class Block(Sheet):
    """The same sheet with every cell outside the columns ``first`` to ``end`` (0-based, end excluded) blank."""

    def __init__(self, sheet: Sheet, first: int, end: int) -> None:
        super().__init__(sheet.name)
        self._of, self._first, self._end = sheet, first, end
        self.merges = [m for m in sheet.merges if first <= m[1] < end]
        self.height, self.broken = sheet.height, sheet.broken
        self.remarks = {at: text for at, text in sheet.remarks.items() if first <= at[1] < end}

    def rows(self) -> Iterator[Row]:
        """Rows with the other tables' cells emptied, so that row and column numbers stay true."""
        for row in self._of.rows():
            yield [c if self._first <= i < self._end else "" for i, c in enumerate(row)]

"""同上, 〃 and their like: the cell says what the one above it says. Never taken for money: that is asked about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from jiefen.ledger.imports.cells import compact
from jiefen.ledger.imports.grid import Row
from jiefen.ledger.imports.plan import SheetPlan
from jiefen.ledger.imports.reader import Sheet

MARKS: Final = frozenset(["同上", "同前", "上同", "〃", "′′", "''", '"', '""', "”", "“", "〞", "〝", "″"])


def columns_with(rows: list[Row]) -> list[int]:
    """The columns of some rows in which such a mark stands."""
    return sorted(
        {i for row in rows for i, c in enumerate(row) if c.__class__ is str and len(c) < 8 and compact(c) in MARKS}
    )


def filled(rows: Iterable[Row], columns: list[int]) -> Iterator[Row]:
    """The rows with the marks of these columns replaced by what stands above them."""
    above: dict[int, object] = {}
    for row in rows:
        changed = list(row)
        for i in columns:
            if i < len(row) and compact(row[i]) in MARKS:
                changed[i] = above.get(i, "")
            elif i < len(row) and compact(row[i]):
                above[i] = row[i]
        yield changed


class Written(Sheet):
    """The same sheet with the marks written out below its header."""

    def __init__(self, sheet: Sheet, plan: SheetPlan) -> None:
        super().__init__(sheet.name, hidden=sheet.hidden)
        money = {c.index for c in plan.columns if c.field in ("amount", "total")}
        self._of, self._first, self._columns = sheet, plan.first_row, [i for i in plan.ditto if i not in money]
        self.merges, self.height, self.broken, self.unseen = sheet.merges, sheet.height, sheet.broken, sheet.unseen

    def rows(self) -> Iterator[Row]:
        """Rows top down."""
        rows = self._of.rows()
        for _ in range(self._first - 1):
            yield next(rows, [])
        yield from filled(rows, self._columns)

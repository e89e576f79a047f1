"""A workbook with a clerk's corrections in it. The file itself stays as it was."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from jiefen.ledger.imports.cells import compact
from jiefen.ledger.imports.grid import Row
from jiefen.ledger.imports.plan import SheetPlan
from jiefen.ledger.imports.reader import Sheet, Workbook

Corrections = Mapping[tuple[str, int, int], str]  # (sheet, spreadsheet row, 0-based column) → text


class PatchedSheet(Sheet):
    """Yields the rows of another sheet, corrected; a header repeated further down (a page break in print) is blank."""

    def __init__(self, sheet: Sheet, plan: SheetPlan | None, cells: dict[int, dict[int, str]]) -> None:
        super().__init__(sheet.name, hidden=sheet.hidden)
        self._sheet, self._cells = sheet, cells
        self._labels = {c.index: compact(c.label) for c in plan.columns if c.label} if plan else {}
        self._first_row = plan.first_row if plan else 1

    def rows(self) -> Iterator[Row]:
        """Rows top down; row 1 of the spreadsheet first."""
        for number, row in enumerate(self._sheet.rows(), 1):
            if number >= self._first_row and self._repeats_header(row):
                yield []
            else:
                yield self._corrected(row, self._cells[number]) if number in self._cells else row

    def _repeats_header(self, row: Row) -> bool:
        matching = sum(1 for at, label in self._labels.items() if at < len(row) and label == compact(row[at]))
        return matching >= 2

    @staticmethod
    def _corrected(row: Row, cells: dict[int, str]) -> Row:
        width = max(len(row), max(cells) + 1)
        padded = [*row, *[""] * (width - len(row))]
        return [cells.get(at, value) for at, value in enumerate(padded)]

    def load(self) -> None:
        """Make ``height`` and ``merges`` known."""
        self._sheet.load()
        self.height, self.merges, self.broken = self._sheet.height, self._sheet.merges, self._sheet.broken

    def release(self) -> None:
        """Forget cached cells."""
        self._sheet.release()


def patched(workbook: Workbook, plans: list[SheetPlan], corrections: Corrections) -> Workbook:
    """The same workbook with ``corrections`` applied."""
    cells: dict[str, dict[int, dict[int, str]]] = defaultdict(lambda: defaultdict(dict))
    for (sheet, row, column), value in corrections.items():
        cells[sheet][row][column] = value
    plan_of = {plan.sheet: plan for plan in plans}
    sheets: list[Sheet] = [PatchedSheet(s, plan_of.get(s.name), dict(cells[s.name])) for s in workbook.sheets]
    return Workbook(workbook.filename, workbook.kind, sheets, workbook.notices)

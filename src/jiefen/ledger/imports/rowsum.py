"""The 合计 cell of each row (or of the rows it is merged over) compared with what those rows say."""

from __future__ import annotations

from jiefen.ledger.imports.grid import Row
from jiefen.ledger.imports.groups import Group
from jiefen.ledger.imports.owed import NO_VALUE, Owed
from jiefen.ledger.imports.plan import ColumnPlan
from jiefen.ledger.imports.problems import Problems


class RowTotals:
    """One sheet's total column. A blank total below a filled one belongs to the one above: for the same household, and
    for the other premises of an owner down to the end of a merged cell (``merged``: its first row → its last).
    """

    def __init__(
        self,
        sheet: str,
        column: ColumnPlan,
        owed: Owed,
        groups: list[Group],
        problems: Problems,
        merged: dict[int, int],
    ) -> None:
        self.sheet, self.column, self.owed, self.groups, self.problems = sheet, column, owed, groups, problems
        self.merged, self._last = merged, 0
        self.sum: int | None = None  # 分, of the whole column
        self._who = -1
        self._open: list[int] = []  # row, stated, fees, late charges, deposits: not yet compared
        self._value: object = ""

    def see(self, row: Row, number: int, who: int) -> None:
        """Take one household row."""
        value = row[self.column.index]
        if value == "" or value is None:
            if self._open and (who == self._who or number <= self._last):
                sums = self.owed.row_sums(row, self.groups)
                self._open[2:] = [a + b for a, b in zip(self._open[2:], sums, strict=True)]
            return
        self.close()
        stated = None if value == NO_VALUE else self.owed.quiet(value, self.column).fen
        if stated is not None:
            self.sum = (self.sum or 0) + stated
            self._who, self._value, self._last = who, value, self.merged.get(number, 0)
            self._open = [number, stated, *self.owed.row_sums(row, self.groups)]

    def close(self) -> None:
        """Compare the last stated total; to be called once more after the last row."""
        if not self._open:
            return
        number, stated, fees, late, deposit = self._open
        self._open = []
        tolerance = max(2, len(self.groups) // 2)
        if all(abs(stated - x) > tolerance for x in (fees, fees + late, fees - deposit, fees - deposit + late)):
            column = self.column
            self.problems.add(
                self.sheet, number, "row_total_mismatch", index=column.index, label=column.label, value=self._value
            )

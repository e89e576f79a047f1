"""Total and subtotal rows: recognised, never counted, compared with our own sums."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from jiefen.ledger.imports import headers
from jiefen.ledger.imports.cells import amount, compact
from jiefen.ledger.imports.grid import Row
from jiefen.ledger.imports.headers import LATE, OUTSTANDING, RECEIVABLE
from jiefen.ledger.imports.plan import SheetPlan
from jiefen.ledger.imports.problems import Problems
from jiefen.ledger.imports.result import Line, SideAmount, StatedTotal
from jiefen.rules.money import format_yuan

WORD = re.compile(r"小计|合计|总计|共计|总合|累计$|^本页|^total|grandtotal|subtotal|^sum", re.IGNORECASE)
_GRAND = re.compile(r"总计|总合计|全部|grandtotal|^total|总合", re.IGNORECASE)
_SUB = re.compile(r"小计|本页|subtotal|栋|幢|号楼|单元|座合计|楼合计|项合计", re.IGNORECASE)
_IN_TEXT = re.compile(r"(?:[::]|¥|为|计)\s*(-?[\d,]+(?:\.\d+)?)\s*(万)?元?")


class _Seen(NamedTuple):
    row: int
    label: str
    stated: int
    since: int
    overall: int
    late_since: int
    late_overall: int


class Totals:
    """Collects the total rows of one sheet while it is read; ``finish`` says which is the grand total and what differs."""

    def __init__(self, plan: SheetPlan, lines: list[Line], late: list[SideAmount]) -> None:
        self.plan, self.lines, self.late = plan, lines, late
        self._at = self._late_at = 0
        self._overall = self._late_overall = 0
        self.seen: list[_Seen] = []
        self.held_fen = 0
        self.column_sum: int | None = None
        self._total = next((c for c in plan.columns if c.field == "total" and not c.item and not c.start and not c.period_text), None)
        self._owed = [c for c in plan.columns if c.field == "amount" and c.measure == OUTSTANDING]
        self._due = [c for c in plan.columns if c.field == "amount" and c.measure == RECEIVABLE]
        self._minus = [c for c in plan.columns if c.field == "amount" and c.measure in (headers.RECEIVED, headers.OFFSET, headers.WAIVED)]
        self._skip = {c.index for c in plan.columns if c.field in ("note", "amount", "total", "phone", "area")}

    def label_in(self, row: Row) -> str:
        """The label of a total row (``6栋小计``, ``合 计``); '' for other rows."""
        for index, value in enumerate(row):
            if isinstance(value, str) and value and index not in self._skip:
                text = compact(value)
                if len(text) <= 40 and WORD.search(text):
                    return text
        return ""

    def bare_label(self, row: Row) -> str:
        """A total word in any cell, for rows that name no household."""
        return next((t for v in row if isinstance(v, str) and len(t := compact(v)) <= 40 and WORD.search(t)), "")

    def stated_in(self, row: Row, label: str) -> int | None:
        """The amount a total row states: the 合计 column, else the sum of what is owed, else a number in its label."""
        def fen(index: int, scale: int) -> int | None:
            return amount(row[index], scale).fen if index < len(row) else None

        if self._total is not None and (value := fen(self._total.index, self._total.scale)) is not None:
            return value
        for columns in (self._owed, self._due):
            values = [v for c in columns if (v := fen(c.index, c.scale)) is not None]
            if values:
                less = sum(fen(c.index, c.scale) or 0 for c in self._minus) if columns is self._due else 0
                return sum(values) - less
        match = _IN_TEXT.search(label)
        return amount(match[1], 1_000_000 if match[2] else self.plan.scale).fen if match else None

    def matches_running(self, row: Row) -> bool:
        """Whether a row without any label states exactly what was read since the start or since the last total."""
        stated = self.stated_in(row, "")
        since, overall, late_since, late_overall = self._sums()
        return stated is not None and stated in (since, overall, since + late_since, overall + late_overall)

    def add(self, number: int, label: str, row: Row) -> None:
        """Note a total row."""
        stated = self.stated_in(row, label)
        since, overall, late_since, late_overall = self._sums()
        self._at, self._late_at = len(self.lines), len(self.late)
        self._overall, self._late_overall = overall, late_overall
        if stated is not None:
            self.seen.append(_Seen(number, label, stated, since, overall, late_since, late_overall))

    def _sums(self) -> tuple[int, int, int, int]:
        since = sum(line.outstanding_fen for line in self.lines[self._at:])
        late = sum(side.fen for side in self.late[self._late_at:])
        return since, self._overall + since, late, self._late_overall + late

    def finish(self, problems: Problems) -> tuple[list[StatedTotal], int | None]:
        """(every stated total with ours beside it, the sheet's grand total or None)."""
        since, overall, _, late = self._sums()
        grand_at = self._grand_index(overall, late)
        found, subtotals = [], 0
        for at, seen in enumerate(self.seen):
            is_grand = at == grand_at
            subtotals += 0 if is_grand else seen.stated
            computed = self._nearest(seen, is_grand)
            found.append(StatedTotal(self.plan.sheet, seen.row, seen.label, "grand" if is_grand else "subtotal", seen.stated, computed))
            if abs(seen.stated - computed) > 0:
                self._report(problems, seen, computed)
        grand = self.seen[grand_at].stated if grand_at is not None else None
        if grand is None and self.seen and since == 0:
            grand = subtotals
        if grand is None and self.column_sum is not None:
            grand = self.column_sum
            found.append(StatedTotal(self.plan.sheet, 0, self._total.label if self._total else "", "column", grand, overall))
        return found, grand

    def _grand_index(self, overall: int, late: int) -> int | None:
        if not self.seen:
            return None
        marked = [i for i, s in enumerate(self.seen) if _GRAND.search(s.label)]
        if marked:
            return marked[-1]
        last = self.seen[-1]
        if _SUB.search(last.label) and last.stated not in (overall, overall + late):
            return None
        if last.overall != overall:
            return None
        if last.stated in (overall, overall + late) and not (_SUB.search(last.label) and len(self.seen) > 1):
            return len(self.seen) - 1
        if last.stated in (last.since, last.since + last.late_since) and len(self.seen) > 1 and last.since != 0:
            return None
        return None if _SUB.search(last.label) and len(self.seen) > 1 else len(self.seen) - 1

    def _nearest(self, seen: _Seen, is_grand: bool) -> int:
        choices = (seen.overall, seen.overall + seen.late_overall)
        if not is_grand:
            choices = (seen.since, seen.since + seen.late_since, *choices) if seen.since or not self._several() else choices
        return seen.stated if seen.stated in choices else choices[0]

    def _several(self) -> bool:
        return len(self.seen) > 1

    def _report(self, problems: Problems, seen: _Seen, computed: int) -> None:
        difference = seen.stated - computed
        column: Any = self._total or (self._owed[0] if self._owed else None)
        problems.add(
            self.plan.sheet, seen.row, "total_mismatch", index=column.index if column else -1, label=column.label if column else "",
            value=format_yuan(seen.stated),
            message=f"“{seen.label}”写的是 {format_yuan(seen.stated)} 元,逐行相加是 {format_yuan(computed)} 元,相差 {format_yuan(difference)} 元。",
        )

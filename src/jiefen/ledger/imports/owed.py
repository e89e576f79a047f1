"""分 out of the amount cells of a row: what is owed, and the parts it is made of. Doubts are reported, never
guessed.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from jiefen.ledger.imports import items
from jiefen.ledger.imports.cells import PAID, TICKS, UNPAID, Amount, amount, compact, looks_like_error
from jiefen.ledger.imports.grid import Row
from jiefen.ledger.imports.groups import Group
from jiefen.ledger.imports.headers import LATE, OFFSET, OUTSTANDING, RECEIVABLE, RECEIVED, WAIVED
from jiefen.ledger.imports.plan import ColumnPlan
from jiefen.ledger.imports.problems import Problems

NO_VALUE = "=?"  # a formula cell that was saved without its result


class Parts(NamedTuple):
    """One charge, 分. ``receivable`` None when the sheet does not say."""

    outstanding: int
    receivable: int | None = None
    received: int = 0
    offset: int = 0
    waived: int = 0


def plain_fen(text: str) -> int | None:
    """分 of a text such as 1234.5 in 元; None for any that says more than that."""
    if text.isascii() and text.replace(".", "", 1).isdigit():
        left, _, right = text.partition(".")
        if len(right) <= 2 and len(left) <= 10:
            return int(left or 0) * 100 + int(right.ljust(2, "0"))
    return None


class Owed:
    """Reads amount cells of one sheet; text cells are remembered."""

    def __init__(self, sheet: str, problems: Problems, *, ticks_paid: bool = False) -> None:
        self.sheet, self.problems, self.ticks_paid = sheet, problems, ticks_paid
        self._texts: dict[tuple[str, int], Amount] = {}

    def fen(self, value: Any, column: ColumnPlan, number: int) -> int:
        """分 of one cell; 0 when blank or held back (reported)."""
        kind = value.__class__
        if kind is float and 0 < value < 1e11:
            scaled = value * column.scale
            whole = int(scaled + 0.5)
            if whole > 0 and -1e-4 < scaled - whole < 1e-4 and whole < 10**13:
                return whole
        elif kind is str and column.scale == 100 and (plain := plain_fen(value)) is not None:
            return plain
        return self._slow(value, column, number)

    def _slow(self, value: Any, column: ColumnPlan, number: int) -> int:
        if compact(value) in PAID and column.measure != LATE:
            return 0
        if self.ticks_paid and compact(value) in TICKS and not re.search("欠|未", column.label):
            return 0
        found = self.quiet(value, column)
        code = "formula_no_value" if value == NO_VALUE else found.code
        if code and not self._flag(number, code, column, "" if value == NO_VALUE else value):
            return 0
        if found.fen is None or (found.fen < 0 and not self._flag(number, "negative_amount", column, value)):
            return 0
        return found.fen

    def quiet(self, value: Any, column: ColumnPlan) -> Amount:
        """The cell's amount without reporting anything."""
        if value.__class__ is not str:
            return amount(value, column.scale)
        key = (value, column.scale)
        found = self._texts.get(key)
        if found is None:
            found = self._texts[key] = amount(value, column.scale)
        return found

    def _flag(self, number: int, code: str, column: ColumnPlan, value: Any, message: str = "") -> bool:
        return self.problems.add(
            self.sheet, number, code, index=column.index, label=column.label, value=value, message=message
        )

    def parts(self, row: Row, number: int, group: Group) -> Parts | None:
        """What a group of columns says; None when it says nothing (or is held back)."""
        columns = group.columns
        if len(columns) == 1 and (OUTSTANDING in columns or LATE in columns):
            return Parts(self.fen(row[group.lead.index], group.lead, number))
        raw = {m: self.quiet(row[c.index], c) for m, c in columns.items()}
        self._unread_parts(row, number, columns, raw)
        receivable = raw[RECEIVABLE].fen if RECEIVABLE in raw else None
        received, offset, waived = (abs(raw[m].fen or 0) if m in raw else 0 for m in (RECEIVED, OFFSET, WAIVED))
        rest = None if receivable is None else receivable - received - offset - waived
        stated = columns.get(OUTSTANDING)
        if stated is None:
            return self._difference(row, number, group, Parts(rest or 0, receivable, received, offset, waived))
        value = row[stated.index]
        if raw[OUTSTANDING].fen is None and rest and (value in ("", NO_VALUE) or looks_like_error(value)):
            self._flag(number, "outstanding_recomputed", stated, "")
            return self._difference(row, number, group, Parts(rest, receivable, received, offset, waived))
        owed = self.fen(value, stated, number)
        said = raw[OUTSTANDING].fen
        if rest is not None and len(columns) > 2 and said is not None and abs(rest - said) > 1:
            self._flag(number, "outstanding_mismatch", stated, value)
        return Parts(owed, receivable, received, offset, waived)

    def _unread_parts(self, row: Row, number: int, columns: dict[str, ColumnPlan], raw: dict[str, Amount]) -> None:
        """Parts that cannot be read: fatal when the difference depends on them, else only reported."""
        for measure in (RECEIVABLE, RECEIVED, OFFSET, WAIVED):
            column = columns.get(measure)
            if column is None or raw[measure].code in (None, "amount_rounded"):
                continue
            if OUTSTANDING in columns:
                message = f"“{column.label}”这一格看不懂，没有用它核对欠费。"
                self._flag(number, "outstanding_mismatch", column, row[column.index], message)

    def _difference(self, row: Row, number: int, group: Group, parts: Parts) -> Parts | None:
        """Owed by difference; held back when negative or when one of its cells cannot be read."""
        for measure, column in group.columns.items():
            value = row[column.index]
            code = "formula_no_value" if value == NO_VALUE else self.quiet(value, column).code
            if code and measure in (RECEIVED, OFFSET, WAIVED) and compact(value) in UNPAID:
                code = None  # nothing was received
            if measure != RECEIVABLE and compact(value) in PAID:
                code = "amount_unreadable"  # paid, but how much of it? never taken for nothing received
            if (
                measure != OUTSTANDING
                and code
                and not self._flag(number, code, column, "" if value == NO_VALUE else value)
            ):
                return None
        if parts.receivable is None:
            return None
        if parts.outstanding < 0:
            message = "已收多于应收，算出来是负数，可能是预存。"
            if not self._flag(number, "negative_amount", group.lead, row[group.lead.index], message):
                return None
        return parts

    def row_sums(self, row: Row, groups: list[Group]) -> tuple[int, int, int]:
        """(fees with deposits, late charges, deposits) of a row, 分, without reporting."""
        fees = late = deposit = 0
        for group in groups:
            if OUTSTANDING in group.columns or LATE in group.columns:
                fen = self.quiet(row[group.lead.index], group.lead).fen or 0
            else:
                parts = ((m, self.quiet(row[c.index], c).fen or 0) for m, c in group.columns.items())
                fen = sum(value if m == RECEIVABLE else -value for m, value in parts)
            late += fen if LATE in group.columns else 0
            fees += 0 if LATE in group.columns else fen
            deposit += fen if group.kind == items.DEPOSIT else 0
        return fees, late, deposit

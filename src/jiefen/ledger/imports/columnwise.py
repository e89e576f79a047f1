"""Amounts of the commonest layout (one owed amount a row, its item and period in columns), understood column by column.

Rows wait until a block of them is complete. What a clean cell says is looked up for the whole block at once; a row
with anything unusual about it goes the long way (``SheetWalk.charge``), in its turn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import repeat
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from jiefen.ledger.imports import items
from jiefen.ledger.imports.grid import Row
from jiefen.ledger.imports.owed import plain_fen
from jiefen.ledger.imports.result import Line

if TYPE_CHECKING:
    from jiefen.ledger.imports.walk import SheetWalk

Waiting = list[tuple[Row, int, int]]  # household rows, their spreadsheet rows, their premises
APART: Final = ("", items.LATE_CHARGE, items.DEPOSIT)  # kinds that do not simply become lines
_MOST_FEN: Final = 10**13
_TEACHING: Final = 200  # so many first rows of a sheet show most of its fee items and periods
_KIND = itemgetter(1)
_NO_MORE: Final[tuple[Iterable[Any], ...]] = (repeat(None), repeat(""), repeat(""))  # due date, remark, object


def fits(walk: SheetWalk) -> bool:
    """Whether the sheet has this layout."""
    plan, groups = walk.plan, walk.groups
    lone = len(groups) == 1 and groups[0].is_simple and groups[0].period is None and not groups[0].item
    dated = lone and walk.item_column is not None and bool(walk.when.cells)
    return dated and not (walk.row_totals or plan.lump or plan.status >= 0)


class Columnwise:
    """Turns waiting rows of one sheet into lines."""

    def __init__(self, walk: SheetWalk) -> None:
        self.walk, (self.index, self.scale, _) = walk, walk.leads[0]
        self.item = itemgetter(walk.item_column or 0)
        self.when = tuple_of(walk.when.cells)
        self.more = tuple_of([*walk.notes, *walk.objects, *([] if walk.due_column is None else [walk.due_column])])

    def take(self, waiting: Waiting) -> None:
        """Emit the lines of these rows in their order."""
        walk, index = self.walk, self.index
        if not walk.periods_seen and len(waiting) > _TEACHING:
            self.take(waiting[:_TEACHING])
            waiting = waiting[_TEACHING:]
        rows, numbers, whos = zip(*waiting, strict=True)
        found = list(map(walk.items_seen.get, map(self.item, rows)))
        dated = list(map(walk.periods_seen.get, map(self.when, rows)))
        fens = self._amounts([row[index] for row in rows])
        start = 0
        for at in (*_unusual(fens, found, dated), len(rows)):
            if start < at:
                part = slice(start, at)
                self._emit(rows[part], numbers[part], whos[part], found[part], dated[part], fens[part])
            if at < len(rows):
                walk.charge(rows[at], numbers[at], whos[at])
            start = at + 1

    def _emit(self, rows: Any, numbers: Any, whos: Any, found: Any, dated: Any, fens: Any) -> None:
        """The lines of rows without anything unusual: column by column, put together without a step of Python a line."""
        due, note, thing = _NO_MORE
        said, nothing = list(map(self.more, rows)), ("",) * len(self.more(rows[0]))
        if said.count(nothing) < len(said):
            empty = (None, "", "")
            read = zip(said, rows, numbers, strict=True)
            extras = [empty if more == nothing else self.walk.extras(row, number) for more, row, number in read]
            due, note, thing = zip(*extras, strict=True)
        item, kind = zip(*found, strict=True)
        first, last, label, _ = zip(*dated, strict=True)
        sheet, index, unsaid, none = repeat(self.walk.plan.sheet), repeat(self.index), repeat(None), repeat(0)
        fields = zip(  # in the order of Line; only the columns of the rows end
            whos, sheet, numbers, index, item, kind, first, last, label, due, fens, unsaid, none, none, none, note, thing,
            strict=False,
        )  # fmt: skip
        self.walk.lines.extend(map(tuple.__new__, repeat(Line), fields))

    def _amounts(self, values: Sequence[Any]) -> list[int]:
        """分 of the cells that hold a positive amount of whole 分; 0 for all others."""
        with np.errstate(over="ignore", invalid="ignore"):
            scaled = np.array([value if value.__class__ is float else 0.0 for value in values]) * self.scale
            fen = np.floor(scaled + 0.5)
            is_clean = (fen > 0) & (fen < _MOST_FEN) & (np.abs(scaled - fen) < 1e-4)
        found: list[int] = np.where(is_clean, fen, 0).astype(np.int64).tolist()
        if self.scale == 100 and str in map(type, values):  # a text file
            return [plain_fen(v) or 0 if v.__class__ is str else fen for v, fen in zip(values, found, strict=True)]
        return found


def _unusual(fens: list[int], found: list[Any], dated: list[Any]) -> list[int]:
    """Where the rows are that cannot simply become a line."""
    if all(fens) and all(found) and all(dated) and set(map(_KIND, found)).isdisjoint(APART):
        return []
    cells = enumerate(zip(fens, found, dated, strict=True))
    return [at for at, (fen, item, period) in cells if not (fen and item and period) or item[1] in APART]


def tuple_of(cells: Sequence[int]) -> Callable[[Row], tuple[Any, ...]]:
    """The cells of a row as a tuple, quickly."""
    if len(cells) > 1:
        return itemgetter(*cells)
    return (lambda row: (row[cells[0]],)) if cells else (lambda row: ())

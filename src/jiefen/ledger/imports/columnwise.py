"""Amounts of the commonest layout (one owed amount a row, its item and period in columns), understood column by column.

Rows wait until a block of them is complete. What a clean cell says is looked up for the whole block at once; a row
with anything unusual about it goes the long way (``SheetWalk.charge``), in its turn.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from jiefen.ledger.imports import items
from jiefen.ledger.imports.grid import Row
from jiefen.ledger.imports.result import Line

if TYPE_CHECKING:
    from jiefen.ledger.imports.walk import SheetWalk

Waiting = list[tuple[Row, int, int]]  # household rows, their spreadsheet rows, their premises
APART: Final = ("", items.LATE_CHARGE, items.DEPOSIT)  # kinds that do not simply become lines
_MOST_FEN: Final = 10**13


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
        self.when = _tuple_of(walk.when.cells)
        self.more = _tuple_of([*walk.notes, *walk.objects, *([] if walk.due_column is None else [walk.due_column])])

    def take(self, waiting: Waiting) -> None:
        """Emit the lines of these rows in their order."""
        walk, sheet, index = self.walk, self.walk.plan.sheet, self.index
        rows, numbers, whos = zip(*waiting, strict=True)
        found_items = map(walk.items_seen.get, map(self.item, rows))
        found_periods = map(walk.periods_seen.get, map(self.when, rows))
        said, nothing, make = map(self.more, rows), ("",) * len(self.more(rows[0])), tuple.__new__
        amounts = self._amounts([row[index] for row in rows])
        for row, number, who, fen, item, period, more in zip(
            rows, numbers, whos, amounts, found_items, found_periods, said, strict=True
        ):
            if not (fen and item and period) or item[1] in APART:
                walk.charge(row, number, who)
                continue
            due, note, thing = (None, "", "") if more == nothing else walk.extras(row, number)
            fields = (who, sheet, number, index, *item, *period[:3], due, fen, None, 0, 0, 0, note, thing)
            walk.lines.append(make(Line, fields))

    def _amounts(self, values: Sequence[Any]) -> list[int]:
        """分 of the cells that hold a positive amount of whole 分; 0 for all others."""
        with np.errstate(over="ignore", invalid="ignore"):
            scaled = np.array([value if value.__class__ is float else 0.0 for value in values]) * self.scale
            fen = np.floor(scaled + 0.5)
            is_clean = (fen > 0) & (fen < _MOST_FEN) & (np.abs(scaled - fen) < 1e-4)
        found: list[int] = np.where(is_clean, fen, 0).astype(np.int64).tolist()
        return found


def _tuple_of(cells: Sequence[int]) -> Callable[[Row], tuple[Any, ...]]:
    """The cells of a row as a tuple, quickly."""
    if len(cells) > 1:
        return itemgetter(*cells)
    return (lambda row: (row[cells[0]],)) if cells else (lambda row: ())

"""From planned columns to stored proposals: buildings in which something differs are written, and who moved is told.

Proposals are stored a building a row (engine/proposal_columns, ADR). A step of the night covers premises of one range;
a building that reaches beyond the range keeps the rest of its rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from jiefen.collection.models import BuildingProposals
from jiefen.collection.night_changes import Difference, Step, write_changes
from jiefen.engine import nightly_kernel as money_column
from jiefen.engine import proposal_columns as column
from jiefen.engine.proposal_columns import Table
from jiefen.rules.stage_codes import LEAVE
from jiefen.shared.bulk import insert_rows

IN_ONE_STATEMENT: Final = 5_000
_COLUMNS: Final = (
    "building_id", "organisation_id", "proposals", "top_score", "top_premises", "first_premises", "last_premises",
    "packed",
)  # fmt: skip
_TOTALS: Final = {
    "bills": money_column.BILLS, "outstanding_fen": money_column.OUTSTANDING, "barred_fen": money_column.BARRED,
    "within_30_fen": money_column.FEN_30, "within_90_fen": money_column.FEN_90,
    "within_180_fen": money_column.FEN_180, "disputed_fen": money_column.DISPUTED,
    "late_charge_fen": money_column.LATE, "late_charge_unknown": money_column.LATE_UNKNOWN,
}  # fmt: skip
Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Placed:
    """Proposals and the building of each."""

    buildings: Numbers
    table: Table

    def __getitem__(self, rows: Any) -> _Placed:
        return _Placed(self.buildings[rows], self.table[rows])

    @property
    def premises(self) -> Numbers:
        """Premises of each."""
        found: Numbers = self.table[:, column.PREMISES]
        return found


def write(step: Step) -> dict[str, int]:
    """Write what differs. Returns counts: households, totals in 分, proposals, and how many are new or another
    (written), removed, moved. Call inside a transaction.
    """
    now = _proposed(step)
    inside, outside = _stored(step, now.buildings)
    difference, touched = _compare(now, inside)
    _replace(step.run.organisation_id, touched, now, outside)
    moved = 0 if step.run.is_first else write_changes(step, difference)
    money = step.planned.money
    totals = {name: int(money[:, place].sum()) for name, place in _TOTALS.items()}
    aging = money[:, money_column.AGING :].sum(axis=0).tolist()
    return {
        "households": len(money), "proposals": len(now.table), "written": len(difference.came) + len(difference.now),
        "removed": len(difference.gone), "moved": moved, **totals,
        **{f"aging_{place}_fen": fen for place, fen in enumerate(aging)},
    }  # fmt: skip


def _proposed(step: Step) -> _Placed:
    """The step's proposals, as if first made today."""
    premises, decisions = step.found.columns.premises, step.planned.decisions
    is_gone = np.isin(premises, np.array(sorted(step.withdrawn), np.int64))
    rows = np.flatnonzero((decisions[:, 0] != LEAVE) & ~is_gone)
    owed = step.planned.money[rows, money_column.OUTSTANDING]
    table = column.table_of(premises[rows], decisions[rows], owed, step.run.on.toordinal())
    return _Placed(step.found.buildings[rows], table)


def _stored(step: Step, buildings: Numbers) -> tuple[_Placed, _Placed]:
    """What is stored within the step's range, by premises, and what the same buildings hold beyond it."""
    rows = _buildings_between(step)
    known = {row[0] for row in rows}
    rows += _buildings([pk for pk in np.unique(buildings).tolist() if pk not in known])
    tables = column.from_bytes([packed for _, _, packed in rows])
    found = _Placed(np.repeat(_ids(rows, 0), _ids(rows, 1)), tables)
    is_inside = (found.premises > step.after) & (found.premises <= step.found.until)
    inside, outside = (found, found[:0]) if is_inside.all() else (found[is_inside], found[~is_inside])
    in_order = bool((inside.premises[1:] > inside.premises[:-1]).all())  # as buildings mostly stand, one after another
    return inside if in_order else inside[np.argsort(inside.premises)], outside


def _ids(rows: Sequence[Any], place: int) -> Numbers:
    return np.array([row[place] for row in rows], np.int64)


def _buildings_between(step: Step) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT building_id, proposals, packed FROM collection_buildingproposals "
            "WHERE organisation_id = %s AND first_premises <= %s AND last_premises > %s",
            (step.run.organisation_id, step.found.until, step.after),
        )
        return list(cursor.fetchall())


def _buildings(ids: Sequence[int]) -> list[Any]:
    found: list[Any] = []
    with connection.cursor() as cursor:
        for part in _slices(ids):
            cursor.execute(
                f"SELECT building_id, proposals, packed FROM collection_buildingproposals WHERE building_id IN ({part})"
            )
            found += cursor.fetchall()
    return found


def _slices(ids: Sequence[int]) -> Iterator[str]:
    """The numbers as they stand in a statement: many more than either database takes as parameters."""
    parts = (ids[first : first + IN_ONE_STATEMENT] for first in range(0, len(ids), IN_ONE_STATEMENT))
    return (", ".join(map(str, map(int, part))) for part in parts)


def _compare(now: _Placed, before: _Placed) -> tuple[Difference, Numbers]:
    """What differs, and the buildings in which something does. Makes ``now`` remember since when it has been so."""
    had, at = _found_in(before.premises, now.premises)
    matched = before[at[had]]
    column.keep_since(now.table, had, matched.table)
    if np.array_equal(now.table, before.table) and np.array_equal(now.buildings, before.buildings):
        nothing = now[:0]
        return Difference(*[nothing.table] * 4), nothing.buildings
    here = now[had]
    same = (here.table == matched.table).all(axis=1) & (here.buildings == matched.buildings)
    gone = before[~_found_in(now.premises, before.premises)[0]]
    difference = Difference(now.table[~had], matched.table[~same], here.table[~same], gone.table)
    parts = (now.buildings[~had], here.buildings[~same], matched.buildings[~same], gone.buildings)
    return difference, np.unique(np.concatenate(parts))


def _found_in(known: Numbers, asked: Numbers) -> tuple[NDArray[np.bool_], Numbers]:
    """Which of ``asked`` stand in ``known``, and where; both ascending."""
    if not len(known):
        return np.zeros(len(asked), np.bool_), np.zeros(len(asked), np.int64)
    at = np.minimum(np.searchsorted(known, asked), len(known) - 1)
    return known[at] == asked, at


def _replace(organisation_id: int, touched: Numbers, now: _Placed, outside: _Placed) -> None:
    """Write the touched buildings anew; one without any proposal left has no row."""
    with connection.cursor() as cursor:
        for part in _slices(touched.tolist()):
            cursor.execute(f"DELETE FROM collection_buildingproposals WHERE building_id IN ({part})")
    kept, new = outside[np.isin(outside.buildings, touched)], now[np.isin(now.buildings, touched)]
    buildings, table = np.concatenate([kept.buildings, new.buildings]), np.concatenate([kept.table, new.table])
    found = _Placed(buildings, table)[np.lexsort((table[:, column.PREMISES], buildings))]
    if len(table):
        insert_rows(BuildingProposals, _COLUMNS, _rows(organisation_id, found))


def _rows(organisation_id: int, found: _Placed) -> Iterator[tuple[Any, ...]]:
    """Rows of BuildingProposals in the order of _COLUMNS. ``found``: by building and premises."""
    buildings, starts = np.unique(found.buildings, return_index=True)
    first_shown = column.best_first(found.table)
    # The first of each building in that order: np.unique gives the first place at which a value stands.
    tops = found.table[first_shown[np.unique(found.buildings[first_shown], return_index=True)[1]]]
    ends = [*starts[1:].tolist(), len(found.table)]
    premises = found.premises.tolist()
    shown = zip(column.scores(tops).tolist(), tops[:, column.PREMISES].tolist(), strict=True)
    places = zip(buildings.tolist(), starts.tolist(), ends, shown, strict=True)
    for building_id, first, end, top in places:
        packed = column.to_bytes(found.table[first:end])
        yield building_id, organisation_id, end - first, *top, premises[first], premises[end - 1], packed

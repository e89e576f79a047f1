"""Whether ``3-101`` beside a known building repeats the building or names the entrance."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice
from typing import Final

from jiefen.ledger.imports import rooms
from jiefen.ledger.imports.cells import text_of
from jiefen.ledger.imports.grid import Row
from jiefen.ledger.imports.plan import SheetPlan

_SAMPLE: Final = 400
_PAIR: Final = re.compile(r"([A-Z]?\d{1,3}[A-Z]?)(?:栋|幢|座|号楼|#楼?|-)-?\d{3,4}")
Count = tuple[int, int]  # rooms that begin with their building, rooms of that shape


def count(plan: SheetPlan, data: Iterable[Row]) -> Count:
    """How many rooms of the first rows begin with the building beside them."""
    room, building = plan.first("room"), plan.first("building")
    if room is None or (building is None and not plan.default_building):
        return 0, 0
    seen = same = 0
    for row in islice(data, _SAMPLE):
        match = _PAIR.match(rooms.without_noise(text_of(row[room]))) if room < len(row) else None
        if match is None:
            continue
        beside = text_of(row[building]) if building is not None and building < len(row) else ""
        own = rooms.building_of(beside).building if building is not None else plan.default_building
        seen += 1
        same += rooms.without_zeros(match[1]) == own
    return same, seen


def settle(plan: SheetPlan, counted: Count) -> None:
    """The first part is the building only where it is so in every room, and often enough to be no accident."""
    same, seen = counted
    plan.first_is_building = seen > 0 and same == seen and (seen > 3 or plan.first("entrance") is not None)


def together(counts: list[tuple[SheetPlan, Count]]) -> None:
    """Sheets of one layout, one a building, write their rooms alike: what holds for all of them holds for each."""
    for mark in {plan.fingerprint for plan, _ in counts}:
        alike = [(plan, found) for plan, found in counts if plan.fingerprint == mark]
        if len(alike) > 1:
            pooled = sum(found[0] for _, found in alike), sum(found[1] for _, found in alike)
            for plan, _ in alike:
                settle(plan, pooled)

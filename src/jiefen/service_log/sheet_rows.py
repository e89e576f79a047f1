"""From rows as a sheet names them (building, room, words) to rows with ids; what has no place here is handed back.

The import engine (ledger) and this context do not know each other; who calls both hands the rows over.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from jiefen.estates.bulk import building_name, known_premises
from jiefen.service_log.imported import RecordRow, TicketRow, category_of, state_of
from jiefen.service_log.models import ServiceCategory
from jiefen.service_log.states import TicketState

if TYPE_CHECKING:
    from jiefen.estates.models import Estate

T = TypeVar("T")


Place = tuple[str, str, str, str]  # building, entrance, room, kind: the first four of an import's RoomKey


class SheetRecord(NamedTuple):
    """A service done, as a sheet has it. Without ``place``: done for ``building``; without both: for the estate."""

    sheet: str
    row: int
    done_on: dt.date | None
    building: str
    place: Place | None
    category: str
    content: str
    handler: str = ""


class SheetTicket(NamedTuple):
    """A repair ticket, as a sheet has it. ``status`` in the sheet's own words."""

    sheet: str
    row: int
    reported_on: dt.date | None
    place: Place | None
    category: str
    content: str
    status: str = ""
    done_on: dt.date | None = None
    reference: str = ""


@dataclass
class Resolved(Generic[T]):
    """Rows ready to be added, and the (sheet, row) of those without a known place or a day."""

    rows: list[T] = field(default_factory=list)
    unplaced: list[tuple[str, int]] = field(default_factory=list)


def resolve_records(estate: Estate, rows: Iterable[SheetRecord]) -> Resolved[RecordRow]:
    """Find premises and buildings of ``estate`` for service rows. Two queries."""
    premises = {key: item.premises_id for key, item in known_premises(estate).items()}
    buildings = dict(estate.buildings.values_list("name", "pk"))
    found = Resolved[RecordRow]()
    for row in rows:
        resolved = _record(row, premises, buildings)
        if resolved is None:
            found.unplaced.append((row.sheet, row.row))
        else:
            found.rows.append(resolved)
    return found


def resolve_tickets(estate: Estate, rows: Iterable[SheetTicket]) -> Resolved[TicketRow]:
    """Find premises of ``estate`` for ticket rows. One query."""
    premises = {key: item.premises_id for key, item in known_premises(estate).items()}
    found = Resolved[TicketRow]()
    for row in rows:
        premises_id = premises.get(_key(row.place)) if row.place else None
        if premises_id is None or row.reported_on is None:
            found.unplaced.append((row.sheet, row.row))
        else:
            found.rows.append(_ticket(row, premises_id, row.reported_on))
    return found


def _key(place: Place) -> Place:
    return building_name(place[0]), *place[1:]


def _record(row: SheetRecord, premises: dict[Place, int], buildings: dict[str, int]) -> RecordRow | None:
    """None when the row has no day, or names a place nobody knows."""
    premises_id = premises.get(_key(row.place)) if row.place else None
    building = row.place[0] if row.place else row.building
    name = building_name(building) if building or row.place else ""
    if row.done_on is None or (row.place and premises_id is None) or (name and name not in buildings):
        return None
    return RecordRow(
        done_on=row.done_on,
        what=(row.content or row.category)[:200],
        category=category_of(row.category, row.content),
        building_id=buildings[name] if name else None,
        entrance=row.place[1] if row.place else "",
        premises_id=premises_id,
        done_by=row.handler[:40],
    )


def _ticket(row: SheetTicket, premises_id: int, opened_on: dt.date) -> TicketRow:
    """Done with a day but no word about its state: repaired, the owner's word still missing."""
    state = state_of(row.status)
    if row.done_on and not row.status.strip():
        state = TicketState.FIXED
    done_on = row.done_on if state in (TicketState.FIXED, TicketState.CLOSED) else None
    return TicketRow(
        premises_id=premises_id,
        what=(row.content or row.category or ServiceCategory.REPAIR.label)[:200],
        opened_on=opened_on,
        state=state,
        fixed_on=done_on,
        closed_on=done_on if state == TicketState.CLOSED else None,
        reference=row.reference[:60],
    )

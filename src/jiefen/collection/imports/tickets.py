"""报修工单 from a sheet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from jiefen.collection.imports.base import Named, ServiceKind, has_day, shortened
from jiefen.ledger.imports import TicketRow as EngineRow
from jiefen.ledger.imports import parse_repair_tickets
from jiefen.ledger.imports.directory import Door
from jiefen.ledger.imports.doubts import Doubts
from jiefen.ledger.imports.kinds.base import Source
from jiefen.ledger.imports.matching import Asked, Matcher
from jiefen.ledger.imports.row_sheets import RowSheet, read_rows
from jiefen.service_log.actions import add_imported_tickets
from jiefen.service_log.already_there import known_tickets, ticket_states
from jiefen.service_log.imported import Added, TicketRow
from jiefen.service_log.sheet_rows import SheetTicket, resolve_tickets
from jiefen.service_log.states import TicketState

if TYPE_CHECKING:
    from jiefen.estates.models import Estate

_NO_MATTER: Final = frozenset({"payer_differs"})  # whoever asks for a repair need not be the owner


class RepairTickets(ServiceKind[EngineRow, SheetTicket, TicketRow]):
    """The kind registered as ``repair_tickets``."""

    code = "repair_tickets"

    def read(self, source: Source) -> RowSheet[EngineRow]:
        """Understand the sheets."""
        return read_rows(source, lambda book, plans, _: parse_repair_tickets(book, plans))

    def prepare(self, sheet: RowSheet[EngineRow], matcher: Matcher) -> None:
        """Phones of those who name no room."""
        matcher.prepare(_asked(row, sheet) for row in sheet.rows)

    def place(
        self, row: EngineRow, sheet: RowSheet[EngineRow], matcher: Matcher, doubts: Doubts, today: dt.date
    ) -> Named[SheetTicket] | None:
        """The household whose repair it is."""
        if not has_day(row, row.reported_on, doubts, today) or row.reported_on is None:
            return None
        if row.done_on and row.done_on < row.reported_on:
            doubts.add(row, "dates_reversed", str(row.done_on))
            return None
        what = shortened(row, row.content or row.category, doubts)
        door = _door(row, sheet, matcher, doubts)
        if door is None or (not what and not doubts.add(row, "no_words")):
            return None
        place = (door.building, door.entrance, door.room, door.kind)
        ticket = SheetTicket(
            row.sheet, row.row, row.reported_on, place, row.category, what, row.status, row.done_on, row.reference
        )
        return Named(door.estate_id, door.label, row.reported_on, ticket, row.row)

    def resolve(self, estate: Estate, rows: list[SheetTicket]) -> list[TicketRow]:
        """The same rows with ids, one for one."""
        return resolve_tickets(estate, rows).rows

    def label(self, row: TicketRow) -> str:
        """Its state in words."""
        return str(TicketState(row.state).label)

    def known(self, estate_id: int, rows: list[TicketRow]) -> set[str]:
        """Fingerprints of the rows that are there already."""
        return known_tickets(estate_id, rows)

    def remark(self, estate_id: int, again: list[tuple[SheetTicket, TicketRow]], doubts: Doubts) -> None:
        """A newer export may tell another state: nothing is changed by it, and that is said."""
        states = ticket_states(estate_id, [row for _, row in again])
        for one, row in again:
            state = states[row.fingerprint]
            if state != row.state:
                message = f"这张工单已经有了，现在是“{TicketState(state).label}”，表里是“{TicketState(row.state).label}”，没有改。"
                doubts.add(one, "state_differs", one.status, message=message)

    @property
    def add(self) -> Callable[..., Added]:
        """The service log's action."""
        return add_imported_tickets


def _asked(row: EngineRow, sheet: RowSheet[EngineRow]) -> Asked:
    title = next((plan.estate for plan in sheet.plans if plan.sheet == row.sheet), "")
    return Asked(row.key, row.estate, title, row.reporter, row.phone, row.content)


def _door(row: EngineRow, sheet: RowSheet[EngineRow], matcher: Matcher, doubts: Doubts) -> Door | None:
    found = matcher.find(_asked(row, sheet))
    if found.doubt and found.doubt not in _NO_MATTER:
        value = row.key.text if row.key else ""
        if not doubts.add(row, found.doubt, value, message=found.message, suggestion=found.suggestion):
            return None
    return found.door

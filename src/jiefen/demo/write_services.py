"""Writing services done and repair tickets, recognised again by the same fingerprints an import uses."""

from __future__ import annotations

import datetime as dt
from itertools import count
from typing import Any, Final

from jiefen.demo.months import Calendar, at_hour
from jiefen.demo.places import Home
from jiefen.demo.service_history import Done
from jiefen.demo.staff import Staff
from jiefen.demo.story import Ticket
from jiefen.demo.world import World
from jiefen.demo.write_estates import Places
from jiefen.service_log.imported import RecordRow, TicketRow
from jiefen.service_log.models import Confirmation, RepairTicket, ServiceRecord
from jiefen.shared.bulk import insert_rows, instant

CONFIRMATIONS: Final = (Confirmation.MESSAGE, Confirmation.CALL, Confirmation.SIGNED, Confirmation.MESSAGE)


def write_services(done: list[Done], places: Places, staff: Staff) -> int:
    """Insert the services done; the same words at the same place on the same day count once. Returns the rows."""
    columns = (
        "organisation_id", "estate_id", "building_id", "entrance", "premises_id", "category", "done_on", "what",
        "done_by", "fingerprint",
    )  # fmt: skip
    rows: dict[tuple[int, str], tuple[Any, ...]] = {}
    for one in done:
        row, estate_id = _placed(one, places), places.estates[one.estate]
        rows.setdefault(
            (estate_id, row.fingerprint),
            (
                staff.organisation_id, estate_id, row.building_id, row.entrance, row.premises_id, row.category,
                str(row.done_on), row.what, row.done_by, row.fingerprint,
            ),
        )  # fmt: skip
    insert_rows(ServiceRecord, columns, rows.values())
    return len(rows)


def _placed(one: Done, places: Places) -> RecordRow:
    place = (one.building, one.entrance) if one.home is None else (one.home.building, one.home.entrance)
    building_id = places.buildings[one.estate, place[0]] if place[0] else None
    return RecordRow(
        one.on, one.what, one.category, building_id, place[1], one.home.number if one.home else None, one.done_by
    )


def write_tickets(world: World, staff: Staff, at: dt.datetime) -> int:
    """Insert every household's tickets, numbered in the order in which they were opened. Returns the rows."""
    columns = (
        "organisation_id", "premises_id", "what", "state", "opened_on", "fixed_on", "closed_on", "what_was_done",
        "confirmation", "reference", "fingerprint", "moved_at",
    )  # fmt: skip
    tickets = [(home, ticket) for home in world.homes for ticket in home.tickets]
    tickets.sort(key=lambda one: -one[1].days_ago)
    numbers = count(1)
    rows = [_row(home, ticket, next(numbers), world.calendar, staff, at) for home, ticket in tickets]
    insert_rows(RepairTicket, columns, rows)
    return len(rows)


def _row(home: Home, ticket: Ticket, number: int, calendar: Calendar, staff: Staff, at: dt.datetime) -> tuple[Any, ...]:
    opened = calendar.days_ago(ticket.days_ago)
    fixed, closed = (
        None if days is None else calendar.days_ago(days) for days in (ticket.fixed_days_ago, ticket.closed_days_ago)
    )
    reference = f"BX{opened:%y%m}{number:04d}"
    mark = TicketRow(home.number, ticket.what, opened, reference=reference).fingerprint
    moved = closed or fixed or (opened if ticket.state == "in_progress" else None)
    return (
        staff.organisation_id, home.number, ticket.what, ticket.state, str(opened), fixed and str(fixed),
        closed and str(closed), ticket.done, CONFIRMATIONS[number % 4] if closed else "", reference, mark,
        moved and instant(min(at_hour(moved, 16), at)),
    )  # fmt: skip

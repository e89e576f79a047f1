"""Rows of payments, service records and repair tickets as imports hand them on."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

from jiefen.ledger.imports.plan import SheetPlan
from jiefen.ledger.imports.problems import Problem
from jiefen.ledger.imports.rooms import RoomKey

T = TypeVar("T")


Span = tuple[datetime.date, datetime.date]  # first and last day


class PaymentRow(NamedTuple):
    """Money received. ``key`` None when no room was named; ``room_from`` says where the room was found (room,
    memo or ''). ``item`` and ``periods``: what the payer said it is for. ``rooms``: all rooms named when several are.
    """

    sheet: str
    row: int
    paid_on: datetime.date | None
    key: RoomKey | None
    estate: str
    payer: str
    amount_fen: int
    method: str
    reference: str
    memo: str
    item: str
    room_from: str
    periods: tuple[Span, ...] = ()
    rooms: tuple[str, ...] = ()


class ServiceRow(NamedTuple):
    """Work done for a building, a household or the whole estate (``key`` None)."""

    sheet: str
    row: int
    done_on: datetime.date | None
    building: str
    key: RoomKey | None
    estate: str
    category: str
    content: str
    handler: str
    entrance: str = ""  # of a row that names several; else its own column says it


class TicketRow(NamedTuple):
    """A repair ticket; ``done_on`` None while open."""

    sheet: str
    row: int
    reported_on: datetime.date | None
    key: RoomKey | None
    estate: str
    category: str
    content: str
    status: str
    done_on: datetime.date | None
    handler: str
    reporter: str
    phone: str
    reference: str


@dataclass(slots=True)
class Rows(Generic[T]):
    """Rows, problems and totals of a generic import."""

    rows: list[T] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    plans: list[SheetPlan] = field(default_factory=list)
    total_fen: int = 0

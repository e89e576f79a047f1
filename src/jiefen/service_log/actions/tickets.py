"""A repair from the owner's word to the owner's word."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

from django.db import transaction

from jiefen.accounts.actors import Actor
from jiefen.accounts.roles import Capability
from jiefen.audit.actions import record
from jiefen.estates.access import lock_premises_for
from jiefen.service_log.access import get_ticket_for
from jiefen.service_log.actions.checks import EntryRefused, check_order, check_past, checked_words, day_of
from jiefen.service_log.imported import TicketRow
from jiefen.service_log.models import Confirmation, RepairTicket
from jiefen.service_log.states import TicketState, move


def open_ticket(
    *, by: Actor, at: dt.datetime, premises_id: int, what: str, opened_on: dt.date | None = None, reference: str = ""
) -> RepairTicket:
    """A repair the owner asked for. ``opened_on``: None means today. Raises NotPermitted, NotFound, EntryRefused."""
    by.require(Capability.VIEW_HOUSEHOLD)
    day = opened_on or day_of(at)
    check_past(day, at)
    row = TicketRow(premises_id, checked_words(what), day, reference=reference.strip()[:60])
    with transaction.atomic():
        premises = lock_premises_for(by, premises_id)
        if RepairTicket.objects.of(by.organisation_id).filter(fingerprint=row.fingerprint).exists():
            raise EntryRefused("这件事已经登记过工单，不用重复登记。", code="service_log.ticket_twice")
        ticket: RepairTicket = RepairTicket.objects.create(**fields_of(premises.organisation_id, row))
        record(
            organisation_id=by.organisation_id, by=by.membership_id, at=at, code="service_log.ticket_opened",
            subject=ticket, data={"premises": premises.pk},
        )  # fmt: skip
    return ticket


def start_ticket(*, by: Actor, at: dt.datetime, ticket_id: int) -> RepairTicket:
    """Somebody is at work on it. Raises NotPermitted, NotFound, MoveRefused."""
    by.require(Capability.VIEW_HOUSEHOLD)
    ticket = get_ticket_for(by, ticket_id)
    move(ticket, to=TicketState.IN_PROGRESS, by=by, at=at)
    return ticket


def fix_ticket(
    *, by: Actor, at: dt.datetime, ticket_id: int, what_was_done: str, fixed_on: dt.date | None = None
) -> RepairTicket:
    """Repaired in our eyes; now the owner is asked. ``fixed_on``: None means today.

    Raises NotPermitted, NotFound, MoveRefused, EntryRefused.
    """
    by.require(Capability.VIEW_HOUSEHOLD)
    ticket = get_ticket_for(by, ticket_id)
    day = fixed_on or day_of(at)
    check_past(day, at)
    check_order(ticket.opened_on, day)
    move(ticket, to=TicketState.FIXED, by=by, at=at, fixed_on=day, what_was_done=checked_words(what_was_done))
    return ticket


def reopen_ticket(*, by: Actor, at: dt.datetime, ticket_id: int) -> RepairTicket:
    """The owner says it is not good yet. Only a fixed ticket goes back. Raises NotPermitted, NotFound, MoveRefused."""
    by.require(Capability.VIEW_HOUSEHOLD)
    ticket = get_ticket_for(by, ticket_id)
    if ticket.state != TicketState.FIXED:
        raise EntryRefused("只有“已修好，待业主确认”的工单可以退回重修。", code="service_log.not_fixed")
    move(ticket, to=TicketState.IN_PROGRESS, by=by, at=at, fixed_on=None)
    return ticket


def close_ticket(
    *, by: Actor, at: dt.datetime, ticket_id: int, confirmation: str, closed_on: dt.date | None = None
) -> RepairTicket:
    """The owner has said that it is done; ``confirmation`` says how. Before it is fixed he can only take it back.

    Raises NotPermitted, NotFound, MoveRefused, EntryRefused.
    """
    by.require(Capability.VIEW_HOUSEHOLD)
    ticket = get_ticket_for(by, ticket_id)
    _check_confirmation(ticket, confirmation)
    day = closed_on or day_of(at)
    check_past(day, at)
    check_order(ticket.fixed_on or ticket.opened_on, day)
    move(ticket, to=TicketState.CLOSED, by=by, at=at, closed_on=day, confirmation=confirmation)
    return ticket


def fields_of(organisation_id: int, row: TicketRow) -> dict[str, Any]:
    """The columns of a RepairTicket for ``row``."""
    return {"organisation_id": organisation_id, "fingerprint": row.fingerprint, **dataclasses.asdict(row)}


def _check_confirmation(ticket: RepairTicket, confirmation: str) -> None:
    if confirmation not in Confirmation.values:
        raise EntryRefused("请选业主是怎样确认的。工单要业主点头才能关。", code="service_log.confirmation")
    not_fixed = ticket.state in (TicketState.OPEN, TicketState.IN_PROGRESS)
    if not_fixed and confirmation != Confirmation.WITHDRAWN:
        raise EntryRefused("请先登记“已修好”，再请业主确认。", code="service_log.not_fixed_yet")

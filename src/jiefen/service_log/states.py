"""Where a repair stands and which ways lead on. The table is the documentation; ``move`` is the only road."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

from django.db import models

from jiefen.accounts.actors import Actor
from jiefen.audit import moves

if TYPE_CHECKING:
    from jiefen.service_log.models import RepairTicket


class TicketState(models.TextChoices):
    """Where a repair stands. Only the owner's word closes a ticket: 已修好 is our view, 已关闭 is his."""

    OPEN = "open", "待处理"
    IN_PROGRESS = "in_progress", "处理中"
    FIXED = "fixed", "已修好，待业主确认"
    CLOSED = "closed", "已关闭"


WAITING: Final = (TicketState.OPEN, TicketState.IN_PROGRESS, TicketState.FIXED)  # not yet closed by the owner

# From each state: where to, and the audit code of that step.
TICKET_MOVES: Final[dict[str, dict[str, str]]] = {
    TicketState.OPEN: {
        TicketState.IN_PROGRESS: "service_log.ticket_started",
        TicketState.FIXED: "service_log.ticket_fixed",
        TicketState.CLOSED: "service_log.ticket_closed",  # the owner takes it back
    },
    TicketState.IN_PROGRESS: {
        TicketState.FIXED: "service_log.ticket_fixed",
        TicketState.CLOSED: "service_log.ticket_closed",
    },
    TicketState.FIXED: {
        TicketState.IN_PROGRESS: "service_log.ticket_reopened",  # the owner says it is not good yet
        TicketState.CLOSED: "service_log.ticket_closed",
    },
    TicketState.CLOSED: {},
}


class MoveRefused(moves.MoveRefused):
    """The ticket cannot take this step from where it stands."""

    code = "service_log.move_refused"


class MovedMeanwhile(MoveRefused):
    """Somebody else was quicker."""

    code = "service_log.moved_meanwhile"


TICKETS: Final = moves.Lifecycle(
    "这张工单", TicketState, TICKET_MOVES, MoveRefused, MovedMeanwhile, advice="请按顺序处理。"
)


def move(ticket: RepairTicket, *, to: str, by: Actor, at: dt.datetime, **facts: Any) -> None:
    """Take one step (audit.moves.take_step). Raises MoveRefused, MovedMeanwhile.

    ``facts`` are columns that belong to the step (``fixed_on=``, ``confirmation=``); ``ticket`` has them afterwards.
    """
    moves.take_step(ticket, TICKETS, to=to, by_no=by.membership_id, at=at, **facts)

"""Everything about one household on one screen: its people, its money, and what happened between us."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from jiefen.estates.queries import HouseholdPerson, household_people
from jiefen.ledger.queries.statement import ChargeLine, Statement, statement_of
from jiefen.service_log.queries import records_for_premises, tickets_for_premises
from jiefen.service_log.states import WAITING

if TYPE_CHECKING:
    from jiefen.estates.models import Premises

SERVICES: Final = 40  # what is shown of the service record; the newest
TICKETS: Final = 30
_NOT_EVENTS: Final = frozenset({"start", "old_period", "not_due", "expires", "expired", "in_proceeding"})


class Happened(StrEnum):
    """What kind of thing an entry of the timeline is."""

    PAYMENT = "payment"
    TICKET = "ticket"
    SERVICE = "service"
    LIMITATION = "limitation"
    OWNER = "owner"


@dataclass(frozen=True, slots=True)
class Happening:
    """One entry of the relationship's timeline. ``what`` and ``detail`` are for people; ``amount_fen`` 分."""

    on: dt.date
    kind: Happened
    what: str
    detail: str = ""
    amount_fen: int | None = None


@dataclass(frozen=True, slots=True)
class Ticket:
    """A repair that the owner still waits for."""

    what: str
    state: str
    opened_on: dt.date
    reference: str


@dataclass(frozen=True, slots=True)
class Household:
    """The page's content. ``services``: done for them since ``services_since``, newest first."""

    premises: Premises
    people: tuple[HouseholdPerson, ...]
    statement: Statement
    tickets: tuple[Ticket, ...]
    services: tuple[Happening, ...]
    services_since: dt.date
    timeline: tuple[Happening, ...]

    @property
    def last_paid_on(self) -> dt.date | None:
        """The day of the latest payment that stands."""
        return max((line.paid_on for line in self.statement.payments if not line.is_reversed), default=None)

    @property
    def first_expiry_on(self) -> dt.date | None:
        """The nearest day on which money loses its claim, from today on."""
        dates = (line.clock.expires_on for line in self.statement.open_charges if line.clock)
        return min((on for on in dates if on >= self.statement.as_of), default=None)

    @property
    def barred_fen(self) -> int:
        """分 whose limitation period is over."""
        return sum(line.outstanding_fen for line in self.statement.open_charges if _is_barred(line))


def _is_barred(line: ChargeLine) -> bool:
    return line.clock is not None and line.clock.days_left < 0


def household_of(premises: Premises, *, today: dt.date) -> Household:
    """The page of premises the caller got from estates (see ``view_household``). A fixed number of queries."""
    people = tuple(household_people(premises.pk))
    statement = statement_of(premises.pk, today=today)
    paid = [line.paid_on for line in statement.payments if not line.is_reversed]
    since = max(paid) if paid else today - dt.timedelta(days=365)
    tickets = list(tickets_for_premises(premises)[:TICKETS])
    records = list(records_for_premises(premises, since=since)[:SERVICES])
    services = tuple(
        Happening(row.done_on, Happened.SERVICE, row.what, _whereabouts(row.premises_id, row.building_id, row.entrance))
        for row in records
    )
    waiting = tuple(
        Ticket(row.what, row.get_state_display(), row.opened_on, row.reference) for row in tickets if row.state in WAITING
    )
    happened = [*_payments(statement), *_tickets(tickets), *_limitation(statement), *services[:8]]
    timeline = tuple(sorted(happened, key=lambda each: each.on, reverse=True))
    return Household(premises, people, statement, waiting, services, since, timeline)


def _whereabouts(premises_id: int | None, building_id: int | None, entrance: str) -> str:
    """How near to this door a service was done."""
    if premises_id:
        return "为这一户"
    if building_id:
        return f"本楼{entrance}单元" if entrance else "本楼"
    return "全小区"


def _payments(statement: Statement) -> Iterator[Happening]:
    for line in statement.payments:
        if line.is_reversed:
            detail = f"已冲正{',' + line.reversal_note if line.reversal_note else ''}"
        else:
            bills = len({part.charge_id for part in line.settled if part.stands})
            detail = f"{line.method},冲了 {bills} 笔账单" if bills else f"{line.method},记在预存"
        yield Happening(line.paid_on, Happened.PAYMENT, "付款", detail, line.amount_fen)


def _tickets(tickets: Iterable[Any]) -> Iterator[Happening]:
    for row in tickets:
        yield Happening(row.opened_on, Happened.TICKET, f"报修:{row.what}", row.get_state_display())
        if row.fixed_on:
            yield Happening(row.fixed_on, Happened.TICKET, f"修好:{row.what}", row.what_was_done)


def _limitation(statement: Statement) -> Iterator[Happening]:
    """What touched the clocks of open bills, once each: the same demand appears in the chain of every bill."""
    seen = set()
    for line in statement.open_charges:
        for reason in line.clock.reasons if line.clock else ():
            key = (reason.on, reason.code)
            if reason.code in _NOT_EVENTS or key in seen:
                continue
            seen.add(key)
            yield Happening(reason.on, Happened.LIMITATION, reason.text, reason.article)

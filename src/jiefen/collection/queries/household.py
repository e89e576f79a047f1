"""Everything about one household on one screen: its people, its money, and what happened between us."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db.models import BigIntegerField, DateField, QuerySet, Value

from jiefen.collection.queries.happenings import Happened, Happening
from jiefen.collection.queries.story import our_story
from jiefen.estates.queries import HouseholdPerson, household_people
from jiefen.ledger.queries.statement import ChargeLine, Statement, statement_of
from jiefen.service_log.queries import records_for_premises, tickets_for_premises
from jiefen.service_log.states import WAITING, TicketState

if TYPE_CHECKING:
    from jiefen.estates.models import Premises

SERVICES: Final = 40  # what is shown of the service record; the newest
NEAR_SERVICES: Final = 8  # of those, done at this door, entrance or building, that stand in the timeline
TICKETS: Final = 30
WHOLE_ESTATE: Final = "全小区"
_NOT_EVENTS: Final = frozenset(
    {"start", "old_period", "not_due", "expires", "expired", "in_proceeding", "before_due", "future"}
)


@dataclass(frozen=True, slots=True)
class Ticket:
    """A repair the owner asked for."""

    what: str
    state: str
    opened_on: dt.date
    fixed_on: dt.date | None
    what_was_done: str

    @property
    def state_label(self) -> str:
        """The state in words."""
        return str(TicketState(self.state).label)


@dataclass(frozen=True, slots=True)
class Household:
    """The page's content. ``services``: done for them since ``services_since``, newest first; ``tickets`` still wait."""

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
    """The page of premises the caller got from estates (see ``view_household``). Sixteen queries, whatever happened."""
    people = tuple(household_people(premises.pk))
    statement = statement_of(premises.pk, today=today)
    paid = [line.paid_on for line in statement.payments if not line.is_reversed]
    since = max(paid) if paid else today - dt.timedelta(days=365)
    services, tickets = _done_and_waiting(premises, since)
    near = [each for each in services if each.detail != WHOLE_ESTATE][:NEAR_SERVICES]
    told = our_story(premises.pk)
    happened = [*_payments(statement), *_repairs(tickets), *_limitation(statement), *near, *told]
    timeline = tuple(sorted(happened, key=lambda each: each.on, reverse=True))
    waiting = tuple(ticket for ticket in tickets if ticket.state in WAITING)
    return Household(premises, people, statement, waiting, services, since, timeline)


def _done_and_waiting(premises: Premises, since: dt.date) -> tuple[tuple[Happening, ...], list[Ticket]]:
    """The newest services since that day and the newest tickets, newest first. One query over both tables."""
    records, tickets = records_for_premises(premises, since=since), tickets_for_premises(premises)
    nothing, no_day = Value(""), Value(None, DateField())
    done = _newest(records, SERVICES).annotate(closed=nothing, fixed=no_day, how=nothing)
    asked = _newest(tickets, TICKETS).annotate(no_building=Value(None, BigIntegerField()), no_entrance=nothing)
    rows = done.values_list(
        "done_on", "what", "building_id", "entrance", "premises_id", "closed", "fixed", "how"
    ).union(
        asked.values_list(
            "opened_on", "what", "no_building", "no_entrance", "premises_id", "state", "fixed_on", "what_was_done"
        ),
        all=True,
    )
    services, found = [], []
    for on, what, building_id, entrance, premises_id, state, fixed_on, how in rows:
        if state:
            found.append(Ticket(what, state, on, fixed_on, how))
        else:
            where = _whereabouts(premises_id, building_id, entrance)
            services.append(Happening(on, Happened.SERVICE, what, where))
    services.sort(key=lambda each: each.on, reverse=True)
    found.sort(key=lambda each: each.opened_on, reverse=True)
    return tuple(services), found


def _newest(rows: QuerySet[Any], limit: int) -> QuerySet[Any]:
    """The first ``limit`` of an ordered queryset, as one that may take part in a union."""
    newest: QuerySet[Any] = rows.model._default_manager.filter(pk__in=rows.values("pk")[:limit])
    return newest


def _whereabouts(premises_id: int | None, building_id: int | None, entrance: str) -> str:
    """How near to this door a service was done."""
    if premises_id:
        return "为这一户"
    if building_id:
        return f"本楼{entrance}单元" if entrance else "本楼"
    return WHOLE_ESTATE


def _payments(statement: Statement) -> Iterator[Happening]:
    for line in statement.payments:
        if line.is_reversed:
            detail = f"已冲正{',' + line.reversal_note if line.reversal_note else ''}"
        else:
            bills = len({part.charge_id for part in line.settled if part.stands})
            detail = f"{line.method}，冲了 {bills} 笔账单" if bills else f"{line.method}，记在预存"
        yield Happening(line.paid_on, Happened.PAYMENT, "付款", detail, line.amount_fen)


def _repairs(tickets: Iterable[Ticket]) -> Iterator[Happening]:
    for ticket in tickets:
        yield Happening(ticket.opened_on, Happened.TICKET, f"报修：{ticket.what}", ticket.state_label)
        if ticket.fixed_on:
            yield Happening(ticket.fixed_on, Happened.TICKET, f"修好：{ticket.what}", ticket.what_was_done)


def _limitation(statement: Statement) -> Iterator[Happening]:
    """What touched the clocks of open bills, once each: the same demand appears in the chain of every bill."""
    seen = set()
    for line in statement.open_charges:
        for reason in line.clock.reasons if line.clock else ():
            key = (reason.on, reason.code)
            if reason.code in _NOT_EVENTS or key in seen:
                continue
            seen.add(key)
            yield Happening(reason.on, Happened.LIMITATION, *_in_two(reason.text))


def _in_two(text: str) -> tuple[str, str]:
    """A reason's sentence as what happened and what follows; the day stands beside it already."""
    first, _, rest = text.partition("。")
    what, *follows = re.split("[，：]", re.sub(r"^\d{4}-\d\d-\d\d ?的?", "", first), maxsplit=1)
    return what, f"{follows[0]}。" if follows else rest


__all__ = ["Happened", "Happening", "Household", "Ticket", "household_of"]

"""Everything about one household on one screen: its people, its money, and what happened between us."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from jiefen.collection.queries.happenings import Happened, Happening
from jiefen.collection.queries.household_rows import Rows, rows_about
from jiefen.collection.queries.keeping_on import what_next
from jiefen.collection.queries.standing import Standing, standing_of
from jiefen.collection.queries.story import our_story
from jiefen.estates.queries import HouseholdPerson, household_people
from jiefen.ledger.queries.statement import ChargeLine, Statement, statement_of
from jiefen.rules.keep_on import KeepOn

if TYPE_CHECKING:
    from jiefen.estates.models import Premises
    from jiefen.service_log.models import ServiceRecord

NEAR_SERVICES: Final = 8  # of the services, done at this door, entrance or building, that stand in the timeline
WHOLE_ESTATE: Final = "全小区"
_NOT_EVENTS: Final = frozenset(
    {"start", "old_period", "not_due", "expires", "expired", "in_proceeding", "before_due", "future"}
)


@dataclass(frozen=True, slots=True)
class Household:
    """The page's content. ``services``: done for them since ``services_since``, newest first; ``standing``: see there;
    ``obstacle``: the code of what stood in the way in the last talk that told, "" when unknown; ``what_next``: how to keep
    in touch with somebody who has paid.
    """

    premises: Premises
    people: tuple[HouseholdPerson, ...]
    statement: Statement
    standing: tuple[Standing, ...]
    services: tuple[Happening, ...]
    services_since: dt.date
    timeline: tuple[Happening, ...]
    obstacle: str = ""
    what_next: KeepOn | None = None

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
    """The page of premises the caller got from estates (see ``view_household``). Seven queries, whatever happened."""
    people = tuple(household_people(premises.pk))
    statement = statement_of(premises.pk, today=today)
    paid = [line.paid_on for line in statement.payments if not line.is_reversed]
    since = max(paid) if paid else today - dt.timedelta(days=365)
    rows = rows_about(premises, since=since)
    services = tuple(_services(rows))
    near = [each for each in services if each.detail != WHOLE_ESTATE][:NEAR_SERVICES]
    happened = [*_payments(statement), *_repairs(rows), *_limitation(statement), *near, *our_story(rows)]
    timeline = tuple(sorted(happened, key=lambda each: each.on, reverse=True))
    standing = standing_of(premises, rows, statement)
    return Household(
        premises, people, statement, standing, services, since, timeline, _last_obstacle(rows),
        what_next(rows, statement, standing),
    )  # fmt: skip


def _last_obstacle(rows: Rows) -> str:
    """Of the contacts as they stand after corrections, the latest in which an obstacle was heard."""
    corrected = {row.corrects_id for row in rows["contact"] if row.corrects_id}
    attempt_of = {talk.pk: talk.attempt_id for talk in rows["said"]}
    heard = {attempt_of.get(each.conversation_id): each.code for each in rows["heard"]}
    told = [row for row in rows["contact"] if row.pk in heard and row.pk not in corrected]
    return heard[max(told, key=lambda row: (row.at, row.pk)).pk] if told else ""


def _services(rows: Rows) -> Iterator[Happening]:
    for row in sorted(rows["service"], key=lambda each: each.done_on, reverse=True):
        yield Happening(row.done_on, Happened.SERVICE, row.what, _whereabouts(row))


def _whereabouts(row: ServiceRecord) -> str:
    """How near to this door a service was done."""
    if row.premises_id:
        return "为这一户"
    if row.building_id:
        return f"本楼{row.entrance}单元" if row.entrance else "本楼"
    return WHOLE_ESTATE


def _payments(statement: Statement) -> Iterator[Happening]:
    for line in statement.payments:
        if line.is_reversed:
            detail = f"已冲正{'，' + line.reversal_note if line.reversal_note else ''}"
        else:
            bills = len({part.charge_id for part in line.settled if part.stands})
            detail = f"{line.method}，抵了 {bills} 笔账单" if bills else f"{line.method}，记在预存"
        yield Happening(line.paid_on, Happened.PAYMENT, "付款", detail, line.amount_fen)


def _repairs(rows: Rows) -> Iterator[Happening]:
    for ticket in sorted(rows["ticket"], key=lambda each: each.opened_on, reverse=True):
        yield Happening(ticket.opened_on, Happened.TICKET, f"报修：{ticket.what}", ticket.get_state_display())
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


__all__ = ["Happened", "Happening", "Household", "household_of"]

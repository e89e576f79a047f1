"""What the contact rules ask of households, in bulk: wishes, pauses, agreements, past contacts, how fresh payments are.

``premises_ids`` may be a list or a subquery; the number of queries does not depend on it.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final, Protocol

from jiefen.collection.models import ContactWish, FollowUpKind, Reached, WishKind
from jiefen.collection.queries.commitment_facts import NOTHING, HouseholdCommitments
from jiefen.collection.queries.known_rows import Rows, agreed_in, known_of
from jiefen.collection.states import PlanState
from jiefen.estates.models import Premises
from jiefen.ledger.queries.freshness import payments_known_on
from jiefen.rules.contact_facts import (
    Channel,
    ContactRequest,
    Hours,
    Household,
    Initiator,
    PastContact,
    Purpose,
    Recipient,
)
from jiefen.rules.contact_policy import Permission, may_contact
from jiefen.service_log.queries import waiting_words_in
from jiefen.shared.clock import CHINA, day_of

BEFORE: Final = dt.timedelta(minutes=15)  # a little early or late is still the agreed time
AFTER: Final = dt.timedelta(hours=1)
_REFUSED: Final[dict[str, Channel]] = {WishKind.NO_PHONE: Channel.PHONE, WishKind.NO_VISIT: Channel.VISIT}


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """One household's side of the question. ``appointments``: instants the owner agreed to."""

    household: Household
    history: tuple[PastContact, ...] = ()
    appointments: tuple[dt.datetime, ...] = ()

    def request(
        self,
        at: dt.datetime,
        channel: str,
        purpose: str,
        *,
        initiated_by: str = Initiator.US,
        recipient: Recipient | None = None,
        charges: Iterable[int] = (),
    ) -> ContactRequest:
        """The question for rules/contact_policy.may_contact. ``charges``: the bills to speak of, none = all."""
        agreed = any(one - BEFORE <= at <= one + AFTER for one in self.appointments)
        return ContactRequest(
            at=at, channel=Channel(channel), purpose=Purpose(purpose), initiated_by=Initiator(initiated_by),
            recipient=recipient, charges=frozenset(map(str, charges)), is_agreed_time=agreed,
            household=self.household, history=self.history,
        )  # fmt: skip


def history_for(
    premises_ids: Iterable[int], *, now: dt.datetime, instead_of: int | None = None
) -> dict[int, ContactFacts]:
    """Per premises, the facts as of ``now``. ``instead_of``: a contact left out because it is being corrected.

    Contacts later on the same day (a phone sent them first) count as if they had just happened; corrected ones do not.
    Three queries.
    """
    doors = [Door(*row) for row in Premises.objects.filter(pk__in=premises_ids).values_list(*Door.COLUMNS)]
    rows = known_of(premises_ids, now=now)
    known = payments_known_on({door.organisation_id for door in doors}, now=now)
    agreed = agreed_in(rows, today=day_of(now))
    return facts_of(doors, rows, agreed, known, now=now, instead_of=instead_of)


@dataclass(frozen=True, slots=True)
class Door:
    """What the contact rules ask of the premises' own row: a ``Doorway``."""

    COLUMNS: ClassVar = ("pk", "organisation_id", "do_not_contact")

    premises_id: int
    organisation_id: int
    do_not_contact: bool


class Doorway(Protocol):
    """Premises whose own row was read already."""

    @property
    def premises_id(self) -> int:
        """Which."""

    @property
    def organisation_id(self) -> int:
        """Whose."""

    @property
    def do_not_contact(self) -> bool:
        """Whether the owner wants to be left alone."""


def facts_of(
    doors: Iterable[Doorway],
    rows: Rows,
    agreed: Mapping[int, HouseholdCommitments],
    known: Mapping[int, dt.date],
    *,
    now: dt.datetime,
    instead_of: int | None = None,
) -> dict[int, ContactFacts]:
    """The same from what was read already: rows of ``known_of`` at ``now``, what stands, and per organisation how fresh
    payments are. No query.
    """
    wishes, past, appointments = (
        _by_premises(rows["wish"]),
        _past(rows, now, instead_of),
        _appointments(rows, day_of(now)),
    )
    tickets, let = waiting_words_in(rows["ticket"]), {row.premises_id for row in rows["tenant"]}
    owed = _by_premises(row for row in rows["open"] if row.outstanding_fen > 0)
    bills = {pk: {row.charge_id for row in each} for pk, each in owed.items()}
    found = {}
    for door in doors:
        pk = door.premises_id
        household = _household(
            agreed.get(pk, NOTHING), wishes.get(pk, []), bills.get(pk, set()), do_not_contact=door.do_not_contact,
            open_ticket=tickets.get(pk), tenant_lives_there=pk in let, payments_known_on=known[door.organisation_id],
        )  # fmt: skip
        found[pk] = ContactFacts(household, tuple(past.get(pk, ())), tuple(appointments.get(pk, ())))
    return found


def permission_for(
    premises_id: int, *, channel: str, purpose: str, at: dt.datetime, charge_ids: Iterable[int] = ()
) -> Permission:
    """What a page shows beside a button: may we now, by which rule not, from when on. The caller got the premises
    from estates; the actions ask again.
    """
    facts = history_for([premises_id], now=at)[premises_id]
    return may_contact(facts.request(at, channel, purpose, charges=charge_ids))


def _household(agreed: HouseholdCommitments, wishes: list[ContactWish], bills: set[int], **known: Any) -> Household:
    promise, plan = agreed.promise, agreed.plan
    runs = plan is not None and plan.state == PlanState.ACTIVE
    return Household(
        refused_channels=frozenset(_REFUSED[wish.kind] for wish in wishes if wish.kind in _REFUSED),
        disputed=frozenset(map(str, agreed.disputed_charge_ids)),
        everything_disputed=bool(bills) and bills <= agreed.disputed_charge_ids,
        breathing_space_until=agreed.breathing_until,
        promise_due_on=promise.due_on if promise else None,
        promise_fen=promise.amount_fen if promise else None,
        plan_running=runs,
        plan_next_due_on=plan.next_due_on if runs and plan and plan.next_due_on else dt.date.max,
        only_hours=tuple(_hours(wish) for wish in wishes if wish.kind == WishKind.ONLY_HOURS),
        **known,
    )


def _hours(wish: ContactWish) -> Hours:
    """24 o'clock is the midnight a span over it ends with."""
    return Hours(dt.time(wish.from_hour or 0), dt.time((wish.to_hour or 0) % 24))


def _by_premises(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.premises_id].append(row)
    return found


def _past(rows: Rows, now: dt.datetime, instead_of: int | None) -> dict[int, list[PastContact]]:
    found: dict[int, list[PastContact]] = defaultdict(list)
    for row in sorted(rows["contact"], key=lambda each: (each.at, each.pk)):
        if row.pk == instead_of:
            continue
        seen, began = row.reached != Reached.NOBODY, Initiator(row.initiated_by)
        past = PastContact(min(row.at, now), Channel(row.channel), Purpose(row.purpose), seen, began)
        found[row.premises_id].append(past)
    return found


def _appointments(rows: Rows, today: dt.date) -> dict[int, list[dt.datetime]]:
    found: dict[int, list[dt.datetime]] = defaultdict(list)
    for row in rows["follow-up"]:
        if row.kind == FollowUpKind.APPOINTMENT and row.due_on == today and row.due_time is not None:
            found[row.premises_id].append(dt.datetime.combine(today, row.due_time, CHINA))
    return found

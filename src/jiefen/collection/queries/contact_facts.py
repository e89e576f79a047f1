"""What the contact rules ask of households, in bulk: wishes, pauses, agreements, past contacts, how fresh payments are.

``premises_ids`` may be a list or a subquery; the number of queries does not depend on it.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from jiefen.collection.models import ContactAttempt, ContactWish, FollowUp, FollowUpKind, Reached, WishKind
from jiefen.collection.queries.commitments import NOTHING, HouseholdCommitments, facts_for
from jiefen.collection.states import PlanState
from jiefen.estates.models import Premises
from jiefen.estates.queries import let_premises
from jiefen.ledger.queries.freshness import open_charge_ids, payments_known_on
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
from jiefen.service_log.queries import waiting_words
from jiefen.shared.clock import CHINA, day_of

LOOK_BACK: Final = dt.timedelta(days=8)  # the longest cap counts a week
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
    """
    today = day_of(now)
    premises = list(Premises.objects.filter(pk__in=premises_ids).values_list("pk", "organisation_id", "do_not_contact"))
    agreed = facts_for(premises_ids, today=today)
    wishes, past = _wishes(premises_ids, now), _past(premises_ids, now, instead_of)
    appointments = _appointments(premises_ids, today)
    tickets, let = waiting_words(premises_ids), let_premises(premises_ids, today)
    known = payments_known_on({organisation_id for _, organisation_id, _ in premises}, now=now)
    disputed = [pk for pk, facts in agreed.items() if facts.disputed_charge_ids]
    bills = open_charge_ids(disputed) if disputed else {}
    found = {}
    for pk, organisation_id, do_not_contact in premises:
        household = _household(
            agreed.get(pk, NOTHING), wishes.get(pk, []), bills.get(pk, set()), do_not_contact=do_not_contact,
            open_ticket=tickets.get(pk), tenant_lives_there=pk in let, payments_known_on=known[organisation_id],
        )  # fmt: skip
        found[pk] = ContactFacts(household, tuple(past.get(pk, ())), tuple(appointments.get(pk, ())))
    return found


def permission_for(
    premises_id: int, *, channel: str, purpose: str, at: dt.datetime, charge_ids: Iterable[int] = ()
) -> Permission:
    """What a page shows beside a button: may we now, by which rule not, from when on. The caller got the premises
    from estates; the actions ask again.
    """
    asked = permissions_for([premises_id], channel=channel, purpose=purpose, at=at, charge_ids=charge_ids)
    return asked[premises_id]


def permissions_for(
    premises_ids: Iterable[int], *, channel: str, purpose: str, at: dt.datetime, charge_ids: Iterable[int] = ()
) -> dict[int, Permission]:
    """The same for many households, in the queries of one."""
    found, charges = history_for(premises_ids, now=at), tuple(charge_ids)
    return {pk: may_contact(facts.request(at, channel, purpose, charges=charges)) for pk, facts in found.items()}


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


def _wishes(ids: Iterable[int], now: dt.datetime) -> dict[int, list[ContactWish]]:
    found: dict[int, list[ContactWish]] = defaultdict(list)
    for wish in ContactWish.objects.filter(premises_id__in=ids, lifted_at=None, set_at__lte=now):
        found[wish.premises_id].append(wish)
    return found


def _past(ids: Iterable[int], now: dt.datetime, instead_of: int | None) -> dict[int, list[PastContact]]:
    evening = dt.datetime.combine(day_of(now) + dt.timedelta(days=1), dt.time(0), CHINA)
    rows = ContactAttempt.objects.filter(
        premises_id__in=ids, at__gte=now - LOOK_BACK, at__lt=evening, corrected_by=None
    ).exclude(pk=instead_of or 0)
    columns = ("premises_id", "at", "channel", "purpose", "reached", "initiated_by")
    found: dict[int, list[PastContact]] = defaultdict(list)
    for pk, at, channel, purpose, reached, initiated_by in rows.order_by("at", "pk").values_list(*columns):
        seen = reached != Reached.NOBODY
        past = PastContact(min(at, now), Channel(channel), Purpose(purpose), seen, Initiator(initiated_by))
        found[pk].append(past)
    return found


def _appointments(ids: Iterable[int], today: dt.date) -> dict[int, list[dt.datetime]]:
    rows = FollowUp.objects.filter(
        premises_id__in=ids, kind=FollowUpKind.APPOINTMENT, due_on=today, due_time__isnull=False
    )
    found: dict[int, list[dt.datetime]] = defaultdict(list)
    for premises_id, time in rows.values_list("premises_id", "due_time"):
        found[premises_id].append(dt.datetime.combine(today, time or dt.time(), CHINA))
    return found

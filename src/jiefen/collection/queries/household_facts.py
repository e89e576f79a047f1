"""The facts of a few households at this moment, from the same columns and the same sources as the night's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from jiefen.collection.models import FollowUp
from jiefen.collection.queries.bill_columns import columns_of
from jiefen.collection.queries.commitments import NOTHING
from jiefen.collection.queries.night_agreements import Who, runs
from jiefen.collection.queries.night_disputes import Part
from jiefen.collection.queries.night_facts import NightFacts, collect
from jiefen.collection.queries.night_talks import KEPT_APPOINTMENTS
from jiefen.engine import nightly
from jiefen.engine import nightly_kernel as column
from jiefen.engine.bill_columns import EPOCH
from jiefen.estates.models import Premises
from jiefen.rules.stages import LADDER, HouseholdFacts
from jiefen.service_log.queries import waiting_words


@dataclass(frozen=True, slots=True)
class _Words:
    """What sentences need beside numbers."""

    tickets: dict[int, str]
    appointments: dict[int, str]
    vacant: frozenset[int]


def live_facts(organisation_id: int, ids: Iterable[int], *, today: dt.date, at: dt.datetime) -> list[HouseholdFacts]:
    """The facts of these premises of the organisation; withdrawn ones are left out. A constant number of queries."""
    asked = tuple(sorted(set(ids)))
    known = collect(Who(organisation_id, asked), today=today, at=at)
    found = columns_of(organisation_id, asked)
    table = known.table(found.columns.premises, found.buildings)
    planned = nightly.plan(found.columns, table, nightly.night_terms(today, known.rates), compile_from=len(asked) + 1)
    words = _words(organisation_id, asked)
    last_paid = found.columns.words[found.columns.starts + 1].tolist()
    rows = zip(found.columns.premises.tolist(), planned.money.tolist(), table.tolist(), last_paid, strict=True)
    return [
        _facts(pk, money, facts, paid, known, words) for pk, money, facts, paid in rows if pk not in known.withdrawn
    ]


def _words(organisation_id: int, ids: Sequence[int]) -> _Words:
    waiting = FollowUp.objects.of(organisation_id).filter(premises_id__in=ids, done_at=None, kind__in=KEPT_APPOINTMENTS)
    agreed = dict(waiting.order_by("-due_on", "-pk").values_list("premises_id", "what"))
    empty = Premises.objects.of(organisation_id).filter(pk__in=ids, is_vacant=True)
    return _Words(waiting_words(ids), agreed, frozenset(empty.values_list("pk", flat=True)))


def _facts(
    pk: int, money: Sequence[int], facts: Sequence[int], last_paid: int, known: NightFacts, words: _Words
) -> HouseholdFacts:
    """One row of money and one of facts as rules/stages takes them: days for numbers, and the words."""
    agreed, split = known.agreed.get(pk, NOTHING), known.split.get(pk)
    plan = agreed.plan if runs(agreed) else None
    night = column.known_of(money, 0, facts, 0, last_paid)
    disputed = split.disputed if split else Part()
    bills, last = money[column.BILLS_180], _counted(money[column.LAST_LIMITATION])
    return HouseholdFacts(
        household_id=pk,
        outstanding_fen=money[column.OUTSTANDING],
        oldest_due_on=_day(night.oldest_due),
        open_bills=money[column.BILLS],
        next_limitation_on=_day(night.next_limitation),
        last_limitation_on=split.others.last_on if split else last,
        bills_expiring_180=split.others.bills if split else bills,
        amount_expiring_180_fen=night.amount_expiring_fen,
        expired_fen=night.expired_fen,
        last_payment_on=_counted(last_paid),
        last_contact_on=_day(facts[column.CONTACT]),
        last_stage=LADDER[facts[column.STAGE]] if facts[column.STAGE] >= 0 else None,
        last_demand_on=_day(facts[column.DEMAND]),
        open_ticket=words.tickets.get(pk, "") if facts[column.TICKET] else None,
        open_dispute=bool(facts[column.DISPUTE]),
        disputed_fen=facts[column.DISPUTED_FEN],
        promise_due_on=_day(facts[column.PROMISE]),
        promise_fen=agreed.promise.amount_fen if agreed.promise else None,
        breathing_space_until=_day(facts[column.BREATHING]),
        do_not_contact=bool(facts[column.DO_NOT_CONTACT]),
        phone_known=not facts[column.NO_PHONE],
        vacant=pk in words.vacant,
        undelivered=bool(facts[column.UNDELIVERED]),
        relapse=bool(night.relapse),
        plan_next_on=_day(facts[column.PLAN_NEXT]),
        plan_missed_on=_day(facts[column.PLAN_MISSED]),
        plan_missed_fen=plan.next_left_fen if plan else None,
        appointment_on=_day(facts[column.APPOINTMENT]),
        appointment_what=words.appointments.get(pk, ""),
        aftercare_until=_day(facts[column.AFTERCARE]),
        contacts_this_week=facts[column.CONTACTS_WEEK],
        payments_known_to=_day(facts[column.PAYMENTS_KNOWN]),
        disputed_limitation_on=disputed.first_on,
        disputed_last_limitation_on=disputed.last_on,
        disputed_bills_expiring_180=disputed.bills,
        disputed_expiring_180_fen=disputed.expiring_fen,
    )


def _day(ordinal: int) -> dt.date | None:
    return dt.date.fromordinal(ordinal) if ordinal else None


def _counted(number: int) -> dt.date | None:
    return dt.date.fromordinal(number + EPOCH) if number else None

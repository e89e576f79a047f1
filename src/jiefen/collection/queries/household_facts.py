"""The facts of a few households at this moment, from the same columns and the same sources as the night's."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from jiefen.collection.queries.bill_columns import columns_of
from jiefen.collection.queries.commitment_facts import NOTHING, HouseholdCommitments
from jiefen.collection.queries.contact_facts import ContactFacts, facts_of
from jiefen.collection.queries.known_rows import Rows, agreed_in, known_of
from jiefen.collection.queries.night_agreements import Facts, Who, agreements, days, runs
from jiefen.collection.queries.night_disputes import Part, Split, columns_of_disputes, part_of
from jiefen.collection.queries.night_facts import NightFacts
from jiefen.collection.queries.night_talks import KEPT_APPOINTMENTS, talks
from jiefen.engine import nightly
from jiefen.engine import nightly_kernel as column
from jiefen.engine.bill_columns import EPOCH
from jiefen.estates.models import Premises
from jiefen.ledger.queries.candidates import latest_demands
from jiefen.ledger.queries.freshness import payments_known_on
from jiefen.rules.stages import LADDER, HouseholdFacts
from jiefen.service_log.queries import waiting_words_in


@dataclass(frozen=True, slots=True)
class _Words:
    """What sentences need beside numbers."""

    tickets: dict[int, str]
    appointments: dict[int, str]
    vacant: frozenset[int]


@dataclass(frozen=True, slots=True)
class Live:
    """One household as it is now. ``contact``: for the contact rules at the same moment."""

    door: Door
    facts: HouseholdFacts
    contact: ContactFacts


@dataclass(frozen=True, slots=True)
class Door:
    """The premises' own row, and the contract's late charge rate of its estate as text."""

    COLUMNS: ClassVar = (
        "pk", "organisation_id", "do_not_contact", "is_delivered", "withdrawn_at", "is_vacant", "building_id",
        "estate__late_charge_daily_rate", "owner_name", "label", "estate__name",
    )  # fmt: skip

    premises_id: int
    organisation_id: int
    do_not_contact: bool
    is_delivered: bool
    withdrawn_at: dt.datetime | None
    is_vacant: bool
    building_id: int
    rate: str
    owner_name: str
    label: str
    estate: str


def live_households(organisation_id: int, ids: Iterable[int], *, today: dt.date, at: dt.datetime) -> list[Live]:
    """These premises of the organisation as of ``at``; withdrawn ones are left out. Six queries at most."""
    premises = Premises.objects.of(organisation_id).filter(pk__in=tuple(set(ids)), withdrawn_at=None)
    doors = {row[0]: Door(*row) for row in premises.order_by("pk").values_list(*Door.COLUMNS)}
    asked = tuple(doors)
    rows = known_of(asked, now=at)
    agreed, known = agreed_in(rows, today=today), payments_known_on([organisation_id], now=at)
    night = _night_facts(organisation_id, doors, rows, agreed, known[organisation_id], today=today, at=at)
    facts = _planned(organisation_id, asked, night, _words(doors, rows), today)
    contact = facts_of(doors.values(), rows, agreed, known, now=at)
    return [Live(doors[pk], facts[pk], contact[pk]) for pk in asked if pk in facts]


def live_facts(organisation_id: int, ids: Iterable[int], *, today: dt.date, at: dt.datetime) -> list[HouseholdFacts]:
    """Only what the stages ask of them."""
    return [each.facts for each in live_households(organisation_id, ids, today=today, at=at)]


def _planned(
    organisation_id: int, asked: tuple[int, ...], known: NightFacts, words: _Words, today: dt.date
) -> dict[int, HouseholdFacts]:
    """Money by the night's own machine, and the facts beside it. Two queries at most."""
    found = columns_of(organisation_id, asked)
    table = known.table(found.columns.premises, found.buildings)
    planned = nightly.plan(found.columns, table, nightly.night_terms(today, known.rates), compile_from=len(asked) + 1)
    last_paid = found.columns.words[found.columns.starts + 1].tolist()
    rows = zip(found.columns.premises.tolist(), planned.money.tolist(), table.tolist(), last_paid, strict=True)
    return {pk: _facts(pk, money, facts, paid, known, words) for pk, money, facts, paid in rows}


def _night_facts(
    organisation_id: int,
    doors: Mapping[int, Door],
    rows: Rows,
    agreed: Mapping[int, HouseholdCommitments],
    known_to: dt.date,
    *,
    today: dt.date,
    at: dt.datetime,
) -> NightFacts:
    """What ``night_facts.collect`` gathers for a whole organisation, from the rows read together. One query, for talks."""
    events = sorted(rows["event"], key=lambda row: (row.on, row.pk))
    demanded = latest_demands((row.premises_id, row.on, row.kind) for row in events)
    reachable, split = {row.premises_id for row in rows["phone"]}, _split(rows, agreed, today)
    by_column: dict[int, Facts] = {
        **talks(Who(organisation_id, tuple(doors)), at, demanded),
        **agreements(agreed),
        **columns_of_disputes(split),
        column.DEMAND: days(demanded.items()),
        column.TICKET: {row.premises_id: 1 for row in rows["ticket"]},
        column.APPOINTMENT: days((row.premises_id, row.due_on) for row in _kept(rows)),
        column.NO_PHONE: {pk: 1 for pk in doors if pk not in reachable},
        column.DO_NOT_CONTACT: {pk: 1 for pk, door in doors.items() if door.do_not_contact},
        column.UNDELIVERED: {pk: 1 for pk, door in doors.items() if not door.is_delivered},
    }
    rate_of_building = {door.building_id: nightly.rate_of(door.rate, today) for door in doors.values()}
    rates = tuple(sorted({rate for rate in rate_of_building.values() if rate}))
    numbers = {rate: number for number, rate in enumerate(rates)}
    rated = {pk: numbers[rate] for pk, rate in rate_of_building.items() if rate}
    return NightFacts(by_column, known_to.toordinal(), rates, rated, frozenset(), agreed, split)


def _split(rows: Rows, agreed: Mapping[int, HouseholdCommitments], today: dt.date) -> dict[int, Split]:
    """Both sides of a dispute, as ``night_disputes.disputes`` reads them. No query."""
    sides: dict[int, dict[bool, list[Any]]] = defaultdict(lambda: {True: [], False: []})
    for row in rows["open"]:
        is_disputed = row.charge_id in agreed[row.premises_id].disputed_charge_ids
        sides[row.premises_id][is_disputed].append(row)
    found = {pk: Split(part_of(each[True], today), part_of(each[False], today)) for pk, each in sides.items()}
    return {pk: split for pk, split in found.items() if split.disputed.fen > 0}


def _kept(rows: Rows) -> list[Any]:
    """Appointments and repair visits not done yet, the earliest of a household last."""
    waiting = [row for row in rows["follow-up"] if row.done_at is None and row.kind in KEPT_APPOINTMENTS]
    return sorted(waiting, key=lambda row: (row.due_on, row.pk), reverse=True)


def _words(doors: Mapping[int, Door], rows: Rows) -> _Words:
    agreed = {row.premises_id: row.what for row in _kept(rows)}
    empty = frozenset(pk for pk, door in doors.items() if door.is_vacant)
    return _Words(waiting_words_in(rows["ticket"]), agreed, empty)


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
        promise_fen=agreed.promise.amount_fen if agreed.promise else agreed.last_broken_fen,
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

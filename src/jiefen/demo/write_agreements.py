"""Writing what was agreed, disputed, relieved and asked afterwards, each in the state the ledger and the day give it."""

from __future__ import annotations

import datetime as dt

from jiefen.collection.actions.agreement import text_of
from jiefen.collection.models import (
    Aftercare,
    BreathingSpace,
    Dispute,
    DisputedCharge,
    Instalment,
    PlannedCharge,
    PromiseToPay,
    RepaymentPlan,
    Vacancy,
    WaiverRequest,
)
from jiefen.collection.queries.aftercare import payments_to_ask_about
from jiefen.demo.cast_history import steward_of
from jiefen.demo.months import ONE_DAY, at_hour
from jiefen.demo.places import CITY
from jiefen.demo.said import Asked, Cared, Disputed, Empty, History, Paused, Planned, Promised
from jiefen.demo.verdicts import decided_at, lines_of, plan_stands, promise_stands
from jiefen.demo.write_talks import Desk, sealed
from jiefen.rules.aftercare import window
from jiefen.rules.plan_verdicts import TWO_MISSED, default_rule_sentence
from jiefen.service_log.models import RepairTicket
from jiefen.shared.bulk import insert_rows, reserve_ids


def write_agreements(history: History, desk: Desk) -> None:
    """Everything but contacts and wishes. Call after the ledger, the contacts and the tickets were written."""
    _promises(history.promises, desk)
    _plans(history.plans, desk)
    _disputes(history.disputes, desk)
    _pauses(history.pauses, desk)
    _vacancies(history.vacancies, desk)
    _waivers(history.waivers, desk)
    _aftercare(history.aftercare, desk)
    _aftercare_due(desk)


def _promises(promises: list[Promised], desk: Desk) -> None:
    columns = (
        "organisation_id", "premises_id", "conversation_id", "amount_fen", "due_on", "made_at", "made_by_no", "state",
        "decided_at", "moved_at",
    )  # fmt: skip
    rows = []
    for one in promises:
        state, on = promise_stands(one, desk.calendar.today)
        decided = desk.moment(decided_at(state, on)) if on else None
        rows.append((
            desk.staff.organisation_id, one.talk.home.number, one.talk.talk_number, one.fen, str(one.due_on),
            desk.moment(desk.when(one.talk)), desk.steward(one.talk), state, decided, decided,
        ))  # fmt: skip
    insert_rows(PromiseToPay, columns, rows)


def _plans(plans: list[Planned], desk: Desk) -> None:
    columns = (
        "id", "organisation_id", "premises_id", "conversation_id", "state", "principal_fen", "late_charge_fen",
        "late_charge_waived_fen", "proposed_at", "proposed_by_no", "agreed_on", "owner_agreed_by", "default_rule",
        "agreement_text", "closed_reason", "moved_at",
    )  # fmt: skip
    rows, bills, lines = [], [], []
    for plan, number in zip(plans, reserve_ids(RepaymentPlan, len(plans)), strict=True):
        principal, schedule, talk = sum(left for _, left in plan.bills), lines_of(plan), plan.talk
        text = text_of(talk.home.label, principal, 0, 0, schedule, default_rule_sentence(TWO_MISSED))
        said_at = desk.moment(desk.when(talk))
        rows.append((
            number, desk.staff.organisation_id, talk.home.number, talk.talk_number,
            plan_stands(plan, desk.calendar.today), principal, 0, 0, said_at, desk.steward(talk),
            str(talk.on) if plan.agreed_by else None, plan.agreed_by, TWO_MISSED, text, "", said_at,
        ))  # fmt: skip
        bills += [(number, bill.number, left, 0) for bill, left in plan.bills]
        lines += [(number, line.no, str(line.due_on), line.amount_fen) for line in schedule]
    insert_rows(RepaymentPlan, columns, rows)
    insert_rows(PlannedCharge, ("plan_id", "charge_id", "principal_fen", "late_charge_fen"), bills)
    insert_rows(Instalment, ("plan_id", "no", "due_on", "amount_fen"), lines)


def _disputes(disputes: list[Disputed], desk: Desk) -> None:
    columns = (
        "id", "organisation_id", "premises_id", "conversation_id", "state", "reason", "words", "opened_on",
        "opened_by_no", "answer", "answered_on", "decided_on", "decided_by_no", "moved_at",
    )  # fmt: skip
    rows, bills = [], []
    for one, number in zip(disputes, reserve_ids(Dispute, len(disputes)), strict=True):
        moved = one.decided_on or one.answered_on
        rows.append((
            number, desk.staff.organisation_id, one.talk.home.number, one.talk.talk_number, one.state, one.reason,
            sealed(Dispute, "words", one.words), str(one.talk.on), desk.steward(one.talk), one.answer,
            _day(one.answered_on), _day(one.decided_on), desk.staff.manager if one.decided_on else None,
            moved and desk.moment(at_hour(moved, 15)),
        ))  # fmt: skip
        bills += [(number, bill.number) for bill in one.bills]
    insert_rows(Dispute, columns, rows)
    insert_rows(DisputedCharge, ("dispute_id", "charge_id"), bills)


def _pauses(pauses: list[Paused], desk: Desk) -> None:
    columns = (
        "organisation_id", "premises_id", "conversation_id", "state", "reason", "words", "from_on", "until_on",
        "requested_at", "requested_by_no", "decided_by_no", "decision", "moved_at",
    )  # fmt: skip
    rows = []
    for one in pauses:
        decided = one.state != "requested"
        moved = at_hour(one.talk.on + ONE_DAY, 11) if one.state == "granted" else at_hour(one.until_on + ONE_DAY, 2, 30)
        rows.append((
            desk.staff.organisation_id, one.talk.home.number, one.talk.talk_number, one.state, one.reason,
            sealed(BreathingSpace, "words", one.words), str(one.talk.on), str(one.until_on),
            desk.moment(desk.when(one.talk)), desk.steward(one.talk), desk.staff.manager if decided else None, "",
            desk.moment(moved) if decided else None,
        ))  # fmt: skip
    insert_rows(BreathingSpace, columns, rows)


def _vacancies(vacancies: list[Empty], desk: Desk) -> None:
    columns = (
        "organisation_id", "premises_id", "state", "from_on", "notice_on", "until_on", "percent", "rule_ref",
        "evidence", "applied_at", "applied_by_no", "decided_by_no", "decision", "moved_at",
    )  # fmt: skip
    rows = []
    for one in vacancies:
        decided = one.state != "applied"
        rows.append((
            desk.staff.organisation_id, one.home.number, one.state, str(one.from_on), str(one.applied_on),
            _day(one.until_on), one.percent, f"{CITY}空置物业费的规定" if decided else "", "水电读数连续六个月为零" if decided else "",
            desk.moment(at_hour(one.applied_on, 10)), desk.staff.stewards[steward_of(one.home)],
            desk.staff.manager if decided else None, "", desk.moment(at_hour(one.from_on, 10)) if decided else None,
        ))  # fmt: skip
    insert_rows(Vacancy, columns, rows)


def _waivers(waivers: list[Asked], desk: Desk) -> None:
    """One with a ledger waiver was applied when the owner had paid; the others wait for somebody who may approve."""
    columns = (
        "organisation_id", "premises_id", "conversation_id", "charge_id", "component", "amount_fen", "reason",
        "condition", "condition_on", "state", "requested_at", "requested_by_no", "decided_by_no", "decision",
        "waiver_no", "moved_at",
    )  # fmt: skip
    rows = []
    for one in waivers:
        relief, who = one.relief, desk.staff.stewards[steward_of(one.home)]
        rows.append((
            desk.staff.organisation_id, one.home.number, one.talk.talk_number if one.talk else None, one.bill.number,
            one.component, one.fen, one.reason, "paid_in_full_by" if relief else "none",
            str(relief.on + 2 * ONE_DAY) if relief else None, "applied" if relief else "requested",
            desk.moment(desk.when(one.talk) if one.talk else at_hour(one.on, 10)), who, who if relief else None, "",
            relief.number if relief else None, desk.moment(at_hour(relief.on, 17)) if relief else None,
        ))  # fmt: skip
    insert_rows(WaiverRequest, columns, rows)


_CARE = (
    "organisation_id", "premises_id", "payment_no", "due_from", "due_to", "state", "satisfied", "words", "thanks_for",
    "ticket_no", "done_at", "done_by_no", "moved_at",
)  # fmt: skip


def _aftercare(cared: list[Cared], desk: Desk) -> None:
    own = RepairTicket.objects.of(desk.staff.organisation_id)
    numbers = {(premises, what): pk for premises, what, pk in own.values_list("premises_id", "what", "pk")}
    rows = []
    for one in cared:
        asked_in = window(one.receipt.on)
        on = min(max(one.on, asked_in.first), asked_in.last) if one.on else None
        done_at = desk.moment(at_hour(on, 15, 20)) if on else None
        rows.append((
            desk.staff.organisation_id, one.home.number, one.receipt.number, str(asked_in.first), str(asked_in.last),
            one.state, one.state == "thanked" if on else None, sealed(Aftercare, "words", one.words), one.thanks_for,
            numbers[one.home.number, one.ticket] if one.ticket else None, done_at,
            desk.staff.stewards[steward_of(one.home)] if on else None, done_at,
        ))  # fmt: skip
    insert_rows(Aftercare, _CARE, rows)


def _aftercare_due(desk: Desk) -> None:
    """The questions of today, as the night would have created them."""
    own = desk.staff.organisation_id
    rows = []
    for payment in payments_to_ask_about(own, today=desk.calendar.today):
        asked_in = window(payment.paid_on)
        rows.append((
            own, payment.premises_id, payment.payment_id, str(asked_in.first), str(asked_in.last), "due", None, "", "",
            None, None, None, None,
        ))  # fmt: skip
    insert_rows(Aftercare, _CARE, rows)


def _day(day: dt.date | None) -> str | None:
    return None if day is None else str(day)

"""The gates of today's proposal, in the order they are asked, and the sentences a steward reads.

A gate answers with a draft, with NOTHING (leave this household alone today), or with None (ask the next).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final, Literal

from jiefen.rules.money import format_yuan
from jiefen.rules.stage_facts import (
    LADDER,
    RUNG,
    HouseholdFacts,
    Stage,
    Step,
    contacted_lately,
    demand_running,
    ladder,
    limitation_near,
    numbers,
    stage_for,
)
from jiefen.rules.tables_io import load_table, row_on


@dataclass(frozen=True, slots=True)
class Draft:
    """A proposal before it is scored."""

    stage: Stage
    step: Step
    reason: str
    sentence: str


NOTHING: Final = "nothing"
Answer = Draft | Literal["nothing"] | None


def _developer_pays(facts: HouseholdFacts, today: date) -> Answer:
    if not facts.undelivered:
        return None
    return Draft(_stage_by_age(facts, today), Step.OFFICE, "undelivered", _say("undelivered", today))


def _breathing_space(facts: HouseholdFacts, today: date) -> Answer:
    until = facts.breathing_space_until
    if until is None or until < today:
        return None
    return _left_alone("breathing_space", facts, today, until=_day(until, today))


def _do_not_contact(facts: HouseholdFacts, today: date) -> Answer:
    return _left_alone("do_not_contact", facts, today) if facts.do_not_contact else None


def _left_alone(reason: str, facts: HouseholdFacts, today: date, **words: str) -> Answer:
    """Nobody contacts this household; only money about to be lost is put before the manager."""
    if not limitation_near(facts, today):
        return NOTHING
    sentence = _say(reason, today, expiring=_expiring(facts, today), **words)
    return Draft(Stage.DEMAND_NOTICE, Step.APPROVAL, reason, sentence)


def _all_disputed(facts: HouseholdFacts, today: date) -> Answer:
    if not facts.open_dispute or facts.undisputed_fen:
        return None
    sentence = _say("open_dispute", today) + _limitation_note(facts, today)
    return Draft(_stage_by_age(facts, today), Step.OFFICE, "open_dispute", sentence)


def _ticket_first(facts: HouseholdFacts, today: date) -> Answer:
    if facts.open_ticket is None:
        return None
    sentence = _say("open_ticket", today, ticket=facts.open_ticket) + _limitation_note(facts, today)
    return Draft(Stage.PHONE, Step.CARE, "open_ticket", sentence)


def _promise(facts: HouseholdFacts, today: date) -> Answer:
    due = facts.promise_due_on
    if due is None:
        return None
    promise = _day(due, today) + (" 付款" if facts.promise_fen is None else f" 付 {format_yuan(facts.promise_fen)} 元")
    if today < due + timedelta(days=numbers(today)["promise_grace_days"]):
        return _promise_running(due, promise, facts, today)
    if facts.last_contact_on and facts.last_contact_on > due:
        return None  # already talked about: the ordinary gates decide what comes next
    stage, reach = (Stage.PHONE, "打个电话") if facts.phone_known else (Stage.VISIT, "上门")
    sentence = _say("promise_broken", today, promise=promise, reach=reach) + _limitation_note(facts, today)
    return Draft(stage, Step.CONTACT, "promise_broken", sentence)


def _promise_running(due: date, promise: str, facts: HouseholdFacts, today: date) -> Answer:
    """A promise still running is left alone, unless the claim expires first: then it has to be put in writing."""
    deadline = limitation_near(facts, today)
    if deadline is None or deadline > due:
        return NOTHING
    sentence = _say("promise_unproven", today, promise=promise, deadline=_day(deadline, today))
    return Draft(Stage.PHONE, Step.CONTACT, "promise_unproven", sentence)


def _limitation(facts: HouseholdFacts, today: date) -> Answer:
    if not limitation_near(facts, today):
        return None
    expiring, sent = _expiring(facts, today), facts.last_demand_on
    if sent and demand_running(facts, today):
        sentence = _say("proof_of_arrival_missing", today, sent=_day(sent, today), expiring=expiring)
        return Draft(Stage.DEMAND_NOTICE, Step.OFFICE, "proof_of_arrival_missing", sentence)
    return Draft(Stage.DEMAND_NOTICE, Step.CONTACT, "limitation", _say("limitation", today, expiring=expiring))


def _just_paid(facts: HouseholdFacts, today: date) -> Answer:
    """Part paid: first peace, then thanks; the rest waits until the thanks are said or a week has gone by."""
    paid, number = facts.last_payment_on, numbers(today)
    if paid is None or not 0 <= (today - paid).days <= number["thanks_to_days"]:
        return None
    thanked = facts.last_contact_on is not None and facts.last_contact_on > paid
    if thanked or (today - paid).days < number["thanks_from_days"]:
        return NOTHING
    return Draft(Stage.PHONE, Step.CARE, "just_paid", _say("just_paid", today, paid=_day(paid, today)))


def _resting(facts: HouseholdFacts, today: date) -> Answer:
    waiting = facts.last_stage is Stage.LITIGATION or demand_running(facts, today)
    return NOTHING if waiting or contacted_lately(facts, today) else None


def _all_barred(facts: HouseholdFacts, today: date) -> Answer:
    if facts.expired_fen < facts.outstanding_fen:
        return None
    stage = Stage.PHONE if facts.phone_known else Stage.VISIT
    return Draft(stage, Step.CONTACT, "all_barred", _say("all_barred", today, owed=_owed(facts)))


def _next_rung(facts: HouseholdFacts, today: date) -> Answer:
    """By age, never skipping a rung; a legal step only after a demand whose reasonable period has passed."""
    by_age = stage_for(facts.oldest_due_on, today) if facts.oldest_due_on else None
    if by_age is None:
        return NOTHING
    if by_age is facts.last_stage is Stage.MEDIATION_OR_PAYMENT_ORDER:
        by_age = Stage.LITIGATION
    stage = LADDER[min(RUNG[by_age], _highest_open(facts, today))]
    return _regular(stage, facts, today)


def _highest_open(facts: HouseholdFacts, today: date) -> int:
    """The rung above the highest one taken; legal rungs need a demand and a sum worth their cost."""
    done = facts.last_stage or (Stage.PHONE if facts.last_contact_on else Stage.REMINDER)
    claimable = facts.undisputed_fen - facts.expired_fen
    legal = facts.last_demand_on is not None and claimable >= numbers(today)["legal_least_fen"]
    return min(RUNG[done] + 1, RUNG[Stage.LITIGATION] if legal else RUNG[Stage.DEMAND_NOTICE])


def _regular(rung: Stage, facts: HouseholdFacts, today: date) -> Draft:
    """The ladder's own step, softened to a call after a relapse and to a note at the door without a number."""
    oldest = facts.oldest_due_on or today
    owed, overdue = _owed(facts), oldest < today
    if facts.relapse and overdue and facts.phone_known and rung in (Stage.REMINDER, Stage.PHONE):
        return Draft(Stage.PHONE, Step.CONTACT, "relapse", _say("relapse", today, owed=owed))
    if rung is Stage.PHONE and not facts.phone_known:
        return Draft(Stage.VISIT, Step.CONTACT, "phone_unknown", _say("phone_unknown", today, owed=owed))
    row = next(row for row in ladder(today) if row.text("code") == rung.value)
    template = row.text("sentence") if overdue else row.text("not_due", row.text("sentence"))
    sentence = template.format(owed=owed, oldest=f" {_day(oldest, today)} ") + _additions(rung, facts, today)
    return Draft(rung, Step.APPROVAL if row.flag("needs_approval") else Step.CONTACT, rung.value, sentence)


def _additions(rung: Stage, facts: HouseholdFacts, today: date) -> str:
    if RUNG[rung] <= RUNG[Stage.VISIT]:
        return _say("vacant_note", today) if facts.vacant else ""
    return _say("barred_note", today, barred=format_yuan(facts.expired_fen)) if facts.expired_fen else ""


GATES: Final[tuple[Callable[[HouseholdFacts, date], Answer], ...]] = (
    _developer_pays,
    _breathing_space,
    _do_not_contact,
    _all_disputed,
    _ticket_first,
    _promise,
    _limitation,
    _just_paid,
    _resting,
    _all_barred,
    _next_rung,
)


def _stage_by_age(facts: HouseholdFacts, today: date) -> Stage:
    return (stage_for(facts.oldest_due_on, today) if facts.oldest_due_on else None) or Stage.REMINDER


@lru_cache(maxsize=256)
def _template(code: str, day: date) -> str:
    rows = [row for row in load_table("stages", "sentence") if row.text("code") == code]
    return row_on(rows, day).text("text")


def _say(code: str, today: date, **words: str) -> str:
    return _template(code, today).format(**words)


def _day(on: date, today: date) -> str:
    """``12月20日``; with the year when it is not this year."""
    return f"{'' if on.year == today.year else f'{on.year}年'}{on.month}月{on.day}日"


def _bills(count: int, fen: int) -> str:
    return f"1 笔 {format_yuan(fen)} 元" if count == 1 else f"{count} 笔共 {format_yuan(fen)} 元"


def _owed(facts: HouseholdFacts) -> str:
    """Bills and amount still open; a disputed part is not spoken of."""
    if facts.open_dispute:
        return f"除去有异议的部分，余下 {format_yuan(facts.undisputed_fen)} 元"
    return _bills(facts.open_bills, facts.outstanding_fen)


def _expiring(facts: HouseholdFacts, today: date) -> str:
    """Which money is lost when: one date, or the first and the last."""
    first = facts.next_limitation_on or today
    last = facts.last_limitation_on or first
    when = f"在 {_day(first, today)} " if last <= first else f"从 {_day(first, today)} 到 {_day(last, today)} 陆续"
    return f"{_bills(facts.bills_expiring_180 or 1, facts.amount_expiring_180_fen)}将{when}过诉讼时效"


def _limitation_note(facts: HouseholdFacts, today: date) -> str:
    """Under a step that is not about money: the manager should know what runs out."""
    if not limitation_near(facts, today):
        return ""
    return _say("limitation_note", today, expiring=_expiring(facts, today))

"""The sentence a steward reads, for every reason rules/stage_decision can give. Words are rows of the table ``stages``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from typing import Final

from jiefen.rules.day_words import day_words
from jiefen.rules.money import format_yuan
from jiefen.rules.stage_facts import RUNG, HouseholdFacts, Stage, ladder
from jiefen.rules.stage_terms import disputed_limitation_near, limitation_near
from jiefen.rules.tables_io import load_table, row_on

Sentence = Callable[[HouseholdFacts, date], str]


def sentence_for(reason: str, stage: Stage, facts: HouseholdFacts, today: date) -> str:
    """What a steward reads: the reason, with this household's amounts and days. ``reason``: of a proposal."""
    if reason in RUNG:
        return _regular(stage, facts, today) + _disputed_note(facts, today)
    text = _SENTENCES[reason](facts, today) if reason in _SENTENCES else _say(reason, today)
    text += _limitation_note(facts, today) if reason in _NOTED else ""
    return text if reason == "disputed_limitation" else text + _disputed_note(facts, today)


def _left_alone(reason: str) -> Sentence:
    def say(facts: HouseholdFacts, today: date) -> str:
        until = day_words(facts.breathing_space_until or today, today)
        return _say(reason, today, expiring=_expiring(facts, today), until=until)

    return say


def _ticket(facts: HouseholdFacts, today: date) -> str:
    return _say("open_ticket", today, ticket=facts.open_ticket or "")


def _appointment(facts: HouseholdFacts, today: date) -> str:
    on, what = facts.appointment_on or today, facts.appointment_what
    return _say("appointment", today, day=day_words(on, today), what=f"：{what}" if what else "")


def _missed(facts: HouseholdFacts, today: date) -> str:
    fen = facts.plan_missed_fen
    amount = "" if fen is None else f" {format_yuan(fen)} 元"
    missed = f"{day_words(facts.plan_missed_on or today, today)} 的一期{amount}"
    return _say("instalment_missed", today, missed=missed, reach=_reach(facts))


def _plan_unproven(facts: HouseholdFacts, today: date) -> str:
    return _say("plan_unproven", today, deadline=day_words(limitation_near(facts, today) or today, today))


def _promise_broken(facts: HouseholdFacts, today: date) -> str:
    return _say("promise_broken", today, promise=_promise(facts, today), reach=_reach(facts))


def _promise_unproven(facts: HouseholdFacts, today: date) -> str:
    deadline = day_words(limitation_near(facts, today) or today, today)
    return _say("promise_unproven", today, promise=_promise(facts, today), deadline=deadline)


def _promise(facts: HouseholdFacts, today: date) -> str:
    amount = " 付款" if facts.promise_fen is None else f" 付 {format_yuan(facts.promise_fen)} 元"
    return day_words(facts.promise_due_on or today, today) + amount


def _reach(facts: HouseholdFacts) -> str:
    return "打个电话" if facts.phone_known else "上门"


def _limitation(facts: HouseholdFacts, today: date) -> str:
    return _say("limitation", today, expiring=_expiring(facts, today))


def _disputed_limitation(facts: HouseholdFacts, today: date) -> str:
    """Answer, then a promise or mediation; where nobody may call, the manager decides."""
    is_resting = facts.breathing_space_until is not None and facts.breathing_space_until >= today
    code = "disputed_limitation_quiet" if facts.do_not_contact or is_resting else "disputed_limitation"
    return _say(code, today, expiring=_disputed_expiring(facts, today))


def _proof_missing(facts: HouseholdFacts, today: date) -> str:
    sent = day_words(facts.last_demand_on or today, today)
    return _say("proof_of_arrival_missing", today, sent=sent, expiring=_expiring(facts, today))


def _just_paid(facts: HouseholdFacts, today: date) -> str:
    return _say("just_paid", today, paid=day_words(facts.last_payment_on or today, today))


def _aftercare(facts: HouseholdFacts, today: date) -> str:
    paid = f"{day_words(facts.last_payment_on, today)} " if facts.last_payment_on else ""
    return _say("aftercare", today, paid=paid)


def _owing(reason: str) -> Sentence:
    return lambda facts, today: _say(reason, today, owed=_owed(facts))


def _stale(facts: HouseholdFacts, today: date) -> str:
    known = facts.payments_known_to
    if known is None or known == date.min:
        return _say("no_payments_known", today)
    return _say("stale_payments", today, known=day_words(known, today))


_SENTENCES: Final[Mapping[str, Sentence]] = {
    "breathing_space": _left_alone("breathing_space"),
    "do_not_contact": _left_alone("do_not_contact"),
    "appointment": _appointment,
    "open_ticket": _ticket,
    "instalment_missed": _missed,
    "plan_unproven": _plan_unproven,
    "promise_broken": _promise_broken,
    "promise_unproven": _promise_unproven,
    "limitation": _limitation,
    "disputed_limitation": _disputed_limitation,
    "proof_of_arrival_missing": _proof_missing,
    "just_paid": _just_paid,
    "aftercare": _aftercare,
    "all_barred": _owing("all_barred"),
    "relapse": _owing("relapse"),
    "phone_unknown": _owing("phone_unknown"),
    "stale_payments": _stale,
}
# Under a step that is not about this money: the manager should know what runs out.
_NOTED: Final = frozenset(
    {"appointment", "open_dispute", "open_ticket", "instalment_missed", "promise_broken", "stale_payments"}
)


def _regular(rung: Stage, facts: HouseholdFacts, today: date) -> str:
    """The ladder's own words."""
    oldest = facts.oldest_due_on or today
    row = next(row for row in ladder(today) if row.text("code") == rung.value)
    template = row.text("sentence") if oldest < today else row.text("not_due", row.text("sentence"))
    text = template.format(owed=_owed(facts), oldest=f" {day_words(oldest, today)} ")
    return text + _additions(rung, facts, today)


def _additions(rung: Stage, facts: HouseholdFacts, today: date) -> str:
    if RUNG[rung] <= RUNG[Stage.VISIT]:
        return _say("vacant_note", today) if facts.vacant else ""
    return _say("barred_note", today, barred=format_yuan(facts.expired_fen)) if facts.expired_fen else ""


@lru_cache(maxsize=256)
def _template(code: str, day: date) -> str:
    rows = [row for row in load_table("stages", "sentence") if row.text("code") == code]
    return row_on(rows, day).text("text")


def _say(code: str, today: date, **words: str) -> str:
    return _template(code, today).format(**words)


def _bills(count: int, fen: int) -> str:
    return f"1 笔 {format_yuan(fen)} 元" if count == 1 else f"{count} 笔共 {format_yuan(fen)} 元"


def _owed(facts: HouseholdFacts) -> str:
    """Bills and amount still open; a disputed part is not spoken of."""
    if facts.open_dispute:
        return f"除去有异议的部分，余下 {format_yuan(facts.undisputed_fen)} 元"
    return _bills(facts.open_bills, facts.outstanding_fen)


def _expiring(facts: HouseholdFacts, today: date) -> str:
    """Which undisputed money is lost when."""
    first, last = facts.next_limitation_on, facts.last_limitation_on
    return _lost(first, last, facts.bills_expiring_180, facts.amount_expiring_180_fen, today)


def _disputed_expiring(facts: HouseholdFacts, today: date) -> str:
    """Which disputed money is lost when; everything may be disputed without the bills being told apart."""
    if facts.disputed_limitation_on is None:
        return _expiring(facts, today)
    first, last = facts.disputed_limitation_on, facts.disputed_last_limitation_on
    return _lost(first, last, facts.disputed_bills_expiring_180, facts.disputed_expiring_180_fen, today)


def _lost(first: date | None, last: date | None, bills: int, fen: int, today: date) -> str:
    """One date, or the first and the last."""
    first = first or today
    last = last or first
    when = (
        f"在 {day_words(first, today)} "
        if last <= first
        else f"从 {day_words(first, today)} 到 {day_words(last, today)} 陆续"
    )
    return f"{_bills(bills or 1, fen)}将{when}过诉讼时效"


def _limitation_note(facts: HouseholdFacts, today: date) -> str:
    """Under a step that is not about money: the manager should know what runs out."""
    if not limitation_near(facts, today):
        return ""
    return _say("limitation_note", today, expiring=_expiring(facts, today))


def _disputed_note(facts: HouseholdFacts, today: date) -> str:
    """Beside any other step: the disputed part is left out of it, and its time runs on."""
    if not disputed_limitation_near(facts, today):
        return ""
    return _say("disputed_note", today, expiring=_disputed_expiring(facts, today))

"""Why an option is not offered, in words; and the sums and days that this depends on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from jiefen.rules import option_words as words
from jiefen.rules.option_facts import OptionFacts, PlanOptionCode
from jiefen.rules.tables_io import Row, load_table


def refusal_of(code: PlanOptionCode, facts: OptionFacts, row: Row) -> str:
    """Why ``code`` is not offered, or empty."""
    own = _REFUSALS.get(code)
    return _common_refusal(facts) or (own(facts, row) if own else "")


def _common_refusal(facts: OptionFacts) -> str:
    if not facts.principal_fen:
        return words.refusal("nothing_owed", facts.today)
    return "" if facts.payable_fen else words.refusal("all_disputed", facts.today)


def _instalments_refused(facts: OptionFacts, row: Row) -> str:
    if facts.plan_running:
        return words.refusal("plan_running", facts.today)
    total, count = total_fen(facts, waived_fen(facts, row)), row.number("count")
    least = number("least_instalment_fen", facts.today)
    if total < count * least:
        return words.refusal("too_small", facts.today, total=total, count=count, least=least)
    return ""


def _part_refused(facts: OptionFacts, row: Row) -> str:
    if facts.part_fen is None and facts.payable_fen < number("least_part_fen", facts.today):
        return words.refusal("part_too_small", facts.today, total=facts.payable_fen)
    return ""


def _date_refused(facts: OptionFacts, row: Row) -> str:
    if facts.promise_running:
        return words.refusal("promise_running", facts.today)
    due, latest = named_on(facts), facts.today + timedelta(days=number("named_date_most_days", facts.today))
    if due > latest:
        return words.refusal("date_too_far", facts.today, latest=latest)
    if facts.limitation_on and facts.limitation_on < due:
        return words.refusal("limitation_first", facts.today, expires=facts.limitation_on)
    return ""


def _hardship_refused(facts: OptionFacts, row: Row) -> str:
    return words.refusal("already_paused", facts.today) if facts.in_breathing_space else ""


def waived_fen(facts: OptionFacts, row: Row) -> int:
    """The share of the late charge that is waived, rounded down to the 分."""
    return facts.late_charge_fen * row.number("waive_percent") // 100


def total_fen(facts: OptionFacts, waived_fen: int) -> int:
    """Principal and late charge less what is waived of it."""
    return facts.payable_fen + facts.late_charge_fen - waived_fen


def named_on(facts: OptionFacts) -> date:
    """The day the owner named, or the table's starting point."""
    return facts.named_on or facts.today + timedelta(days=number("named_date_days", facts.today))


@lru_cache(maxsize=256)
def number(code: str, day: date) -> int:
    """A number of the table ``plan_options`` in force on ``day``: 分, percent or days."""
    rows = load_table("plan_options", "number")
    return next(row.number("value") for row in rows if row.text("code") == code and row.covers(day))


_CODE = PlanOptionCode
_REFUSALS: Final[dict[PlanOptionCode, Callable[[OptionFacts, Row], str]]] = {
    _CODE.INSTALMENTS_3: _instalments_refused,
    _CODE.INSTALMENTS_6: _instalments_refused,
    _CODE.INSTALMENTS_12: _instalments_refused,
    _CODE.PART_NOW: _part_refused,
    _CODE.NAMED_DATE: _date_refused,
    _CODE.HARDSHIP: _hardship_refused,
}

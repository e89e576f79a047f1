"""What this owner can choose from, with exact amounts, what it means for both sides, and who has to approve.

    options_for(OptionFacts(today=…, principal_fen=120_000, late_charge_fen=3_520))

Every option of the table ``plan_options`` comes back: offered, or not offered with the reason. Amounts rest on
``rules.late_charge`` (the claimed number, given in the facts) and ``rules.instalments``. See docs/algorithms/plan_options.md.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from jiefen.rules import option_words as words
from jiefen.rules.approvals import Approval, Relief, heavier, needed_for
from jiefen.rules.instalments import Instalment, schedule
from jiefen.rules.option_facts import OptionFacts, PlanOptionCode, PlanOptionError
from jiefen.rules.option_refusals import named_on, number, refusal_of, total_fen, waived_fen
from jiefen.rules.tables_io import Row, load_table

__all__ = ["OptionFacts", "PlanOption", "PlanOptionCode", "PlanOptionError", "number", "options_for"]

NO_APPROVAL: Final = Approval("", "不用批准。")


@dataclass(frozen=True, slots=True)
class PlanOption:
    """One option. ``total_fen`` = principal + late charge − waived that it settles; ``now_fen`` of it today;
    ``rest_fen`` is left for another talk. ``opens_ticket``: no repair waits yet, so choosing it opens one. ``schedule`` adds up to ``total_fen`` when there is one. ``due_on``: the day of
    a single payment. ``why``: why it is offered, or why not. Consequences are empty when it is not offered.
    """

    code: PlanOptionCode
    label: str
    is_offered: bool
    why: str
    total_fen: int = 0
    now_fen: int = 0
    waived_fen: int = 0
    rest_fen: int = 0
    opens_ticket: bool = False
    due_on: date | None = None
    schedule: tuple[Instalment, ...] = ()
    consequence_owner: str = ""
    consequence_company: str = ""
    approval: Approval = NO_APPROVAL

    @property
    def needs_approval(self) -> bool:
        """Whether somebody must approve before the owner may count on it."""
        return self.approval.is_needed


def options_for(facts: OptionFacts) -> tuple[PlanOption, ...]:
    """All options: those offered first (for this obstacle the fitting ones at the top), then those that are not, with why.

    Raises PlanOptionError when amounts contradict each other, or a part or date lies outside what is possible.
    """
    _check(facts)
    found = [_option(PlanOptionCode(row.text("code")), row, facts) for row in _rows(facts.today)]
    fits = {row.text("code"): facts.obstacle in row.texts("first_for") for row in _rows(facts.today)}
    return tuple(sorted(found, key=lambda option: (not option.is_offered, not fits[option.code])))


def _check(facts: OptionFacts) -> None:
    parts = (facts.principal_fen, facts.late_charge_fen, facts.disputed_fen, facts.expired_fen, facts.oldest_bill_fen)
    if (
        min(*parts, facts.late_waived_fen) < 0
        or max(facts.disputed_fen, facts.expired_fen, facts.oldest_bill_fen) > facts.principal_fen
    ):
        raise PlanOptionError("金额不能是负数，有异议的、过时效的和最早一笔都不能超过没付的总额，请核对。")
    if facts.part_fen is not None and not 0 < facts.part_fen < facts.payable_fen:
        raise PlanOptionError("先付的一部分要大于 0、小于没付的总额，请改一个数。", code="plan_option.part")
    for day in (facts.named_on, facts.first_due_on):
        if day is not None and day < facts.today:
            raise PlanOptionError("说好的日子不能早于今天，请改一个日子。", code="plan_option.date")


def _option(code: PlanOptionCode, row: Row, facts: OptionFacts) -> PlanOption:
    refusal = refusal_of(code, facts, row)
    if refusal:
        return PlanOption(code, words.label(row, 0), is_offered=False, why=refusal)
    draft = PlanOption(code, "", is_offered=True, why="", waived_fen=waived_fen(facts, row))
    made = _MAKERS.get(code, _instalments)(draft, facts, row)
    new = "_new" if made.opens_ticket else ""
    return replace(
        made,
        label=words.label(row, made.waived_fen),
        why=words.why(row, made.waived_fen, new),
        consequence_owner=words.filled(row.text(f"owner{new}"), _filling(made, facts))
        + words.notes(facts.today, *_noted(facts)),
        consequence_company=words.filled(row.text(f"company{new}"), _filling(made, facts)),
    )


def _noted(facts: OptionFacts) -> tuple[int, int]:
    return facts.expired_fen, facts.disputed_fen


def _filling(option: PlanOption, facts: OptionFacts) -> words.Filling:
    return words.Filling(
        today=facts.today,
        total_fen=option.total_fen,
        now_fen=option.now_fen,
        waived_fen=option.waived_fen,
        rest_fen=option.rest_fen,
        schedule=option.schedule,
        due_on=option.due_on,
        late_fen=facts.late_charge_fen - option.waived_fen,
        days=_DAYS[option.code](facts) if option.code in _DAYS else 0,
        ticket=facts.open_ticket or "",
    )


# --- what it comes to --------------------------------------------------------------------------------------------


def _pay_now(draft: PlanOption, facts: OptionFacts, row: Row) -> PlanOption:
    total = total_fen(facts, draft.waived_fen)
    approval = _waiver(draft, facts, facts.late_waived_fen)
    return replace(draft, total_fen=total, now_fen=total, due_on=facts.today, approval=approval)


def _instalments(draft: PlanOption, facts: OptionFacts, row: Row) -> PlanOption:
    total, count = total_fen(facts, draft.waived_fen), row.number("count")
    start = facts.first_due_on or facts.today + timedelta(days=number("first_instalment_days", facts.today))
    plan = needed_for(Relief.PLAN, today=facts.today, fen=total, months=count)
    return replace(
        draft,
        total_fen=total,
        schedule=schedule(total, count, not_before=start, day=facts.pay_day),
        approval=heavier(plan, _waiver(draft, facts)),
    )


def _after_repair(draft: PlanOption, facts: OptionFacts, row: Row) -> PlanOption:
    """The repair that waits, or the one the owner speaks of now: its ticket is opened with his decision."""
    total, opens = total_fen(facts, draft.waived_fen), facts.open_ticket is None
    approval = _waiver(draft, facts, facts.late_waived_fen)
    return replace(draft, total_fen=total, opens_ticket=opens, approval=approval)


def _part_now(draft: PlanOption, facts: OptionFacts, row: Row) -> PlanOption:
    part = facts.part_fen or _part(facts)
    rest = facts.payable_fen - part
    return replace(draft, total_fen=part, now_fen=part, rest_fen=rest, due_on=facts.today)


def _part(facts: OptionFacts) -> int:
    """The oldest bill when it is a part worth a payment; else about 30 %, whole 元, rounded up."""
    if number("least_instalment_fen", facts.today) <= facts.oldest_bill_fen < facts.payable_fen:
        return facts.oldest_bill_fen
    share = facts.payable_fen * number("part_percent", facts.today)
    return -(-share // 10_000) * 100


def _named_date(draft: PlanOption, facts: OptionFacts, row: Row) -> PlanOption:
    due = named_on(facts)
    approval = needed_for(Relief.NAMED_DATE, today=facts.today, days=(due - facts.today).days)
    return replace(draft, total_fen=total_fen(facts, draft.waived_fen), due_on=due, approval=approval)


def _no_money(draft: PlanOption, facts: OptionFacts, row: Row) -> PlanOption:
    return replace(draft, rest_fen=facts.payable_fen)


def _hardship(draft: PlanOption, facts: OptionFacts, row: Row) -> PlanOption:
    days = number("hardship_days", facts.today)
    approval = needed_for(Relief.BREATHING_SPACE, today=facts.today, days=days)
    return replace(draft, rest_fen=facts.payable_fen, due_on=facts.today + timedelta(days=days), approval=approval)


def _waiver(draft: PlanOption, facts: OptionFacts, before_fen: int = 0) -> Approval:
    if not draft.waived_fen:
        return NO_APPROVAL
    return needed_for(Relief.LATE_CHARGE_WAIVER, today=facts.today, fen=draft.waived_fen + before_fen)


@lru_cache(maxsize=16)
def _rows(day: date) -> tuple[Row, ...]:
    return tuple(row for row in load_table("plan_options", "option") if row.covers(day))


_CODE = PlanOptionCode
_MAKERS: Final[dict[PlanOptionCode, Callable[[PlanOption, OptionFacts, Row], PlanOption]]] = {
    _CODE.PAY_NOW_WAIVE_LATE: _pay_now,
    _CODE.PAY_AFTER_REPAIR: _after_repair,
    _CODE.PART_NOW: _part_now,
    _CODE.NAMED_DATE: _named_date,
    _CODE.DISPUTE_LINE: _no_money,
    _CODE.HARDSHIP: _hardship,
}
_DAYS: Final[dict[PlanOptionCode, Callable[[OptionFacts], int]]] = {
    _CODE.PAY_AFTER_REPAIR: lambda facts: number("after_repair_days", facts.today),
    _CODE.DISPUTE_LINE: lambda facts: number("answer_days", facts.today),
    _CODE.HARDSHIP: lambda facts: number("hardship_days", facts.today),
}

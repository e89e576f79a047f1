"""The ways one household can choose from (rules/plan_options), from its bills, clocks, repairs and what is agreed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from jiefen.collection.queries.commitments import NOTHING, facts_for
from jiefen.collection.queries.conditions import late_waived_within_a_year
from jiefen.collection.queries.plannable import PlannableDebt
from jiefen.collection.states import PlanState
from jiefen.ledger.queries.debts import OpenBill, open_bills
from jiefen.rules.plan_options import OptionFacts, PlanOption, options_for
from jiefen.service_log.queries import waiting_words

_RUNNING = (PlanState.ACTIVE, PlanState.AWAITING_APPROVAL)


@dataclass(frozen=True, slots=True)
class _Bills:
    """The open, due bills in sums, 分."""

    principal_fen: int
    disputed_fen: int
    expired_fen: int
    oldest_fen: int
    limitation_on: dt.date | None


def options_of(
    premises_id: int, debts: Sequence[PlannableDebt], *, today: dt.date, obstacle: str = ""
) -> tuple[PlanOption, ...]:
    """Every option, offered or with the reason why not. ``debts``: plannable_debts of the household."""
    agreed = facts_for([premises_id], today=today).get(premises_id, NOTHING)
    bills = _bills(open_bills(premises_id, today=today), agreed.disputed_charge_ids, today)
    facts = OptionFacts(
        today=today,
        principal_fen=bills.principal_fen,
        late_charge_fen=sum(debt.late_charge_fen for debt in debts),
        disputed_fen=bills.disputed_fen,
        expired_fen=bills.expired_fen,
        oldest_bill_fen=bills.oldest_fen,
        late_waived_fen=late_waived_within_a_year(premises_id, on=today),
        open_ticket=waiting_words([premises_id]).get(premises_id),
        limitation_on=bills.limitation_on,
        obstacle=obstacle,
        promise_running=agreed.promise is not None,
        plan_running=agreed.plan is not None and agreed.plan.state in _RUNNING,
        in_breathing_space=agreed.breathing_until is not None,
    )
    return options_for(facts)


def _bills(bills: Sequence[OpenBill], disputed: frozenset[int], today: dt.date) -> _Bills:
    clear = [bill for bill in bills if bill.charge_id not in disputed]
    ahead = [bill.expires_on for bill in clear if bill.expires_on is not None and bill.expires_on >= today]
    total = sum(bill.outstanding_fen for bill in bills)
    return _Bills(
        principal_fen=total,
        disputed_fen=total - sum(bill.outstanding_fen for bill in clear),
        expired_fen=sum(
            bill.outstanding_fen for bill in bills if bill.expires_on is not None and bill.expires_on < today
        ),
        oldest_fen=clear[0].outstanding_fen if clear else 0,
        limitation_on=min(ahead, default=None),
    )

"""How far promises, plans and conditional waivers have come, from the ledger's rows alone."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from jiefen.collection import terms, verdicts
from jiefen.collection.models import (
    Instalment,
    PlannedCharge,
    PromisedCharge,
    PromiseToPay,
    RepaymentPlan,
    WaiverRequest,
)
from jiefen.ledger.models import Component
from jiefen.ledger.queries.accounts import accounts_of
from jiefen.ledger.queries.late_charges import late_charge_of
from jiefen.ledger.queries.receipts import Receipt, receipts_for
from jiefen.shared.clock import day_of


@dataclass(frozen=True, slots=True)
class PromiseProgress:
    """A promise, the 分 that came for it in time, its last day, and where it stands by them."""

    promise: PromiseToPay
    paid_fen: int
    last_day: dt.date
    verdict: str


@dataclass(frozen=True, slots=True)
class PlanProgress:
    """A plan, the 分 that came for it since it was agreed, each instalment's standing, and the plan's."""

    plan: RepaymentPlan
    paid_fen: int
    instalments: tuple[verdicts.InstalmentStanding, ...]
    verdict: str

    @property
    def next_due(self) -> verdicts.InstalmentStanding | None:
        """The first instalment not fully paid, missed ones included."""
        return next((each for each in self.instalments if each.left_fen), None)

    @property
    def missed(self) -> int:
        """How many instalments are past their last day and still not fully paid."""
        return sum(1 for each in self.instalments if each.is_missed and each.left_fen)


def promise_progress(promises: QuerySet[PromiseToPay], *, today: dt.date) -> list[PromiseProgress]:
    """For each promise in ``promises``. Four queries, whatever their number."""
    rows = list(promises)
    received = _receipts(promises, [day_of(row.made_at) for row in rows])
    charges = _charges(PromisedCharge, "promise", promises) if rows else {}
    return [_promise(row, charges.get(row.pk, set()), received.get(row.premises_id, ()), today) for row in rows]


def _promise(row: PromiseToPay, charges: set[int], receipts: Sequence[Receipt], today: dt.date) -> PromiseProgress:
    last_day = terms.promise_last_day(row.due_on)
    made_on = day_of(row.made_at)
    paid = sum(
        receipt.towards(charges)
        for receipt in receipts
        if made_on <= receipt.paid_on <= last_day and not _before(receipt, row.made_at)
    )
    return PromiseProgress(
        row, paid, last_day, verdicts.of_promise(row.amount_fen, paid, last_day=last_day, today=today)
    )


def _before(receipt: Receipt, said_at: dt.datetime) -> bool:
    """Money of the same day that was already entered when he promised: it paid for something else."""
    return receipt.paid_on == day_of(said_at) and receipt.recorded_at < said_at


def plan_progress(plans: QuerySet[RepaymentPlan], *, today: dt.date) -> list[PlanProgress]:
    """For each agreed plan in ``plans``. Five queries, whatever their number."""
    agreed = plans.filter(agreed_on__isnull=False)
    rows = list(agreed)
    if not rows:
        return []
    received = _receipts(agreed, [row.agreed_on for row in rows if row.agreed_on])
    charges = _charges(PlannedCharge, "plan", agreed)
    lines: dict[int, list[Instalment]] = defaultdict(list)
    for line in Instalment.objects.filter(plan__in=agreed.order_by().values("pk")).order_by("plan_id", "no"):
        lines[line.plan_id].append(line)
    return [_plan(row, charges[row.pk], lines[row.pk], received.get(row.premises_id, ()), today) for row in rows]


def _plan(
    row: RepaymentPlan, charges: set[int], lines: Sequence[Instalment], receipts: Sequence[Receipt], today: dt.date
) -> PlanProgress:
    agreed_on = row.agreed_on or today
    moneys = [
        (receipt.paid_on, receipt.towards(charges))
        for receipt in receipts
        if receipt.paid_on >= agreed_on and not _before(receipt, row.proposed_at)
    ]
    asked = [verdicts.Due(line.no, line.due_on, line.amount_fen, terms.promise_last_day(line.due_on)) for line in lines]
    standing = verdicts.of_instalments(asked, moneys, today)
    return PlanProgress(
        row,
        sum(fen for _, fen in moneys),
        standing,
        verdicts.of_plan(standing, missed_allowed=terms.missed_allowed(row.default_rule)),
    )


def _charges(model: Any, owner: str, rows: QuerySet[Any]) -> dict[int, set[int]]:
    """Per promise or plan, the charges it speaks of. By subquery: there may be more rows than one may list."""
    found: dict[int, set[int]] = defaultdict(set)
    wanted = model.objects.filter(**{f"{owner}__in": rows.order_by().values("pk")})
    for owner_id, charge_id in wanted.values_list(f"{owner}_id", "charge_id"):
        found[owner_id].add(charge_id)
    return found


def _receipts(rows: QuerySet[Any], days: Collection[dt.date]) -> dict[int, tuple[Receipt, ...]]:
    premises: Any = rows.order_by().values("premises_id")
    return receipts_for(premises, since=min(days)) if days else {}


def condition_met(request: WaiverRequest) -> bool:
    """Whether the owner has paid the rest of the bill by ``condition_on``: all but what is to be waived. Two queries."""
    by_day = request.condition_on
    found = accounts_of(request.premises_id, charge_ids=[request.charge_id])
    if by_day is None or not found or found[0].is_reversed:
        return False
    account = found[0]
    waived = request.amount_fen if request.component == Component.PRINCIPAL else 0
    settled = [row for row in account.standing() if row.component == Component.PRINCIPAL and row.relieved_on <= by_day]
    if account.charge.amount_fen - sum(row.amount_fen for row in settled) > waived:
        return False
    late = late_charge_of(account, as_of=by_day)
    return request.component == Component.PRINCIPAL or bool(late and late.open_fen >= request.amount_fen)

"""How far promises and plans have come, from the ledger's rows alone."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet

from jiefen.collection.models import (
    Instalment,
    PlannedCharge,
    PromisedCharge,
    PromiseToPay,
    RepaymentPlan,
)
from jiefen.collection.states import PlanState, PromiseState
from jiefen.ledger.queries.receipts import Receipt, receipts_for
from jiefen.rules import instalments, plan_verdicts, promises
from jiefen.shared.clock import day_of

_PROMISE: Final[dict[str, str]] = {
    promises.Verdict.OPEN: PromiseState.OPEN,
    promises.Verdict.KEPT: PromiseState.KEPT,
    promises.Verdict.BROKEN: PromiseState.BROKEN,
}
_PLAN: Final[dict[str, str]] = {
    plan_verdicts.PlanVerdict.RUNNING: PlanState.ACTIVE,
    plan_verdicts.PlanVerdict.COMPLETED: PlanState.COMPLETED,
    plan_verdicts.PlanVerdict.DEFAULTED: PlanState.DEFAULTED,
}


@dataclass(frozen=True, slots=True)
class PromiseProgress:
    """A promise, the 分 that came for it in time, its last day, where it stands by them, and the sentence for people."""

    promise: PromiseToPay
    paid_fen: int
    last_day: dt.date
    verdict: str  # PromiseState
    why: str


@dataclass(frozen=True, slots=True)
class PlanProgress:
    """A plan, the 分 that came for it since it was agreed, each instalment's standing, and the plan's."""

    plan: RepaymentPlan
    paid_fen: int
    instalments: tuple[plan_verdicts.InstalmentStanding, ...]
    verdict: str

    @property
    def next_due(self) -> plan_verdicts.InstalmentStanding | None:
        """The first instalment not fully paid, missed ones included."""
        return next((each for each in self.instalments if each.left_fen), None)

    @property
    def missed(self) -> int:
        """How many instalments are past their last day and still not fully paid."""
        return sum(1 for each in self.instalments if each.is_missed and each.left_fen)


def promise_progress(rows: QuerySet[PromiseToPay], *, today: dt.date) -> list[PromiseProgress]:
    """For each promise in ``rows``. Four queries, whatever their number."""
    found = list(rows)
    received = _receipts(rows, [day_of(row.made_at) for row in found])
    charges = _charges(PromisedCharge, "promise", rows) if found else {}
    return [
        progress_of_promise(row, charges.get(row.pk, set()), received.get(row.premises_id, ()), today) for row in found
    ]


def progress_of_promise(
    row: PromiseToPay, charges: set[int], receipts: Sequence[Receipt], today: dt.date
) -> PromiseProgress:
    """One promise against the household's standing payments; ``charges``: what it speaks of, none: any. No query."""
    judged = promises.judge(
        amount_fen=row.amount_fen, made_on=day_of(row.made_at), due_on=row.due_on,
        payments=_moneys(receipts, charges, since=row.made_at), today=today,
    )  # fmt: skip
    last_day = promises.last_day(row.due_on)
    return PromiseProgress(row, judged.paid_fen, last_day, _PROMISE[judged.verdict], judged.why)


def _moneys(receipts: Sequence[Receipt], charges: set[int], *, since: dt.datetime) -> list[promises.Money]:
    """(day, 分) of what came for these charges (none: for any) after ``since``."""
    parts = ((each.paid_on, each.towards(charges)) for each in receipts if not _before(each, since))
    return [(day, fen) for day, fen in parts if fen > 0]


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
    return [
        progress_of_plan(row, charges[row.pk], lines[row.pk], received.get(row.premises_id, ()), today) for row in rows
    ]


def progress_of_plan(
    row: RepaymentPlan, charges: set[int], lines: Sequence[Instalment], receipts: Sequence[Receipt], today: dt.date
) -> PlanProgress:
    """One agreed plan against the household's standing payments; ``lines``: its instalments by number. No query."""
    agreed_on = row.agreed_on or today
    moneys = _moneys(receipts, charges, since=row.proposed_at)
    asked = [instalments.Instalment(line.no, line.due_on, line.amount_fen) for line in lines]
    standing = plan_verdicts.instalments_against(asked, moneys, agreed_on=agreed_on, today=today)
    paid = sum(fen for day, fen in moneys if agreed_on <= day <= today)
    return PlanProgress(row, paid, standing, _PLAN[plan_verdicts.judge_plan(standing, row.default_rule)])


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

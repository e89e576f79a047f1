"""What stands between us and one household now: agreed, objected to, relieved, asked for, promised by us."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from jiefen.collection.models import RepaymentPlan
from jiefen.collection.queries.household_rows import RUNNING_PLAN, Rows
from jiefen.collection.queries.money_in import PlanProgress, PromiseProgress, progress_of_plan, progress_of_promise
from jiefen.collection.queries.plannable import STANDING_DISPUTE
from jiefen.collection.states import AftercareState, BreathingState, PromiseState, VacancyState, WaiverState
from jiefen.ledger.queries.receipts import Receipt, receipts_in
from jiefen.ledger.queries.statement import Statement
from jiefen.service_log.states import WAITING

if TYPE_CHECKING:
    from jiefen.estates.models import Premises


@dataclass(frozen=True, slots=True)
class Standing:
    """One matter. ``kind`` as in the table of steps; ``progress`` of promises and agreed plans, by the ledger."""

    kind: str
    row: Any
    progress: PromiseProgress | PlanProgress | None = None


def standing_of(premises: Premises, rows: Rows, statement: Statement) -> tuple[Standing, ...]:
    """What stands on the statement's day, what to know before calling first. No query."""
    receipts = receipts_in(statement)
    found = []
    for kind, stands in _STANDS.items():
        for row in reversed(rows[kind]):
            if stands(row, statement.as_of):
                row.premises = premises
                found.append(Standing(kind, row, _progress(kind, row, rows, receipts, statement.as_of)))
    return tuple(found)


def _progress(
    kind: str, row: Any, rows: Rows, receipts: Sequence[Receipt], today: dt.date
) -> PromiseProgress | PlanProgress | None:
    if kind == "promise":
        charges = {each.charge_id for each in rows["promised"] if each.promise_id == row.pk}
        return progress_of_promise(row, charges, receipts, today)
    return _plan(row, rows, receipts, today) if kind == "plan" and row.agreed_on else None


def _plan(row: RepaymentPlan, rows: Rows, receipts: Sequence[Receipt], today: dt.date) -> PlanProgress:
    lines = sorted(_of_plan(rows["instalment"], row), key=lambda line: line.no)
    return progress_of_plan(row, {each.charge_id for each in _of_plan(rows["planned"], row)}, lines, receipts, today)


def _of_plan(rows: Iterable[Any], plan: RepaymentPlan) -> list[Any]:
    return [each for each in rows if each.plan_id == plan.pk]


def _breathes(row: Any, today: dt.date) -> bool:
    return row.state in (BreathingState.REQUESTED, BreathingState.GRANTED) and row.until_on >= today


def _is_empty(row: Any, today: dt.date) -> bool:
    ongoing = row.until_on is None or row.until_on >= today
    return row.state in (VacancyState.APPLIED, VacancyState.CONFIRMED) and ongoing


def _is_asked(row: Any, today: dt.date) -> bool:
    waits = row.state in (AftercareState.DUE, AftercareState.NOT_REACHED)
    return waits and row.due_from <= today <= row.due_to


# In the order of the page.
_STANDS: Final[Mapping[str, Callable[[Any, dt.date], bool]]] = {
    "wish": lambda row, today: row.lifted_at is None,
    "breathing": _breathes,
    "dispute": lambda row, today: row.state in STANDING_DISPUTE,
    "ticket": lambda row, today: row.state in WAITING,
    "promise": lambda row, today: row.state == PromiseState.OPEN,
    "plan": lambda row, today: row.state in RUNNING_PLAN,
    "waiver": lambda row, today: row.state in (WaiverState.REQUESTED, WaiverState.APPROVED),
    "vacancy": _is_empty,
    "aftercare": _is_asked,
    "follow-up": lambda row, today: row.done_at is None,
}

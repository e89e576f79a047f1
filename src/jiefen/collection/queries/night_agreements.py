"""What was agreed with households, as columns for the night: promises, plans, pauses, thanks that are due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet

from jiefen.collection.models import Aftercare, BreathingSpace, Dispute, PromiseToPay, RepaymentPlan
from jiefen.collection.queries.commitments import HouseholdCommitments, facts_for
from jiefen.collection.states import PlanState
from jiefen.engine import nightly_kernel as column

_AGREEMENTS: Final[tuple[Any, ...]] = (PromiseToPay, RepaymentPlan, Dispute, BreathingSpace, Aftercare)

Facts = Mapping[int, int]  # by premises


@dataclass(frozen=True, slots=True)
class Who:
    """Whom to ask about: the whole organisation (``ids`` None), or these premises of it."""

    organisation_id: int
    ids: tuple[int, ...] | None = None

    def of(self, rows: Any) -> QuerySet[Any]:
        """The rows of those asked about."""
        mine: QuerySet[Any] = rows.filter(organisation_id=self.organisation_id)
        return mine if self.ids is None else mine.filter(premises_id__in=self.ids)


def agreed_by(who: Who, today: dt.date) -> dict[int, HouseholdCommitments]:
    """Commitments of every household that ever had one. The households are named by a subquery: lists would be long."""
    if who.ids is not None:
        return facts_for(list(who.ids), today=today)
    first, *others = (model.objects.of(who.organisation_id).values("premises_id") for model in _AGREEMENTS)
    return facts_for(first.union(*others), today=today)


def agreements(agreed: Mapping[int, HouseholdCommitments]) -> dict[int, Facts]:
    """The open promise, else the last broken one; the running plan; pause, thanks that are due."""
    ways: dict[int, Callable[[HouseholdCommitments], dt.date | None]] = {
        column.PROMISE: promised_on,
        column.PLAN_NEXT: lambda one: one.plan.next_due_on if runs(one) and one.plan else None,
        column.PLAN_MISSED: lambda one: one.plan.next_due_on if runs(one) and one.plan and one.plan.missed else None,
        column.BREATHING: lambda one: one.breathing_until,
        column.AFTERCARE: lambda one: one.aftercare_due_to,
    }
    return {place: days(_present(agreed, way)) for place, way in ways.items()}


def promised_on(one: HouseholdCommitments) -> dt.date | None:
    """The day of the promise that matters: the open one, else the last one not kept within a year."""
    return one.promise.due_on if one.promise else one.last_broken_due_on


def runs(one: HouseholdCommitments) -> bool:
    """Whether a plan is in force."""
    return one.plan is not None and one.plan.state == PlanState.ACTIVE


def _present(
    agreed: Mapping[int, HouseholdCommitments], way: Callable[[HouseholdCommitments], dt.date | None]
) -> Iterator[tuple[int, dt.date]]:
    for premises_id, one in agreed.items():
        if (on := way(one)) is not None:
            yield premises_id, on


def days(found: Iterable[tuple[int, dt.date]]) -> Facts:
    """Days as ordinals, by premises."""
    return {premises_id: on.toordinal() for premises_id, on in found}

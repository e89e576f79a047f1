"""What stands between us and a household, in bulk: for the nightly engine and for pages.

Only households about which something is known are in the answer; everybody else has ``NOTHING``. ``premises_ids`` may be
a list or a subquery of premises ids; the number of queries does not depend on it.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from django.db.models import Count, Max, Q, QuerySet

from jiefen.collection.models import (
    Aftercare,
    BreathingSpace,
    Dispute,
    DisputedCharge,
    PromiseToPay,
    RepaymentPlan,
    Vacancy,
    WaiverRequest,
)
from jiefen.collection.queries.commitment_facts import NOTHING, HouseholdCommitments, PlanFacts, PromiseFacts
from jiefen.collection.queries.money_in import PlanProgress, PromiseProgress, plan_progress, promise_progress
from jiefen.collection.queries.plannable import STANDING_DISPUTE
from jiefen.collection.states import (
    AftercareState,
    BreathingState,
    PlanState,
    PromiseState,
    VacancyState,
    WaiverState,
)

RECENT: Final = dt.timedelta(days=365)  # promises older than this no longer colour the picture
_BROKEN: Final = Q(state=PromiseState.BROKEN)
_OPEN_PLANS: Final = (PlanState.PROPOSED, PlanState.AWAITING_APPROVAL, PlanState.ACTIVE, PlanState.DEFAULTED)

_Told = Iterator[tuple[int, dict[str, Any]]]
Rows = Mapping[str, Sequence[Any]]


def facts_for(premises_ids: Iterable[int], *, today: dt.date) -> dict[int, HouseholdCommitments]:
    """Per premises with anything standing. At most sixteen queries, whatever the number of households.

    For a few households ``known_rows.agreed_in`` says the same from one query.
    """
    wanted = querysets(premises_ids, today)
    rows = {kind: list(found) for kind, found in wanted.items()}
    promises = promise_progress(wanted["promise"], today=today)
    plans = {each.plan.pk: each for each in plan_progress(wanted["plan"], today=today)}
    past = past_promises(premises_ids, today).values("premises_id").order_by()
    counted = past.annotate(broken=Count("pk", _BROKEN), last=Max("due_on", filter=_BROKEN), total=Count("pk"))
    fen = dict(past.filter(_BROKEN).order_by("due_on", "amount_fen").values_list("premises_id", "amount_fen"))
    decided = counted.values_list("premises_id", "broken", "last", "total")
    by_premises = {pk: _past(broken, last, fen.get(pk), total) for pk, broken, last, total in decided}
    return told(rows, promises=promises, plans=plans, past=by_premises)


# --- what is read ----------------------------------------------------------------------------------------------


def querysets(ids: Iterable[int], today: dt.date) -> dict[str, QuerySet[Any]]:
    """By kind, the rows that stand on ``today``; later rows outweigh earlier ones of the same household."""
    disputes = Dispute.objects.filter(premises_id__in=ids, state__in=STANDING_DISPUTE)
    return {
        "promise": PromiseToPay.objects.filter(premises_id__in=ids, state=PromiseState.OPEN).order_by("due_on", "pk"),
        # A plan that runs outweighs an earlier one that was not kept: the newest is told last.
        "plan": RepaymentPlan.objects.filter(premises_id__in=ids, state__in=_OPEN_PLANS).order_by("pk"),
        "dispute": disputes,
        "disputed": DisputedCharge.objects.filter(dispute__in=disputes.values("pk")),
        "breathing": BreathingSpace.objects.filter(
            premises_id__in=ids, state__in=(BreathingState.REQUESTED, BreathingState.GRANTED), from_on__lte=today,
            until_on__gte=today,
        ),
        "vacancy": Vacancy.objects.filter(
            premises_id__in=ids, state__in=(VacancyState.APPLIED, VacancyState.CONFIRMED), from_on__lte=today
        ).filter(Q(until_on=None) | Q(until_on__gte=today)),
        "waiver": WaiverRequest.objects.filter(
            premises_id__in=ids, state__in=(WaiverState.REQUESTED, WaiverState.APPROVED)
        ),
        "aftercare": Aftercare.objects.filter(
            premises_id__in=ids, state__in=(AftercareState.DUE, AftercareState.NOT_REACHED), due_from__lte=today,
            due_to__gte=today,
        ),
    }  # fmt: skip


def past_promises(ids: Iterable[int], today: dt.date) -> QuerySet[PromiseToPay]:
    """Promises that were decided and fell due within a year."""
    decided = PromiseToPay.objects.filter(premises_id__in=ids, due_on__gte=today - RECENT)
    rows: QuerySet[PromiseToPay] = decided.filter(state__in=(PromiseState.KEPT, PromiseState.BROKEN))
    return rows


def awaiting_money(ids: Iterable[int]) -> Q:
    """The condition for payments of households whose promise or plan is counted against them."""
    promised = PromiseToPay.objects.filter(premises_id__in=ids, state=PromiseState.OPEN).values("premises_id")
    planned = RepaymentPlan.objects.filter(premises_id__in=ids, state__in=_OPEN_PLANS, agreed_on__isnull=False)
    return Q(premises_id__in=promised) | Q(premises_id__in=planned.values("premises_id"))


def disputing(ids: Iterable[int]) -> QuerySet[Any]:
    """The households with a standing dispute, as a subquery."""
    rows: QuerySet[Any] = Dispute.objects.filter(premises_id__in=ids, state__in=STANDING_DISPUTE).values("premises_id")
    return rows


# --- what is told ----------------------------------------------------------------------------------------------


def told(
    rows: Rows,
    *,
    promises: Iterable[PromiseProgress],
    plans: Mapping[int, PlanProgress],
    past: Mapping[int, dict[str, Any]],
) -> dict[int, HouseholdCommitments]:
    """Per premises what stands, from the rows of ``querysets`` and their progress; plans by id. No query."""
    parts: tuple[Iterable[tuple[int, dict[str, Any]]], ...] = (
        _promises(promises), past.items(), _plans(rows["plan"], plans), _disputes(rows), _breathing(rows["breathing"]),
        _vacancies(rows["vacancy"]), _waivers(rows["waiver"]), _aftercare(rows["aftercare"]),
    )  # fmt: skip
    found: dict[int, dict[str, Any]] = defaultdict(dict)
    for part in parts:
        for premises_id, facts in part:
            found[premises_id].update(facts)
    return {premises_id: replace(NOTHING, **facts) for premises_id, facts in found.items()}


def counted(decided: Iterable[PromiseToPay]) -> dict[int, dict[str, Any]]:
    """Per premises how many promises were kept and broken, and the last broken one's day and sum, from the rows."""
    by_premises: dict[int, list[PromiseToPay]] = defaultdict(list)
    for row in decided:
        by_premises[row.premises_id].append(row)
    found = {}
    for premises_id, rows in by_premises.items():
        broken = [(row.due_on, row.amount_fen) for row in rows if row.state == PromiseState.BROKEN]
        last, fen = max(broken) if broken else (None, None)
        found[premises_id] = _past(len(broken), last, fen, len(rows))
    return found


def _past(broken: int, last: dt.date | None, fen: int | None, total: int) -> dict[str, Any]:
    kept = total - broken
    return {"broken_promises": broken, "last_broken_due_on": last, "last_broken_fen": fen, "kept_promises": kept}


def _promises(found: Iterable[PromiseProgress]) -> _Told:
    for each in found:
        row = each.promise
        facts = PromiseFacts(row.pk, row.amount_fen, row.due_on, each.last_day, each.paid_fen, row.made_at)
        yield row.premises_id, {"promise": facts}


def _plans(rows: Iterable[RepaymentPlan], progress: Mapping[int, PlanProgress]) -> _Told:
    for row in rows:
        yield row.premises_id, {"plan": _plan(row, progress.get(row.pk))}


def _plan(row: RepaymentPlan, progress: PlanProgress | None) -> PlanFacts:
    following = progress.next_due if progress else None
    return PlanFacts(
        id=row.pk,
        state=row.state,
        next_no=following.no if following else None,
        next_due_on=following.due_on if following else None,
        next_left_fen=following.left_fen if following else 0,
        missed=progress.missed if progress else 0,
        total_fen=row.total_fen,
        paid_fen=progress.paid_fen if progress else 0,
    )


def _disputes(rows: Rows) -> _Told:
    """The oldest dispute speaks for the household, and the lines of all of them are paused."""
    premises_of = {row.pk: row.premises_id for row in rows["dispute"]}
    lines: dict[int, set[int]] = defaultdict(set)
    for line in rows["disputed"]:
        lines[premises_of[line.dispute_id]].add(line.charge_id)
    for row in sorted(rows["dispute"], key=lambda each: (each.opened_on, each.pk), reverse=True):
        yield row.premises_id, {
            "dispute_id": row.pk, "dispute_state": row.state, "dispute_opened_on": row.opened_on,
            "disputed_charge_ids": frozenset(lines[row.premises_id]),
        }  # fmt: skip


def _breathing(rows: Iterable[BreathingSpace]) -> _Told:
    for row in sorted(rows, key=lambda each: each.until_on):
        yield row.premises_id, {"breathing_state": row.state, "breathing_until": row.until_on}


def _vacancies(rows: Iterable[Vacancy]) -> _Told:
    for row in rows:
        yield row.premises_id, {"vacancy_state": row.state, "vacancy_percent": row.percent}


def _waivers(rows: Iterable[WaiverRequest]) -> _Told:
    for row in sorted(rows, key=lambda each: each.pk):
        yield row.premises_id, {"waiver_state": row.state, "waiver_condition_on": row.condition_on}


def _aftercare(rows: Iterable[Aftercare]) -> _Told:
    for row in sorted(rows, key=lambda each: each.pk):
        yield row.premises_id, {"aftercare_id": row.pk, "aftercare_due_to": row.due_to}


__all__ = ["NOTHING", "HouseholdCommitments", "PlanFacts", "PromiseFacts", "facts_for"]

"""What stands between us and a household, in bulk: for the nightly engine and for pages.

Only households about which something is known are in the answer; everybody else has ``NOTHING``. ``premises_ids`` may be
a list or a subquery of premises ids; the number of queries does not depend on it.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, Final

from django.db.models import Count, Max, Q

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
from jiefen.collection.queries.money_in import PlanProgress, plan_progress, promise_progress
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


_Found = Iterator[tuple[int, dict[str, Any]]]


def facts_for(premises_ids: Iterable[int], *, today: dt.date) -> dict[int, HouseholdCommitments]:
    """Per premises with anything standing. At most fifteen queries, whatever the number of households."""
    found: dict[int, dict[str, Any]] = defaultdict(dict)
    parts = (_promises, _past_promises, _plans, _disputes, _breathing, _vacancies, _waivers, _aftercare)
    for part in parts:
        for premises_id, facts in part(premises_ids, today):
            found[premises_id].update(facts)
    return {premises_id: replace(NOTHING, **facts) for premises_id, facts in found.items()}


def _promises(ids: Iterable[int], today: dt.date) -> _Found:
    waiting = PromiseToPay.objects.filter(premises_id__in=ids, state=PromiseState.OPEN).order_by("due_on", "pk")
    for each in promise_progress(waiting, today=today):
        row = each.promise
        facts = PromiseFacts(row.pk, row.amount_fen, row.due_on, each.last_day, each.paid_fen, row.made_at)
        yield row.premises_id, {"promise": facts}


def _past_promises(ids: Iterable[int], today: dt.date) -> _Found:
    decided = PromiseToPay.objects.filter(premises_id__in=ids, due_on__gte=today - RECENT)
    rows = decided.filter(state__in=(PromiseState.KEPT, PromiseState.BROKEN)).values("premises_id").order_by()
    counted = rows.annotate(broken=Count("pk", _BROKEN), last=Max("due_on", filter=_BROKEN), total=Count("pk"))
    for premises_id, broken, last, total in counted.values_list("premises_id", "broken", "last", "total"):
        yield premises_id, {
            "broken_promises": broken, "last_broken_due_on": last, "kept_promises": total - broken
        }  # fmt: skip


_OPEN_PLANS: Final = (PlanState.PROPOSED, PlanState.AWAITING_APPROVAL, PlanState.ACTIVE, PlanState.DEFAULTED)


def _plans(ids: Iterable[int], today: dt.date) -> _Found:
    """A plan that runs outweighs an earlier one that was not kept: the newest is told last."""
    plans = RepaymentPlan.objects.filter(premises_id__in=ids, state__in=_OPEN_PLANS).order_by("pk")
    progress = {each.plan.pk: each for each in plan_progress(plans, today=today)}
    for row in plans:
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


def _disputes(ids: Iterable[int], today: dt.date) -> _Found:
    standing = Dispute.objects.filter(premises_id__in=ids, state__in=STANDING_DISPUTE).order_by("-opened_on", "-pk")
    lines: dict[int, set[int]] = defaultdict(set)
    covered = DisputedCharge.objects.filter(dispute__in=standing.order_by().values("pk"))
    for premises_id, charge_id in covered.values_list("dispute__premises_id", "charge_id"):
        lines[premises_id].add(charge_id)
    for pk, premises_id, state, opened_on in standing.values_list("pk", "premises_id", "state", "opened_on"):
        yield premises_id, {
            "dispute_id": pk, "dispute_state": state, "dispute_opened_on": opened_on,
            "disputed_charge_ids": frozenset(lines[premises_id]),
        }  # fmt: skip


def _breathing(ids: Iterable[int], today: dt.date) -> _Found:
    standing = BreathingSpace.objects.filter(
        premises_id__in=ids, state__in=(BreathingState.REQUESTED, BreathingState.GRANTED), from_on__lte=today,
        until_on__gte=today,
    ).order_by("until_on")  # fmt: skip
    for premises_id, state, until_on in standing.values_list("premises_id", "state", "until_on"):
        yield premises_id, {"breathing_state": state, "breathing_until": until_on}


def _vacancies(ids: Iterable[int], today: dt.date) -> _Found:
    standing = Vacancy.objects.filter(
        premises_id__in=ids, state__in=(VacancyState.APPLIED, VacancyState.CONFIRMED), from_on__lte=today
    ).filter(Q(until_on=None) | Q(until_on__gte=today))
    for premises_id, state, percent in standing.values_list("premises_id", "state", "percent"):
        yield premises_id, {"vacancy_state": state, "vacancy_percent": percent}


def _waivers(ids: Iterable[int], today: dt.date) -> _Found:
    waiting = WaiverRequest.objects.filter(
        premises_id__in=ids, state__in=(WaiverState.REQUESTED, WaiverState.APPROVED)
    ).order_by("pk")
    for premises_id, state, day in waiting.values_list("premises_id", "state", "condition_on"):
        yield premises_id, {"waiver_state": state, "waiver_condition_on": day}


def _aftercare(ids: Iterable[int], today: dt.date) -> _Found:
    waiting = Aftercare.objects.filter(
        premises_id__in=ids, state__in=(AftercareState.DUE, AftercareState.NOT_REACHED), due_from__lte=today,
        due_to__gte=today,
    ).order_by("pk")  # fmt: skip
    for pk, premises_id, due_to in waiting.values_list("pk", "premises_id", "due_to"):
        yield premises_id, {"aftercare_id": pk, "aftercare_due_to": due_to}


__all__ = ["NOTHING", "HouseholdCommitments", "PlanFacts", "PromiseFacts", "facts_for"]

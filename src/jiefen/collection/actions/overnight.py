"""What the night decides before anybody is proposed for a talk: the ledger's verdicts, what is over, whom to ask."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.db.models import QuerySet

from jiefen.accounts.actors import system_actor
from jiefen.collection.actions.aftercare import due_aftercare
from jiefen.collection.actions.judging import judge_plans, judge_promises, judge_waivers
from jiefen.collection.models import Aftercare, BreathingSpace, Vacancy
from jiefen.collection.states import AftercareState, BreathingState, VacancyState, move

_WAITING_AFTERCARE: Final = (AftercareState.DUE, AftercareState.NOT_REACHED)


def settle_the_day(*, organisation_id: int, today: dt.date, at: dt.datetime) -> dict[str, int]:
    """Judge promises, plans and waivers, end what is over, create aftercare. Returns counts; twice changes nothing.

    Call inside a transaction, before the night's proposals are computed.
    """
    terms: dict[str, Any] = {"organisation_id": organisation_id, "today": today, "at": at}
    return {
        "promises": len(judge_promises(**terms)),
        "plans": len(judge_plans(**terms)),
        "waivers": len(judge_waivers(**terms)),
        "over": end_what_is_over(**terms),
        "aftercare": len(due_aftercare(**terms)),
    }


def end_what_is_over(*, organisation_id: int, today: dt.date, at: dt.datetime) -> int:
    """End breathing spaces, vacancies and aftercare whose last day has passed. Three queries and a step for each."""
    granted = BreathingSpace.objects.of(organisation_id).filter(state=BreathingState.GRANTED, until_on__lt=today)
    empty = Vacancy.objects.of(organisation_id).filter(state=VacancyState.CONFIRMED, until_on__lt=today)
    unasked = Aftercare.objects.of(organisation_id).filter(state__in=_WAITING_AFTERCARE, due_to__lt=today)
    moved = (
        _all(granted, BreathingState.ENDED, organisation_id, at)
        + _all(empty, VacancyState.ENDED, organisation_id, at)
        + _all(unasked, AftercareState.LAPSED, organisation_id, at)
    )
    return moved


def _all(rows: QuerySet[Any], to: str, organisation_id: int, at: dt.datetime) -> int:
    by, found = system_actor(organisation_id), list(rows)
    for row in found:
        move(row, to=to, by=by, at=at)
    return len(found)

"""Whom today's list may speak of before the first night has ranked every household: a bounded number of them.

Whoever has money expiring soon or owes most outranks everybody else (rules/stages: limitation weighs thousands, size at
most hundreds), so only they are looked at.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Final

from django.db.models import Case, IntegerField, Min, QuerySet, Sum, Value, When

from jiefen.ledger.models import HouseholdPosition, LimitationEvent
from jiefen.ledger.queries.limitation_board import claims_of
from jiefen.rules.limitation import BANDS
from jiefen.rules.limitation_terms import kind_code

PER_REASON: Final = 150  # households read per reason to be on the list; the page shows 30
_WINDOW: Final = dt.timedelta(days=BANDS[-1])


def candidate_ids(organisation_id: int, *, today: dt.date, building_ids: Sequence[int] | None = None) -> set[int]:
    """Premises with money expiring soonest, and those who owe most. Two queries."""
    return {*_expiring_soon(organisation_id, today, building_ids), *_owing_most(organisation_id, building_ids)}


def _expiring_soon(organisation_id: int, today: dt.date, building_ids: Sequence[int] | None) -> list[int]:
    """The nearest band first, in it the larger sums: the order in which rules/stages would score them."""
    claims = claims_of(organisation_id, building_ids).filter(expires_on__range=(today, today + _WINDOW))
    band = Case(
        *(When(first__lte=today + dt.timedelta(days=days), then=Value(days)) for days in BANDS),
        output_field=IntegerField(),
    )
    grouped = claims.values("premises_id").annotate(first=Min("expires_on"), fen=Sum("outstanding_fen"))
    ordered = grouped.annotate(band=band).order_by("band", "-fen", "premises_id")
    return list(ordered.values_list("premises_id", flat=True)[:PER_REASON])


def _owing_most(organisation_id: int, building_ids: Sequence[int] | None) -> list[int]:
    rows = HouseholdPosition.objects.filter(outstanding_fen__gt=0)
    if building_ids is None:
        rows = rows.filter(organisation_no=organisation_id)
    else:
        rows = rows.filter(premises__building_id__in=list(building_ids))
    return list(rows.order_by("-outstanding_fen", "premises_id").values_list("premises_id", flat=True)[:PER_REASON])


def demands(organisation_id: int, ids: Iterable[int] | None = None) -> dict[int, dt.date]:
    """Per premises of the organisation (or of ``ids``) the day of the latest demand not retracted. One query."""
    rows = standing_events().filter(organisation_id=organisation_id)
    if ids is not None:
        rows = rows.filter(premises_id__in=list(ids))
    return latest_demands(rows.order_by("on", "pk").values_list("premises_id", "on", "kind"))


def standing_events() -> QuerySet[LimitationEvent]:
    """Events that were not taken back, to be cut by the caller."""
    rows: QuerySet[LimitationEvent] = LimitationEvent.objects.filter(retracts=None, retracted_by=None)
    return rows


def latest_demands(events: Iterable[tuple[int, dt.date, str]]) -> dict[int, dt.date]:
    """Per premises the day of the last demand among (premises, day, kind), given in the order of their days."""
    return {premises_id: on for premises_id, on, kind in events if kind_code(kind)[0] == "demand"}

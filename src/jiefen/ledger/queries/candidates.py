"""Whom today's list may speak of: the money facts of a bounded number of households, in bulk.

Ranking every household is nightly work; the page needs the best few dozen. Whoever has money expiring soon or owes
most outranks everybody else (rules/stages: limitation weighs thousands, size at most hundreds), so only they are read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Case, Count, IntegerField, Max, Min, Q, Sum, Value, When

from jiefen.ledger.models import ChargePosition, HouseholdPosition, LimitationEvent
from jiefen.ledger.queries.limitation_board import claims_of
from jiefen.rules.limitation import BANDS
from jiefen.rules.limitation_terms import kind_code

PER_REASON: Final = 150  # households read per reason to be on the list; the page shows 30
_WINDOW: Final = dt.timedelta(days=BANDS[-1])
_COLUMNS: Final = (
    "premises_id", "premises__label", "premises__estate__name", "premises__owner_name", "outstanding_fen",
    "open_charges", "oldest_due_on", "last_paid_on", "premises__do_not_contact", "premises__is_vacant",
    "premises__is_delivered",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Candidate:
    """One household in columns; the names are those of rules.stages.HouseholdFacts. Amounts in 分."""

    premises_id: int
    label: str
    estate: str
    owner_name: str
    outstanding_fen: int
    open_bills: int
    oldest_due_on: dt.date | None
    last_payment_on: dt.date | None
    do_not_contact: bool
    is_vacant: bool
    is_delivered: bool
    next_limitation_on: dt.date | None = None
    last_limitation_on: dt.date | None = None
    bills_expiring_180: int = 0
    amount_expiring_180_fen: int = 0
    expired_fen: int = 0
    last_demand_on: dt.date | None = None


def candidates(
    organisation_id: int, *, today: dt.date, building_ids: Sequence[int] | None = None, also: Iterable[int] = ()
) -> list[Candidate]:
    """Households with money expiring soonest, those who owe most, and ``also`` these premises of the organisation.

    Five queries. The ids lead the last ones alone: see household_list.
    """
    soon = _expiring_soon(organisation_id, today, building_ids)
    large = _owing_most(organisation_id, building_ids)
    ids = sorted({*soon, *large, *also})
    expiring, demands = _expiring(ids, today), _demands(ids)
    rows = HouseholdPosition.objects.filter(premises_id__in=ids, outstanding_fen__gt=0, premises__withdrawn_at=None)
    return [
        Candidate(*(*row, *expiring.get(row[0], (None, None, 0, 0, 0)), demands.get(row[0])))
        for row in rows.order_by("premises_id").values_list(*_COLUMNS)
    ]


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


def _expiring(ids: list[int], today: dt.date) -> dict[int, tuple[dt.date | None, dt.date | None, int, int, int]]:
    """Per premises: first and last expiry within the window, bills and 分 in it, 分 already barred."""
    inside = Q(expires_on__range=(today, today + _WINDOW))
    rows = (
        ChargePosition.objects.filter(premises_id__in=ids, outstanding_fen__gt=0)
        .values("premises_id")
        .annotate(
            first=Min("expires_on", filter=inside),
            last=Max("expires_on", filter=inside),
            bills=Count("pk", filter=inside),
            fen=Sum("outstanding_fen", filter=inside, default=0),
            barred=Sum("outstanding_fen", filter=Q(expires_on__lt=today), default=0),
        )
        .values_list("premises_id", "first", "last", "bills", "fen", "barred")
    )
    return {row[0]: (row[1], row[2], row[3], row[4], row[5]) for row in rows}


def _demands(ids: list[int]) -> dict[int, dt.date]:
    """The day of the latest demand that was not retracted."""
    rows = LimitationEvent.objects.filter(premises_id__in=ids, retracts=None, retracted_by=None).order_by("on", "pk")
    found = rows.values_list("premises_id", "on", "kind")
    return {premises_id: on for premises_id, on, kind in found if kind_code(kind)[0] == "demand"}

"""The limitation board: how much money loses its claim when, per month and per building.

Everything is read from ChargePosition, whose ``expires_on`` is the last day on which a claim can still be brought.
Credits (negative positions) are no claim and left out. Amounts in 分.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Sum, Value, When

from jiefen.ledger.models import ChargePosition, HouseholdPosition
from jiefen.rules.limitation import BANDS
from jiefen.rules.limitation_terms import add_months

MONTHS: Final = 12
MANY_BUILDINGS: Final = 60


@dataclass(frozen=True, slots=True)
class AtRisk:
    """Money and the households behind it."""

    fen: int = 0
    households: int = 0


@dataclass(frozen=True, slots=True)
class Falls:
    """``barred`` already; ``within`` 30, 90, 180 days from today (each includes the one before)."""

    barred: AtRisk
    within: dict[int, AtRisk]


@dataclass(frozen=True, slots=True)
class Month:
    """What falls in one calendar month ahead; the first begins today."""

    first: dt.date
    falls: AtRisk


@dataclass(frozen=True, slots=True)
class Board:
    """``by_building``: by building id. ``safe_fen``: open and not barred within the months shown."""

    months: tuple[Month, ...]
    by_building: dict[int, Falls]
    total: Falls
    safe_fen: int


def add_up(parts: Iterable[Falls]) -> Falls:
    """The sum over different buildings: a household is in one of them."""
    known = list(parts)
    return Falls(
        _sum(each.barred for each in known), {days: _sum(each.within[days] for each in known) for days in BANDS}
    )


def _sum(parts: Iterable[AtRisk]) -> AtRisk:
    fen = households = 0
    for part in parts:
        fen += part.fen
        households += part.households
    return AtRisk(fen, households)


def board(
    organisation_id: int, *, today: dt.date, building_ids: Sequence[int] | None = None, months: int = MONTHS
) -> Board:
    """The board over the given buildings (None: all of the organisation). Three queries."""
    claims = claims_of(organisation_id, building_ids)
    ahead = _months(claims, today, months)
    owed = _owed(organisation_id, building_ids)
    by_building = _by_building(claims, today)
    total = add_up(by_building.values())
    safe = owed - total.barred.fen - sum(month.falls.fen for month in ahead)
    return Board(ahead, by_building, total, max(0, safe))


def claims_of(organisation_id: int, building_ids: Sequence[int] | None) -> QuerySet[ChargePosition]:
    """Open bills, credits left out, of the given buildings (None: all). Not queried yet.

    A few buildings lead to their bills; many are better checked bill by bill (see household_list).
    """
    rows = ChargePosition.objects.filter(outstanding_fen__gt=0)
    if building_ids is None or len(building_ids) > MANY_BUILDINGS:
        rows = rows.filter(organisation_no=organisation_id)
    return rows if building_ids is None else rows.filter(premises__building_id__in=list(building_ids))


def _owed(organisation_id: int, building_ids: Sequence[int] | None) -> int:
    rows = HouseholdPosition.objects.filter(outstanding_fen__gt=0)
    if building_ids is None:
        rows = rows.filter(organisation_no=organisation_id)
    else:
        rows = rows.filter(premises__building_id__in=list(building_ids))
    return int(rows.aggregate(owed=Sum("outstanding_fen"))["owed"] or 0)


def month_edges(today: dt.date, months: int) -> list[dt.date]:
    """Today, then the first day of each of the following months; one more than there are strips."""
    first = today.replace(day=1)
    return [today, *(add_months(first, step) for step in range(1, months + 1))]


def _months(claims: QuerySet[ChargePosition], today: dt.date, months: int) -> tuple[Month, ...]:
    edges = month_edges(today, months)
    slots = [When(expires_on__lt=edge, then=Value(place)) for place, edge in enumerate(edges[1:])]
    rows = (
        claims.filter(expires_on__gte=today, expires_on__lt=edges[-1])
        .annotate(slot=Case(*slots, output_field=IntegerField()))
        .values("slot")
        .annotate(fen=Sum("outstanding_fen"), households=Count("premises_id", distinct=True))
        .values_list("slot", "fen", "households")
    )
    found = {slot: AtRisk(fen, households) for slot, fen, households in rows}
    return tuple(Month(edge, found.get(place, AtRisk())) for place, edge in enumerate(edges[:-1]))


def _by_building(claims: QuerySet[ChargePosition], today: dt.date) -> dict[int, Falls]:
    """Per building: 分 and households already barred and within each band."""
    ahead = {f"d{days}": Q(expires_on__range=(today, _last(today, days))) for days in BANDS}
    spans = {"barred": Q(expires_on__lt=today), **ahead}
    sums = {f"{name}_fen": Sum("outstanding_fen", filter=span, default=0) for name, span in spans.items()}
    many = {f"{name}_many": Count("premises_id", filter=span, distinct=True) for name, span in spans.items()}
    rows = (
        claims.filter(expires_on__lte=_last(today, BANDS[-1]))
        .values("premises__building_id")
        .annotate(**sums, **many)
        .values_list("premises__building_id", *sums, *many)
    )
    found = {}
    for building_id, *numbers in rows:
        parts = [AtRisk(*pair) for pair in zip(numbers[: len(spans)], numbers[len(spans) :], strict=True)]
        found[building_id] = Falls(parts[0], dict(zip(BANDS, parts[1:], strict=True)))
    return found


def _last(today: dt.date, days: int) -> dt.date:
    return today + dt.timedelta(days=days)

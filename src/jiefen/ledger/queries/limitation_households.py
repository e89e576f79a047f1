"""The households behind the limitation board: which bills expire in a span of days, and how each clock got there."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Min, QuerySet, Sum

from jiefen.ledger.clocks import events_for
from jiefen.ledger.models import ChargePosition
from jiefen.ledger.queries.limitation_board import claims_of
from jiefen.rules.limitation import BANDS, ChargeClock, Clock, Reason, clocks_for
from jiefen.rules.limitation_terms import add_months

PAGE_SIZE: Final = 20
COUNTED: Final = 10_000


@dataclass(frozen=True, slots=True)
class Span:
    """Which expiries: the first and last day, both included; None: from the beginning."""

    first: dt.date | None
    last: dt.date


def span_of(band: str, today: dt.date) -> Span | None:
    """``30`` (90, 180), ``barred`` or a month ``2027-01`` → its days, never before today except for barred."""
    if band == "barred":
        return Span(None, today - dt.timedelta(days=1))
    if band in {str(days) for days in BANDS}:
        return Span(today, today + dt.timedelta(days=int(band)))
    try:
        first = dt.date.fromisoformat(f"{band}-01")
        last = add_months(first, 1) - dt.timedelta(days=1)
    except (ValueError, OverflowError):
        return None
    return Span(max(first, today), last) if last >= today else None


@dataclass(frozen=True, slots=True)
class BillAtRisk:
    """One open bill of the span and how its clock got there."""

    charge_id: int
    fee_item: str
    period_start: dt.date | None
    period_end: dt.date | None
    outstanding_fen: int
    clock: Clock

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """The chain from the due date to the verdict."""
        return self.clock.reasons


@dataclass(frozen=True, slots=True)
class HouseholdAtRisk:
    """One household with its bills of the span, first to expire first."""

    premises_id: int
    label: str
    estate: str
    owner_name: str
    do_not_contact: bool
    fen: int
    first_on: dt.date
    bills: tuple[BillAtRisk, ...]


@dataclass(frozen=True, slots=True)
class RiskPage:
    """One page; ``total`` as far as it is counted, ``more`` beyond it."""

    households: list[HouseholdAtRisk]
    number: int
    total: int
    more: bool


def households_at_risk(
    organisation_id: int,
    span: Span,
    *,
    today: dt.date,
    building_ids: Sequence[int] | None = None,
    number: int = 1,
) -> RiskPage:
    """Who has money expiring in ``span``: the nearest day first, then the larger sum. A fixed number of queries."""
    claims = _inside(claims_of(organisation_id, building_ids), span)
    counted = claims.order_by().values("premises_id").distinct()[: COUNTED + 1].count()
    total = min(counted, COUNTED)
    number = max(1, min(number, -(-total // PAGE_SIZE) or 1))
    start = (number - 1) * PAGE_SIZE
    grouped = claims.values("premises_id").annotate(fen=Sum("outstanding_fen"), first=Min("expires_on"))
    ordered = grouped.order_by("first", "-fen", "premises_id").values_list("premises_id", flat=True)
    return RiskPage(
        _with_bills(list(ordered[start : start + PAGE_SIZE]), span, today), number, total, counted > COUNTED
    )


def every_bill_at_risk(
    organisation_id: int, last: dt.date, *, building_ids: Sequence[int] | None = None
) -> Iterable[tuple[Any, ...]]:
    """(estate, label, owner, item, period start, end, due, expires, 分) of bills expiring up to ``last``. One query."""
    rows = claims_of(organisation_id, building_ids).filter(expires_on__lte=last).order_by("expires_on", "premises_id")
    return rows.values_list(
        "premises__estate__name", "premises__label", "premises__owner_name", "charge__fee_item__name",
        "charge__period_start", "charge__period_end", "due_on", "expires_on", "outstanding_fen",
    ).iterator(chunk_size=2000)  # fmt: skip


def _inside(claims: QuerySet[ChargePosition], span: Span) -> QuerySet[ChargePosition]:
    rows = claims.filter(expires_on__lte=span.last)
    return rows.filter(expires_on__gte=span.first) if span.first else rows


def _with_bills(ids: list[int], span: Span, today: dt.date) -> list[HouseholdAtRisk]:
    """The page's households with their bills and clocks, in the order of ``ids``."""
    claims = _inside(ChargePosition.objects.filter(premises_id__in=ids, outstanding_fen__gt=0), span)
    related = claims.select_related("charge__fee_item", "premises__estate").order_by("expires_on", "charge_id")
    positions: dict[int, list[ChargePosition]] = defaultdict(list)
    for position in related:
        positions[position.premises_id].append(position)
    events = events_for(ids)
    return [
        _household(positions[each], clocks_for(_clocks(positions[each]), events.get(each, []), today)) for each in ids
    ]


def _clocks(positions: list[ChargePosition]) -> list[ChargeClock]:
    """Without a due date there is no expiry, and no place on this board."""
    charges = [position.charge for position in positions]
    return [
        ChargeClock(each.pk, each.due_on, each.amount_fen, each.period_start, each.period_end)
        for each in charges
        if each.due_on
    ]


def _household(positions: list[ChargePosition], clocks: list[Clock]) -> HouseholdAtRisk:
    premises = positions[0].premises
    return HouseholdAtRisk(
        premises.pk, premises.label, premises.estate.name, premises.owner_name, premises.do_not_contact,
        sum(position.outstanding_fen for position in positions), clocks[0].expires_on,
        tuple(_bill(position, clock) for position, clock in zip(positions, clocks, strict=True)),
    )  # fmt: skip


def _bill(position: ChargePosition, clock: Clock) -> BillAtRisk:
    charge = position.charge
    return BillAtRisk(
        charge.pk, charge.fee_item.name, charge.period_start, charge.period_end, position.outstanding_fen, clock
    )

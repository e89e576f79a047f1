"""Every rate of an organisation per scope: the ledger's own, and those counted from what happened between people."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from django.core.cache import cache

from jiefen.estates.models import Building
from jiefen.ledger.contributors import contributed
from jiefen.ledger.queries.numbers import (
    MONEY_KPIS,
    HouseholdFacts,
    facts_by_scope,
    household_facts,
    month_end,
)
from jiefen.ledger.queries.numbers_memory import aging_by_due_day
from jiefen.ledger.queries.numbers_memory import scope_facts as money_facts
from jiefen.ledger.queries.relapse import relapses
from jiefen.rules.kpi import KPIS, KpiFacts, Ratio, combine

RELAPSES_KEPT_SECONDS: Final = 3600
# The rates of talks: promises, reach and satisfaction come from collection, relapse from the ledger.
HUMAN_KPIS: Final = tuple(code for code in KPIS if code not in MONEY_KPIS)


@dataclass(frozen=True, slots=True)
class BuildingFacts:
    """What one building's households add to the human rates."""

    estate_id: int
    building_id: int
    steward_id: int | None
    facts: KpiFacts


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """Everything the rates of one month are made of."""

    households: list[HouseholdFacts]
    buildings: list[BuildingFacts]

    def by_scope(self, scope: str) -> dict[int, KpiFacts]:
        """Added up per scope number (0: the whole organisation, or no steward)."""
        money = facts_by_scope(self.households, scope)
        scope_of = _SCOPE_OF.get(scope)
        if scope_of is None:
            return money
        parts: dict[int, list[KpiFacts]] = defaultdict(list, {number: [facts] for number, facts in money.items()})
        for row in self.buildings:
            parts[scope_of(row)].append(row.facts)
        return {number: combine(found) for number, found in parts.items()}


_SCOPE_OF: Final[dict[str, Callable[[BuildingFacts], int]]] = {  # nobody promises, answers or relapses per fee item
    "organisation": lambda row: 0,
    "estate": lambda row: row.estate_id,
    "building": lambda row: row.building_id,
    "steward": lambda row: row.steward_id or 0,
}
PEOPLE_SCOPES: Final = frozenset(_SCOPE_OF)


def kpis_of(scope: str) -> tuple[str, ...]:
    """The rates that make sense for a scope, in the order shown."""
    return (*MONEY_KPIS, *HUMAN_KPIS) if scope in _SCOPE_OF else MONEY_KPIS


def ratios(facts: KpiFacts, scope: str) -> dict[str, Ratio]:
    """The scope's rates by code."""
    return {code: KPIS[code].ratio(facts) for code in kpis_of(scope)}


def month_figures(
    organisation_id: int, month: dt.date, *, today: dt.date, estate_ids: Iterable[int] | None = None
) -> MonthFigures:
    """The year so far up to the end of ``month`` (``today`` when that lies ahead). A constant number of queries."""
    visible = None if estate_ids is None else set(estate_ids)
    year, as_of = month.replace(month=1, day=1), min(month_end(month), today)
    spans = [relapses(organisation_id, year, as_of), contributed(organisation_id, year, as_of)]
    return MonthFigures(
        household_facts(organisation_id, month, estate_ids=visible), _buildings(organisation_id, spans, visible)
    )


def scope_facts(
    organisation_id: int, month: dt.date, scope: str, estate_ids: Iterable[int], *, today: dt.date
) -> tuple[KpiFacts, dict[int, KpiFacts]]:
    """(the whole, per scope number) for the estates one may see: the money as remembered, what people did counted now."""
    visible, year, as_of = set(estate_ids), month.replace(month=1, day=1), min(month_end(month), today)
    whole, parts = money_facts(organisation_id, month, scope, visible)
    spans = [_relapses(organisation_id, year, as_of), contributed(organisation_id, year, as_of)]
    people = MonthFigures([], _buildings(organisation_id, spans, visible))
    return _added(whole, people.by_scope("organisation").get(0)), _merged(parts, people.by_scope(scope))


def keep_ready(organisation_id: int, *, today: dt.date) -> None:
    """Count what the numbers page of this month remembers, so that nobody has to wait for it there."""
    scope_facts(organisation_id, today.replace(day=1), "organisation", (), today=today)
    aging_by_due_day(organisation_id, None)


def _relapses(organisation_id: int, year: dt.date, as_of: dt.date) -> dict[int, KpiFacts]:
    """Relapses as of an hour ago at most: they look at every household, and change with the days."""
    key = f"relapses:{organisation_id}:{year:%Y}:{as_of}"
    found: dict[int, KpiFacts] | None = cache.get(key)
    if found is None:
        found = relapses(organisation_id, year, as_of)
        cache.set(key, found, timeout=RELAPSES_KEPT_SECONDS)
    return found


def _added(facts: KpiFacts, more: KpiFacts | None) -> KpiFacts:
    return combine([facts, more]) if more else facts


def _merged(parts: dict[int, KpiFacts], more: dict[int, KpiFacts]) -> dict[int, KpiFacts]:
    return {
        number: _added(parts.get(number, KpiFacts()), more.get(number)) for number in [*parts, *(more.keys() - parts)]
    }


def _buildings(
    organisation_id: int, spans: Iterable[dict[int, KpiFacts]], visible: set[int] | None
) -> list[BuildingFacts]:
    """The counts of several sources with where each building belongs. One query."""
    known = list(spans)
    rows = Building.objects.of(organisation_id).values_list("estate_id", "pk", "steward_id")
    return [
        BuildingFacts(estate_id, pk, steward_id, span[pk])
        for estate_id, pk, steward_id in rows
        for span in known
        if pk in span and (visible is None or estate_id in visible)
    ]

"""A month's figures as they were frozen: what was once reported, whatever the ledger says today."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from jiefen.ledger.models import KpiSnapshot
from jiefen.rules.kpi import KpiFacts, Ratio, combine

Numbers = Collection[int]


@dataclass(frozen=True, slots=True)
class Frozen:
    """``parts`` is None where the asker sees only some estates and the scope was not frozen per estate."""

    frozen_at: dt.datetime
    whole: KpiFacts
    parts: dict[int, KpiFacts] | None


def frozen_facts(
    organisation_id: int,
    month: dt.date,
    scope: str,
    *,
    estates: Numbers | None = None,
    buildings: Numbers | None = None,
) -> Frozen | None:
    """The frozen figures of ``month``; None when it was not frozen. One query.

    ``estates``, ``buildings``: the numbers one may see (None: all). Someone who sees some estates gets their sum.
    """
    scopes = {scope, "organisation" if estates is None else "estate"}
    rows = KpiSnapshot.objects.of(organisation_id).filter(month=month.replace(day=1), scope__in=scopes)
    ratios: dict[tuple[str, int], dict[str, Ratio]] = defaultdict(dict)
    frozen_at = None
    for row in rows:
        ratios[row.scope, row.scope_no][row.code] = Ratio(row.numerator, row.denominator)
        frozen_at = row.frozen_at
    if frozen_at is None:
        return None
    facts = {key: as_facts(found) for key, found in ratios.items()}
    visible = {"estate": estates, "building": buildings}
    whole = combine(
        found for (kind, number), found in facts.items()
        if kind == ("organisation" if estates is None else "estate") and (estates is None or number in estates)
    )  # fmt: skip
    if scope == "organisation":
        return Frozen(frozen_at, whole, {0: whole})
    if estates is not None and visible.get(scope) is None:
        return Frozen(frozen_at, whole, None)
    allowed = visible.get(scope)
    parts = {n: each for (kind, n), each in facts.items() if kind == scope and (allowed is None or n in allowed)}
    return Frozen(frozen_at, whole, parts)


def as_facts(ratios: dict[str, Ratio]) -> KpiFacts:
    """Facts that give exactly these rates again; what was charged is net of waivers, as the rate counts it."""
    current, homes = ratios["current_collection_rate"], ratios["household_collection_rate"]
    balance, opening = ratios["prior_recovery_rate_hc"], ratios["prior_recovery_rate_erp"]
    return KpiFacts(
        current_charged_fen=current.denominator,
        current_paid_fen=current.numerator,
        households_charged=homes.denominator,
        households_paid=homes.numerator,
        prior_paid_fen=balance.numerator,
        prior_closing_fen=balance.denominator - balance.numerator,
        prior_opening_arrears_fen=opening.denominator,
        **_human(ratios),
    )


# The rates of what happened between people: (numerator, denominator) as facts. A month frozen before they were
# counted, or a scope without them, has none.
_HUMAN: Final = {
    "promise_kept_rate": ("promises_kept", "promises_due"),
    "contact_reach_rate": ("households_reached", "households_attempted"),
    "aftercare_satisfaction_rate": ("aftercare_satisfied", "aftercare_answered"),
    "relapse_rate": ("households_relapsed", "households_cleared"),
}


def _human(ratios: dict[str, Ratio]) -> dict[str, int]:
    found = {code: ratios[code] for code in _HUMAN if code in ratios}
    return {
        name: count
        for code, ratio in found.items()
        for name, count in zip(_HUMAN[code], (ratio.numerator, ratio.denominator), strict=True)
    }

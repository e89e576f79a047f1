"""Collection rates of an organisation, counted in the database per household and fee item, added up per scope.

The definitions are rules/kpi's; tests compare this SQL with rules.kpi.facts_from_rows on the same rows.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection

from jiefen.ledger.models import FeeItem, KpiSnapshot
from jiefen.rules.kpi import KpiFacts, Ratio

# The rates of money; the human ones (promises, reach, satisfaction, relapse) are in rates.py.
MONEY_KPIS: Final = (
    "current_collection_rate",
    "household_collection_rate",
    "prior_recovery_rate_hc",
    "prior_recovery_rate_erp",
    "overall_rate",
)

SCOPES: Final = {
    "organisation": "全公司",
    "estate": "小区",
    "building": "楼栋",
    "steward": "管家",
    "fee_item": "费用项",
}

# One row per household × fee item. ``prior`` = the billing period starts before 1 January (or is unknown).
FACTS = """
WITH settled AS (
  SELECT charge_id, effective_on AS day, amount_fen, 'payment' AS kind FROM ledger_allocation
    WHERE organisation_id = %(org)s AND component = 'principal' AND effective_on <= %(end)s
  UNION ALL SELECT charge_id, effective_on, amount_fen, 'waiver' FROM ledger_waiver
    WHERE organisation_id = %(org)s AND component = 'principal' AND effective_on <= %(end)s
  UNION ALL SELECT charge_id, effective_on, amount_fen, 'write_off' FROM ledger_writeoff
    WHERE organisation_id = %(org)s AND effective_on <= %(end)s
), per_charge AS (
  SELECT charge_id,
    SUM(CASE WHEN kind = 'payment' THEN amount_fen ELSE 0 END) AS paid,
    SUM(CASE WHEN kind = 'waiver' THEN amount_fen ELSE 0 END) AS waived,
    SUM(CASE WHEN day < %(prior)s THEN amount_fen ELSE 0 END) AS before,
    SUM(CASE WHEN day >= %(start)s AND kind = 'payment' THEN amount_fen ELSE 0 END) AS paid_in_period,
    SUM(CASE WHEN day >= %(prior)s AND kind <> 'write_off' THEN amount_fen ELSE 0 END) AS settled_since
  FROM settled GROUP BY charge_id
)
SELECT p.estate_id, p.building_id, b.steward_id, c.fee_item_id, c.premises_id,
  SUM(CASE WHEN c.period_start >= %(start)s THEN c.amount_fen ELSE 0 END),
  SUM(CASE WHEN c.period_start >= %(start)s THEN COALESCE(s.waived, 0) ELSE 0 END),
  SUM(CASE WHEN c.period_start >= %(start)s THEN COALESCE(s.paid, 0) ELSE 0 END),
  SUM(CASE WHEN c.period_start >= %(prior)s THEN 0 ELSE c.amount_fen - COALESCE(s.before, 0) END),
  SUM(CASE WHEN c.period_start >= %(prior)s THEN 0 ELSE COALESCE(s.paid_in_period, 0) END),
  SUM(CASE WHEN c.period_start >= %(prior)s THEN 0
      ELSE c.amount_fen - COALESCE(s.before, 0) - COALESCE(s.settled_since, 0) END)
FROM ledger_charge c
  JOIN ledger_feeitem f ON f.id = c.fee_item_id
  JOIN estates_premises p ON p.id = c.premises_id
  JOIN estates_building b ON b.id = p.building_id
  LEFT JOIN per_charge s ON s.charge_id = c.id
WHERE c.organisation_id = %(org)s AND f.kind <> 'deposit' AND (c.period_start <= %(end)s OR c.period_start IS NULL)
GROUP BY p.estate_id, p.building_id, b.steward_id, c.fee_item_id, c.premises_id
"""


LEDGER_TABLES: Final = ("ledger_charge", "ledger_allocation", "ledger_waiver", "ledger_writeoff")


@dataclass(frozen=True, slots=True)
class HouseholdFacts:
    """What one household's one fee item adds to the rates, in 分. Field names as in rules.kpi.KpiFacts."""

    estate_id: int
    building_id: int
    steward_id: int | None
    fee_item_id: int
    premises_id: int
    current_charged_fen: int
    current_waived_fen: int
    current_paid_fen: int
    prior_opening_arrears_fen: int
    prior_paid_fen: int
    prior_closing_fen: int


def month_end(month: dt.date) -> dt.date:
    """The last day of ``month``'s month."""
    return (month.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)


def household_facts(
    organisation_id: int, month: dt.date, *, estate_ids: Iterable[int] | None = None
) -> list[HouseholdFacts]:
    """The year so far up to the end of ``month``. One query; ``estate_ids`` limits it to what the asker may see."""
    year_start = month.replace(month=1, day=1)
    params: dict[str, int | dt.date] = {
        "org": organisation_id,
        "start": year_start,
        "prior": year_start,
        "end": month_end(month),
    }
    with connection.cursor() as cursor:
        cursor.execute(FACTS, params)
        rows = [_household(row) for row in cursor.fetchall()]
    if estate_ids is None:
        return rows
    visible = set(estate_ids)
    return [row for row in rows if row.estate_id in visible]


def _household(row: tuple[Any, ...]) -> HouseholdFacts:
    """PostgreSQL answers a sum of sums as NUMERIC; money stays integer 分."""
    return HouseholdFacts(*row[:5], *(int(fen) for fen in row[5:]))


def ledger_version() -> str:
    """Changes with every ledger row: the rows are append-only, so the newest ids say it all. One query."""
    newest = " || '-' || ".join(f"COALESCE((SELECT MAX(id) FROM {table}), 0)" for table in LEDGER_TABLES)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {newest}")
        return str(cursor.fetchone()[0])


_SCOPE_OF: Final[dict[str, Callable[[HouseholdFacts], int]]] = {
    "organisation": lambda row: 0,
    "estate": lambda row: row.estate_id,
    "building": lambda row: row.building_id,
    "steward": lambda row: row.steward_id or 0,
    "fee_item": lambda row: row.fee_item_id,
}
_MONEY_FIELDS: Final = (
    "current_charged_fen",
    "current_waived_fen",
    "current_paid_fen",
    "prior_opening_arrears_fen",
    "prior_paid_fen",
    "prior_closing_fen",
)


def facts_by_scope(rows: Iterable[HouseholdFacts], scope: str) -> dict[int, KpiFacts]:
    """Add household rows up per scope number (0: the whole organisation, or no steward)."""
    scope_of = _SCOPE_OF[scope]
    sums: dict[int, dict[str, int]] = defaultdict(lambda: dict.fromkeys(_MONEY_FIELDS, 0))
    households: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0])
    for row in rows:
        number = scope_of(row)
        for name in _MONEY_FIELDS:
            sums[number][name] += getattr(row, name)
        household = households[number, row.premises_id]
        household[0] += row.current_charged_fen - row.current_waived_fen
        household[1] += row.current_paid_fen
    charged: dict[int, int] = defaultdict(int)
    paid: dict[int, int] = defaultdict(int)
    for (number, _), (due, received) in households.items():
        charged[number] += due > 0
        paid[number] += due > 0 and received >= due
    return {n: KpiFacts(**s, households_charged=charged[n], households_paid=paid[n]) for n, s in sums.items()}


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """A month's rate as it was frozen, or live for a month still open."""

    month: dt.date
    ratio: Ratio
    is_frozen: bool


def frozen_trend(organisation_id: int, code: str, *, scope: str = "organisation", number: int = 0) -> list[TrendPoint]:
    """Frozen months of one rate, oldest first."""
    rows = KpiSnapshot.objects.of(organisation_id).filter(scope=scope, scope_no=number, code=code).order_by("month")
    return [TrendPoint(row.month, Ratio(row.numerator, row.denominator), True) for row in rows]


AGING = """
SELECT o.due_on, SUM(o.outstanding_fen) FROM ledger_chargeposition o
JOIN estates_premises p ON p.id = o.premises_id
WHERE o.organisation_no = %s AND p.estate_id IN ({marks}) GROUP BY o.due_on
"""


def open_by_due_day(organisation_id: int, estate_ids: Iterable[int]) -> list[tuple[dt.date | None, int]]:
    """(due day, open 分) over the given estates: what rules.aging sorts into buckets. One query."""
    ids = list(estate_ids)
    if not ids:
        return []
    with connection.cursor() as cursor:
        cursor.execute(AGING.format(marks=", ".join(["%s"] * len(ids))), [organisation_id, *ids])
        return [(_as_date(row[0]), int(row[1])) for row in cursor.fetchall()]


def _as_date(value: str | dt.date | None) -> dt.date | None:
    """SQLite returns dates of raw queries as text."""
    return dt.date.fromisoformat(value) if isinstance(value, str) else value


def fee_item_names(organisation_id: int) -> dict[int, str]:
    """Fee items by number."""
    return dict(FeeItem.objects.of(organisation_id).values_list("pk", "name"))

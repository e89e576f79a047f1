"""Collection rates of an organisation, counted in the database per household and fee item, added up per scope.

The definitions are rules/kpi's; tests compare this SQL with rules.kpi.facts_from_rows on the same rows.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
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

# Every rate is made of sums, so each ledger row adds its share on its own: no charge has to be put together first.
# ``prior`` = the billing period starts before 1 January (or is unknown). ``{rows}`` narrows the rows that are read.
_CURRENT: Final = "c.period_start >= %(start)s"
_CHARGED: Final = f"""
  SELECT c.premises_id, c.fee_item_id,
    CASE WHEN {_CURRENT} THEN c.amount_fen ELSE 0 END AS charged, 0 AS waived, 0 AS paid,
    CASE WHEN {_CURRENT} THEN 0 ELSE c.amount_fen END AS opening, 0 AS prior_paid,
    CASE WHEN {_CURRENT} THEN 0 ELSE c.amount_fen END AS closing
  FROM ledger_charge c
  WHERE c.organisation_id = %(org)s AND c.id <= %(charge)s AND (c.period_start <= %(end)s OR c.period_start IS NULL) {{rows}}
"""
_SETTLED: Final = f"""
  UNION ALL SELECT c.premises_id, c.fee_item_id, 0,
    {{waived}}, {{paid}},
    CASE WHEN {_CURRENT} OR s.effective_on >= %(start)s THEN 0 ELSE -s.amount_fen END,
    {{prior_paid}},
    CASE WHEN {_CURRENT} {{or_stays}} THEN 0 ELSE -s.amount_fen END
  FROM {{table}} s JOIN ledger_charge c ON c.id = s.charge_id
  WHERE s.organisation_id = %(org)s AND s.id <= %({{limit}})s AND s.effective_on <= %(end)s {{principal}}
    AND c.id <= %(charge)s AND (c.period_start <= %(end)s OR c.period_start IS NULL) {{rows}}
"""
_NOW: Final = f"CASE WHEN {_CURRENT} THEN s.amount_fen ELSE 0 END"
_RECOVERED: Final = f"CASE WHEN {_CURRENT} OR s.effective_on < %(start)s THEN 0 ELSE s.amount_fen END"
_PRINCIPAL: Final = "AND s.component = 'principal'"
_KINDS: Final = (
    {"table": "ledger_allocation", "limit": "allocation", "waived": "0", "paid": _NOW, "prior_paid": _RECOVERED, "or_stays": "", "principal": _PRINCIPAL},
    {"table": "ledger_waiver", "limit": "waiver", "waived": _NOW, "paid": "0", "prior_paid": "0", "or_stays": "", "principal": _PRINCIPAL},
    # a write-off of this year stays in the balance: it is no recovery (rules/kpi)
    {"table": "ledger_writeoff", "limit": "write_off", "waived": "0", "paid": "0", "prior_paid": "0", "or_stays": "OR s.effective_on >= %(start)s", "principal": ""},
)  # fmt: skip
FACTS: Final = (
    """
SELECT p.estate_id, p.building_id, b.steward_id, x.fee_item_id, x.premises_id, x.charged, x.waived, x.paid, x.opening,
  x.prior_paid, x.closing
FROM (
  SELECT premises_id, fee_item_id, SUM(charged) AS charged, SUM(waived) AS waived, SUM(paid) AS paid,
    SUM(opening) AS opening, SUM(prior_paid) AS prior_paid, SUM(closing) AS closing
  FROM ("""
    + _CHARGED
    + "".join(_SETTLED.format(**kind, rows="{rows}") for kind in _KINDS)
    + """) part GROUP BY premises_id, fee_item_id
) x
  JOIN ledger_feeitem f ON f.id = x.fee_item_id
  JOIN estates_premises p ON p.id = x.premises_id
  JOIN estates_building b ON b.id = p.building_id
WHERE f.kind <> 'deposit'
"""
)


@dataclass(frozen=True, slots=True)
class Upto:
    """The newest row of each table that is counted: rows are only ever added, so this says exactly which ones."""

    charge: int
    allocation: int
    waiver: int
    write_off: int


_TABLES: Final = ("ledger_charge", "ledger_allocation", "ledger_waiver", "ledger_writeoff")  # as in Upto


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
    organisation_id: int,
    month: dt.date,
    *,
    estate_ids: Iterable[int] | None = None,
    premises_ids: Sequence[int] | None = None,
    upto: Upto | None = None,
) -> list[HouseholdFacts]:
    """The year so far up to the end of ``month``. One query, two without ``upto``.

    ``estate_ids`` limits it to what the asker may see; ``premises_ids`` to a few households.
    """
    rows = (
        ""
        if premises_ids is None
        else f"AND c.premises_id IN ({', '.join(str(int(n)) for n in premises_ids) or 'NULL'})"
    )
    params = {
        "org": organisation_id,
        "start": month.replace(month=1, day=1),
        "end": month_end(month),
        **asdict(upto or newest()),
    }
    with connection.cursor() as cursor:
        cursor.execute(FACTS.format(rows=rows), params)
        found = [_household(row) for row in cursor.fetchall()]
    if estate_ids is None:
        return found
    visible = set(estate_ids)
    return [row for row in found if row.estate_id in visible]


def _household(row: tuple[Any, ...]) -> HouseholdFacts:
    """PostgreSQL answers a sum of sums as NUMERIC; money stays integer 分."""
    return HouseholdFacts(*row[:5], *(int(fen) for fen in row[5:]))


def newest() -> Upto:
    """Where the ledger stands. One query."""
    parts = ", ".join(f"COALESCE((SELECT MAX(id) FROM {table}), 0)" for table in _TABLES)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {parts}")
        return Upto(*cursor.fetchone())


_SCOPE_OF: Final[dict[str, Callable[[HouseholdFacts], int]]] = {
    "organisation": lambda row: 0,
    "estate": lambda row: row.estate_id,
    "building": lambda row: row.building_id,
    "steward": lambda row: row.steward_id or 0,
    "fee_item": lambda row: row.fee_item_id,
}
MONEY_FIELDS: Final = (
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
    sums: dict[int, dict[str, int]] = defaultdict(lambda: dict.fromkeys(MONEY_FIELDS, 0))
    households: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0])
    for row in rows:
        number = scope_of(row)
        for name in MONEY_FIELDS:
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
SELECT o.due_on, SUM(o.outstanding_fen) FROM ledger_chargeposition o {joined}
WHERE o.organisation_no = %s {placed} GROUP BY o.due_on
"""


def open_by_due_day(organisation_id: int, estate_ids: Iterable[int] | None) -> list[tuple[dt.date | None, int]]:
    """(due day, open 分) over the given estates (None: all): what rules.aging sorts into buckets. One query."""
    ids = None if estate_ids is None else list(estate_ids)
    if ids == []:
        return []
    joined = placed = ""
    if ids is not None:
        joined = "JOIN estates_premises p ON p.id = o.premises_id"
        placed = f"AND p.estate_id IN ({', '.join(['%s'] * len(ids))})"
    with connection.cursor() as cursor:
        cursor.execute(AGING.format(joined=joined, placed=placed), [organisation_id, *(ids or [])])
        return [(_as_date(row[0]), int(row[1])) for row in cursor.fetchall()]


def _as_date(value: str | dt.date | None) -> dt.date | None:
    """SQLite returns dates of raw queries as text."""
    return dt.date.fromisoformat(value) if isinstance(value, str) else value


def fee_item_names(organisation_id: int) -> dict[int, str]:
    """Fee items by number."""
    return dict(FeeItem.objects.of(organisation_id).values_list("pk", "name"))

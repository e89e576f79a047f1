"""复欠: households that were clear and then left the next bill unpaid. One query; the verdict is rules/aftercare's.

As of a day, looking at bills whose watch (``relapse_after_days``) is over: a household whose first open bill was due this
year, and which had settled everything before it by the end of that bill's watch, has relapsed. One with nothing open
stayed clear. One that has been behind since earlier than this year, or pays the oldest bill late month after month, was
never clear and is in neither number.

Who pays by the quarter, half-year or year owes between two payments and has not relapsed: where the last two payments
each settled several due bills at once, the watch is as much longer as the first of those bills usually stayed open.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any, Final

from django.db import connection

from jiefen.rules.aftercare import number, relapse_watch
from jiefen.rules.kpi import KpiFacts

# Open bills and the last day something was settled, per household: before its first open bill, or at all.
# A write-off settles nothing: the owner has not paid.
CLEARED: Final = """
WITH settled AS (
  SELECT charge_id, SUM(amount_fen) AS fen, MAX(day) AS last_on FROM (
    SELECT charge_id, amount_fen, effective_on AS day FROM ledger_allocation
      WHERE organisation_id = %(org)s AND component = 'principal' AND effective_on <= %(end)s
    UNION ALL SELECT charge_id, amount_fen, effective_on FROM ledger_waiver
      WHERE organisation_id = %(org)s AND component = 'principal' AND effective_on <= %(end)s
  ) parts GROUP BY charge_id
), bills AS MATERIALIZED (
  SELECT c.premises_id, c.due_on, c.amount_fen - COALESCE(s.fen, 0) AS open_fen, s.last_on
  FROM ledger_charge c
    JOIN ledger_feeitem f ON f.id = c.fee_item_id
    LEFT JOIN settled s ON s.charge_id = c.id
    LEFT JOIN ledger_charge r ON r.reversal_of_id = c.id
  WHERE c.organisation_id = %(org)s AND f.kind <> 'deposit' AND c.due_on < %(watched)s
    AND c.reversal_of_id IS NULL AND r.id IS NULL
), households AS (
  SELECT premises_id, MIN(CASE WHEN open_fen > 0 THEN due_on END) AS first_open, MIN(due_on) AS first_due,
    MAX(due_on) AS last_due
  FROM bills GROUP BY premises_id
), bundles AS (
  SELECT b.premises_id, b.last_on, MIN(b.due_on) AS since,
    ROW_NUMBER() OVER (PARTITION BY b.premises_id ORDER BY b.last_on DESC) AS place, COUNT(DISTINCT b.due_on) AS bills
  FROM bills b JOIN households h ON h.premises_id = b.premises_id
  WHERE h.first_open >= %(start)s AND b.due_on < h.first_open AND b.open_fen <= 0 AND b.last_on >= b.due_on
  GROUP BY b.premises_id, b.last_on
), rhythm AS (
  SELECT premises_id, MAX(CASE WHEN place = 1 THEN since END) AS since_1, MAX(CASE WHEN place = 1 THEN last_on END) AS paid_1,
    MAX(CASE WHEN place = 2 THEN since END) AS since_2, MAX(CASE WHEN place = 2 THEN last_on END) AS paid_2
  FROM bundles WHERE place <= 2 GROUP BY premises_id HAVING COUNT(*) = 2 AND MIN(bills) > 1
), cleared AS (
  SELECT b.premises_id, MAX(b.last_on) AS settled_on
  FROM bills b JOIN households h ON h.premises_id = b.premises_id AND b.due_on < h.first_open
  GROUP BY b.premises_id
)
SELECT p.building_id, h.first_open, h.first_due, c.settled_on, r.since_1, r.paid_1, r.since_2, r.paid_2
FROM households h
  JOIN estates_premises p ON p.id = h.premises_id
  LEFT JOIN cleared c ON c.premises_id = h.premises_id
  LEFT JOIN rhythm r ON r.premises_id = h.premises_id
WHERE h.first_due < h.last_due AND h.last_due >= %(start)s AND (h.first_open IS NULL OR h.first_open >= %(start)s)
"""


def relapses(organisation_id: int, start: dt.date, as_of: dt.date) -> dict[int, KpiFacts]:
    """Per building number, households cleared and relapsed from ``start`` to ``as_of``. One query."""
    watched = as_of - dt.timedelta(days=number("relapse_after_days", as_of))
    params: dict[str, Any] = {"org": organisation_id, "start": start, "end": as_of, "watched": watched}
    counts: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    with connection.cursor() as cursor:
        cursor.execute(CLEARED, params)
        for building_id, *days in cursor.fetchall():
            first_open, first_due, settled_on, *paid = (_day(day) for day in days)
            relapsed = _relapsed(first_open, first_due, settled_on, _rhythm(*paid), as_of)
            if relapsed is not None:
                counts[building_id][0] += 1
                counts[building_id][1] += relapsed
    return {
        building_id: KpiFacts(households_cleared=cleared, households_relapsed=relapsed)
        for building_id, (cleared, relapsed) in counts.items()
    }


def _relapsed(
    first_open: dt.date | None,
    first_due: dt.date | None,
    settled_on: dt.date | None,
    rhythm: dt.timedelta,
    as_of: dt.date,
) -> bool | None:
    """None: it was never clear. ``rhythm``: how much longer than the watch it usually takes, by its own habit."""
    if first_open is None:
        return False
    if first_due is None or first_due >= first_open or settled_on is None:
        return None
    last = relapse_watch(first_open).last + rhythm
    if settled_on > last:
        return None
    return as_of > last


def _rhythm(
    since_1: dt.date | None, paid_1: dt.date | None, since_2: dt.date | None, paid_2: dt.date | None
) -> dt.timedelta:
    """How long the first bill stayed open in each of the last two payments that settled several: the shorter time.

    Nothing for who pays bill by bill, and nothing beyond a year: that is no rhythm but arrears.
    """
    if since_1 is None or paid_1 is None or since_2 is None or paid_2 is None:
        return dt.timedelta()
    usual = min(paid_1 - since_1, paid_2 - since_2)
    return usual if usual <= dt.timedelta(days=number("rhythm_most_days", paid_1)) else dt.timedelta()


def _day(value: str | dt.date | None) -> dt.date | None:
    """SQLite returns dates of raw queries as text."""
    return dt.date.fromisoformat(value) if isinstance(value, str) else value

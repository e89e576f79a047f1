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

# Most households owe nothing: for them the first and the last due day are all that is asked, two steps into an index.
# A bill may be open on the day only if it is open now, was written off (which settles nothing: the owner has not paid),
# or was settled later. Days of settlement are read for the few who were clear and then left a bill open.
CLEARED: Final = """
WITH undone AS (
  SELECT reversal_of_id AS charge_id FROM ledger_charge WHERE organisation_id = %(org)s AND reversal_of_id IS NOT NULL
), deposits AS (
  SELECT id FROM ledger_feeitem WHERE organisation_id = %(org)s AND kind = 'deposit'
), maybe_open AS (
  SELECT charge_id FROM ledger_chargeposition WHERE organisation_no = %(org)s
  UNION SELECT charge_id FROM ledger_writeoff WHERE organisation_id = %(org)s
  UNION SELECT charge_id FROM ledger_allocation
    WHERE organisation_id = %(org)s AND component = 'principal' AND effective_on > %(end)s
  UNION SELECT charge_id FROM ledger_waiver
    WHERE organisation_id = %(org)s AND component = 'principal' AND effective_on > %(end)s
), behind AS MATERIALIZED (
  SELECT c.premises_id, MIN(c.due_on) AS first_open
  FROM maybe_open m JOIN ledger_charge c ON c.id = m.charge_id
  WHERE c.organisation_id = %(org)s AND c.due_on < %(watched)s AND {counted}
    AND c.amount_fen > COALESCE((SELECT SUM(a.amount_fen) FROM ledger_allocation a
        WHERE a.charge_id = c.id AND a.component = 'principal' AND a.effective_on <= %(end)s), 0)
      + COALESCE((SELECT SUM(w.amount_fen) FROM ledger_waiver w
        WHERE w.charge_id = c.id AND w.component = 'principal' AND w.effective_on <= %(end)s), 0)
  GROUP BY c.premises_id
), spans AS (
  SELECT p.id AS premises_id, {first_due} AS first_due, {last_due} AS last_due
  FROM estates_premises p WHERE p.organisation_id = %(org)s
), households AS MATERIALIZED (
  SELECT s.premises_id, s.first_due, s.last_due, b.first_open
  FROM spans s LEFT JOIN behind b ON b.premises_id = s.premises_id
  WHERE s.first_due < s.last_due AND s.last_due >= %(start)s AND (b.first_open IS NULL OR b.first_open >= %(start)s)
), bills AS MATERIALIZED (
  SELECT c.premises_id, c.due_on, (
    SELECT MAX(day) FROM (
      SELECT a.effective_on AS day FROM ledger_allocation a WHERE a.charge_id = c.id AND a.component = 'principal'
      UNION ALL SELECT w.effective_on FROM ledger_waiver w WHERE w.charge_id = c.id AND w.component = 'principal'
    ) days WHERE day <= %(end)s
  ) AS last_on
  FROM households h JOIN ledger_charge c ON c.premises_id = h.premises_id AND c.due_on < h.first_open
  WHERE h.first_open IS NOT NULL AND {counted}
), bundles AS (
  SELECT premises_id, last_on, MIN(due_on) AS since,
    ROW_NUMBER() OVER (PARTITION BY premises_id ORDER BY last_on DESC) AS place, COUNT(DISTINCT due_on) AS bills
  FROM bills WHERE last_on >= due_on GROUP BY premises_id, last_on
), rhythm AS (
  SELECT premises_id, MAX(CASE WHEN place = 1 THEN since END) AS since_1, MAX(CASE WHEN place = 1 THEN last_on END) AS paid_1,
    MAX(CASE WHEN place = 2 THEN since END) AS since_2, MAX(CASE WHEN place = 2 THEN last_on END) AS paid_2
  FROM bundles WHERE place <= 2 GROUP BY premises_id HAVING COUNT(*) = 2 AND MIN(bills) > 1
), cleared AS (
  SELECT premises_id, MAX(last_on) AS settled_on FROM bills GROUP BY premises_id
)
SELECT p.building_id, h.first_open, h.first_due, c.settled_on, r.since_1, r.paid_1, r.since_2, r.paid_2
FROM households h
  JOIN estates_premises p ON p.id = h.premises_id
  LEFT JOIN cleared c ON c.premises_id = h.premises_id
  LEFT JOIN rhythm r ON r.premises_id = h.premises_id
"""
_COUNTED: Final = """c.reversal_of_id IS NULL AND c.id NOT IN (SELECT charge_id FROM undone)
    AND c.fee_item_id NOT IN (SELECT id FROM deposits)"""
_DUE: Final = f"""(SELECT c.due_on FROM ledger_charge c
    WHERE c.premises_id = p.id AND c.due_on < %(watched)s AND {_COUNTED} ORDER BY c.due_on {{order}} LIMIT 1)"""
_QUERY: Final = CLEARED.format(counted=_COUNTED, first_due=_DUE.format(order="ASC"), last_due=_DUE.format(order="DESC"))


def relapses(organisation_id: int, start: dt.date, as_of: dt.date) -> dict[int, KpiFacts]:
    """Per building number, households cleared and relapsed from ``start`` to ``as_of``. One query."""
    watched = as_of - dt.timedelta(days=number("relapse_after_days", as_of))
    params: dict[str, Any] = {"org": organisation_id, "start": start, "end": as_of, "watched": watched}
    counts: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    with connection.cursor() as cursor:
        cursor.execute(_QUERY, params)
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

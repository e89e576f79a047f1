"""Positions: what is open per charge and per household, derived from ledger rows in the same transaction (ADR 0003).

They exist because a list of 100,000 households sorted by what they owe cannot sum millions of rows per page. They can
be thrown away and rebuilt at any time, and ``differences`` checks them against the rows.
Deposits (押金) have no position: they are not owed fees.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection

from jiefen.ledger import clocks, columns
from jiefen.ledger.models import ChargePosition, HouseholdColumns, HouseholdPosition
from jiefen.shared.clock import day_of


@dataclass(frozen=True)
class Scope:
    """Which premises: an SQL condition on a premises id column, with its parameters."""

    condition: str
    params: tuple[Any, ...]

    @classmethod
    def of_premises(cls, premises_ids: Iterable[int]) -> Scope:
        """These premises (a handful: they go into the statement)."""
        ids = tuple(sorted(set(premises_ids)))
        return cls(f"IN ({', '.join(['%s'] * len(ids))})" if ids else "IN (NULL)", ids)

    @classmethod
    def of_batch(cls, batch_no: int, premises_ids: Iterable[int] = ()) -> Scope:
        """All premises an import created or charged. ``premises_ids``: the same, where they are known; if they follow
        one upon the other, as those of a new estate do, the statements read one range.
        """
        ids = set(premises_ids)
        if ids and max(ids) - min(ids) == len(ids) - 1:
            return cls("BETWEEN %s AND %s", (min(ids), max(ids)))
        return cls(
            "IN (SELECT id FROM estates_premises WHERE batch_no = %s UNION "
            "SELECT premises_id FROM ledger_charge WHERE batch_no = %s UNION "
            "SELECT premises_id FROM ledger_payment WHERE batch_no = %s)",
            (batch_no, batch_no, batch_no),
        )

    @classmethod
    def of_organisation(cls, organisation_id: int) -> Scope:
        """Everything of one organisation."""
        return cls("IN (SELECT id FROM estates_premises WHERE organisation_id = %s)", (organisation_id,))


CHARGE_COLUMNS = "charge_id, organisation_no, premises_id, outstanding_fen, due_on, expires_on"
HOUSEHOLD_COLUMNS = "premises_id, organisation_no, outstanding_fen, open_charges, oldest_due_on, first_expiry_on, prepaid_fen, last_paid_on"

# What a charge still is: its amount less everything put against its principal. Reversals are rows with the opposite
# sign, so a plain SUM is right whatever happened; a reversed charge itself is left out.
OPEN_CHARGES = """
WITH open_charge AS MATERIALIZED (
  SELECT c.id, c.organisation_id, c.premises_id, c.due_on, c.amount_fen
    - (SELECT COALESCE(SUM(amount_fen), 0) FROM ledger_allocation WHERE charge_id = c.id AND component = 'principal')
    - (SELECT COALESCE(SUM(amount_fen), 0) FROM ledger_waiver WHERE charge_id = c.id AND component = 'principal')
    - (SELECT COALESCE(SUM(amount_fen), 0) FROM ledger_writeoff WHERE charge_id = c.id)
    AS outstanding
  FROM ledger_charge c JOIN ledger_feeitem f ON f.id = c.fee_item_id
  WHERE c.premises_id {condition} AND c.reversal_of_id IS NULL AND f.kind <> 'deposit'
    AND NOT EXISTS (SELECT 1 FROM ledger_charge r WHERE r.reversal_of_id = c.id)
) SELECT id, organisation_id, premises_id, outstanding, due_on, {expiry} FROM open_charge WHERE outstanding <> 0
"""

# rules/limitation.expiry_without_events in SQL: the same day so many years later, 29 February → 28 February; periods
# that were complete before the three-year rule of 2017-10-01 had two years. A test compares both for every day.
YEARS_LATER = {
    "sqlite": "(substr(due_on, 1, 4) + {n}) || CASE substr(due_on, 5) WHEN '-02-29' THEN '-02-28' ELSE substr(due_on, 5) END",
    "postgresql": "(due_on + INTERVAL '{n} years')::date",
}
EXPIRY = "CASE WHEN due_on <= '2015-09-30' THEN {two} ELSE {three} END"

HOUSEHOLDS = """
SELECT p.id, p.organisation_id, COALESCE(o.outstanding, 0), COALESCE(o.charges, 0), o.oldest, o.expiry,
  (SELECT COALESCE(SUM(amount_fen), 0) FROM ledger_payment WHERE premises_id = p.id)
    - (SELECT COALESCE(SUM(a.amount_fen), 0) FROM ledger_payment y JOIN ledger_allocation a ON a.payment_id = y.id
       WHERE y.premises_id = p.id),
  (SELECT MAX(y.paid_on) FROM ledger_payment y WHERE y.premises_id = p.id AND y.reversal_of_id IS NULL
     AND y.method NOT IN ('prior', 'offset')
     AND NOT EXISTS (SELECT 1 FROM ledger_payment r WHERE r.reversal_of_id = y.id))
FROM estates_premises p LEFT JOIN (
  SELECT premises_id, SUM(outstanding_fen) AS outstanding, COUNT(*) AS charges, MIN(due_on) AS oldest,
    MIN(expires_on) AS expiry
  FROM ledger_chargeposition WHERE premises_id {condition} GROUP BY premises_id
) o ON o.premises_id = p.id
WHERE p.id {condition}
"""


def refresh(premises_ids: Iterable[int], *, at: dt.datetime) -> None:
    """Rederive the positions of these premises. Call it at the end of every ledger write, in its transaction."""
    refresh_scope(Scope.of_premises(premises_ids), at=at)


def rebuild(organisation_id: int, *, at: dt.datetime) -> None:
    """Rederive every position of an organisation."""
    refresh_scope(Scope.of_organisation(organisation_id), at=at)


def refresh_scope(scope: Scope, *, at: dt.datetime) -> None:
    """Rederive the positions in ``scope``: balances in SQL, then the clocks that events have moved, then households,
    then the packed columns beside them.
    """
    open_charges = OPEN_CHARGES.format(condition=scope.condition, expiry=expiry_in_sql())
    households = HOUSEHOLDS.format(condition=scope.condition)
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM ledger_chargeposition WHERE premises_id {scope.condition}", scope.params)
        cursor.execute(f"INSERT INTO ledger_chargeposition ({CHARGE_COLUMNS}) {open_charges}", scope.params)
        clocks.apply_events(scope.condition, scope.params, today=day_of(at))
        cursor.execute(f"DELETE FROM ledger_householdposition WHERE premises_id {scope.condition}", scope.params)
        cursor.execute(f"INSERT INTO ledger_householdposition ({HOUSEHOLD_COLUMNS}) {households}", scope.params * 2)
    columns.refresh(scope.condition, scope.params)


def expiry_in_sql() -> str:
    """The limitation expiry of a column ``due_on`` to which nothing ever happened."""
    later = YEARS_LATER[connection.vendor]
    return EXPIRY.format(two=later.format(n=2), three=later.format(n=3))


@dataclass(frozen=True)
class Difference:
    """A stored position that does not follow from the rows."""

    kind: str  # charge, household, columns
    number: int
    stored: tuple[Any, ...] | None
    derived: tuple[Any, ...] | None


def differences(organisation_id: int, *, at: dt.datetime) -> list[Difference]:
    """Compare stored positions with freshly derived ones. Repairs what differs, and says what it was."""
    before = _stored(organisation_id)
    rebuild(organisation_id, at=at)
    after = _stored(organisation_id)
    keys = sorted(before.keys() | after.keys())
    return [Difference(*key, before.get(key), after.get(key)) for key in keys if before.get(key) != after.get(key)]


def _stored(organisation_id: int) -> dict[tuple[str, int], tuple[Any, ...]]:
    charges = ChargePosition.objects.filter(organisation_no=organisation_id).values_list()
    households = HouseholdPosition.objects.filter(organisation_no=organisation_id).values_list()
    found = {("charge", row[0]): tuple(row[1:]) for row in charges}
    packed = HouseholdColumns.objects.filter(organisation_no=organisation_id).values_list("premises_id", "packed")
    found |= {("household", row[0]): tuple(row[1:]) for row in households}
    return found | {("columns", number): (bytes(words).hex(),) for number, words in packed}

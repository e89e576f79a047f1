"""Positions behind doors an import has just made: nothing was ever paid, waived, written off, reversed or sent there.

A charge's position is then the charge itself, and what the import holds in memory need not be read back. The result is
what ``positions.refresh_scope`` would derive; tests compare both (``positions.differences``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from jiefen.engine.bill_columns import BILL, BILL_WITHOUT_LATE, day_number, pack_many
from jiefen.ledger.columns import WITHOUT_LATE
from jiefen.ledger.models import FeeItemKind, HouseholdColumns
from jiefen.ledger.positions import CHARGE_COLUMNS, HOUSEHOLD_COLUMNS, expiry_in_sql
from jiefen.rules.limitation import expiry_without_events
from jiefen.shared.bulk import Inserts

# Packed days end at both sides (engine/bill_columns): beyond these, what the rule would say of a day makes no difference.
LONG_AGO: Final = dt.date(1987, 12, 31)
FAR_AHEAD: Final = dt.date(2170, 1, 1)
_CHARGES: Final = """
INSERT INTO ledger_chargeposition ({columns})
SELECT id, organisation_id, premises_id, amount_fen, due_on, {expiry} FROM ledger_charge
WHERE id BETWEEN %s AND %s AND amount_fen <> 0
  AND fee_item_id IN (SELECT id FROM ledger_feeitem WHERE organisation_id = %s AND kind <> 'deposit')
"""
_OWING: Final = """
INSERT INTO ledger_householdposition ({columns})
SELECT premises_id, organisation_no, SUM(outstanding_fen), COUNT(*), MIN(due_on), MIN(expires_on), 0, NULL
FROM ledger_chargeposition WHERE premises_id BETWEEN %s AND %s GROUP BY premises_id, organisation_no
"""
_OTHERS: Final = """
INSERT INTO ledger_householdposition ({columns})
SELECT id, organisation_id, 0, 0, NULL, NULL, 0, NULL FROM estates_premises
WHERE id BETWEEN %s AND %s AND id NOT IN (SELECT premises_id FROM ledger_householdposition WHERE premises_id BETWEEN %s AND %s)
"""


class AsBilled(NamedTuple):
    """New premises, and the charges that were all that happened there; deposits among them are left out."""

    organisation_id: int
    premises: range  # ids
    building_ids: Sequence[int]  # of each
    charges: range  # ids
    premises_of: Sequence[int]  # of each charge, its premises' id
    fen: Sequence[int]
    kinds: Sequence[str]  # FeeItemKind
    due_on: Sequence[str | None]  # ISO


def insert(billed: AsBilled, inserts: Inserts) -> None:
    """The positions of the charges and of the households. Their columns: ``insert_columns``."""
    charges, premises = _ends(billed.charges), _ends(billed.premises)
    into_charges = _CHARGES.format(columns=CHARGE_COLUMNS, expiry=expiry_in_sql())
    inserts.statement(into_charges, (*charges, billed.organisation_id))
    inserts.statement(_OWING.format(columns=HOUSEHOLD_COLUMNS), premises)
    inserts.statement(_OTHERS.format(columns=HOUSEHOLD_COLUMNS), premises * 2)


def insert_columns(billed: AsBilled, inserts: Inserts) -> None:
    """The packed bills of every household that has some."""
    lines = _lines(billed)
    ids = np.unique(lines[:, 0])
    buildings = np.array(billed.building_ids, np.int64)[ids - billed.premises.start]
    households = np.stack([ids, buildings, np.zeros_like(ids)], axis=1)
    rows = zip(ids.tolist(), pack_many(households, lines), strict=True)
    inserts.rows(HouseholdColumns, ("premises_id", "packed"), rows, same={"organisation_no": billed.organisation_id})


def _lines(billed: AsBilled) -> NDArray[np.int64]:
    """Rows as ``pack_many`` wants them."""
    kinds = {kind: BILL_WITHOUT_LATE if kind in WITHOUT_LATE else BILL for kind in FeeItemKind.values}
    days = {due: _days(due) for due in set(billed.due_on)}
    found = np.zeros((len(billed.charges), 7), np.int64)
    found[:, 0], found[:, 1], found[:, 4] = billed.premises_of, billed.charges, billed.fen
    found[:, 3] = list(map(kinds.__getitem__, billed.kinds))
    found[:, 5:] = np.array(list(map(days.__getitem__, billed.due_on)), np.int64).reshape(-1, 2)
    is_fee = np.array(billed.kinds) != FeeItemKind.DEPOSIT.value
    lines: NDArray[np.int64] = found[is_fee & (found[:, 4] != 0)]
    return lines


def _days(due: str | None) -> tuple[int, int]:
    """(due day, day of limitation) as packed bills have them."""
    if due is None:
        return 0, 0
    on = min(max(dt.date.fromisoformat(due), LONG_AGO), FAR_AHEAD)
    return day_number(on), day_number(expiry_without_events(on))


def _ends(ids: range) -> tuple[int, int]:
    return ids.start, ids.stop - 1

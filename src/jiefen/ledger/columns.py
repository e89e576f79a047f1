"""Column blocks beside the positions: one small packed row per premises with open bills, for the night (ADR).

Written in the same transaction as the rows they follow from, by ``positions.refresh_scope`` alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from jiefen.engine.bill_columns import BILL, BILL_WITHOUT_LATE, LAST_DAY, LATE_PAID, LATE_WAIVED, SETTLED, pack_many
from jiefen.ledger.models import Component, FeeItemKind, HouseholdColumns
from jiefen.shared.bulk import insert_rows

AT_A_TIME: Final = 20_000  # premises read at once
WITHOUT_LATE: Final = (FeeItemKind.DEPOSIT.value, FeeItemKind.COLLECTED_FOR_OTHERS.value)
_DAY: Final = {  # engine/bill_columns.day_number
    "sqlite": "CAST(julianday({day}) - 2447891.5 AS INTEGER)",
    "postgresql": "({day} - DATE '1989-12-31')",
}
_HOUSEHOLDS: Final = """
SELECT h.premises_id, p.building_id, {last_paid}, h.organisation_no
FROM ledger_householdposition h JOIN estates_premises p ON p.id = h.premises_id
WHERE h.premises_id {condition} AND h.open_charges > 0 ORDER BY h.premises_id
"""
_BILLS: Final = f"""
SELECT o.premises_id, o.charge_id, 0,
  CASE WHEN f.kind IN {WITHOUT_LATE}
    THEN {BILL_WITHOUT_LATE} ELSE {BILL} END,
  o.outstanding_fen, {{due}}, {{expires}}
FROM ledger_chargeposition o JOIN ledger_charge c ON c.id = o.charge_id JOIN ledger_feeitem f ON f.id = c.fee_item_id
WHERE o.premises_id {{condition}}
"""
_PARTS: Final = """
SELECT o.premises_id, a.charge_id, a.id * 3 + {table}, {kind}, a.amount_fen, {day}, 0
FROM ledger_chargeposition o JOIN {rows} a ON a.charge_id = o.charge_id {join}
WHERE o.premises_id {condition} AND a.reversal_of_id IS NULL
  AND NOT EXISTS (SELECT 1 FROM {rows} r WHERE r.reversal_of_id = a.id)
"""


def refresh(condition: str, params: tuple[Any, ...]) -> None:
    """Write the columns of the premises in scope anew, from positions that are already right."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM ledger_householdcolumns WHERE premises_id {condition}", params)
        cursor.execute(_HOUSEHOLDS.format(condition=condition, last_paid=_day("h.last_paid_on")), params)
        households = np.array(cursor.fetchall(), np.int64).reshape(-1, 4)
    households[:, 2] = _within(households[:, 2])
    for first in range(0, len(households), AT_A_TIME):
        some = households[first : first + AT_A_TIME]
        rows = list(_rows(some, condition, params))  # PostgreSQL cannot read amid COPY
        insert_rows(HouseholdColumns, ("premises_id", "organisation_no", "packed"), rows)


def _rows(households: NDArray[np.int64], condition: str, params: tuple[Any, ...]) -> Iterator[tuple[int, int, bytes]]:
    """Rows to insert. Where premises stand close together, those between that are not in scope are read and left out."""
    ids = households[:, 0]
    first, last = int(ids[0]), int(ids[-1])
    between, span = "BETWEEN %s AND %s", (first, last)
    if last - first < 2 * len(ids):
        lines = _lines(between, span)
        lines = lines[np.isin(lines[:, 0], ids)]
    else:
        lines = _lines(f"{condition} AND o.premises_id {between}", params + span)
    yield from zip(ids.tolist(), households[:, 3].tolist(), pack_many(households[:, :3], lines), strict=True)


def _lines(condition: str, params: tuple[Any, ...]) -> NDArray[np.int64]:
    """Bills and what was put against them, as ``pack_many`` wants them. Four statements in one."""
    selects = [_bills(condition), *_parts(condition)]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(selects), params * len(selects))
        lines = np.array(cursor.fetchall(), np.int64).reshape(-1, 7)
    lines[:, 5], lines[:, 6] = _within(lines[:, 5]), _within(lines[:, 6])
    return lines


def _bills(condition: str) -> str:
    return _BILLS.format(condition=condition, due=_day("o.due_on"), expires=_day("o.expires_on"))


def _parts(condition: str) -> list[str]:
    paid_or_late = "CASE WHEN a.component = '" + Component.PRINCIPAL + "' THEN {0} ELSE {1} END"
    sources = (
        (0, "ledger_allocation", paid_or_late.format(SETTLED, LATE_PAID), _day("y.paid_on")),
        (1, "ledger_waiver", paid_or_late.format(SETTLED, LATE_WAIVED), _day("a.effective_on")),
        (2, "ledger_writeoff", str(SETTLED), _day("a.effective_on")),
    )
    return [
        _PARTS.format(
            table=number, rows=rows, kind=kind, day=day, condition=condition,
            join="" if number else "JOIN ledger_payment y ON y.id = a.payment_id",
        )
        for number, rows, kind, day in sources
    ]  # fmt: skip


def _day(column: str) -> str:
    """The column's day number in SQL, not yet kept within bounds; 0 when it is null."""
    number = _DAY[connection.vendor].format(day=column)
    return f"COALESCE(CASE WHEN {number} < 1 THEN 1 ELSE {number} END, 0)"


def _within(days: NDArray[np.int64]) -> NDArray[np.int64]:
    kept: NDArray[np.int64] = np.minimum(days, LAST_DAY)
    return kept

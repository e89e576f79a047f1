"""Reading packed bills: the next premises of an organisation at night, or a few of them for a page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from jiefen.engine.bill_columns import BETWEEN, Columns, day_number, join, separated, with_empty
from jiefen.estates.models import Premises
from jiefen.ledger.models import HouseholdColumns

END: Final = 2**62  # behind the last premises
# The rows of a step put behind one another by the database itself: one value comes back where fetching a million small
# ones costs twice the time and holds Python's lock meanwhile. SQLite joins bytes as they are, zero bytes included (a
# test reads them back), and ``separated`` counts them.
_BETWEEN: Final = BETWEEN.hex()
_NEXT: Final = {
    "sqlite": f"SELECT group_concat(premises_id), CAST(group_concat(packed, x'{_BETWEEN}') AS BLOB)",
    "postgresql": "SELECT string_agg(premises_id::text, ',' ORDER BY premises_id), "
    f"string_agg(packed, decode('{_BETWEEN}', 'hex') ORDER BY premises_id)",
}
_STEP: Final = (
    "{columns} FROM (SELECT premises_id, packed FROM ledger_householdcolumns "
    "WHERE organisation_no = %s AND premises_id > %s ORDER BY premises_id LIMIT %s) AS step"
)


@dataclass(frozen=True, slots=True)
class Found:
    """Premises in ascending order, the building of each, and up to which premises this is everything."""

    columns: Columns
    buildings: NDArray[np.int64]
    until: int

    @property
    def is_last(self) -> bool:
        """Nothing comes after."""
        return self.until == END


def many_columns(organisation_id: int) -> int:
    """How many households have open bills."""
    return int(HouseholdColumns.objects.filter(organisation_no=organisation_id).count())


def columns_after(organisation_id: int, after: int, *, limit: int, also: Collection[int] = ()) -> Found:
    """The next ``limit`` households with open bills, and those of ``also`` between them. One query, or two."""
    with connection.cursor() as cursor:
        cursor.execute(_STEP.format(columns=_NEXT[connection.vendor]), (organisation_id, after, limit))
        ids, packed = cursor.fetchone()
    columns = separated(np.fromstring(ids or "", np.int64, sep=","), packed or b"")
    until = int(columns.premises[-1]) if len(columns) == limit else END
    return _found(organisation_id, columns, [pk for pk in also if after < pk <= until], until)


def columns_of(organisation_id: int, ids: Iterable[int]) -> Found:
    """These premises of the organisation, those that owe nothing included. Two queries."""
    asked = list(ids)
    rows = HouseholdColumns.objects.filter(organisation_no=organisation_id, premises_id__in=asked)
    found = list(rows.order_by("premises_id").values_list("premises_id", "packed"))
    columns = join([pk for pk, _ in found], [packed for _, packed in found])
    return _found(organisation_id, columns, asked, END)


def _found(organisation_id: int, columns: Columns, also: Collection[int], until: int) -> Found:
    """``columns``, and premises of ``also`` that have no bills among them."""
    missing = set(also).difference(columns.premises.tolist()) if also else set()
    columns = with_empty(columns, _empty(organisation_id, missing)) if missing else columns
    return Found(columns, columns.words[columns.starts], until)


def _empty(organisation_id: int, ids: Iterable[int]) -> NDArray[np.int64]:
    """Rows (premises, building, last payment) of those of ``ids`` that are the organisation's, ascending."""
    known = Premises.objects.of(organisation_id).filter(pk__in=list(ids)).order_by("pk")
    rows: Iterable[tuple[int, int, dt.date | None]] = known.values_list("pk", "building_id", "position__last_paid_on")
    found = [(pk, building_id, day_number(paid)) for pk, building_id, paid in rows]
    return np.array(found, np.int64).reshape(-1, 3)

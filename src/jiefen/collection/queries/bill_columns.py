"""Reading packed bills: the next premises of an organisation at night, or a few of them for a page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from jiefen.engine.bill_columns import Columns, day_number, join, pack
from jiefen.estates.models import Premises
from jiefen.ledger.models import HouseholdColumns

END: Final = 2**62  # behind the last premises
_NEXT: Final = (
    "SELECT premises_id, packed FROM ledger_householdcolumns "
    "WHERE organisation_no = %s AND premises_id > %s ORDER BY premises_id LIMIT %s"
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
        cursor.execute(_NEXT, (organisation_id, after, limit))
        rows = cursor.fetchall()
    until = int(rows[-1][0]) if len(rows) == limit else END
    return _found(organisation_id, rows, [pk for pk in also if after < pk <= until], until)


def columns_of(organisation_id: int, ids: Iterable[int]) -> Found:
    """These premises of the organisation, those that owe nothing included. Two queries."""
    asked = list(ids)
    rows = HouseholdColumns.objects.filter(organisation_no=organisation_id, premises_id__in=asked)
    found = list(rows.order_by("premises_id").values_list("premises_id", "packed"))
    return _found(organisation_id, found, asked, END)


def _found(organisation_id: int, rows: Sequence[Any], also: Iterable[int], until: int) -> Found:
    """Rows as columns; premises of ``also`` without bills get columns without bills."""
    missing = set(also) - {row[0] for row in rows} if also else set()
    rows = sorted([*rows, *_empty(organisation_id, missing)], key=lambda row: row[0]) if missing else rows
    columns = join([row[0] for row in rows], [row[1] for row in rows])
    return Found(columns, columns.words[columns.starts[:-1]], until)


def _empty(organisation_id: int, ids: Iterable[int]) -> list[tuple[int, bytes]]:
    known = Premises.objects.of(organisation_id).filter(pk__in=list(ids))
    rows: Iterable[tuple[int, int, dt.date | None]] = known.values_list("pk", "building_id", "position__last_paid_on")
    return [(pk, pack(building_id, day_number(paid), ())) for pk, building_id, paid in rows]

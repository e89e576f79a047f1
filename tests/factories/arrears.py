"""Households that owe, for lists and boards: premises with their place in the sort order, bills by due month."""

from __future__ import annotations

import datetime as dt
from typing import Any

from jiefen.estates.bulk import sort_key_of
from jiefen.estates.models import Building, Estate, Premises
from jiefen.estates.names import initials
from jiefen.ledger import positions
from jiefen.ledger.models import ImportBatch, ImportKind
from jiefen.ledger.states import ImportState
from tests.factories.world import AT, make_charge, make_premises


def make_debtor(
    estate: Estate,
    room: str = "",
    *months: tuple[int, int],
    fen: int = 10_000,
    item: Any = None,
    **who: Any,
) -> Premises:
    """A household with one bill of ``fen`` 分 for each (year, month). ``who``: building, owner, phone; rest: columns."""
    known = {key: who.pop(key) for key in ("building", "owner", "phone") if key in who}
    premises = make_premises(estate, room, **known)
    columns = {"sort_key": sort_key_of(premises.label), "pinyin": initials(premises.owner_name), **who}
    Premises.objects.filter(pk=premises.pk).update(**columns)
    for year, month in months:
        make_charge(premises, fen, dt.date(year, month, 1), item=item)
    positions.refresh([premises.pk], at=AT)
    premises.refresh_from_db()
    return premises


def give_to(steward: Any, estate: Estate, *names: str) -> None:
    """Put a steward (membership) in charge of the named buildings (none: all of the estate)."""
    buildings = Building.objects.filter(estate=estate)
    (buildings.filter(name__in=names) if names else buildings).update(steward=steward)


def came_in(organisation_id: int, at: dt.datetime, kind: str = ImportKind.PAYMENTS) -> None:
    """A sheet was committed at that moment (its rows are left out): payments are known up to that day."""
    ImportBatch.objects.create(
        organisation_id=organisation_id, kind=kind, state=ImportState.COMMITTED, file_name="流水.xlsx", file_sha256="0",
        file_key="0", created_at=at, committed_at=at,
    )  # fmt: skip

"""Bills under dispute beside the others of the same household, as columns for the night.

A standing dispute pauses its bills alone. They neither age the household nor press for a demand; yet their time runs on,
so the night must know both sides (docs/algorithms/nightly.md).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, Sum

from jiefen.collection.models import DisputedCharge
from jiefen.collection.queries.commitments import HouseholdCommitments
from jiefen.collection.queries.night_agreements import Facts
from jiefen.collection.queries.plannable import STANDING_DISPUTE
from jiefen.engine import nightly_kernel as column
from jiefen.ledger.models import ChargePosition
from jiefen.rules.limitation import BANDS

AT_A_TIME: Final = 5_000
_WINDOW: Final = dt.timedelta(days=BANDS[-1])


@dataclass(frozen=True, slots=True)
class Part:
    """The open bills of one household on one side of a dispute. ``first_on``, ``last_on``, ``bills``, ``expiring_fen``:
    of those that expire within 180 days. 分.
    """

    fen: int = 0
    oldest_on: dt.date | None = None
    first_on: dt.date | None = None
    last_on: dt.date | None = None
    bills: int = 0
    expiring_fen: int = 0
    barred_fen: int = 0


@dataclass(frozen=True, slots=True)
class Split:
    """A household's open bills under dispute, and its others."""

    disputed: Part
    others: Part


def disputes(agreed: Mapping[int, HouseholdCommitments], today: dt.date) -> dict[int, Split]:
    """Households some of whose open bills are under dispute, by premises. One query for every 5,000 of them."""
    ids = sorted(pk for pk, one in agreed.items() if one.disputed_charge_ids)
    found: dict[int, dict[bool, Part]] = {}
    for first in range(0, len(ids), AT_A_TIME):
        for premises_id, is_disputed, part in _parts(ids[first : first + AT_A_TIME], today):
            found.setdefault(premises_id, {})[is_disputed] = part
    return {pk: Split(sides[True], sides.get(False, Part())) for pk, sides in found.items() if _has_money(sides)}


def _has_money(sides: Mapping[bool, Part]) -> bool:
    return True in sides and sides[True].fen > 0


def _parts(ids: Sequence[int], today: dt.date) -> Iterator[tuple[int, bool, Part]]:
    standing = DisputedCharge.objects.filter(charge_id=OuterRef("charge_id"), dispute__state__in=STANDING_DISPUTE)
    owed = Q(outstanding_fen__gt=0)
    soon = owed & Q(expires_on__range=(today, today + _WINDOW))
    sums: dict[str, Any] = {
        "fen": Sum("outstanding_fen", filter=owed), "oldest_on": Min("due_on"),
        "first_on": Min("expires_on", filter=soon), "last_on": Max("expires_on", filter=soon),
        "bills": Count("charge_id", filter=soon), "expiring_fen": Sum("outstanding_fen", filter=soon),
        "barred_fen": Sum("outstanding_fen", filter=owed & Q(expires_on__lt=today)),
    }  # fmt: skip
    rows = ChargePosition.objects.filter(premises_id__in=ids).annotate(is_disputed=Exists(standing)).order_by()
    grouped: Any = rows.values("premises_id", "is_disputed").annotate(**sums)
    for premises_id, is_disputed, fen, oldest, first, last, bills, expiring, barred in grouped.values_list(
        "premises_id", "is_disputed", *sums
    ):
        yield premises_id, is_disputed, Part(fen or 0, oldest, first, last, bills, expiring or 0, barred or 0)


def part_of(bills: Collection[ChargePosition], today: dt.date) -> Part:
    """One side from rows that were read already. No query."""
    owed = [row for row in bills if row.outstanding_fen > 0]
    dated = [(row.expires_on, row.outstanding_fen) for row in owed if row.expires_on is not None]
    soon = [(on, fen) for on, fen in dated if today <= on <= today + _WINDOW]
    return Part(
        fen=sum(row.outstanding_fen for row in owed),
        oldest_on=min((row.due_on for row in bills if row.due_on is not None), default=None),
        first_on=min((on for on, _ in soon), default=None),
        last_on=max((on for on, _ in soon), default=None),
        bills=len(soon),
        expiring_fen=sum(fen for _, fen in soon),
        barred_fen=sum(fen for on, fen in dated if on < today),
    )


def columns_of_disputes(found: Mapping[int, Split]) -> dict[int, Facts]:
    """The same by column of engine/nightly_kernel."""
    ways: dict[int, dict[int, int]] = {
        column.DISPUTE: dict.fromkeys(found, 1),
        column.DISPUTED_FEN: {pk: each.disputed.fen for pk, each in found.items()},
        column.DISPUTED_LIMITATION: {pk: _number(each.disputed.first_on) for pk, each in found.items()},
        column.DISPUTED_FEN_180: {pk: each.disputed.expiring_fen for pk, each in found.items()},
        column.OTHERS_OLDEST: {pk: _number(each.others.oldest_on) for pk, each in found.items()},
        column.OTHERS_LIMITATION: {pk: _number(each.others.first_on) for pk, each in found.items()},
        column.OTHERS_FEN_180: {pk: each.others.expiring_fen for pk, each in found.items()},
        column.OTHERS_BARRED: {pk: each.others.barred_fen for pk, each in found.items()},
    }
    return {**ways}


def _number(day: dt.date | None) -> int:
    return 0 if day is None else day.toordinal()

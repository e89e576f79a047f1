"""How fresh what we know of payments is, and which bills of a household are open."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db.models import Max

from jiefen.ledger.models import ChargePosition, ImportBatch, ImportKind, Payment
from jiefen.ledger.states import ImportState
from jiefen.shared.clock import day_of

_TELLS_OF_PAYMENTS = (ImportKind.PAYMENTS, ImportKind.ARREARS)  # an arrears sheet says what is still owed that day


def payments_known_on(organisation_ids: Collection[int], *, now: dt.datetime) -> dict[int, dt.date]:
    """Per organisation the day up to which payments are known: the latest import that tells of them, or the latest
    payment entered by hand; ``date.min`` when there was neither. Two queries.
    """
    ids = list(organisation_ids)
    imports = ImportBatch.objects.filter(
        organisation_id__in=ids, kind__in=_TELLS_OF_PAYMENTS, state=ImportState.COMMITTED, committed_at__lte=now
    )
    entered = Payment.objects.filter(organisation_id__in=ids, recorded_at__lte=now, reversal_of=None)
    found = dict.fromkeys(ids, dt.date.min)
    for rows, column in ((imports, "committed_at"), (entered, "recorded_at")):
        latest = rows.order_by().values("organisation_id").annotate(last=Max(column))
        for organisation_id, last in latest.values_list("organisation_id", "last"):
            found[organisation_id] = max(found[organisation_id], day_of(last))
    return found


def open_charge_ids(premises_ids: Iterable[int]) -> dict[int, set[int]]:
    """Per premises the charges with principal still open. One query."""
    found: dict[int, set[int]] = defaultdict(set)
    rows = ChargePosition.objects.filter(premises_id__in=premises_ids, outstanding_fen__gt=0)
    for premises_id, charge_id in rows.values_list("premises_id", "charge_id"):
        found[premises_id].add(charge_id)
    return found

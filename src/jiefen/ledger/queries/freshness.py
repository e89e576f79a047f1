"""How fresh what we know of payments is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db.models import Max, QuerySet

from jiefen.ledger.models import ImportBatch, ImportKind, Payment
from jiefen.ledger.states import ImportState
from jiefen.shared.clock import day_of

_TELLS_OF_PAYMENTS = (ImportKind.PAYMENTS, ImportKind.ARREARS)  # an arrears sheet says what is still owed that day


def payments_known_on(organisation_ids: Collection[int], *, now: dt.datetime) -> dict[int, dt.date]:
    """Per organisation the day up to which payments are known: the latest import that tells of them, or the latest
    payment entered by hand; ``date.min`` when there was neither. One query.
    """
    ids = list(organisation_ids)
    imports = ImportBatch.objects.filter(
        organisation_id__in=ids, kind__in=_TELLS_OF_PAYMENTS, state=ImportState.COMMITTED, committed_at__lte=now
    )
    entered = Payment.objects.filter(organisation_id__in=ids, recorded_at__lte=now, reversal_of=None)
    found = dict.fromkeys(ids, dt.date.min)
    for organisation_id, last in _latest(imports, "committed_at").union(_latest(entered, "recorded_at"), all=True):
        found[organisation_id] = max(found[organisation_id], day_of(last))
    return found


def _latest(rows: QuerySet[Any], column: str) -> QuerySet[Any]:
    found: QuerySet[Any] = rows.order_by().values("organisation_id").annotate(last=Max(column))
    return found.values_list("organisation_id", "last")

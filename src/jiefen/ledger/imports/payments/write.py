"""Writing matched payments with what they settle: two bulk inserts, positions derived at the end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from jiefen.estates.models import Premises
from jiefen.ledger import positions
from jiefen.ledger.actions.posting import NOTE_LIMIT, REASON_LIMIT
from jiefen.ledger.imports.payments.received import Received, method_of
from jiefen.ledger.imports.payments.settle import line_amounts
from jiefen.ledger.models import Allocation, Component, ImportBatch, Payment
from jiefen.shared.bulk import insert_rows, instant, reserve_ids

PAYMENT: Final = ("id", "amount_fen", "note", "premises_id", "paid_on", "method", "payer_name", "reference")
ALLOCATION: Final = ("amount_fen", "payment_id", "charge_id", "reason", "effective_on")
LOCKED_AT_ONCE = 1000
NAME_LIMIT = 80


def lock_households(received: Sequence[Received]) -> None:
    """Keep other writers to these households out until the transaction ends, in an order that cannot deadlock."""
    ids = sorted({one.door.premises_id for one in received})
    for start in range(0, len(ids), LOCKED_AT_ONCE):
        chunk = Premises.objects.filter(pk__in=ids[start : start + LOCKED_AT_ONCE]).order_by("pk")
        list(chunk.select_for_update().values_list("pk", flat=True))


def write(received: Sequence[Received], *, batch: ImportBatch, by_no: int | None, at: dt.datetime) -> None:
    """Payments, then allocations, in the order given. Call inside a durable transaction, households locked."""
    ids = reserve_ids(Payment, len(received))
    payments = [_payment(pk, one) for pk, one in zip(ids, received, strict=True)]
    allocations = [row for pk, one in zip(ids, received, strict=True) for row in _allocations(pk, one)]
    same = {
        "organisation_id": batch.organisation_id, "recorded_at": instant(at), "recorded_by_no": by_no, "batch_no": batch.pk,
    }  # fmt: skip
    insert_rows(Payment, PAYMENT, payments, same=same)
    insert_rows(Allocation, ALLOCATION, allocations, same={**same, "note": "", "component": Component.PRINCIPAL.value})
    positions.refresh_scope(positions.Scope.of_batch(batch.pk), at=at)


def _payment(pk: int, one: Received) -> tuple[Any, ...]:
    row = one.row
    return (
        pk, row.amount_fen, row.memo[:NOTE_LIMIT], one.door.premises_id, one.paid_on.isoformat(),
        str(method_of(row)), row.payer[:NAME_LIMIT], one.reference,
    )  # fmt: skip


def _allocations(pk: int, one: Received) -> list[tuple[Any, ...]]:
    day = one.paid_on.isoformat()
    return [(fen, pk, charge_id, reason[:REASON_LIMIT], day) for charge_id, fen, reason in line_amounts(one.allocation)]

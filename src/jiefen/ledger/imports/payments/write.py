"""Writing matched payments with what they settle: two bulk inserts, positions derived at the end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from jiefen.estates.models import Premises
from jiefen.ledger import positions
from jiefen.ledger.actions.posting import NOTE_LIMIT, REASON_LIMIT
from jiefen.ledger.imports.commit import ALLOCATION, PAYMENT
from jiefen.ledger.imports.payments.received import Received, method_of
from jiefen.ledger.imports.payments.settle import line_amounts
from jiefen.ledger.models import Allocation, Component, ImportBatch, Payment
from jiefen.shared.bulk import insert_rows, instant, reserve_ids

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
    common = (batch.organisation_id,), (instant(at), by_no, batch.pk)
    ids = reserve_ids(Payment, len(received))
    insert_rows(Payment, PAYMENT, [_payment(pk, one, *common) for pk, one in zip(ids, received, strict=True)])
    rows = [row for pk, one in zip(ids, received, strict=True) for row in _allocations(pk, one, *common)]
    insert_rows(Allocation, ALLOCATION, rows)
    positions.refresh_scope(positions.Scope.of_batch(batch.pk), at=at)


def _payment(pk: int, one: Received, owner: tuple[int], stamp: tuple[Any, ...]) -> tuple[Any, ...]:
    row = one.row
    return (
        pk, *owner, row.amount_fen, *stamp, row.memo[:NOTE_LIMIT], one.door.premises_id, one.paid_on.isoformat(),
        str(method_of(row)), row.payer[:NAME_LIMIT], one.reference,
    )  # fmt: skip


def _allocations(pk: int, one: Received, owner: tuple[int], stamp: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    day = one.paid_on.isoformat()
    return [
        (*owner, fen, *stamp, "", pk, charge_id, str(Component.PRINCIPAL), reason[:REASON_LIMIT], day)
        for charge_id, fen, reason in line_amounts(one.allocation)
    ]

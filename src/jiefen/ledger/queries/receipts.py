"""Money that came and stands, and what it was put against: what promises and plans are judged by."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from jiefen.ledger.clocks import UNDATED
from jiefen.ledger.models import Allocation, Charge, ImportBatch, Payment
from jiefen.ledger.queries.statement import PaymentLine, Statement


@dataclass(frozen=True, slots=True)
class Receipt:
    """A standing payment. ``by_charge``: 分 of it that stand against each charge; the rest is prepayment."""

    payment_id: int
    paid_on: dt.date
    recorded_at: dt.datetime
    amount_fen: int
    by_charge: Mapping[int, int] = field(default_factory=dict)

    def towards(self, charge_ids: Collection[int]) -> int:
        """分 of it that serve these charges: everything that was not put against others. None given: all of it."""
        if not charge_ids:
            return self.amount_fen
        return self.amount_fen - sum(fen for charge, fen in self.by_charge.items() if charge not in charge_ids)


def receipts_for(premises_ids: Iterable[int], *, since: dt.date) -> dict[int, tuple[Receipt, ...]]:
    """Per premises the payments that stand and were made on or after ``since``, in the order of their days.

    Two queries. Sheets that state 期初已收 or 预交冲抵 name no day on which money came, so these are left out.
    """
    standing = standing_payments().filter(premises_id__in=premises_ids, paid_on__gte=since)
    parts = Allocation.objects.filter(payment__in=standing.values("pk"))
    columns = ("premises_id", "pk", "paid_on", "recorded_at", "amount_fen")
    return _receipts(standing.values_list(*columns), parts.values_list("payment_id", "charge_id", "amount_fen"))


def receipts_of(payments: Iterable[Payment], parts: Iterable[Allocation]) -> dict[int, tuple[Receipt, ...]]:
    """The same from rows that were read already: standing payments and what was put against bills. No query."""
    rows = [(row.premises_id, row.pk, row.paid_on, row.recorded_at, row.amount_fen) for row in payments]
    return _receipts(rows, [(part.payment_id, part.charge_id, part.amount_fen) for part in parts])


def _receipts(
    payments: Iterable[tuple[int, int, dt.date, dt.datetime, int]], parts: Iterable[tuple[int, int, int]]
) -> dict[int, tuple[Receipt, ...]]:
    settled: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for payment_id, charge_id, fen in parts:
        settled[payment_id][charge_id] += fen  # a reversing row has the opposite sign
    found: dict[int, list[Receipt]] = defaultdict(list)
    for premises_id, pk, paid_on, recorded_at, fen in sorted(payments, key=lambda row: (row[2], row[1])):
        found[premises_id].append(Receipt(pk, paid_on, recorded_at, fen, settled.get(pk, {})))
    return {premises_id: tuple(rows) for premises_id, rows in found.items()}


def receipts_in(statement: Statement) -> tuple[Receipt, ...]:
    """The same from a statement that was read already, since ever. No query."""
    standing = [line for line in statement.payments if line.is_dated and not line.is_reversed]
    return tuple(_receipt(line) for line in sorted(standing, key=lambda line: (line.paid_on, line.payment_id)))


def _receipt(line: PaymentLine) -> Receipt:
    settled: dict[int, int] = defaultdict(int)
    for part in line.settled:
        settled[part.charge_id] += part.amount_fen
    return Receipt(line.payment_id, line.paid_on, line.recorded_at, line.amount_fen, settled)


def dated_payments(organisation_id: int, *, first: dt.date, last: dt.date) -> QuerySet[Payment]:
    """Payments that stand and were made from ``first`` to ``last``, as a queryset to cut further."""
    return standing_payments().filter(organisation_id=organisation_id, paid_on__gte=first, paid_on__lte=last)


def standing_payments() -> QuerySet[Payment]:
    """Payments that were not reversed and whose day is known, to be cut by the caller."""
    reversals = Payment.objects.filter(reversal_of=OuterRef("pk"))
    rows: QuerySet[Payment] = Payment.objects.filter(reversal_of=None).exclude(method__in=UNDATED)
    return rows.exclude(Exists(reversals))


def standing_charge_ids(premises_id: int, charge_ids: Collection[int]) -> set[int]:
    """Which of these charges belong to the premises and were not reversed. One query."""
    rows = Charge.objects.filter(premises_id=premises_id, pk__in=charge_ids, reversal_of=None, reversals=None)
    return set(rows.values_list("pk", flat=True))


def premises_paid_by(batch: ImportBatch) -> QuerySet[Payment, Any]:
    """The premises an import brought payments for, or took them back from, as a subquery."""
    return Payment.objects.filter(batch_no=batch.pk).values("premises_id")

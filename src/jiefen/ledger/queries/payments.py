"""Reads of payments: what is left of each, and whether one is already known."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, Sum
from django.db.models.functions import Coalesce

from jiefen.ledger.models import Payment, PaymentMethod


@dataclass(frozen=True, slots=True)
class PrepaidPayment:
    """A standing payment of which ``left_fen`` 分 are not allocated."""

    id: int
    paid_on: dt.date
    left_fen: int


@dataclass(frozen=True, slots=True)
class ReferenceEntry:
    """A payment that bears or bore a bank reference."""

    id: int
    paid_on: dt.date
    label: str
    amount_fen: int
    is_reversed: bool


def _not_reversals() -> Q:
    return Q(reversal_of=None)


def _reversed() -> Exists:
    return Exists(Payment.objects.filter(reversal_of=OuterRef("pk")))


def prepaid_payments(premises_id: int) -> list[PrepaidPayment]:
    """Standing payments with money left, oldest first. One query."""
    standing = Payment.objects.filter(~_reversed(), _not_reversals(), premises_id=premises_id)
    left = F("amount_fen") - Coalesce(Sum("allocations__amount_fen"), 0)
    rows = standing.annotate(left_fen=left).filter(left_fen__gt=0).order_by("paid_on", "pk")
    return [PrepaidPayment(*row) for row in rows.values_list("pk", "paid_on", "left_fen")]


def own_payments(premises_id: int) -> list[tuple[dt.date, int]]:
    """(day, 分) of the household's standing payments, oldest first; openings from a sheet are left out. One query."""
    standing = Payment.objects.filter(~_reversed(), _not_reversals(), premises_id=premises_id)
    rows = standing.exclude(method__in=(PaymentMethod.PRIOR, PaymentMethod.OFFSET)).order_by("paid_on", "pk")
    return list(rows.values_list("paid_on", "amount_fen"))


def similar_payment(premises_id: int, *, amount_fen: int, paid_on: dt.date, method: str) -> int | None:
    """The id of a standing payment without a reference that looks the same, or None."""
    rows = Payment.objects.filter(
        ~_reversed(), _not_reversals(), premises_id=premises_id, amount_fen=amount_fen, paid_on=paid_on,
        method=method, reference="",
    )  # fmt: skip
    found: int | None = rows.values_list("pk", flat=True).first()
    return found


def entries_of_reference(organisation_id: int, reference: str) -> list[ReferenceEntry]:
    """Payments entered with this bank reference, re-entries included, oldest first. One query."""
    same = Q(reference=reference) | Q(reference__startswith=f"{reference} (重录")
    rows = Payment.objects.of(organisation_id).filter(same, _not_reversals()).annotate(gone=_reversed())
    return [
        ReferenceEntry(row.pk, row.paid_on, row.premises.label, row.amount_fen, row.gone)
        for row in rows.select_related("premises").order_by("pk")
    ]

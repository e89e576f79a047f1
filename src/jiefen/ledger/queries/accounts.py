"""The charges of one household with everything put against each: the ground under statement, debts and actions."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import F, Value
from django.db.models.fields import BigIntegerField, CharField

from jiefen.ledger.models import Allocation, Charge, Component, FeeItemKind, Waiver, WriteOff

ALLOCATION: Final = "allocation"
WAIVER: Final = "waiver"
WRITE_OFF: Final = "write_off"


@dataclass(frozen=True, slots=True)
class Settlement:
    """One row put against a charge. ``amount_fen`` in 分, negative on a row that reverses another.

    ``stands``: neither reversed nor itself a reversal; only standing rows tell when money really came.
    """

    kind: str  # allocation, waiver, write_off
    id: int
    charge_id: int
    component: str
    amount_fen: int
    effective_on: dt.date
    reason: str
    payment_id: int | None
    reversal_of_id: int | None
    stands: bool


@dataclass(frozen=True, slots=True)
class ChargeAccount:
    """A charge (``fee_item``, ``payer`` and the estate loaded) and its settlements, oldest entry first."""

    charge: Charge
    settlements: tuple[Settlement, ...]
    is_reversed: bool

    def settled_fen(self, *, component: str, kind: str = "") -> int:
        """Σ of what was put against one component (by one ``kind``), reversals included, 分."""
        rows = (row for row in self.settlements if row.component == component and kind in ("", row.kind))
        return sum(row.amount_fen for row in rows)

    @property
    def outstanding_fen(self) -> int:
        """Principal still open, 分; 0 for a reversed charge."""
        if self.is_reversed:
            return 0
        return int(self.charge.amount_fen) - self.settled_fen(component=Component.PRINCIPAL)

    @property
    def is_deposit(self) -> bool:
        """押金: never arrears, only paid when the payer says so."""
        return bool(self.charge.fee_item.kind == FeeItemKind.DEPOSIT)

    def standing(self) -> tuple[Settlement, ...]:
        """Settlements that were not taken back."""
        return tuple(row for row in self.settlements if row.stands)


def accounts_of(premises_id: int, *, charge_ids: Iterable[int] | None = None) -> tuple[ChargeAccount, ...]:
    """Every charge of the premises (or only ``charge_ids``), reversed ones too, by due date. Two queries."""
    charges = Charge.objects.filter(premises_id=premises_id)
    if charge_ids is not None:
        charges = charges.filter(pk__in=list(charge_ids))
    rows = list(
        charges.filter(reversal_of=None)
        .annotate(reversing_id=F("reversals__pk"))
        .select_related("fee_item", "payer", "premises__estate")
        .defer("payer__phone", "payer__id_no")  # encrypted: nobody asked
        .order_by(F("due_on").asc(nulls_last=True), "pk")
    )
    found = settlements_of(premises_id, charge_ids=charge_ids)
    return tuple(ChargeAccount(row, tuple(found.get(row.pk, ())), row.reversing_id is not None) for row in rows)


def settlements_of(premises_id: int, *, charge_ids: Iterable[int] | None = None) -> dict[int, list[Settlement]]:
    """Settlements of the premises by charge, oldest entry first. One query over three tables."""
    scope: dict[str, Any] = {"charge__premises_id": premises_id}
    if charge_ids is not None:
        scope["charge_id__in"] = list(charge_ids)
    principal = Value(Component.PRINCIPAL.value, output_field=CharField())
    no_payment = Value(None, output_field=BigIntegerField())
    rows = _columns(Allocation, ALLOCATION, scope, F("component"), F("payment_id")).union(
        _columns(Waiver, WAIVER, scope, F("component"), no_payment),
        _columns(WriteOff, WRITE_OFF, scope, principal, no_payment),
        all=True,
    )
    found: dict[int, list[Settlement]] = defaultdict(list)
    for recorded_at, kind, pk, charge_id, part, fen, on, why, payment_id, reversal_of_id, reversing_id in sorted(
        rows, key=lambda row: (row[0], row[1], row[2])
    ):
        del recorded_at
        stands = reversal_of_id is None and reversing_id is None
        found[charge_id].append(
            Settlement(kind, pk, charge_id, part, fen, on, why, payment_id, reversal_of_id, stands)
        )
    return found


def _columns(model: Any, kind: str, scope: dict[str, Any], component: Any, payment: Any) -> Any:
    rows = model.objects.filter(**scope).annotate(
        row_kind=Value(kind, output_field=CharField()), part=component, paid_by=payment, reversing_id=F("reversals__pk")
    )
    return rows.values_list(
        "recorded_at", "row_kind", "pk", "charge_id", "part", "amount_fen", "effective_on", "reason", "paid_by",
        "reversal_of_id", "reversing_id",
    )  # fmt: skip

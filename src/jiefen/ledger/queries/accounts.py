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

    ``effective_on`` is the day in the books. ``relieved_on`` is the day from which the debtor is relieved: for an
    allocation the day his money came, even when it lay as prepayment until later.
    """

    kind: str  # allocation, waiver, write_off
    id: int
    charge_id: int
    component: str
    amount_fen: int
    effective_on: dt.date
    relieved_on: dt.date
    reason: str
    payment_id: int | None
    reversal_of_id: int | None
    reversed_by_id: int | None

    @property
    def stands(self) -> bool:
        """Neither reversed nor itself a reversal: only such rows tell when money really came."""
        return self.reversal_of_id is None and self.reversed_by_id is None


@dataclass(frozen=True, slots=True)
class ChargeAccount:
    """A charge and its settlements, oldest entry first, with what else a page or a rule asks of it.

    ``daily_rate`` is the text of the estate's contract, "" when it agrees no late charge.
    """

    charge: Charge
    fee_item: str
    kind: str
    payer_name: str
    daily_rate: str
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
        return self.kind == FeeItemKind.DEPOSIT

    def standing(self) -> tuple[Settlement, ...]:
        """Settlements that were not taken back."""
        return tuple(row for row in self.settlements if row.stands)


def accounts_of(premises_id: int, *, charge_ids: Iterable[int] | None = None) -> tuple[ChargeAccount, ...]:
    """Every charge of the premises (or only ``charge_ids``), reversed ones too, by due date. Two queries."""
    charges = Charge.objects.filter(premises_id=premises_id)
    if charge_ids is not None:
        charges = charges.filter(pk__in=list(charge_ids))
    rows = charges.filter(reversal_of=None).annotate(
        reversing_id=F("reversals__pk"),
        item=F("fee_item__name"),
        kind=F("fee_item__kind"),
        payer_name=F("payer__name"),
        daily_rate=F("premises__estate__late_charge_daily_rate"),
    )
    found = settlements_of(premises_id, charge_ids=charge_ids)
    return tuple(
        ChargeAccount(
            charge=row,
            fee_item=row.item,
            kind=row.kind,
            payer_name=row.payer_name or "",
            daily_rate=row.daily_rate.strip(),
            settlements=tuple(found.get(row.pk, ())),
            is_reversed=row.reversing_id is not None,
        )
        for row in rows.order_by(F("due_on").asc(nulls_last=True), "pk")
    )


def settlements_of(premises_id: int, *, charge_ids: Iterable[int] | None = None) -> dict[int, list[Settlement]]:
    """Settlements of the premises by charge, oldest entry first. One query over three tables."""
    scope: dict[str, Any] = {"charge__premises_id": premises_id}
    if charge_ids is not None:
        scope["charge_id__in"] = list(charge_ids)
    principal = Value(Component.PRINCIPAL.value, output_field=CharField())
    no_payment = Value(None, output_field=BigIntegerField())
    part, on = F("component"), F("effective_on")
    rows = _columns(Allocation, ALLOCATION, scope, part, F("payment_id"), F("payment__paid_on")).union(
        _columns(Waiver, WAIVER, scope, part, no_payment, on),
        _columns(WriteOff, WRITE_OFF, scope, principal, no_payment, on),
        all=True,
    )
    found: dict[int, list[Settlement]] = defaultdict(list)
    for values in sorted(rows, key=lambda row: row[:3]):
        row = Settlement(*values[1:])
        found[row.charge_id].append(row)
    return found


def _columns(model: Any, kind: str, scope: dict[str, Any], component: Any, payment: Any, relieved_on: Any) -> Any:
    """The fields of Settlement in order, after the moment of entry (the order of the history)."""
    rows = model.objects.filter(**scope).annotate(
        row_kind=Value(kind, output_field=CharField()),
        part=component,
        paid_by=payment,
        relieved_on=relieved_on,
        reversing_id=F("reversals__pk"),
    )
    return rows.values_list(
        "recorded_at", "row_kind", "pk", "charge_id", "part", "amount_fen", "effective_on", "relieved_on", "reason",
        "paid_by", "reversal_of_id", "reversing_id",
    )  # fmt: skip

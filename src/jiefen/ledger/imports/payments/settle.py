"""What each payment settles by Civil Code 560/561, for thousands of payments with a fixed number of queries.

The decision itself is ``queries.debts.proposal``, the one record_payment uses; here only the accounts are loaded at once,
and each payment sees what the earlier ones have left open. As there, money goes to principal only.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from django.db.models import BigIntegerField, F, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from jiefen.ledger.imports.generic_rows import Span
from jiefen.ledger.imports.items import item_name, kind_of
from jiefen.ledger.imports.payments.received import Received
from jiefen.ledger.models import Allocation, Charge, Component, FeeItemKind, Waiver, WriteOff
from jiefen.ledger.queries.accounts import ChargeAccount
from jiefen.ledger.queries.debts import proposal
from jiefen.rules import allocation

CHUNK: Final = 2000
_LAST: Final = dt.date.max
_FOR_OTHERS: Final = re.compile("^(?:代收|代缴|代扣|代付)")


@dataclass(frozen=True, slots=True)
class OpenCharge(ChargeAccount):
    """A charge of which ``open_fen`` 分 are known to be open; its settlements are not loaded."""

    open_fen: int = 0

    @property
    def outstanding_fen(self) -> int:
        """Principal still open, 分."""
        return self.open_fen


class Accounts:
    """The open charges of many premises, growing smaller with every payment."""

    def __init__(self, premises_ids: Iterable[int]) -> None:
        self._open: dict[int, list[OpenCharge]] = defaultdict(list)
        ids = sorted(set(premises_ids))
        for start in range(0, len(ids), CHUNK):
            for charge in _open_charges(ids[start : start + CHUNK]):
                self._open[charge.charge.premises_id].append(charge)

    def meant_by(self, premises_id: int, item: str) -> list[OpenCharge]:
        """The open charges a fee item names, earliest due first; all but deposits when it names none."""
        charges = self._open.get(premises_id, [])
        if not item:
            return [charge for charge in charges if not charge.is_deposit]
        return [charge for charge in charges if _is_named(charge, item)]

    def settle(self, received: Received) -> None:
        """Propose what ``received`` settles, and take it off. Raises allocation.AllocationError."""
        premises_id, item = received.door.premises_id, received.row.item.strip()
        meant = self.meant_by(premises_id, item)
        of_period = _within(meant, received.row.periods)
        if received.row.periods and not of_period:
            meant = []  # what was named is not owed: that is no reason to settle something else
        named = [int(charge.charge.pk) for charge in of_period or (meant if item else [])]
        received.misses_period = bool(received.row.periods) and not of_period
        found = proposal(meant, received.row.amount_fen, paid_on=received.paid_on, designation=named)
        received.allocation = found
        self._take(premises_id, {line.debt_id: line.principal_fen for line in found.lines})

    def owes_else(self, received: Received) -> bool:
        """Whether the household has anything open."""
        return bool(self._open.get(received.door.premises_id))

    def _take(self, premises_id: int, taken: dict[int | str, int]) -> None:
        if taken:
            left = (replace(c, open_fen=c.open_fen - taken.get(c.charge.pk, 0)) for c in self._open[premises_id])
            self._open[premises_id] = [charge for charge in left if charge.open_fen]

    def charges(self) -> dict[int, OpenCharge]:
        """By id."""
        return {int(charge.charge.pk): charge for charges in self._open.values() for charge in charges}


def _within(charges: Sequence[OpenCharge], spans: Sequence[Span]) -> list[OpenCharge]:
    """The charges of the periods named: those wholly inside, else those that have days in common with them."""
    dated = [(c, c.charge.period_start, c.charge.period_end) for c in charges]
    known = [(c, start, end) for c, start, end in dated if start and end]
    inside = [c for c, start, end in known if any(a <= start and end <= b for a, b in spans)]
    return inside or [c for c, start, end in known if any(a <= end and start <= b for a, b in spans)]


def words_of(item: str) -> list[str]:
    """The single items of a fee-item cell: 物业费、车位费."""
    return [name for word in re.split(r"[、,,/;;+&和及]", item) if (name := item_name(word))]


def _is_named(charge: OpenCharge, item: str) -> bool:
    """Whether the words of a fee-item cell name this charge's item, or its kind. 水费 is the 代收水费 of the ledger."""
    own = _FOR_OTHERS.sub("", item_name(charge.fee_item))
    for name in words_of(item):
        same_kind = kind_of(name) == charge.kind and charge.kind not in (
            FeeItemKind.OTHER,
            FeeItemKind.COLLECTED_FOR_OTHERS,
        )
        if same_kind or _FOR_OTHERS.sub("", name) == own:
            return True
    return False


def _open_charges(premises_ids: Sequence[int]) -> list[OpenCharge]:
    """Charges with something open, deposits too, by due date. Two queries."""
    charges = Charge.objects.filter(premises_id__in=premises_ids, reversal_of=None, reversals=None)
    fees = charges.filter(position__isnull=False).annotate(open_fen=F("position__outstanding_fen"))
    put = _sum(Allocation, component=Component.PRINCIPAL) + _sum(Waiver, component=Component.PRINCIPAL) + _sum(WriteOff)
    deposits = charges.filter(fee_item__kind=FeeItemKind.DEPOSIT).annotate(open_fen=F("amount_fen") - put)
    found = [*_loaded(fees), *_loaded(deposits.filter(open_fen__gt=0))]
    return sorted(found, key=lambda charge: (charge.charge.due_on or _LAST, charge.charge.pk))


def _sum(model: Any, **only: str) -> Any:
    rows = (
        model.objects.filter(charge=OuterRef("pk"), **only).order_by().values("charge").annotate(fen=Sum("amount_fen"))
    )
    return Coalesce(Subquery(rows.values("fen"), output_field=BigIntegerField()), 0)


def _loaded(charges: Any) -> Iterable[OpenCharge]:
    rows = charges.only("premises_id", "due_on", "period_start", "period_end").annotate(
        item=F("fee_item__name"), kind=F("fee_item__kind"), daily_rate=F("premises__estate__late_charge_daily_rate")
    )
    for row in rows.iterator():
        yield OpenCharge(
            charge=row, fee_item=row.item, kind=row.kind, payer_name="", daily_rate=row.daily_rate.strip(),
            settlements=(), is_reversed=False, open_fen=int(row.open_fen),
        )  # fmt: skip


def line_amounts(found: allocation.Allocation) -> list[tuple[int, int, str]]:
    """(charge id, 分 of principal, reason) of a proposal that claims no late charge."""
    return [(int(line.debt_id), line.principal_fen, line.sentence) for line in found.lines if line.principal_fen]

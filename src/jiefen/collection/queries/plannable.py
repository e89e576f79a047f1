"""What a plan may cover: open bills of a household with their late charge, without those under dispute."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from jiefen.collection.models import DisputedCharge
from jiefen.collection.states import DisputeState
from jiefen.ledger.queries.accounts import accounts_of
from jiefen.ledger.queries.late_charges import late_charge_of

STANDING_DISPUTE = (DisputeState.OPEN, DisputeState.ANSWERED)


@dataclass(frozen=True, slots=True)
class PlannableDebt:
    """One open bill, 分. ``late_charge_fen``: claimed until today and not paid."""

    charge_id: int
    principal_fen: int
    late_charge_fen: int
    due_on: dt.date | None


def disputed_charge_ids(premises_id: int) -> set[int]:
    """Charges of the household that a standing dispute pauses. One query."""
    rows = DisputedCharge.objects.filter(dispute__premises_id=premises_id, dispute__state__in=STANDING_DISPUTE)
    return set(rows.values_list("charge_id", flat=True))


def plannable_debts(premises_id: int, *, today: dt.date, only: Collection[int] = ()) -> list[PlannableDebt]:
    """Bills due by ``today`` (or only those given, due or not) with anything open. Three queries."""
    disputed = disputed_charge_ids(premises_id)
    found = []
    for account in accounts_of(premises_id, charge_ids=only or None):
        due_on, pk = account.charge.due_on, account.charge.pk
        is_due = due_on is None or due_on <= today or pk in only
        if account.is_deposit or pk in disputed or not is_due or account.outstanding_fen <= 0:
            continue
        late = late_charge_of(account, as_of=today)
        found.append(PlannableDebt(pk, account.outstanding_fen, late.open_fen if late else 0, due_on))
    return found

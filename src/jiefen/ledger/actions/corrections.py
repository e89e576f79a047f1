"""冲正: a mistake is answered by a row with the opposite amount, dated in an open month; no row is edited."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, Final

from jiefen.accounts.actors import Actor
from jiefen.accounts.roles import Capability
from jiefen.ledger import access
from jiefen.ledger.actions.posting import EARLIEST, NOTE_LIMIT, Posting, posting, tidy_text
from jiefen.ledger.models import Allocation, Charge, Payment, Waiver, WriteOff
from jiefen.ledger.queries.accounts import ALLOCATION, WAIVER, WRITE_OFF, ChargeAccount, accounts_of
from jiefen.ledger.refusals import AlreadyReversed, ReversalOfReversal, StillSettled

_STANDING: Final = {ALLOCATION: "笔收款核销", WAIVER: "笔减免", WRITE_OFF: "笔坏账核销"}
# What a reversing row repeats of the row it takes back. A bank reference is left out: it must be free again.
_REPEATED: Final[dict[type[Any], tuple[str, ...]]] = {
    Charge: ("premises_id", "fee_item_id", "payer_id", "period_start", "period_end"),
    Payment: ("premises_id", "method", "payer_name"),
    Allocation: ("payment_id", "charge_id", "component", "reason"),
    Waiver: ("charge_id", "component", "reason"),
    WriteOff: ("charge_id", "reason"),
}


def reverse_payment(*, payment_id: int, note: str, by: Actor, at: dt.datetime, on: dt.date | None = None) -> Payment:
    """Take back a payment and every allocation of it that stands. The charges are open again.

    ``on``: the day of the correction (default: the day of ``at``), not before the payment, in an open month. The
    reversing row is returned. Raises NotFound, NotPermitted, TextRefused, DateRefused, PeriodFrozen,
    AlreadyReversed, ReversalOfReversal; so do the other reversals here.
    """
    by.require(Capability.CORRECT_LEDGER)
    note = _reason(note)
    payment = access.get_payment_for(by, payment_id)
    with posting(payment.premises_id, by=by, at=at) as entry:
        on = _day(entry, payment, on, since=payment.paid_on)
        taken_back = [
            _reverse(entry, row, note, effective_on=max(on, row.effective_on)) for row in _standing_allocations(payment)
        ]
        reversal: Payment = _reverse(entry, payment, note, paid_on=on)
        entry.log(
            "ledger.payment_reversed", payment, reversal=reversal.pk, amount_fen=payment.amount_fen,
            allocations=[row.reversal_of_id for row in taken_back],
        )  # fmt: skip
    return reversal


def reverse_allocation(
    *, allocation_id: int, note: str, by: Actor, at: dt.datetime, on: dt.date | None = None
) -> Allocation:
    """Take one allocation back: its money is prepayment again, the charge open again."""
    by.require(Capability.CORRECT_LEDGER)
    row = access.get_allocation_for(by, allocation_id)
    reversal: Allocation = _reverse_settlement(row, note, "ledger.allocation_reversed", by=by, at=at, on=on)
    return reversal


def reverse_waiver(*, waiver_id: int, note: str, by: Actor, at: dt.datetime, on: dt.date | None = None) -> Waiver:
    """Take a waiver back; only who may grant one may do so."""
    by.require(Capability.GRANT_WAIVER)
    row = access.get_waiver_for(by, waiver_id)
    reversal: Waiver = _reverse_settlement(row, note, "ledger.waiver_reversed", by=by, at=at, on=on)
    return reversal


def reverse_write_off(
    *, write_off_id: int, note: str, by: Actor, at: dt.datetime, on: dt.date | None = None
) -> WriteOff:
    """Take a write-off back, for example because the owner paid after all."""
    by.require(Capability.WRITE_OFF)
    row = access.get_write_off_for(by, write_off_id)
    reversal: WriteOff = _reverse_settlement(row, note, "ledger.write_off_reversed", by=by, at=at, on=on)
    return reversal


def reverse_charge(*, charge_id: int, note: str, by: Actor, at: dt.datetime, on: dt.date | None = None) -> Charge:
    """Take a charge back. Refused (StillSettled) while allocations, waivers or write-offs stand on it.

    The reversing row repeats the billing period; its ``due_on`` is the day of the correction.
    """
    by.require(Capability.CORRECT_LEDGER)
    note = _reason(note)
    charge = access.get_charge_for(by, charge_id)
    with posting(charge.premises_id, by=by, at=at) as entry:
        on = _day(entry, charge, on, since=EARLIEST)
        _require_unsettled(accounts_of(charge.premises_id, charge_ids=[charge.pk]))
        reversal: Charge = _reverse(entry, charge, note, due_on=on)
        entry.log("ledger.charge_reversed", charge, reversal=reversal.pk, amount_fen=charge.amount_fen)
    return reversal


def _reverse_settlement(row: Any, note: str, code: str, *, by: Actor, at: dt.datetime, on: dt.date | None) -> Any:
    note = _reason(note)
    with posting(row.charge.premises_id, by=by, at=at) as entry:
        on = _day(entry, row, on, since=row.effective_on)
        reversal = _reverse(entry, row, note, effective_on=on)
        entry.log(code, row, reversal=reversal.pk, charge=row.charge_id, amount_fen=row.amount_fen)
    return reversal


def _reason(note: str) -> str:
    return tidy_text(note, NOTE_LIMIT, "冲正原因", required=True)


def _day(entry: Posting, row: Any, on: dt.date | None, *, since: dt.date) -> dt.date:
    """The day of the correction, checked under the lock together with whether ``row`` can be reversed at all."""
    if row.reversal_of_id is not None:
        raise ReversalOfReversal
    if type(row).objects.filter(reversal_of_id=row.pk).exists():
        raise AlreadyReversed
    on = on or entry.today
    entry.require_day(on, not_before=since)
    return on


def _standing_allocations(payment: Payment) -> Iterable[Allocation]:
    rows: Iterable[Allocation] = Allocation.objects.filter(payment=payment, reversal_of=None, reversals=None)
    return rows


def _reverse(entry: Posting, row: Any, note: str, **dated: dt.date) -> Any:
    """Insert the row that takes ``row`` back: the opposite amount, its own date and the note."""
    repeated = {name: getattr(row, name) for name in _REPEATED[type(row)]}
    return type(row).objects.create(**repeated, **dated, reversal_of_id=row.pk, **entry.columns(-row.amount_fen, note))


def _require_unsettled(accounts: Iterable[ChargeAccount]) -> None:
    standing = [row.kind for account in accounts for row in account.standing()]
    if standing:
        counted = "、".join(f"{standing.count(kind)} {words}" for kind, words in _STANDING.items() if kind in standing)
        raise StillSettled(f"这笔应收上还有 {counted}。请先冲正它们，再冲正这笔应收。")

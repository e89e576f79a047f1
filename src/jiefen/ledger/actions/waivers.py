"""减免 and 坏账核销: lowering what is open without money coming in."""

from __future__ import annotations

import datetime as dt

from jiefen.accounts.actors import Actor
from jiefen.accounts.roles import Capability
from jiefen.ledger.access import get_charge_for
from jiefen.ledger.actions.posting import REASON_LIMIT, Posting, posting, require_amount, tidy_text
from jiefen.ledger.models import Component, Waiver, WriteOff
from jiefen.ledger.queries.accounts import ChargeAccount, accounts_of
from jiefen.ledger.queries.late_charges import late_charge_of
from jiefen.ledger.refusals import ChargeGone, LedgerRefused, ReversalOfReversal, TooMuch


def record_waiver(
    *,
    charge_id: int,
    amount_fen: int,
    reason: str,
    by: Actor,
    at: dt.datetime,
    component: str = Component.PRINCIPAL,
    on: dt.date | None = None,
) -> Waiver:
    """Waive ``amount_fen`` 分 of a charge's principal or of its late charge, from ``on`` (default: the day of ``at``).

    At most what is open: of the principal, or of the late charge as claimed up to ``on`` less what was paid of it.
    Raises NotFound, NotPermitted, AmountRefused, TextRefused, DateRefused, PeriodFrozen, ChargeGone, TooMuch.
    """
    by.require(Capability.GRANT_WAIVER)
    require_amount(amount_fen)
    if component not in Component.values:
        raise LedgerRefused("请选择减免本金还是违约金。", code="ledger.component")
    reason = tidy_text(reason, REASON_LIMIT, "减免原因", required=True)
    with posting(get_charge_for(by, charge_id).premises_id, by=by, at=at) as entry:
        on = on or entry.today
        entry.require_day(on)
        account = open_account(entry, charge_id)
        _check_waivable(account, amount_fen, component, on)
        waiver: Waiver = Waiver.objects.create(
            charge_id=charge_id, component=component, reason=reason, effective_on=on, **entry.columns(amount_fen)
        )
        entry.log("ledger.waiver_granted", waiver, charge=charge_id, component=component, amount_fen=amount_fen)
    return waiver


def write_off(
    *, charge_id: int, amount_fen: int, reason: str, by: Actor, at: dt.datetime, on: dt.date | None = None
) -> WriteOff:
    """Write ``amount_fen`` 分 of the principal off the company's books; the owner's debt in law is another matter.

    Raises NotFound, NotPermitted, AmountRefused, TextRefused, DateRefused, PeriodFrozen, ChargeGone, TooMuch.
    """
    by.require(Capability.WRITE_OFF)
    require_amount(amount_fen)
    reason = tidy_text(reason, REASON_LIMIT, "核销原因", required=True)
    with posting(get_charge_for(by, charge_id).premises_id, by=by, at=at) as entry:
        on = on or entry.today
        entry.require_day(on)
        left_fen = open_account(entry, charge_id).outstanding_fen
        if amount_fen > left_fen:
            raise TooMuch("核销金额", left_fen)
        row: WriteOff = WriteOff.objects.create(
            charge_id=charge_id, reason=reason, effective_on=on, **entry.columns(amount_fen)
        )
        entry.log("ledger.written_off", row, charge=charge_id, amount_fen=amount_fen)
    return row


def open_account(entry: Posting, charge_id: int) -> ChargeAccount:
    """The charge with its settlements, read under the lock. Raises ChargeGone, ReversalOfReversal."""
    found = accounts_of(entry.premises_id, charge_ids=[charge_id])
    if not found:
        raise ReversalOfReversal
    if found[0].is_reversed:
        raise ChargeGone
    return found[0]


def _check_waivable(account: ChargeAccount, amount_fen: int, component: str, on: dt.date) -> None:
    if component == Component.PRINCIPAL:
        left_fen, what = account.outstanding_fen, "减免本金"
    else:
        late = late_charge_of(account, as_of=on)
        left_fen, what = late.open_fen if late else 0, "减免违约金"
    if amount_fen > left_fen:
        raise TooMuch(what, left_fen)

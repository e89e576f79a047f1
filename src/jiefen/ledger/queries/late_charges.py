"""Late charges of one charge from its ledger rows: the three numbers, and what of the claimed one is still open."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

from jiefen.ledger.models import Component, FeeItemKind
from jiefen.ledger.queries.accounts import ALLOCATION, WAIVER, ChargeAccount
from jiefen.rules.late_charge import ContractRate, LateCharge, late_charge

# The clause of the service contract covers the company's own fees: not deposits, not money collected for others.
WITHOUT_LATE_CHARGE: Final = frozenset({FeeItemKind.DEPOSIT, FeeItemKind.COLLECTED_FOR_OTHERS})


@dataclass(frozen=True, slots=True)
class LateChargePosition:
    """``rule``: agreed, claimed, waived. ``paid_fen``: allocated to it. ``open_fen``: claimed and not paid, 分."""

    rule: LateCharge
    paid_fen: int
    open_fen: int


def contract_rate(account: ChargeAccount) -> ContractRate | None:
    """The rate the estate's contract agrees for this charge; None when none, unreadable, or the item bears none."""
    text = account.charge.premises.estate.late_charge_daily_rate.strip()
    if not text or account.charge.fee_item.kind in WITHOUT_LATE_CHARGE:
        return None
    try:
        return ContractRate(Decimal(text))
    except InvalidOperation:
        return None


def late_charge_of(account: ChargeAccount, *, as_of: dt.date) -> LateChargePosition | None:
    """The late charge from the day after ``due_on`` through ``as_of``; None without a due date or when reversed.

    Principal falls on the day of each standing payment, waiver or write-off: what the company has given up in its
    books earns no late charge any more.
    """
    due_on = account.charge.due_on
    if due_on is None or account.is_reversed:
        return None
    standing = account.standing()
    principal = [row for row in standing if row.component == Component.PRINCIPAL and row.effective_on <= as_of]
    late = [row for row in standing if row.component == Component.LATE_CHARGE]
    rule = late_charge(
        account.charge.amount_fen,
        due_on,
        as_of,
        contract_rate(account),
        payments=[(row.effective_on, row.amount_fen) for row in principal],
        waived_fen=sum(row.amount_fen for row in late if row.kind == WAIVER),
    )
    paid_fen = sum(row.amount_fen for row in late if row.kind == ALLOCATION)
    return LateChargePosition(rule, paid_fen, max(0, rule.claimed_fen - paid_fen))

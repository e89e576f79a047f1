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
    if not account.daily_rate or account.kind in WITHOUT_LATE_CHARGE:
        return None
    try:
        return ContractRate(Decimal(account.daily_rate))
    except InvalidOperation:
        return None


def late_charge_of(account: ChargeAccount, *, as_of: dt.date) -> LateChargePosition | None:
    """The late charge from the day after ``due_on`` through ``as_of``; None without a due date or when reversed.

    Principal falls on the day each standing payment came, or a waiver or write-off took effect: money the company
    already held as prepayment, and what it has given up in its books, earn no late charge.
    """
    due_on = account.charge.due_on
    if due_on is None or account.is_reversed:
        return None
    standing = account.standing()
    principal = [row for row in standing if row.component == Component.PRINCIPAL and row.relieved_on <= as_of]
    late = [row for row in standing if row.component == Component.LATE_CHARGE]
    rule = late_charge(
        account.charge.amount_fen,
        due_on,
        as_of,
        contract_rate(account),
        payments=[(row.relieved_on, row.amount_fen) for row in principal],
        waived_fen=sum(row.amount_fen for row in late if row.kind == WAIVER),
    )
    paid_fen = sum(row.amount_fen for row in late if row.kind == ALLOCATION)
    return LateChargePosition(rule, paid_fen, max(0, rule.claimed_fen - paid_fen))

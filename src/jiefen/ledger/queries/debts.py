"""What a household owes, as the debts rules.allocation distributes a payment over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from jiefen.ledger.models import ChargePosition
from jiefen.ledger.queries.accounts import ChargeAccount, accounts_of
from jiefen.ledger.queries.late_charges import contract_rate, late_charge_of
from jiefen.rules import allocation

UNDATED_REASON: Final = "账单没有写到期日，排在写了到期日的已到期账单之后。"
_RATE_SCALE: Final = 10**6  # Debt.burden is an integer: parts per million a day


@dataclass(frozen=True, slots=True)
class OpenBill:
    """A bill with principal open, 分, and the day its claim expires (None: not known)."""

    charge_id: int
    outstanding_fen: int
    due_on: dt.date | None
    expires_on: dt.date | None


def open_bills(premises_id: int, *, today: dt.date) -> list[OpenBill]:
    """Bills due by ``today`` or without a day, the oldest first. One query over positions."""
    rows = ChargePosition.objects.filter(premises_id=premises_id, outstanding_fen__gt=0)
    due = rows.exclude(due_on__gt=today).order_by("due_on", "charge_id")
    return [OpenBill(*row) for row in due.values_list("charge_id", "outstanding_fen", "due_on", "expires_on")]


def open_debts(
    premises_id: int, *, as_of: dt.date, claim_late_charge: bool = False, designated: Collection[int] = ()
) -> list[allocation.Debt]:
    """Open charges of the premises on ``as_of``. Two queries. Amounts in 分.

    ``claim_late_charge``: put the late charge claimed up to ``as_of`` beside each principal (Civil Code 561 then
    settles it first). Deposits only appear when ``designated``. A charge without a due date counts as due today.
    """
    return debts_among(
        accounts_of(premises_id), as_of=as_of, claim_late_charge=claim_late_charge, designated=designated
    )


def debts_among(
    accounts: Iterable[ChargeAccount],
    *,
    as_of: dt.date,
    claim_late_charge: bool = False,
    designated: Collection[int] = (),
) -> list[allocation.Debt]:
    """The same from accounts already loaded."""
    debts = []
    for account in accounts:
        if account.is_reversed or (account.is_deposit and account.charge.pk not in designated):
            continue
        late = late_charge_of(account, as_of=as_of) if claim_late_charge else None
        debt = allocation.Debt(
            id=account.charge.pk,
            due_on=account.charge.due_on or as_of,
            outstanding_fen=account.outstanding_fen,
            late_interest_fen=late.open_fen if late else 0,
            burden=_burden(account),
        )
        if debt.total_fen:
            debts.append(debt)
    return debts


def _burden(account: ChargeAccount) -> int:
    rate = contract_rate(account)
    return int(rate.daily(365) * _RATE_SCALE) if rate else 0


def proposal(
    accounts: Sequence[ChargeAccount],
    amount_fen: int,
    *,
    paid_on: dt.date,
    designation: Sequence[int] = (),
    claim_late_charge: bool = False,
) -> allocation.Allocation:
    """How ``amount_fen`` received on ``paid_on`` settles these accounts (Civil Code 560, 561). Pure.

    Raises allocation.AllocationError, e.g. when a designated charge is not open.
    """
    debts = debts_among(accounts, as_of=paid_on, claim_late_charge=claim_late_charge, designated=designation)
    found = allocation.propose(amount_fen, debts, paid_on=paid_on, designation=designation)
    undated = {account.charge.pk for account in accounts if account.charge.due_on is None}
    lines = tuple(_explained(line, undated) for line in found.lines)
    return allocation.Allocation(lines, found.unallocated_fen, found.held_ids, found.notes)


def _explained(line: allocation.Line, undated: Collection[int | str]) -> allocation.Line:
    """The sentence of a charge without a due date must not name one."""
    sentence = UNDATED_REASON if line.debt_id in undated and line.reason != "designated" else line.sentence
    amounts = (line.principal_fen, line.late_interest_fen, line.costs_fen)
    return allocation.Line(line.debt_id, *amounts, line.reason, sentence)

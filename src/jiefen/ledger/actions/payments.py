"""实收: recording a payment and putting it against charges by Civil Code 560/561; what is left stays prepayment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.db import IntegrityError, transaction

from jiefen.accounts.actors import Actor
from jiefen.accounts.roles import Capability
from jiefen.estates.access import get_premises_for
from jiefen.ledger.actions.posting import REASON_LIMIT, Posting, posting, require_amount, tidy_text
from jiefen.ledger.models import Allocation, Component, Payment, PaymentMethod
from jiefen.ledger.queries.accounts import accounts_of
from jiefen.ledger.queries.debts import proposal
from jiefen.ledger.queries.payments import PrepaidPayment, entries_of_reference, prepaid_payments, similar_payment
from jiefen.ledger.refusals import LooksLikeTwice, MethodRefused, NothingToAllocate, ReferenceTaken
from jiefen.rules import allocation
from jiefen.rules.day_words import full_day
from jiefen.rules.money import format_yuan

TEXT_LIMIT: Final = 80
REFERENCE_LIMIT: Final = 70  # leaves room for the mark of a re-entry in the column's 80
BY_IMPORT: Final = frozenset({PaymentMethod.PRIOR, PaymentMethod.OFFSET})  # a sheet says so; nobody types them


def propose_allocation(
    *,
    premises_id: int,
    amount_fen: int,
    paid_on: dt.date,
    by: Actor,
    designation: Sequence[int] | None = None,
    claim_late_charge: bool = False,
) -> allocation.Allocation:
    """What record_payment would do with the same arguments, in lines with sentences. Writes nothing.

    Raises NotFound, AmountRefused, allocation.AllocationError.
    """
    require_amount(amount_fen)
    premises = get_premises_for(by, premises_id)
    return proposal(
        accounts_of(premises.pk),
        amount_fen,
        paid_on=paid_on,
        designation=designation or (),
        claim_late_charge=claim_late_charge,
    )


def record_payment(
    *,
    premises_id: int,
    amount_fen: int,
    paid_on: dt.date,
    method: str,
    by: Actor,
    at: dt.datetime,
    payer_name: str = "",
    reference: str = "",
    designation: Sequence[int] | None = None,
    claim_late_charge: bool = False,
    is_second: bool = False,
) -> Payment:
    """Money received, allocated in the same transaction; the rest is the household's prepayment. Amounts in 分.

    ``designation``: charge ids in the order the payer named. ``claim_late_charge`` False (default): the money goes to
    principal only, the company keeps its claim; True: costs, interest, principal (Civil Code 561). ``is_second``
    confirms that an equal payment of the same day is another one. ``reference`` (bank serial) is taken once, unless
    the payment that bore it was reversed. Raises NotFound, NotPermitted, AmountRefused, DateRefused, PeriodFrozen,
    MethodRefused, TextRefused, ReferenceTaken, LooksLikeTwice, allocation.AllocationError.
    """
    by.require(Capability.RECORD_PAYMENT)
    require_amount(amount_fen)
    _check_method(method)
    payer_name = tidy_text(payer_name, TEXT_LIMIT, "付款人")
    reference = tidy_text(reference, REFERENCE_LIMIT, "流水号")
    with posting(premises_id, by=by, at=at) as entry:
        entry.require_day(paid_on)
        if not reference and not is_second:
            _refuse_twice(entry, amount_fen, paid_on, method)
        found = proposal(
            accounts_of(entry.premises_id),
            amount_fen,
            paid_on=paid_on,
            designation=designation or (),
            claim_late_charge=claim_late_charge,
        )
        facts = {"paid_on": paid_on, "method": method, "payer_name": payer_name}
        payment = _insert(entry, _free_reference(entry, reference), **facts, **entry.columns(amount_fen))
        _write(entry, found, [PrepaidPayment(payment.pk, paid_on, amount_fen)], paid_on)
        entry.log(
            "ledger.payment_recorded", payment, amount_fen=amount_fen, paid_on=str(paid_on),
            method=method, prepaid_fen=found.unallocated_fen, charges=[line.debt_id for line in found.lines],
        )  # fmt: skip
    return payment


def allocate_prepayment(
    *,
    premises_id: int,
    by: Actor,
    at: dt.datetime,
    on: dt.date | None = None,
    designation: Sequence[int] | None = None,
) -> tuple[Allocation, ...]:
    """Put the household's prepayment against what is open ``on`` that day (default: the day of ``at``), oldest first.

    Only against principal: no late charge runs while the company holds the money.
    Raises NotFound, NotPermitted, DateRefused, PeriodFrozen, NothingToAllocate, allocation.AllocationError.
    """
    by.require(Capability.RECORD_PAYMENT)
    with posting(premises_id, by=by, at=at) as entry:
        on = on or entry.today
        entry.require_day(on)
        payments = [payment for payment in prepaid_payments(entry.premises_id) if payment.paid_on <= on]
        found = proposal(
            accounts_of(entry.premises_id),
            sum(payment.left_fen for payment in payments),
            paid_on=on,
            designation=designation or (),
        )
        if not found.lines:
            raise NothingToAllocate("没有可以抵的预缴，或者没有未付的账单，所以什么也没有变。")
        rows = _write(entry, found, payments, on)
        for payment_id in sorted({row.payment_id for row in rows}):
            _log_prepayment(entry, payment_id, [row for row in rows if row.payment_id == payment_id])
    return rows


def _insert(entry: Posting, reference: str, **values: Any) -> Payment:
    """The payment row. Two desks may enter one reference in the same instant: the database lets one through."""
    try:
        with transaction.atomic():
            payment: Payment = Payment.objects.create(premises_id=entry.premises_id, reference=reference, **values)
    except IntegrityError:
        raise ReferenceTaken(f"流水号 {reference} 刚刚由别人登记了。请刷新页面，核对是不是同一笔钱。") from None
    return payment


def _log_prepayment(entry: Posting, payment_id: int, rows: Sequence[Allocation]) -> None:
    payment = Payment.objects.get(pk=payment_id)
    allocations = [[row.charge_id, row.component, row.amount_fen] for row in rows]
    entry.log("ledger.prepayment_allocated", payment, allocations=allocations)


def _check_method(method: str) -> None:
    if method not in PaymentMethod.values or method in BY_IMPORT:
        raise MethodRefused("请选择一种收款方式。期初已收和预交冲抵只能随表格导入。")


def _refuse_twice(entry: Posting, amount_fen: int, paid_on: dt.date, method: str) -> None:
    earlier = similar_payment(entry.premises_id, amount_fen=amount_fen, paid_on=paid_on, method=method)
    if earlier is not None:
        raise LooksLikeTwice(
            f"这户在{full_day(paid_on)}已经登记过一笔 {format_yuan(amount_fen)} 元的收款（编号 {earlier}）。"
            "如果确实又收了一笔，请勾选“确实是另一笔”后再提交。"
        )


def _free_reference(entry: Posting, reference: str) -> str:
    """``reference`` as stored: with a mark when every payment that bore it was reversed. Raises ReferenceTaken."""
    if not reference:
        return ""
    entries = entries_of_reference(entry.by.organisation_id, reference)
    standing = next((row for row in entries if not row.is_reversed), None)
    if standing is not None:
        raise ReferenceTaken(
            f"流水号 {reference} 已经登记过：{full_day(standing.paid_on)}，{standing.label}，"
            f"{format_yuan(standing.amount_fen)} 元（编号 {standing.id}）。请核对是不是同一笔钱；记错了户请先冲正那一笔。"
        )
    return f"{reference} (重录{len(entries)})" if entries else reference


def _write(
    entry: Posting, found: allocation.Allocation, payments: Sequence[PrepaidPayment], on: dt.date
) -> tuple[Allocation, ...]:
    """Allocation rows for the proposal's lines, drawn from ``payments`` in their order."""
    left = [[payment.id, payment.left_fen] for payment in payments]
    rows = [
        Allocation(
            payment_id=payment_id,
            charge_id=line.debt_id,
            component=component,
            reason=line.sentence[:REASON_LIMIT],
            effective_on=on,
            **entry.columns(fen),
        )
        for line in found.lines
        for component, wanted in _components(line)
        for payment_id, fen in _draw(left, wanted)
    ]
    return tuple(Allocation.objects.bulk_create(rows))


def _components(line: allocation.Line) -> Iterable[tuple[Component, int]]:
    return ((Component.LATE_CHARGE, line.late_interest_fen), (Component.PRINCIPAL, line.principal_fen))


def _draw(left: list[list[int]], wanted: int) -> list[tuple[int, int]]:
    """Take ``wanted`` 分 from the payments in order; returns (payment id, 分) and lowers what is left of each."""
    drawn = []
    for source in left:
        fen = min(source[1], wanted)
        if fen:
            source[1] -= fen
            wanted -= fen
            drawn.append((source[0], fen))
    return drawn

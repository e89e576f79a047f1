"""Everything about one household's money on one day: charges, payments, clocks, late charges, aging, totals.

A fixed number of queries whatever the household owes. Amounts in 分.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Sum

from jiefen.ledger.clocks import UNDATED, clocks_of
from jiefen.ledger.models import Component, Payment, StatedLateCharge
from jiefen.ledger.queries.accounts import ALLOCATION, WAIVER, WRITE_OFF, ChargeAccount, Settlement, accounts_of
from jiefen.ledger.queries.late_charges import LateChargePosition, late_charge_of
from jiefen.rules.aging import age, aging_buckets
from jiefen.rules.limitation import Clock


@dataclass(frozen=True, slots=True)
class ChargeLine:
    """One charge. ``clock`` while principal is open and the due date known; ``late`` unless reversed or undated.

    ``paid_fen``, ``waived_fen``, ``written_off_fen`` touch the principal and add up with ``outstanding_fen`` to the
    amount. ``settlements`` holds the rows of both components, reversed ones and reversals too.
    """

    charge_id: int
    fee_item: str
    kind: str
    payer_name: str
    period_start: dt.date | None
    period_end: dt.date | None
    due_on: dt.date | None
    note: str
    amount_fen: int
    paid_fen: int
    waived_fen: int
    written_off_fen: int
    outstanding_fen: int
    is_reversed: bool
    is_deposit: bool
    settlements: tuple[Settlement, ...]
    clock: Clock | None
    late: LateChargePosition | None


@dataclass(frozen=True, slots=True)
class PaymentLine:
    """One payment and what it settled. ``prepaid_fen``: not allocated. A reversal is told by ``is_reversed``.

    ``is_dated``: money came on ``paid_on``; 期初已收 and 预交冲抵 of a sheet name no such day.
    """

    payment_id: int
    paid_on: dt.date
    method: str
    payer_name: str
    reference: str
    amount_fen: int
    prepaid_fen: int
    is_reversed: bool
    reversed_on: dt.date | None
    reversal_note: str
    settled: tuple[Settlement, ...]
    recorded_at: dt.datetime
    is_dated: bool


@dataclass(frozen=True, slots=True)
class AgingLine:
    """What is open in one aging bucket."""

    code: str
    label: str
    amount_fen: int


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over the household. Deposits are apart and in no other figure; ``undated_fen`` is part of outstanding.

    The three late figures are of rules.late_charge; ``late_open_fen`` is claimed and not yet paid.
    ``late_stated_fen`` is what imported sheets said, never added to anything.
    """

    outstanding_fen: int
    undated_fen: int
    prepaid_fen: int
    deposits_open_fen: int
    late_contractual_fen: int
    late_claimed_fen: int
    late_waived_fen: int
    late_open_fen: int
    late_stated_fen: int


@dataclass(frozen=True, slots=True)
class Statement:
    """The household's account. ``charges`` by due date, ``payments`` newest first, reversed ones included."""

    premises_id: int
    as_of: dt.date
    charges: tuple[ChargeLine, ...]
    payments: tuple[PaymentLine, ...]
    aging: tuple[AgingLine, ...]
    totals: Totals

    @property
    def open_charges(self) -> tuple[ChargeLine, ...]:
        """Charges with principal left, deposits excepted."""
        return tuple(line for line in self.charges if line.outstanding_fen and not line.is_deposit)


def statement_of(premises_id: int, *, today: dt.date) -> Statement:
    """The account of premises the caller got from estates.access, with clocks and late charges as of ``today``.

    Balances are those of the ledger as it stands, whatever ``today`` says.
    """
    accounts = accounts_of(premises_id)
    waiting = [account.charge for account in accounts if account.outstanding_fen and not account.is_deposit]
    clocks = clocks_of(premises_id, waiting, today=today)
    charges = tuple(_charge_line(account, clocks.get(account.charge.pk), today) for account in accounts)
    payments = tuple(_payment_lines(premises_id, accounts))
    totals = _totals(premises_id, charges, payments)
    return Statement(premises_id, today, charges, payments, _aging(charges, today), totals)


def _charge_line(account: ChargeAccount, clock: Clock | None, today: dt.date) -> ChargeLine:
    charge, principal = account.charge, Component.PRINCIPAL
    return ChargeLine(
        charge_id=charge.pk,
        fee_item=account.fee_item,
        kind=account.kind,
        payer_name=account.payer_name,
        period_start=charge.period_start,
        period_end=charge.period_end,
        due_on=charge.due_on,
        note=charge.note,
        amount_fen=charge.amount_fen,
        paid_fen=account.settled_fen(component=principal, kind=ALLOCATION),
        waived_fen=account.settled_fen(component=principal, kind=WAIVER),
        written_off_fen=account.settled_fen(component=principal, kind=WRITE_OFF),
        outstanding_fen=account.outstanding_fen,
        is_reversed=account.is_reversed,
        is_deposit=account.is_deposit,
        settlements=account.settlements,
        clock=clock,
        late=late_charge_of(account, as_of=today),
    )


def _payment_lines(premises_id: int, accounts: Iterable[ChargeAccount]) -> Iterable[PaymentLine]:
    settled: dict[int | None, list[Settlement]] = defaultdict(list)
    for account in accounts:
        for each in account.settlements:
            settled[each.payment_id].append(each)
    rows = Payment.objects.filter(premises_id=premises_id, reversal_of=None).annotate(
        reversed_on=F("reversals__paid_on"), reversal_note=F("reversals__note")
    )
    for row in rows.order_by("-paid_on", "-pk"):
        mine = tuple(settled[row.pk])
        is_reversed = row.reversed_on is not None
        left_fen = 0 if is_reversed else row.amount_fen - sum(part.amount_fen for part in mine)
        yield PaymentLine(
            row.pk, row.paid_on, row.get_method_display(), row.payer_name, row.reference, row.amount_fen, left_fen,
            is_reversed, row.reversed_on, row.reversal_note or "", mine, row.recorded_at,
            row.method not in UNDATED,
        )  # fmt: skip


def _aging(charges: Iterable[ChargeLine], today: dt.date) -> tuple[AgingLine, ...]:
    """Open principal with a due date, by bucket."""
    dated = [(line.due_on, line.outstanding_fen) for line in charges if line.due_on and not line.is_deposit]
    totals = age(dated, today)
    return tuple(AgingLine(bucket.code, bucket.label, totals[bucket.code]) for bucket in aging_buckets(today))


def _totals(premises_id: int, charges: Iterable[ChargeLine], payments: Iterable[PaymentLine]) -> Totals:
    fees = [line for line in charges if not line.is_deposit]
    late = [line.late for line in fees if line.late]
    stated = StatedLateCharge.objects.filter(premises_id=premises_id).aggregate(total=Sum("amount_fen"))["total"]
    return Totals(
        outstanding_fen=sum(line.outstanding_fen for line in fees),
        undated_fen=sum(line.outstanding_fen for line in fees if line.due_on is None),
        prepaid_fen=sum(line.prepaid_fen for line in payments),
        deposits_open_fen=sum(line.outstanding_fen for line in charges if line.is_deposit),
        late_contractual_fen=sum(each.rule.contractual_fen for each in late),
        late_claimed_fen=sum(each.rule.claimed_fen for each in late),
        late_waived_fen=sum(each.rule.waived_fen for each in late),
        late_open_fen=sum(each.open_fen for each in late),
        late_stated_fen=stated or 0,
    )

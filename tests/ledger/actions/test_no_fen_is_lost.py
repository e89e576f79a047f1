"""Any sequence of entries and reversals, against a reference ledger written in plain Python.

After every step: each charge's balance, each payment's rest, the statement, the positions and the raw sums agree, and
nothing is negative. The reference knows one household's rows as dictionaries and settles by due date.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from jiefen.accounts.actors import Actor
from jiefen.ledger import positions
from jiefen.ledger.actions import corrections
from jiefen.ledger.actions.charges import record_charge
from jiefen.ledger.actions.payments import allocate_prepayment, record_payment
from jiefen.ledger.actions.waivers import record_waiver, write_off
from jiefen.ledger.models import Allocation, Charge, ChargePosition, HouseholdPosition, Payment, Waiver, WriteOff
from jiefen.ledger.queries.statement import statement_of
from jiefen.rules.errors import RuleError
from tests.factories.household import make_household
from tests.factories.world import AT, TODAY, make_fee_item, make_premises

FIRST_DUE = dt.date(2026, 1, 10)
amounts = st.one_of(st.integers(1, 3), st.integers(1, 5000))
days = st.integers(0, (TODAY - FIRST_DUE).days).map(lambda number: FIRST_DUE + dt.timedelta(days=number))
pick = st.integers(0, 10**6)


@dataclass
class Row:
    """One entry of the reference. ``left``: what a charge still is or what of a payment is unused."""

    id: int
    kind: str
    amount: int
    on: dt.date
    left: int = 0
    charge: Row | None = None
    payment: Row | None = None
    stands: bool = True


@dataclass
class Reference:
    """One household as it should be."""

    rows: list[Row] = field(default_factory=list)

    def of(self, kind: str, *, standing: bool = True) -> list[Row]:
        return [row for row in self.rows if row.kind == kind and (row.stands or not standing)]

    def settle(self, payments: list[Row], on: dt.date, named: list[int]) -> list[tuple[Row, Row, int]]:
        """(payment, charge, 分): named charges in their order, then due ones, then later ones, each by due date."""

        def place(row: Row) -> tuple[int, Any]:
            return (0, named.index(row.id)) if row.id in named else (1 if row.on <= on else 2, row.on)

        drawn = []
        for charge in sorted((row for row in self.of("charge") if row.left), key=place):
            for payment in payments:
                fen = min(payment.left, charge.left)
                if fen:
                    payment.left, charge.left = payment.left - fen, charge.left - fen
                    drawn.append((payment, charge, fen))
        return drawn


class LedgerMachine(RuleBasedStateMachine):
    """Two households of one company; every rule acts on one of them."""

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)

    @initialize()
    def begin(self) -> None:
        home = make_household()
        self.by: Actor = home.by
        self.item = make_fee_item(home.premises.organisation)
        self.numbers = [home.premises.pk, make_premises(home.estate).pk]
        positions.refresh(self.numbers, at=AT)
        self.books = [Reference(), Reference()]
        self.due = FIRST_DUE

    def book(self, which: int) -> Reference:
        self.touched = which % 2
        return self.books[self.touched]

    def choose(self, which: int, kind: str, *, standing: bool = True) -> tuple[Reference, Row | None]:
        book = self.book(which)
        rows = book.of(kind, standing=standing)
        return book, rows[which // 2 % len(rows)] if rows else None

    def refused(self, action: Any, **terms: Any) -> None:
        with pytest.raises(RuleError):
            action(**terms, by=self.by, at=AT)

    @rule(which=pick, fen=amounts)
    def charge(self, which: int, fen: int) -> None:
        self.due += dt.timedelta(days=20)  # every due date once: the reference has no pro rata rule
        row = record_charge(
            premises_id=self.numbers[which % 2], fee_item_id=self.item.pk, amount_fen=fen, period_start=None,
            period_end=None, due_on=self.due, by=self.by, at=AT,
        )  # fmt: skip
        self.book(which).rows.append(Row(row.pk, "charge", fen, self.due, left=fen))

    @rule(which=pick, fen=amounts, on=days, designate=st.booleans())
    def pay(self, which: int, fen: int, on: dt.date, designate: bool) -> None:
        book, charge = self.choose(which, "charge")
        named = [charge.id] if designate and charge and charge.left else []
        row = record_payment(
            premises_id=self.numbers[which % 2], amount_fen=fen, paid_on=on, method="cash", designation=named,
            is_second=True, by=self.by, at=AT,
        )  # fmt: skip
        payment = Row(row.pk, "payment", fen, on, left=fen)
        book.rows.append(payment)
        self.write(book, book.settle([payment], on, named), row.allocations.order_by("pk"), on)

    @rule(which=pick)
    def use_prepayment(self, which: int) -> None:
        book = self.book(which)
        payments = sorted((row for row in book.of("payment") if row.left), key=lambda row: (row.on, row.id))
        expected = book.settle(payments, TODAY, [])
        if not expected:
            return self.refused(allocate_prepayment, premises_id=self.numbers[which % 2])
        made = allocate_prepayment(premises_id=self.numbers[which % 2], by=self.by, at=AT)
        return self.write(book, expected, made, TODAY)

    def write(self, book: Reference, expected: list[tuple[Row, Row, int]], made: Any, on: dt.date) -> None:
        made = list(made)
        found = [(row.payment_id, row.charge_id, row.amount_fen) for row in made]
        assert found == [(payment.id, charge.id, fen) for payment, charge, fen in expected]
        for row, (payment, charge, fen) in zip(made, expected, strict=True):
            book.rows.append(Row(row.pk, "allocation", fen, on, charge=charge, payment=payment))

    @rule(which=pick, fen=amounts, whole=st.booleans(), kind=st.sampled_from(["waiver", "write_off"]))
    def give_up(self, which: int, fen: int, whole: bool, kind: str) -> None:
        book, charge = self.choose(which, "charge", standing=False)
        if charge is None:
            return None
        action = record_waiver if kind == "waiver" else write_off
        fen = charge.left or fen if whole else fen
        terms = {"charge_id": charge.id, "amount_fen": fen, "reason": "试"}
        if fen > charge.left or not charge.stands:
            return self.refused(action, **terms)
        row = action(**terms, by=self.by, at=AT)
        charge.left -= fen
        book.rows.append(Row(row.pk, kind, fen, TODAY, charge=charge))
        return None

    @rule(which=pick, kind=st.sampled_from(["allocation", "waiver", "write_off"]))
    def take_settlement_back(self, which: int, kind: str) -> None:
        _, row = self.choose(which, kind, standing=False)
        if row is None:
            return None
        action, terms = getattr(corrections, f"reverse_{kind}"), {f"{kind}_id": row.id, "note": "试"}
        if not row.stands:
            return self.refused(action, **terms)
        action(**terms, by=self.by, at=AT)
        return self.undo(row)

    def undo(self, row: Row) -> None:
        row.stands = False
        row.charge.left += row.amount
        if row.payment:
            row.payment.left += row.amount

    @rule(which=pick)
    def take_payment_back(self, which: int) -> None:
        book, payment = self.choose(which, "payment", standing=False)
        if payment is None:
            return None
        if not payment.stands:
            return self.refused(corrections.reverse_payment, payment_id=payment.id, note="试")
        corrections.reverse_payment(payment_id=payment.id, note="试", by=self.by, at=AT)
        for row in book.of("allocation"):
            if row.payment is payment:
                self.undo(row)
        payment.stands, payment.left = False, 0
        return None

    @rule(which=pick)
    def take_charge_back(self, which: int) -> None:
        book, charge = self.choose(which, "charge", standing=False)
        if charge is None:
            return None
        touched = any(row.charge is charge and row.stands for row in book.rows)
        if touched or not charge.stands:
            return self.refused(corrections.reverse_charge, charge_id=charge.id, note="试")
        corrections.reverse_charge(charge_id=charge.id, note="试", by=self.by, at=AT)
        charge.stands, charge.left = False, 0
        return None

    @precondition(lambda self: hasattr(self, "touched"))
    @invariant()
    def everything_agrees(self) -> None:
        premises_id, book = self.numbers[self.touched], self.books[self.touched]
        statement = statement_of(premises_id, today=TODAY)
        found = {line.charge_id: line.outstanding_fen for line in statement.charges}
        assert found == {row.id: row.left for row in book.of("charge", standing=False)}
        rests = {line.payment_id: line.prepaid_fen for line in statement.payments}
        assert rests == {row.id: row.left for row in book.of("payment", standing=False)}
        assert min([0, *found.values(), *rests.values()]) == 0
        totals = (statement.totals.outstanding_fen, statement.totals.prepaid_fen)
        assert totals == (sum(found.values()), sum(rests.values()))
        self.sums_agree(premises_id, *totals)

    def sums_agree(self, premises_id: int, owed: int, prepaid: int) -> None:
        position = HouseholdPosition.objects.get(premises_id=premises_id)
        assert (position.outstanding_fen, position.prepaid_fen) == (owed, prepaid)
        open_charges = ChargePosition.objects.filter(premises_id=premises_id)
        assert sum(open_charges.values_list("outstanding_fen", flat=True)) == owed
        charged, paid = total(Charge, premises_id=premises_id), total(Payment, premises_id=premises_id)
        allocated = total(Allocation, charge__premises_id=premises_id)
        given_up = total(Waiver, charge__premises_id=premises_id) + total(WriteOff, charge__premises_id=premises_id)
        assert (charged - allocated - given_up, paid - allocated) == (owed, prepaid)
        assert allocated == total(Allocation, payment__premises_id=premises_id)


def total(model: Any, **scope: Any) -> int:
    return model.objects.filter(**scope).aggregate(total=Sum("amount_fen"))["total"] or 0


class CheckedAtTheEnd(LedgerMachine):
    """At the end the stored positions of both households also equal freshly derived ones, clocks included."""

    def teardown(self) -> None:
        try:
            if hasattr(self, "by"):
                assert positions.differences(self.by.organisation_id, at=AT) == []
        finally:
            super().teardown()


@pytest.mark.django_db
def test_no_fen_is_created_or_lost_whatever_happens():
    quick = settings(max_examples=20, stateful_step_count=25, deadline=None, database=None)
    run_state_machine_as_test(CheckedAtTheEnd, settings=settings(quick, suppress_health_check=list(HealthCheck)))

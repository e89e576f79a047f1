"""One household's account while the demo is invented: bills, receipts, and what covers what. Amounts are integer 分."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

PRINCIPAL: Final = "principal"
LATE_CHARGE: Final = "late_charge"


@dataclass(slots=True, eq=False)
class Person:
    """Somebody invented. ``number`` is the database id once he is written."""

    name: str
    phone: str = ""
    is_company: bool = False
    number: int = 0


@dataclass(slots=True, eq=False)
class Bill:
    """One charge. ``month`` is its number in the calendar; ``left`` what nobody has paid, waived or written off."""

    item: str
    month: int
    start: dt.date
    end: dt.date
    amount: int
    made_on: dt.date
    left: int = 0
    payer: Person | None = None
    note: str = ""
    number: int = 0

    def __post_init__(self) -> None:
        self.left = self.amount


@dataclass(slots=True, eq=False)
class Part:
    """Part of a receipt put against one bill."""

    receipt: Receipt
    bill: Bill
    amount: int
    on: dt.date
    reason: str
    component: str = PRINCIPAL
    reverses: Part | None = None
    number: int = 0


@dataclass(slots=True, eq=False)
class Receipt:
    """Money that came in on one day. ``free`` is not yet used for any bill."""

    on: dt.date
    amount: int
    method: str
    payer_name: str
    free: int = 0
    note: str = ""
    reverses: Receipt | None = None
    number: int = 0

    def __post_init__(self) -> None:
        self.free = self.amount


@dataclass(slots=True, eq=False)
class Relief:
    """Waived (``waiver``, ``late_waiver``) or written off (``write_off``)."""

    kind: str
    bill: Bill
    amount: int
    on: dt.date
    reason: str
    number: int = 0


@dataclass(slots=True)
class Book:
    """The account. Bills arrive by ``charge``, money by ``receive``; prepaid money flows into new bills by itself."""

    bills: list[Bill] = field(default_factory=list)
    receipts: list[Receipt] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    reliefs: list[Relief] = field(default_factory=list)
    open: list[Bill] = field(default_factory=list)  # the household means to pay these
    held: list[Bill] = field(default_factory=list)  # and not these, for now

    @property
    def credit(self) -> int:
        """Prepaid and not yet used."""
        return sum(receipt.free for receipt in self.receipts if receipt.free)

    @property
    def owed(self) -> int:
        """What is open on all bills."""
        return sum(bill.left for bill in self.bills)

    def charge(self, bill: Bill, *, held: bool = False) -> None:
        """A new bill; prepaid money covers it on the day it is made, unless the household holds it back."""
        self.bills.append(bill)
        if held:
            self.held.append(bill)
            return
        for receipt in self.receipts:
            if receipt.free and bill.left:
                self._cover(receipt, bill, bill.left, bill.made_on, "预交款抵当期账单")
        if bill.left:
            self.open.append(bill)

    def receive(
        self, on: dt.date, amount: int, bills: Iterable[Bill], *, method: str, payer: str, reason: str = "按到期先后"
    ) -> Receipt:
        """Money against ``bills`` in the order given; what is too much stays as prepayment."""
        receipt = Receipt(on, amount, method, payer)
        self.receipts.append(receipt)
        for bill in list(bills):
            if receipt.free and bill.left:
                self._cover(receipt, bill, bill.left, on, reason)
        self._forget_settled()
        return receipt

    def pay_late_charge(self, receipt: Receipt, bill: Bill, amount: int) -> None:
        """Add a late charge to what a receipt pays: the receipt grows by it."""
        receipt.amount += amount
        self.parts.append(Part(receipt, bill, amount, receipt.on, "业主一并支付违约金", LATE_CHARGE))

    def relieve(self, kind: str, bill: Bill, amount: int, on: dt.date, reason: str) -> None:
        """Waive or write off part of a bill; a late charge waived leaves the bill itself alone."""
        self.reliefs.append(Relief(kind, bill, amount, on, reason))
        if kind != "late_waiver":
            bill.left -= amount
            self._forget_settled()

    def reverse(self, receipt: Receipt, on: dt.date, reason: str) -> None:
        """Take a receipt back with rows of the opposite sign; its bills are open again."""
        back = Receipt(on, -receipt.amount, receipt.method, receipt.payer_name, note=reason, reverses=receipt)
        back.free = receipt.free = 0
        self.receipts.append(back)
        for part in [part for part in self.parts if part.receipt is receipt]:
            self.parts.append(Part(receipt, part.bill, -part.amount, on, reason, part.component, reverses=part))
            part.bill.left += part.amount
            if part.bill not in self.held:
                self.held.append(part.bill)

    def _cover(self, receipt: Receipt, bill: Bill, wanted: int, on: dt.date, reason: str) -> None:
        amount = min(wanted, receipt.free)
        receipt.free -= amount
        bill.left -= amount
        self.parts.append(Part(receipt, bill, amount, max(on, receipt.on), reason))

    def _forget_settled(self) -> None:
        self.open = [bill for bill in self.open if bill.left]
        self.held = [bill for bill in self.held if bill.left]

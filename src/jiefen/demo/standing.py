"""What stood open on a household's account on a day, read from its invented book."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from jiefen.demo.book import PRINCIPAL, Bill, Receipt
from jiefen.demo.places import DEPOSIT, Home
from jiefen.demo.write_ledger import due_on


class Standing:
    """One home's bills and what settled them, ready to be asked about any day."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self._settled: dict[int, list[tuple[dt.date, int]]] = defaultdict(list)
        for part in home.book.parts:
            if part.component == PRINCIPAL:
                self._settled[id(part.bill)].append((part.on, part.amount))
        for relief in home.book.reliefs:
            if relief.kind != "late_waiver":
                self._settled[id(relief.bill)].append((relief.on, relief.amount))

    def open_on(self, day: dt.date) -> list[tuple[Bill, int]]:
        """(bill, open 分) of what was due by then and not settled, oldest first."""
        found = []
        for bill in self.home.book.bills:
            if bill.item == DEPOSIT or bill.made_on > day or due_on(bill.start, bill.end) > day:
                continue
            left = bill.amount - sum(fen for on, fen in self._settled[id(bill)] if on <= day)
            if left > 0:
                found.append((bill, left))
        return sorted(found, key=lambda one: (one[0].start, one[0].item))

    def owed_on(self, day: dt.date) -> int:
        """分 due by then and not settled."""
        return sum(left for _, left in self.open_on(day))

    def receipts_after(self, day: dt.date) -> list[Receipt]:
        """Money that stands and came on or after ``day``."""
        taken_back = {id(receipt.reverses) for receipt in self.home.book.receipts if receipt.reverses}
        return [
            receipt
            for receipt in self.home.book.receipts
            if receipt.on >= day and receipt.reverses is None and id(receipt) not in taken_back
        ]

    def settled_arrears(self, receipt: Receipt, days: int) -> bool:
        """Whether this money paid something that had been due for at least ``days``."""
        return any(
            part.receipt is receipt
            and part.amount > 0
            and (receipt.on - due_on(part.bill.start, part.bill.end)).days >= days
            for part in self.home.book.parts
            if part.bill.item != DEPOSIT
        )

"""One payment on its way into the ledger, and what its words say: how it came, what it is for."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import Final

from jiefen.ledger.imports.directory import Door
from jiefen.ledger.imports.generic_rows import PaymentRow
from jiefen.ledger.models import PaymentMethod
from jiefen.rules.allocation import Allocation

_METHODS: Final = (  # first match wins
    (PaymentMethod.WECHAT, r"微信|财付通|wechat|weixin"),
    (PaymentMethod.ALIPAY, r"支付宝|alipay"),
    (PaymentMethod.CARD, r"刷卡|POS|银联|信用卡|一卡通|\bcard"),
    (PaymentMethod.CASH, r"现金|cash"),
    (PaymentMethod.TRANSFER, r"转账|转帐|汇款|网银|银行|对公|电汇|跨行|代扣|托收"),
)
_NOT_NEW: Final = re.compile(r"冲抵|抵扣|抵缴|^预[存交收]|预存款?抵|预交抵|余额支付|账户余额|减免|优惠|核销")
_MARK: Final = re.compile(r" \((?:重录|分项)\d+\)$")  # added by us when a number has to be entered again
SERIAL_LIMIT: Final = 70  # leaves room for the mark


@dataclass(slots=True, eq=False)
class Received:
    """A payment that may be written. ``serial``: the number as the file has it; ``reference``: as it will be stored."""

    row: PaymentRow
    paid_on: dt.date
    door: Door
    how: str
    reference: str = ""
    allocation: Allocation = field(default_factory=lambda: Allocation((), 0))
    misses_period: bool = False  # it names a period of which nothing is open

    @property
    def sheet(self) -> str:
        """Where it stands."""
        return self.row.sheet

    @property
    def serial(self) -> str:
        """The bank's or cashier's number."""
        return serial_of(self.row)

    @property
    def allocated_fen(self) -> int:
        """What settles charges, 分; the rest is prepayment."""
        return int(self.row.amount_fen) - self.allocation.unallocated_fen


def serial_of(row: PaymentRow) -> str:
    """The row's number, short enough to be stored with a mark."""
    return row.reference.strip()[:SERIAL_LIMIT]


def bare_serial(reference: str) -> str:
    """A stored number without our mark."""
    return _MARK.sub("", reference)


def is_new_money(row: PaymentRow) -> bool:
    """Whether money came in: not so when prepayment or a discount was booked as a way of paying."""
    return not _NOT_NEW.search(row.method)


def method_of(row: PaymentRow) -> str:
    """The way of paying: its own column, else a word in the memo or the payer, else a transfer if it has a number."""
    for text in (row.method, f"{row.memo} {row.payer}"):
        for method, words in _METHODS:
            if re.search(words, text, re.IGNORECASE):
                return method
    return PaymentMethod.TRANSFER if row.reference and not row.method else PaymentMethod.OTHER

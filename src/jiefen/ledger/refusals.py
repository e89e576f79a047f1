"""What an entry in the ledger may be refused for. Each sentence says what happened and what to do instead."""

from __future__ import annotations

import datetime as dt

from jiefen.rules.day_words import full_day
from jiefen.rules.money import format_yuan
from jiefen.shared.errors import DomainError


def month_words(day: dt.date) -> str:
    """2026年1月, for sentences."""
    return f"{day.year}年{day.month}月"


class LedgerRefused(DomainError):
    """An entry the ledger does not take. The subclasses name why."""

    code = "ledger.refused"


class AmountRefused(LedgerRefused):
    """Not a positive whole number of 分, or implausibly large."""

    code = "ledger.amount"


class DateRefused(LedgerRefused):
    """A date in the future, before anything could have happened, or before the row it answers."""

    code = "ledger.date"


class TextRefused(LedgerRefused):
    """A text that does not fit, or a reason that is missing."""

    code = "ledger.text"


class PeriodFrozen(LedgerRefused):
    """The date lies in a month that has been closed."""

    code = "ledger.period_frozen"

    def __init__(self, on: dt.date, through: dt.date) -> None:
        super().__init__(
            f"{full_day(on)}在已关账的月份里（{month_words(through)}及以前已关账）。"
            "请把日期写在还没关账的月份，原来的日期可以写进备注。"
        )


class FreezeRefused(LedgerRefused):
    """The month cannot be closed (yet, or again)."""

    code = "ledger.freeze"


class MethodRefused(LedgerRefused):
    """A way of paying that cannot be entered by hand."""

    code = "ledger.method"


class ReferenceTaken(LedgerRefused):
    """The bank reference already belongs to a payment that stands."""

    code = "ledger.reference_taken"


class LooksLikeTwice(LedgerRefused):
    """The same household, day, amount and method are already recorded and the entry was not confirmed."""

    code = "ledger.looks_like_twice"


class TooMuch(LedgerRefused):
    """More than what is left of the charge."""

    code = "ledger.too_much"

    def __init__(self, what: str, left_fen: int) -> None:
        super().__init__(f"{what}不能超过这一笔还剩的 {format_yuan(left_fen)} 元。请把金额改小。")


class ChargeGone(LedgerRefused):
    """The charge has been reversed; nothing can be put against it any more."""

    code = "ledger.charge_reversed"

    def __init__(self) -> None:
        super().__init__("这笔应收已经冲正，不能再登记在它上面。请刷新页面，选一笔还有效的应收。")


class AlreadyReversed(LedgerRefused):
    """A row is reversed once."""

    code = "ledger.already_reversed"

    def __init__(self) -> None:
        super().__init__("这一笔已经冲正过了，不用再冲。如果冲错了，请重新登记一笔。")


class ReversalOfReversal(LedgerRefused):
    """A reversing row cannot be reversed; enter the right row anew."""

    code = "ledger.reversal_of_reversal"

    def __init__(self) -> None:
        super().__init__("冲正记录本身不能再冲正。请按正确的内容重新登记一笔。")


class StillSettled(LedgerRefused):
    """Allocations, waivers or write-offs stand on the charge."""

    code = "ledger.still_settled"


class NothingToAllocate(LedgerRefused):
    """No prepayment, or no open charge it could settle."""

    code = "ledger.nothing_to_allocate"


class EventRefused(LedgerRefused):
    """A limitation event that cannot be recorded or withdrawn as given."""

    code = "ledger.limitation_event"

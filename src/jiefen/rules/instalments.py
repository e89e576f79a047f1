"""Split an amount into monthly instalments, exact to the 分. Due dates keep their day of the month.

See docs/algorithms/instalments.md.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Final

from jiefen.rules.allocation import split_exactly
from jiefen.rules.errors import RuleError

MAX_COUNT: Final = 60  # five years: longer than any plan a company has shown us; catches a typed amount


class InstalmentsError(RuleError):
    """The plan cannot be drawn up as asked."""

    code = "instalments.refused"


@dataclass(frozen=True, slots=True)
class Instalment:
    """One instalment: ``no`` from 1, payable on or before ``due_on``, ``amount_fen`` in 分 (≥ 1)."""

    no: int
    due_on: date
    amount_fen: int


def schedule(total_fen: int, count: int, *, not_before: date, day: int | None = None) -> tuple[Instalment, ...]:
    """``count`` instalments of ``total_fen`` 分, one a month on ``day`` (default: the day of ``not_before``).

    The first due date is the first such day on or after ``not_before``; a month without that day uses its
    last day, and the following month returns to ``day``. Amounts differ by at most one 分, larger ones first.
    Raises InstalmentsError when the count, the day or the amount leaves nothing sensible to pay.
    """
    wanted = not_before.day if day is None else day
    _check(total_fen, count, wanted)
    skip = int(_day_in(not_before.year, not_before.month, wanted) < not_before)
    months = range(not_before.month - 1 + skip, not_before.month - 1 + skip + count)
    due = [_day_in(not_before.year + month // 12, month % 12 + 1, wanted) for month in months]
    amounts = split_exactly(total_fen, [1] * count)
    return tuple(map(Instalment, range(1, count + 1), due, amounts))


def _check(total_fen: int, count: int, day: int) -> None:
    if type(total_fen) is not int or type(count) is not int:
        raise InstalmentsError("金额要用整数的分，期数要用整数。", code="instalments.integers")
    if not 1 <= count <= MAX_COUNT:
        raise InstalmentsError(f"期数要在 1 到 {MAX_COUNT} 之间。", code="instalments.count")
    if not 1 <= day <= 31:
        raise InstalmentsError("每月的还款日要在 1 到 31 之间。", code="instalments.day")
    if total_fen < count:
        raise InstalmentsError("金额太小，分不了这么多期，请减少期数。", code="instalments.too_small")


def _day_in(year: int, month: int, day: int) -> date:
    """The ``day`` of a month, or its last day when the month is shorter."""
    return date(year, month, min(day, monthrange(year, month)[1]))

"""Court fees in 分 from the amount in dispute: progressive brackets of the table ``court_fees``, by filing date.

Source: 诉讼费用交纳办法 (国务院令第481号) art. 13–18. Every fee is exact until ``_charge``, the one place where
it is rounded half up to the 分; the court's own payment slip prevails. See docs/algorithms/court_fees.md.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum

from jiefen.rules.errors import RuleError
from jiefen.rules.money import round_fen
from jiefen.rules.tables_io import Row, load_table, row_on


class CourtFeeError(RuleError):
    """No fee can be computed for this amount."""

    code = "court_fees.refused"


class Reduction(StrEnum):
    """Why less than the full acceptance fee is due. Only one applies: reductions do not stack in practice."""

    SUMMARY_PROCEDURE = "summary_procedure"
    MEDIATED_OR_WITHDRAWN = "mediated_or_withdrawn"
    SETTLED_BEFORE_FILING = "settled_before_filing"


def acceptance_fee(amount_fen: int, filed_on: date, reduction: Reduction | None = None) -> int:
    """案件受理费 in 分 for an amount in dispute in 分: full, or with one ``reduction`` (art. 13, 15, 16)."""
    fee = _progressive("acceptance", amount_fen, filed_on)
    return _charge(_share(fee, reduction.value, filed_on) if reduction else fee)


def payment_order_fee(amount_fen: int, filed_on: date) -> int:
    """支付令申请费 in 分: a third of the unrounded acceptance fee (art. 14 no. 3)."""
    return _charge(_share(_progressive("acceptance", amount_fen, filed_on), "payment_order", filed_on))


def execution_fee(amount_fen: int, filed_on: date) -> int:
    """申请执行费 in 分, borne by the party enforced against and not advanced (art. 14 no. 1, 20, 38)."""
    return _charge(_progressive("execution", amount_fen, filed_on))


def preservation_fee(amount_fen: int, filed_on: date) -> int:
    """财产保全申请费 in 分 for the value preserved, capped (art. 14 no. 2)."""
    cap = row_on(load_table("court_fees", "preservation_cap"), filed_on).number("cap_fen")
    return _charge(min(_progressive("preservation", amount_fen, filed_on), Decimal(cap)))


def _progressive(kind: str, amount_fen: int, day: date) -> Decimal:
    """Sum the brackets the amount reaches, exact, in 分. Lower ends are excluded, upper ends included."""
    if amount_fen <= 0:
        raise CourtFeeError("请先填写大于零的金额，再计算诉讼费用。", code="court_fees.no_amount")
    brackets = [row for row in load_table("court_fees", kind) if row.covers(day)]
    if not brackets:
        raise CourtFeeError(f"没有 {day} 适用的诉讼费用标准，请核对日期。", code="court_fees.no_table")
    reached = [row for row in brackets if amount_fen > row.number("over_fen")]
    return sum((_part(row, amount_fen) for row in reached), Decimal(0))


def _part(row: Row, amount_fen: int) -> Decimal:
    """What one bracket adds: its fixed fee, or its rate on the slice of the amount inside it."""
    fixed = row.number("fixed_fen", 0)
    if fixed:
        return Decimal(fixed)
    top = min(amount_fen, row.number("up_to_fen", amount_fen))
    return (top - row.number("over_fen")) * row.decimal("rate")


def _share(fee: Decimal, code: str, day: date) -> Decimal:
    row = row_on([row for row in load_table("court_fees", "share") if row.text("code") == code], day)
    return fee * row.number("numerator") / row.number("denominator")


def _charge(exact: Decimal) -> int:
    """The only rounding: half up to the 分. The statute is silent on fractions of a 分 (confidence low)."""
    return round_fen(exact)

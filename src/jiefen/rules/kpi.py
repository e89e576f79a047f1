"""Collection rates with their definitions: what is counted, over what, and the sentence shown on hover.

Facts are whole 分, households or events; a rate is exact and rounded for display only, in ``Ratio.rounded``.
Rates of several estates come from added facts, never from averaged rates. See docs/algorithms/kpi.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from operator import attrgetter
from types import MappingProxyType
from typing import Final, Literal

from jiefen.rules.kpi_facts import ChargeRow, FactsError, KpiFacts, SettlementRow, combine, facts_from_rows

__all__ = [
    "KPIS",
    "Basis",
    "ChargeRow",
    "FactsError",
    "Kpi",
    "KpiFacts",
    "Ratio",
    "SettlementRow",
    "combine",
    "facts_from_rows",
]


class Basis(StrEnum):
    """Whether waived money leaves 当期应收. NET (default): a granted waiver is not money still missing."""

    NET = "net"
    GROSS = "gross"


@dataclass(frozen=True, slots=True)
class Ratio:
    """``numerator / denominator``, exact. Without a positive denominator there is no rate (``—`` on screen)."""

    numerator: int
    denominator: int

    @property
    def fraction(self) -> Fraction | None:
        """The exact rate, or None when nothing was there to be collected."""
        return Fraction(self.numerator, self.denominator) if self.denominator > 0 else None

    def rounded(self, places: int = 4) -> Decimal | None:
        """The rate, half up (away from zero) at ``places`` decimals: the only place where a rate is rounded."""
        if self.denominator <= 0:
            return None
        doubled = 2 * abs(self.numerator) * 10**places + self.denominator
        units = doubled // (2 * self.denominator)
        return Decimal(units if self.numerator >= 0 else -units).scaleb(-places)

    def percent_text(self) -> str:
        """``82.35%``, or ``—`` without a denominator."""
        rate = self.rounded(4)
        return "—" if rate is None else f"{rate * 100:.2f}%"


_Count = Callable[[KpiFacts, Basis], int]


@dataclass(frozen=True, slots=True)
class Kpi:
    """One rate: its code, its Chinese name, its formula in words, what is counted, and the two counts."""

    code: str
    name: str
    formula: str
    unit: Literal["元", "户", "次"]
    numerator_meaning: str
    denominator_meaning: str
    numerator: _Count
    denominator: _Count

    def ratio(self, facts: KpiFacts, basis: Basis = Basis.NET) -> Ratio:
        """The rate for ``facts``; ``basis`` only touches 当期应收."""
        return Ratio(self.numerator(facts, basis), self.denominator(facts, basis))


def _sum(*names: str) -> _Count:
    getters = [attrgetter(name) for name in names]
    return lambda facts, _basis: sum(getter(facts) for getter in getters)


def _current_due(facts: KpiFacts, basis: Basis) -> int:
    """当期应收 in 分: charged, less what was waived when the basis is NET."""
    return facts.current_charged_fen - (facts.current_waived_fen if basis is Basis.NET else 0)


def _overall_due(facts: KpiFacts, basis: Basis) -> int:
    return _current_due(facts, basis) + facts.prior_opening_arrears_fen


_DEFINITIONS: Final = (
    Kpi(
        "current_collection_rate",
        "当期收缴率",
        "当期实收 ÷ 当期应收。只算属于本期的账单；提前预缴的，抵到本期账单的部分算实收。",
        "元",
        "本期账单到期末已收的钱（含以前预缴、抵到本期的）",
        "本期账单的应收，默认已扣减免",
        _sum("current_paid_fen"),
        _current_due,
    ),
    Kpi(
        "household_collection_rate",
        "户收缴率",
        "已缴户 ÷ 应缴户。本期账单扣掉减免后全部缴清，才算一户已缴。",
        "户",
        "本期账单已全部缴清的户",
        "本期有账单、没有全部减免的户",
        _sum("households_paid"),
        _sum("households_charged"),
    ),
    Kpi(
        "prior_recovery_rate_hc",
        "往年清缴率",
        "本期追回的往年欠费 ÷（本期追回的往年欠费 + 期末往年欠费余额）。核销不算追回，仍留在余额里。",
        "元",
        "本期收到的往年欠费",
        "本期收到的往年欠费，加期末还没收回的往年欠费",
        _sum("prior_paid_fen"),
        _sum("prior_paid_fen", "prior_closing_fen"),
    ),
    Kpi(
        "prior_recovery_rate_erp",
        "往年欠费回收率",
        "往年欠费实收 ÷ 年初往年欠费。分母定在年初，当年的减免不改变它。",
        "元",
        "本期收到的往年欠费",
        "年初时往年账单还欠的钱",
        _sum("prior_paid_fen"),
        _sum("prior_opening_arrears_fen"),
    ),
    Kpi(
        "overall_rate",
        "综合收缴率",
        "（当期实收 + 往年实收）÷（当期应收 + 年初往年欠费）。",
        "元",
        "本期账单的实收，加本期收到的往年欠费",
        "本期账单的应收（默认已扣减免），加年初往年欠费",
        _sum("current_paid_fen", "prior_paid_fen"),
        _overall_due,
    ),
    Kpi(
        "promise_kept_rate",
        "承诺兑现率",
        "兑现的承诺 ÷ 到了日子的承诺。承诺日当天及以前足额到账，算兑现。",
        "次",
        "按答应的日子足额到账的承诺",
        "答应的日子已经到了的承诺",
        _sum("promises_kept"),
        _sum("promises_due"),
    ),
    Kpi(
        "contact_reach_rate",
        "触达率",
        "联系上的户 ÷ 联系过的户。本人或同住成年家人接通、见面、回复，算联系上。",
        "户",
        "至少联系上一次的户",
        "至少联系过一次的户",
        _sum("households_reached"),
        _sum("households_attempted"),
    ),
    Kpi(
        "aftercare_satisfaction_rate",
        "缴后满意率",
        "回访满意 ÷ 有回答的回访。没接通的回访不算在内。",
        "次",
        "业主说满意的回访",
        "业主有回答的回访",
        _sum("aftercare_satisfied"),
        _sum("aftercare_answered"),
    ),
    Kpi(
        "relapse_rate",
        "复欠率",
        "上期缴清、下期到期后又没付的户 ÷ 上期缴清、下期账单已到期的户。应付日过后再等 15 天，习惯按季、按半年、按年一起付的等到往常付的时候；一直没缴清过的户不算在内。",
        "户",
        "上期缴清、下期到期后又没付的户",
        "上期缴清、下期账单已到期的户",
        _sum("households_relapsed"),
        _sum("households_cleared"),
    ),
)
KPIS: Final[Mapping[str, Kpi]] = MappingProxyType({kpi.code: kpi for kpi in _DEFINITIONS})

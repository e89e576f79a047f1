"""Late charges (违约金) as three numbers: agreed in the contract, claimed under the company's policy, waived.

Law: 民法典 585 (agreed penalty, reduced when excessive); 合同编通则解释 64-66 (over 130 % of the loss is usually too
much). Simple interest, never compounded. Days run from the day after ``due_on`` through ``as_of``, both counted. A
part payment lowers the principal from the day after it. Rounding: half up to whole 分, once, at the end of each of
the two sums. Worked examples: docs/algorithms/late_charge.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, localcontext
from functools import lru_cache
from itertools import pairwise
from typing import Final, Literal

from jiefen.rules.errors import RuleError
from jiefen.rules.money import MAX_FEN, format_yuan, round_fen
from jiefen.rules.tables_io import Row, load_table, row_on

_ONE_DAY: Final = timedelta(days=1)
_PRECISION: Final = 60  # digits: every product and sum below is exact; only the one division by 365 is not
_ZERO: Final = Decimal(0)


class LateChargeError(RuleError):
    """An amount, rate or date from which no late charge can be computed."""

    code = "late_charge.invalid"


@dataclass(frozen=True, slots=True)
class ContractRate:
    """The agreed rate as a fraction ``per`` day (0.0005 = 日万分之五) or year (0.06 = 年6%).

    ``source`` is the clause it comes from, repeated in the explanation. Raises LateChargeError when negative.
    """

    fraction: Decimal
    per: Literal["day", "year"] = "day"
    source: str = ""

    def __post_init__(self) -> None:
        """Refuse what no contract can mean."""
        if not self.fraction.is_finite() or self.fraction < 0:
            raise LateChargeError("合同违约金的利率不能是负数，请核对合同条款。")

    def daily(self, days_in_year: int) -> Decimal:
        """The fraction per day, for plausibility checks only (an annual rate may not divide evenly)."""
        return self.fraction if self.per == "day" else self.fraction / days_in_year


@dataclass(frozen=True, slots=True)
class Policy:
    """How much the company claims at most: ``multiple`` × one-year LPR, and ``cap_percent`` of the first principal.

    ``cap_percent`` None means no cap by principal. ``days_in_year`` turns annual into daily rates.
    """

    multiple: Decimal
    cap_percent: int | None = 100
    days_in_year: int = 365
    max_daily: Decimal = Decimal("0.05")
    article: str = ""


@dataclass(frozen=True, slots=True)
class LateCharge:
    """The three numbers in 分, the days counted, and the sum explained line by line in Chinese.

    ``claimed_fen`` ≤ what policy allows ≤ ``contractual_fen``; ``claimed_fen + waived_fen`` ≤ ``contractual_fen``.
    """

    contractual_fen: int
    claimed_fen: int
    waived_fen: int
    days: int
    explanation: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Span:
    """Days ``first``..``last`` (inclusive) with one principal and one published rate."""

    first: date
    last: date
    principal_fen: int
    rate: Row | None = None

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


def default_policy(on: date) -> Policy:
    """The packaged policy in force on ``on`` (tables/late_charge.toml). Raises TableError before 2009-05-13."""
    row = row_on(load_table("late_charge"), on)
    return Policy(
        row.decimal("multiple"),
        row.number("cap_percent"),
        row.number("days_in_year"),
        row.decimal("max_daily"),
        row.text("article"),
    )


def steps_from_payments(principal_fen: int, payments: Iterable[tuple[date, int]]) -> list[tuple[date, int]]:
    """Payments towards the principal ``(paid_on, fen)`` → ``(from_date, principal left)``, from the day after each.

    Order does not matter; an overpayment leaves 0. Raises LateChargeError for a negative payment.
    """
    steps: list[tuple[date, int]] = []
    for paid_on, fen in sorted(payments):
        if fen < 0:
            raise LateChargeError(f"{paid_on} 的付款是负数；退款请先冲正，再计算违约金。")
        principal_fen = max(0, principal_fen - fen)
        steps.append((paid_on + _ONE_DAY, principal_fen))
    return steps


def late_charge(
    principal_fen: int,
    due_on: date,
    as_of: date,
    contract: ContractRate | None,
    *,
    payments: Sequence[tuple[date, int]] = (),
    principal_steps: Sequence[tuple[date, int]] = (),
    waived_fen: int = 0,
    waive_all: bool = False,
    policy: Policy | None = None,
    lpr: Sequence[Row] | None = None,
) -> LateCharge:
    """The late charge of one billing period, in 分.

    ``contract`` None = the contract agrees no late charge: all three numbers are 0. Give ``payments`` (paid_on, fen)
    or ``principal_steps`` (from_date, principal left), not both. ``waived_fen`` comes off what could be claimed;
    ``waive_all`` waives it whole. ``lpr`` replaces the packaged rate table. Raises LateChargeError on impossible input.
    """
    policy = policy or default_policy(as_of)
    _check(principal_fen, waived_fen, contract, policy, bool(payments) and bool(principal_steps))
    steps = principal_steps or steps_from_payments(principal_fen, payments)
    spans = _spans(principal_fen, due_on, as_of, steps)
    days = sum(span.days for span in spans)
    if contract is None or not spans:
        return LateCharge(0, 0, 0, days, (_days_line(due_on, as_of, days), *_nothing(contract)))
    pieces = _split_by_rate(spans, load_table("lpr") if lpr is None else lpr)
    agreed_fen, policy_fen = _sums(spans, pieces, contract, policy)
    contractual_fen = _capped(agreed_fen, principal_fen, policy)
    claimable_fen = min(contractual_fen, policy_fen)
    waived = claimable_fen if waive_all else min(waived_fen, contractual_fen)
    claimed_fen = max(0, claimable_fen - waived)
    lines = (
        _days_line(due_on, as_of, days),
        _contract_line(contract, agreed_fen, contractual_fen),
        *_policy_lines(pieces, policy, policy_fen),
        _result_line(contractual_fen, claimable_fen, waived, claimed_fen),
    )
    return LateCharge(contractual_fen, claimed_fen, waived, days, lines)


def _check(principal_fen: int, waived_fen: int, contract: ContractRate | None, policy: Policy, is_both: bool) -> None:
    if not 0 <= principal_fen <= MAX_FEN or waived_fen < 0:
        raise LateChargeError("本金和减免金额都不能是负数，也不能超出合理范围，请检查。")
    if is_both:
        raise LateChargeError("付款记录和分段本金请只给一种，以免重复扣减。")
    if contract and contract.daily(policy.days_in_year) > policy.max_daily:
        raise LateChargeError("合同违约金的利率高得不合理：日万分之五请写 0.0005，日千分之三请写 0.003，请核对。")


def _spans(principal_fen: int, due_on: date, as_of: date, steps: Iterable[tuple[date, int]]) -> list[_Span]:
    """Counted days cut where the principal changes; days without principal are left out."""
    first = due_on + _ONE_DAY
    cuts = {first: principal_fen}
    for from_date, left_fen in sorted(steps, key=lambda step: step[0]):
        if not 0 <= left_fen <= principal_fen:
            raise LateChargeError(f"{from_date} 起的剩余本金应在 0 到最初本金之间，请检查。")
        cuts[max(from_date, first)] = left_fen
    edges = [*sorted(day for day in cuts if day <= as_of), as_of + _ONE_DAY]
    return [_Span(start, end - _ONE_DAY, cuts[start]) for start, end in pairwise(edges) if start < end and cuts[start]]


def _split_by_rate(spans: Iterable[_Span], rates: Sequence[Row]) -> list[_Span]:
    """Cut each span where a new one-year rate was published, so that each piece has one rate."""
    changes = sorted(row.valid_from for row in rates)
    pieces: list[_Span] = []
    for span in spans:
        edges = [span.first, *(day for day in changes if span.first < day <= span.last), span.last + _ONE_DAY]
        for start, end in pairwise(edges):
            pieces.append(_Span(start, end - _ONE_DAY, span.principal_fen, row_on(rates, start)))
    return pieces


def _sums(spans: Iterable[_Span], pieces: Iterable[_Span], contract: ContractRate, policy: Policy) -> tuple[int, int]:
    """分 under the contract and under the policy. Each sum is exact, divided once and rounded once, here."""
    with localcontext(prec=_PRECISION):
        agreed = sum((span.principal_fen * span.days * contract.fraction for span in spans), _ZERO)
        by_lpr = sum((piece.principal_fen * piece.days * _percent(piece) for piece in pieces), _ZERO)
        if contract.per == "year":
            agreed /= policy.days_in_year
        return round_fen(agreed), round_fen(by_lpr * policy.multiple / (100 * policy.days_in_year))


def _percent(piece: _Span) -> Decimal:
    return piece.rate.decimal("annual_percent") if piece.rate else _ZERO


def _capped(fen: int, principal_fen: int, policy: Policy) -> int:
    """At most ``cap_percent`` of the first principal, rounded down so that the cap is never exceeded."""
    return fen if policy.cap_percent is None else min(fen, principal_fen * policy.cap_percent // 100)


def _days_line(due_on: date, as_of: date, days: int) -> str:
    start = due_on + _ONE_DAY
    if not days:
        return f"截至 {as_of} 没有逾期天数（应付日 {due_on}，从次日起算），不产生违约金。"
    return f"应付日 {due_on}，从次日 {start} 起算到 {as_of}（首尾两天都算），有欠款的天数共 {days} 天。"


def _nothing(contract: ContractRate | None) -> tuple[str, ...]:
    return () if contract else ("合同没有约定违约金，因此不主张违约金。",)


def _contract_line(contract: ContractRate, agreed_fen: int, contractual_fen: int) -> str:
    basis = f"（{contract.source}）" if contract.source else ""
    kind = "日利率" if contract.per == "day" else "年利率"
    line = f"合同约定{basis}：{kind} {_percent_text(contract.fraction * 100)}%，单利，合计 {format_yuan(agreed_fen)} 元"
    if contractual_fen < agreed_fen:
        return f"{line}；以不超过本金为限，按 {format_yuan(contractual_fen)} 元计。"
    return f"{line}。"


def _policy_lines(pieces: Iterable[_Span], policy: Policy, policy_fen: int) -> list[str]:
    lines = [_piece_line(piece) for piece in pieces]
    basis = f"（{policy.article}）" if policy.article else ""
    multiple = _percent_text(policy.multiple)
    return [*lines, f"主张上限{basis}：各段按利率 × {multiple} 倍、单利相加，合计 {format_yuan(policy_fen)} 元。"]


def _piece_line(piece: _Span) -> str:
    name, percent = (piece.rate.text("name"), _percent_text(_percent(piece))) if piece.rate else ("", "0")
    doubt = "（此利率尚未核对，请对照公告）" if piece.rate and piece.rate.confidence == "L" else ""
    yuan = format_yuan(piece.principal_fen)
    return f"{piece.first} 至 {piece.last}：{piece.days} 天，本金 {yuan} 元，{name} {percent}%{doubt}。"


def _result_line(contractual_fen: int, claimable_fen: int, waived_fen: int, claimed_fen: int) -> str:
    smaller = "合同约定的金额" if claimable_fen == contractual_fen else "主张上限"
    line = f"取较小的一个：{smaller} {format_yuan(claimable_fen)} 元"
    if waived_fen:
        line += f"；已减免 {format_yuan(waived_fen)} 元，减免的部分不再主张"
    return f"{line}；本次主张 {format_yuan(claimed_fen)} 元。"


@lru_cache(maxsize=256)
def _percent_text(value: Decimal) -> str:
    """A plain decimal without trailing zeros: 3.00 → 3, 0.050 → 0.05."""
    return format(value.normalize(), "f")

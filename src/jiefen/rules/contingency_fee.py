"""Contingency fees (风险代理): the highest total that may be agreed, and the matters in which none may be.

Caps by slices of the amount in dispute and barred matters: table ``contingency_fee`` (2021 意见 五, 六; 2006 办法 11–13).
The cap is exact in integer 分 and rounded down once, at the end, so that it is never exceeded. A fee agreed above it is
still a contract between the parties, but disciplinable. Worked examples: docs/algorithms/contingency_fee.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from jiefen.rules.errors import RuleError
from jiefen.rules.money import MAX_FEN, format_yuan
from jiefen.rules.tables_io import Row, TableError, load_table


class ContingencyBarred(RuleError):
    """No contingency fee may be agreed in this kind of matter."""

    code = "contingency_fee.barred"


class ContingencyTooHigh(RuleError):
    """The fee agreed is above the cap."""

    code = "contingency_fee.too_high"


class ContingencyInvalid(RuleError):
    """An amount from which no cap follows."""

    code = "contingency_fee.invalid"


@dataclass(frozen=True, slots=True)
class Slice:
    """The part of the amount between two limits, in 分, and its highest percentage."""

    part_fen: int
    percent: int


@dataclass(frozen=True, slots=True)
class ContingencyCap:
    """The highest total fee in 分 with the slices it is made of and the rule's source."""

    amount_fen: int
    cap_fen: int
    slices: tuple[Slice, ...]
    source: str

    def lines(self) -> tuple[str, ...]:
        """The calculation in Chinese, one line a slice, the total last."""
        parts = [f"{format_yuan(each.part_fen)} 元 × {each.percent}%" for each in self.slices]
        return (*parts, f"合计最高 {format_yuan(self.cap_fen)} 元（{self.source}）")


def contingency_cap(amount_fen: int, *, on: date) -> ContingencyCap:
    """The cap for a contract signed ``on``. Raises ContingencyInvalid, TableError before 2006-12-01."""
    if not 0 <= amount_fen <= MAX_FEN:
        raise ContingencyInvalid("标的额不能是负数，也不能超出合理范围，请检查。")
    rows = sorted(_in_force("slice", on), key=lambda row: row.number("over_fen"))
    if not rows:
        raise TableError(f"规则表里没有 {on} 当天有效的风险代理上限，请先补充。", code="table.no_row")
    tops = [*(row.number("over_fen") for row in rows[1:]), amount_fen]
    slices = tuple(
        Slice(min(amount_fen, top) - row.number("over_fen"), row.number("percent"))
        for row, top in zip(rows, tops, strict=True)
        if amount_fen > row.number("over_fen")
    )
    total = sum(each.part_fen * each.percent for each in slices)
    return ContingencyCap(amount_fen, total // 100, slices, rows[0].source)


def barred_matters(on: date) -> dict[str, str]:
    """Code → name of the matters in which no contingency fee may be agreed ``on`` that day."""
    return {row.text("matter"): row.text("name") for row in _in_force("barred", on)}


def check_contingency(*, matter: str, amount_fen: int, fee_fen: int, on: date) -> ContingencyCap:
    """Refuse a contingency fee that may not be agreed; otherwise its cap.

    ``matter``: a code of ``barred_matters`` or anything else. ``fee_fen``: everything the firm may receive in the
    end. Raises ContingencyBarred, ContingencyTooHigh, ContingencyInvalid.
    """
    name = barred_matters(on).get(matter)
    if name:
        raise ContingencyBarred(f"“{name}”案件不得实行风险代理。请改用按件、按标的额比例或计时收费。")
    if fee_fen < 0:
        raise ContingencyInvalid("律师费不能是负数，请检查。")
    cap = contingency_cap(amount_fen, on=on)
    if fee_fen > cap.cap_fen:
        raise ContingencyTooHigh(
            f"约定的 {format_yuan(fee_fen)} 元超过上限 {format_yuan(cap.cap_fen)} 元。请降到上限以内再签。"
        )
    return cap


def _in_force(section: str, on: date) -> list[Row]:
    return [row for row in load_table("contingency_fee", section) if row.covers(on)]

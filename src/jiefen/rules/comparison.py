"""Two ways of working side by side: shares with honest intervals, and no verdict where the data cannot carry one.

Shares get Wilson's score interval; their difference gets Newcombe's interval built from the two (method 10 of
Newcombe 1998), which stays sensible for few events and for 0 or 100 %. Everything is observational: who rehearsed was
not drawn by lot, so a difference is never called a cause. See docs/algorithms/comparison.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from math import sqrt
from statistics import NormalDist

from jiefen.rules.errors import RuleError
from jiefen.rules.tables_io import load_table


class CountsError(RuleError):
    """Counts that cannot be: negative, or more successes than trials."""

    code = "comparison.counts"


class Verdict(StrEnum):
    """What may be said."""

    TOO_FEW = "too_few"
    NO_CLEAR_DIFFERENCE = "no_clear_difference"
    HIGHER = "higher"
    LOWER = "lower"


@dataclass(frozen=True, slots=True)
class Tally:
    """``successes`` out of ``trials`` talks (or households, or payments)."""

    successes: int
    trials: int

    def __post_init__(self) -> None:
        """Refuse counts that cannot be."""
        if not 0 <= self.successes <= self.trials:
            raise CountsError(f"次数对不上：{self.trials} 次里不会有 {self.successes} 次成功。")

    @property
    def share(self) -> float | None:
        """The plain share, None without a trial."""
        return self.successes / self.trials if self.trials else None


@dataclass(frozen=True, slots=True)
class Interval:
    """From ``low`` to ``high``, both included, as shares (-1..1 for a difference)."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """``ours`` beside ``theirs``. ``difference`` is None when one side has no trial at all."""

    ours: Tally
    theirs: Tally
    difference: Interval | None
    verdict: Verdict
    sentence: str


def wilson(tally: Tally, day: date) -> Interval | None:
    """The score interval of one share at the confidence in force on ``day``; None without a trial."""
    n = tally.trials
    if n == 0:
        return None
    z, p = _z(day), tally.successes / n
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    low = 0.0 if tally.successes == 0 else middle - half
    high = 1.0 if tally.successes == n else middle + half
    return Interval(max(0.0, low), min(1.0, high))


def compare(ours: Tally, theirs: Tally, day: date, *, us: str = "这样做", them: str = "另一种") -> Comparison:
    """What ``ours`` differs from ``theirs`` by, and the one sentence that may be shown. Raises CountsError."""
    difference = _difference(ours, theirs, day)
    verdict = _verdict(ours, theirs, difference, day)
    return Comparison(ours, theirs, difference, verdict, _sentence(verdict, ours, theirs, difference, day, us, them))


def _difference(ours: Tally, theirs: Tally, day: date) -> Interval | None:
    mine, other = wilson(ours, day), wilson(theirs, day)
    if mine is None or other is None:
        return None
    p, q = ours.successes / ours.trials, theirs.successes / theirs.trials
    low = p - q - sqrt((p - mine.low) ** 2 + (other.high - q) ** 2)
    high = p - q + sqrt((mine.high - p) ** 2 + (q - other.low) ** 2)
    return Interval(max(-1.0, low), min(1.0, high))


def _verdict(ours: Tally, theirs: Tally, difference: Interval | None, day: date) -> Verdict:
    if difference is None or min(ours.trials, theirs.trials) < number("least_per_side", day):
        return Verdict.TOO_FEW
    if difference.low > 0:
        return Verdict.HIGHER
    return Verdict.LOWER if difference.high < 0 else Verdict.NO_CLEAR_DIFFERENCE


def _sentence(
    verdict: Verdict, ours: Tally, theirs: Tally, difference: Interval | None, day: date, us: str, them: str
) -> str:
    counts = f"{us} {ours.trials} 次，{them} {theirs.trials} 次"
    if verdict is Verdict.TOO_FEW or difference is None:
        return f"数据还太少：{counts}。每边至少 {number('least_per_side', day)} 次再看。"
    span = f"相差在 {_points(difference.low)} 到 {_points(difference.high)} 个百分点之间"
    if verdict is Verdict.NO_CLEAR_DIFFERENCE:
        return f"看不出差别：{counts}，{span}，两边都有可能更高。"
    word = "更高" if verdict is Verdict.HIGHER else "更低"
    return f"{us}{word}：{counts}，{span}。两组人不是抽签分的，不能说是它带来的。"


def _points(share: float) -> str:
    return f"{share * 100:+.1f}".replace("-", "−")


@lru_cache(maxsize=64)
def number(code: str, day: date) -> int:
    """A number of the table ``comparison`` in force on ``day``."""
    rows = [row for row in load_table("comparison", "row") if row.text("code") == code and row.covers(day)]
    return rows[-1].number("value")


@lru_cache(maxsize=16)
def _z(day: date) -> float:
    return NormalDist().inv_cdf(0.5 + number("confidence_x1000", day) / 2000)

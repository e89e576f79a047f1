"""The intervals of rules/comparison once more, by another road: no closed formula, the score test itself is asked.

A share belongs to the interval when |p − π| ≤ z·√(π(1−π)/n); its ends are found by halving in sixty digits. z comes from
the series of the normal integral. The difference is put together from those ends after Newcombe's method 10.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal, getcontext
from functools import cache
from itertools import product

import pytest

from jiefen.rules.comparison import Tally, Verdict, compare, wilson

TODAY = dt.date(2026, 11, 23)
getcontext().prec = 60
HALF = Decimal("0.5")


def halved(low: Decimal, high: Decimal, is_above) -> Decimal:
    """Where ``is_above`` turns true."""
    for _ in range(190):
        middle = (low + high) / 2
        low, high = (low, middle) if is_above(middle) else (middle, high)
    return low


def normal(z: Decimal) -> Decimal:
    """Φ(z) − ½: Σ (−1)ᵏ z²ᵏ⁺¹ / (2ᵏ k! (2k+1)) / √(2π)."""
    term, total, k = z, z, 0
    while abs(term) > Decimal(10) ** -55:
        k += 1
        term = term * -z * z / (2 * k)
        total += term / (2 * k + 1)
    pi = Decimal("3.14159265358979323846264338327950288419716939937510582097494")
    return total / (2 * pi).sqrt()


@cache
def z() -> Decimal:
    return halved(Decimal(1), Decimal(3), lambda value: normal(value) >= Decimal("0.475"))


@cache
def ends(successes: int, trials: int) -> tuple[Decimal, Decimal]:
    p = Decimal(successes) / trials

    def is_outside(share: Decimal) -> bool:
        return (p - share) ** 2 * trials > z() ** 2 * share * (1 - share)

    low = halved(Decimal(0), p, lambda share: not is_outside(share)) if successes else Decimal(0)
    high = halved(p, Decimal(1), is_outside) if successes < trials else Decimal(1)
    return low, high


def difference(ours: tuple[int, int], theirs: tuple[int, int]) -> tuple[Decimal, Decimal]:
    (p, (l1, u1)), (q, (l2, u2)) = ((Decimal(x) / n, ends(x, n)) for x, n in (ours, theirs))
    return p - q - ((p - l1) ** 2 + (u2 - q) ** 2).sqrt(), p - q + ((u1 - p) ** 2 + (q - l2) ** 2).sqrt()


def test_the_percentile():
    assert abs(z() - Decimal("1.959963984540054")) < Decimal(10) ** -14


@pytest.mark.parametrize("trials", [1, 2, 3, 7, 29, 30, 31, 100, 997])
def test_shares(trials):
    for successes in {0, 1, trials // 3, trials // 2, trials - 1, trials}:
        found = wilson(Tally(successes, trials), TODAY)
        low, high = ends(successes, trials)
        assert float(low) == pytest.approx(found.low, abs=1e-12)
        assert float(high) == pytest.approx(found.high, abs=1e-12)


def test_differences():
    sides = [(0, 1), (1, 1), (0, 30), (30, 30), (17, 40), (56, 70), (48, 80), (1, 500)]
    for ours, theirs in product(sides, sides):
        found = compare(Tally(*ours), Tally(*theirs), TODAY)
        low, high = difference(ours, theirs)
        assert found.difference.low == pytest.approx(max(-1.0, float(low)), abs=1e-12), (ours, theirs)
        assert found.difference.high == pytest.approx(min(1.0, float(high)), abs=1e-12), (ours, theirs)
        few = min(ours[1], theirs[1]) < 30
        expected = (
            Verdict.TOO_FEW if few else Verdict.HIGHER if low > 0 else Verdict.LOWER if high < 0
            else Verdict.NO_CLEAR_DIFFERENCE
        )  # fmt: skip
        assert found.verdict is expected, (ours, theirs)


def test_nobody_at_all():
    assert wilson(Tally(0, 0), TODAY) is None
    for ours, theirs in ((Tally(0, 0), Tally(40, 40)), (Tally(3, 50), Tally(0, 0)), (Tally(0, 0), Tally(0, 0))):
        found = compare(ours, theirs, TODAY)
        assert (found.difference, found.verdict) == (None, Verdict.TOO_FEW)
        assert "数据还太少" in found.sentence

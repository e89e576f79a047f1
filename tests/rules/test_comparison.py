"""Comparison: the worked examples of docs/algorithms/comparison.md by name, and its properties."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiefen.rules.comparison import CountsError, Tally, Verdict, compare, wilson

DAY = date(2026, 11, 26)
tallies = st.integers(0, 400).flatmap(lambda n: st.integers(0, n).map(lambda x: Tally(x, n)))


def test_newcombe_example() -> None:
    found = compare(Tally(56, 70), Tally(48, 80), DAY)
    assert (round(found.difference.low, 4), round(found.difference.high, 4)) == (0.0524, 0.3339)
    assert found.verdict is Verdict.HIGHER
    assert found.sentence == (
        "这样做更高：这样做 70 次，另一种 80 次，相差在 +5.2 到 +33.4 个百分点之间。两组人不是抽签分的，不能说是它带来的。"
    )


@pytest.mark.parametrize(
    ("tally", "low", "high"),
    [(Tally(0, 10), 0.0, 0.2775), (Tally(9, 10), 0.5958, 0.9821), (Tally(10, 10), 0.7225, 1.0)],
    ids=["wilson_of_nothing", "nine_of_ten", "all_of_ten"],
)
def test_wilson(tally: Tally, low: float, high: float) -> None:
    found = wilson(tally, DAY)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def test_too_few() -> None:
    found = compare(Tally(9, 10), Tally(3, 10), DAY, us="预演过的", them="没预演的")
    assert found.verdict is Verdict.TOO_FEW
    assert found.sentence == "数据还太少：预演过的 10 次，没预演的 10 次。每边至少 30 次再看。"


def test_no_clear_difference() -> None:
    found = compare(Tally(30, 60), Tally(27, 60), DAY)
    assert found.verdict is Verdict.NO_CLEAR_DIFFERENCE
    assert "−12.5 到 +22.1" in found.sentence


def test_nobody_yet() -> None:
    found = compare(Tally(0, 0), Tally(5, 9), DAY)
    assert (found.verdict, found.difference) == (Verdict.TOO_FEW, None)
    assert Tally(0, 0).share is None


@pytest.mark.parametrize(("successes", "trials"), [(-1, 3), (4, 3), (1, -1)])
def test_counts_that_cannot_be(successes: int, trials: int) -> None:
    with pytest.raises(CountsError):
        Tally(successes, trials)


@given(tallies, tallies)
def test_turned_round_it_says_the_opposite(ours: Tally, theirs: Tally) -> None:
    there, back = compare(ours, theirs, DAY), compare(theirs, ours, DAY)
    opposite = {Verdict.HIGHER: Verdict.LOWER, Verdict.LOWER: Verdict.HIGHER}
    assert back.verdict is opposite.get(there.verdict, there.verdict)
    if there.difference is not None:
        assert there.difference.low == pytest.approx(-back.difference.high)


@given(tallies)
def test_the_share_lies_in_its_interval(tally: Tally) -> None:
    found = wilson(tally, DAY)
    if found is not None:
        assert found.low <= tally.share <= found.high

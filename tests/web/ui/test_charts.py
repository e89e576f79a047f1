from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiefen.web.ui import charts

amounts = st.lists(st.integers(min_value=0, max_value=10**13), max_size=36)


def test_bars_share_one_scale_from_zero() -> None:
    drawn = charts.bars([200, 100, 50, 0])
    assert [bar.width for bar in drawn] == [100.0, 50.0, 25.0, 0.0]
    assert [bar.y for bar in drawn] == [28, 84, 140, 196]
    assert [bar.step for bar in drawn] == [1, 2, 4, 5]


def test_a_small_bar_is_still_seen_and_a_negative_one_is_not_drawn() -> None:
    assert [bar.width for bar in charts.bars([10**9, 1, -5])] == [100.0, charts.MIN_WIDTH, 0.0]


def test_no_bars_of_nothing() -> None:
    assert charts.bars([]) == ()
    assert [bar.width for bar in charts.bars([0, 0])] == [0.0, 0.0]


def test_a_range_has_its_dot_and_its_band() -> None:
    (band,) = charts.ranges([(0.25, 0.1, 0.5)])
    assert (band.x, band.width, band.dot, band.y, band.text_y) == (10.0, 40.0, 25.0, 28, 20)


def test_nothing_counted_has_no_dot_and_certainty_is_still_seen() -> None:
    none, sure = charts.ranges([(None, 0.0, 0.0), (1.0, 1.0, 1.0)])
    assert (none.dot, none.width) == (None, 0.0)
    assert (sure.x, sure.width, sure.dot) == (100 - charts.MIN_WIDTH, charts.MIN_WIDTH, 100.0)


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(-0.5, 1.5), st.floats(-0.5, 1.5)), max_size=9))
def test_ranges_stay_on_the_scale(shares: list[tuple[float, float, float]]) -> None:
    for band in charts.ranges([(value, min(low, high), max(low, high)) for value, low, high in shares]):
        assert band.x >= 0
        assert band.x + band.width <= 100.01


def test_strips_fall_off_the_end_of_what_is_left() -> None:
    strips = charts.falls([20, 30, 0], safe=50)
    assert [(left.width, piece.x, piece.width) for left, piece in strips] == [
        (80.0, 80.0, 20.0),
        (50.0, 50.0, 30.0),
        (50.0, 50.0, 0.0),
    ]


@given(amounts, st.integers(min_value=0, max_value=10**13))
@settings(max_examples=60)
def test_strips_stay_inside_and_only_go_left(values: list[int], safe: int) -> None:
    strips = charts.falls(values, safe)
    assert all(piece.x >= 0 and piece.x + piece.width <= 100.01 for _, piece in strips)
    assert [left.width for left, _ in strips] == sorted((left.width for left, _ in strips), reverse=True)


def test_shares_fill_the_bar_in_order() -> None:
    drawn = charts.shares([3, 1, 0, -2])
    assert [(part.x, part.width) for part in drawn] == [(0.0, 75.0), (75.0, 25.0), (100.0, 0.0), (100.0, 0.0)]
    assert [part.step for part in drawn] == [5, 4, 2, 1]


@given(amounts)
@settings(max_examples=60)
def test_shares_make_a_hundred(values: list[int]) -> None:
    total = sum(part.width for part in charts.shares(values))
    assert total == pytest.approx(100 if sum(values) else 0, abs=0.005 * max(len(values), 1))


def test_a_line_breaks_where_nothing_was_measured() -> None:
    (line,), scale = charts.lines([[0.0, 10.0, None, 10.0, 10.0]])
    assert scale == (0.0, 11.0)
    assert line.paths == ("0,168 25,15.27", "75,15.27 100,15.27")
    assert len(line.dots) == 4
    assert (line.end_x, line.end_y) == (100.0, 15.27)


def test_a_line_without_values_has_no_dots() -> None:
    (line,), scale = charts.lines([[None, None]])
    assert (line.paths, line.dots, scale) == ((), (), (0.0, 1.0))


@pytest.mark.parametrize(
    ("values", "scale"),
    [([], (0.0, 1.0)), ([5, 5], (4.5, 5.5)), ([0, 0], (0.0, 1.0)), ([0, 10], (0.0, 11.0)), ([-10, 10], (-12.0, 12.0))],
)
def test_scales_are_calm(values: list[float], scale: tuple[float, float]) -> None:
    assert charts.nice_range(values) == scale


@given(st.lists(st.floats(min_value=0, max_value=168), min_size=1, max_size=4))
@settings(max_examples=80)
def test_names_at_the_line_ends_never_overlap(places: list[float]) -> None:
    spread = charts.spread(places, charts.LABEL_GAP, 12, 156)
    apart = sorted(spread)
    assert all(b - a >= charts.LABEL_GAP - 0.02 for a, b in pairwise(apart))
    assert apart[0] >= 12 - 0.01 and apart[-1] <= 156.01
    assert [places[i] for i in sorted(range(len(places)), key=lambda i: spread[i])] == sorted(places)


@pytest.mark.parametrize(
    ("total", "shown"),
    [(0, ()), (1, (0,)), (5, (0, 1, 2, 3, 4)), (6, (1, 3, 5)), (11, (1, 4, 7, 10)), (12, (2, 5, 8, 11))],
)
def test_axis_labels_are_even_and_end_at_the_last(total: int, shown: tuple[int, ...]) -> None:
    assert charts.ticks(total) == shown


def test_guide_lines_run_from_top_to_bottom() -> None:
    assert charts.grid(0, 1) == ((1.0, 0.0), (0.5, 84.0), (0.0, 168.0))


def test_a_lone_point_stands_in_the_middle() -> None:
    assert charts.across(0, 1) == 50.0

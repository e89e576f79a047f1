"""Erlang C and A: known values, limits and monotony."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiefen.engine.erlang import (
    Patience,
    QueueError,
    erlang_a,
    late_in_erlang_c,
    offered_load,
    places_by_square_root,
    places_needed,
    waits_in_erlang_c,
)


def test_load_is_rate_times_length():
    assert offered_load(641, 18 * 60) == pytest.approx(192.3)


@pytest.mark.parametrize(("places", "load", "waits"), [(1, 0.5, 0.5), (2, 1.0, 1 / 3), (3, 0.0, 0.0), (2, 2.0, 1.0)])
def test_known_values_of_erlang_c(places, load, waits):
    assert waits_in_erlang_c(places, load) == pytest.approx(waits)


def test_one_server_waits_exponentially():
    assert late_in_erlang_c(1, 0.5, service_s=60, limit_s=60) == pytest.approx(0.5 * 2.718281828459045**-0.5)
    assert late_in_erlang_c(2, 3.0, service_s=60, limit_s=60) == 1.0
    assert late_in_erlang_c(0, 0.0, service_s=60, limit_s=60) == 0.0


def test_with_leaving_at_the_pace_of_service_the_crowd_is_poisson():
    """μ = θ: the number present is Poisson(a), so with one place the share waiting is 1 − e^−a."""
    found = erlang_a(1, 2.0, service_s=60, patience_s=60)
    assert found.waits == pytest.approx(1 - 2.718281828459045**-2.0)


def test_nobody_there_everybody_leaves():
    found = erlang_a(0, 1.0, service_s=60, patience_s=60)
    assert (found.waits, found.leaves) == (pytest.approx(1.0), pytest.approx(1.0))
    assert erlang_a(3, 0.0, service_s=60, patience_s=60) == Patience(0.0, 0.0, 0.0)


def test_with_endless_patience_it_is_erlang_c():
    found = erlang_a(75, 64.0, service_s=1080, patience_s=1e9)
    assert found.waits == pytest.approx(waits_in_erlang_c(75, 64.0), rel=1e-3)


def test_places_for_the_table_of_the_note():
    load = offered_load(641, 18 * 60)
    found = places_needed(load, service_s=18 * 60, limit_s=300, late=0.05)
    assert late_in_erlang_c(found, load, service_s=1080, limit_s=300) <= 0.05
    assert late_in_erlang_c(found - 1, load, service_s=1080, limit_s=300) > 0.05
    assert places_needed(0.0, service_s=1080, limit_s=300, late=0.05) == 0
    assert places_by_square_root(100.0, 2.0) == 120.0


@pytest.mark.parametrize("wrong", [(-1, 60), (1, 0)])
def test_loads_without_sense(wrong):
    with pytest.raises(QueueError):
        offered_load(*wrong)


def test_places_without_sense():
    with pytest.raises(QueueError):
        erlang_a(-1, 1.0, service_s=60, patience_s=60)
    with pytest.raises(QueueError):
        erlang_a(1, 1.0, service_s=60, patience_s=0)


@settings(max_examples=80, deadline=None)
@given(st.integers(1, 120), st.floats(0.01, 300))
def test_one_more_place_never_hurts(places, load):
    one = erlang_a(places, load, service_s=1080, patience_s=480)
    more = erlang_a(places + 1, load, service_s=1080, patience_s=480)
    assert 0 <= more.leaves <= one.leaves + 1e-9 <= 1 + 1e-6
    assert more.waits <= one.waits + 1e-9
    assert waits_in_erlang_c(places + 1, load) <= waits_in_erlang_c(places, load) + 1e-12

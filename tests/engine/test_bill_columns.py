"""Packed bills: what goes in comes out, one household at a time or many."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiefen.engine.bill_columns import (
    BETWEEN,
    EPOCH,
    LAST_DAY,
    Columns,
    Line,
    day_number,
    join,
    pack,
    pack_many,
    separated,
    unpack,
    with_empty,
)

_fen = st.integers(-(2**27) - 5, 2**27 + 5) | st.integers(-(10**15), 10**15)
_days = st.integers(0, LAST_DAY)
_bill = st.builds(Line, st.sampled_from([0, 1]), _fen, _days, _days)
_part = st.builds(Line, st.sampled_from([2, 3, 4]), _fen, _days, st.just(0))
_bills = st.lists(st.tuples(_bill, st.lists(_part, max_size=3)), min_size=1, max_size=6)


@given(st.integers(1, 2**50), _days, st.lists(_bill | _part, max_size=12))
def test_what_is_packed_is_unpacked(building: int, paid: int, lines: list[Line]) -> None:
    assert unpack(pack(building, paid, lines)) == (building, paid, lines)


@given(st.lists(_bills, max_size=5), st.randoms(use_true_random=False))
def test_many_at_once_are_as_one_by_one(homes: list[list[tuple[Line, list[Line]]]], random: object) -> None:
    households = np.array([(key * 7, key + 1, key + 2) for key in range(len(homes))], np.int64).reshape(-1, 3)
    rows = [
        (key * 7, 100 + bill, place, *line)
        for key, home in enumerate(homes)
        for bill, (first, parts) in enumerate(home)
        for place, line in enumerate([first, *parts])
    ]
    random.shuffle(rows)
    packed = pack_many(households, np.array(rows, np.int64).reshape(-1, 7))
    whole = [[line for first, parts in home for line in (first, *parts)] for home in homes]
    assert packed == [pack(key + 1, key + 2, lines) for key, lines in enumerate(whole)]


def test_joined_columns_know_where_each_household_begins() -> None:
    columns = join([3, 8, 9], [pack(1, 0, [Line(0, 5, 1, 2)]), pack(1, 0, []), pack(2, 7, [Line(0, 2**40, 1)])])
    assert (columns.starts.tolist(), columns.ends.tolist()) == ([0, 3, 5], [3, 5, 9])
    assert (len(columns), columns.premises.tolist()) == (3, [3, 8, 9])


@pytest.mark.parametrize(
    ("on", "number"), [(None, 0), (date(1990, 1, 1), 1), (date(1970, 1, 1), 1), (date(9999, 1, 1), LAST_DAY)]
)
def test_days_are_counted_from_1990(on: date | None, number: int) -> None:
    assert day_number(on) == number
    assert date.fromordinal(EPOCH) + timedelta(days=1) == date(1990, 1, 1)


@given(st.lists(st.tuples(st.booleans(), _bills), max_size=7))
def test_households_without_bills_are_put_between_the_others(
    homes: list[tuple[bool, list[tuple[Line, list[Line]]]]],
) -> None:
    whole = [pack(key + 1, key + 2, _flat(bills) if has_bills else []) for key, (has_bills, bills) in enumerate(homes)]
    expected = join(range(len(homes)), whole)
    kept = [key for key, (has_bills, _) in enumerate(homes) if has_bills]
    some = join(kept, [whole[key] for key in kept])
    empty = np.array([(key, key + 1, key + 2) for key in range(len(homes)) if key not in kept], np.int64).reshape(-1, 3)
    found = with_empty(some, empty)
    assert all(np.array_equal(one, other) for one, other in zip(found, expected, strict=True))


def _flat(bills: list[tuple[Line, list[Line]]]) -> list[Line]:
    return [line for bill, parts in bills for line in (bill, *parts)]


@given(st.lists(_bills, max_size=5), st.lists(st.booleans(), min_size=6, max_size=6))
def test_households_joined_by_the_database_are_told_apart(
    homes: list[list[tuple[Line, list[Line]]]], beside: list[bool]
) -> None:
    packed = [pack(key + 1, key + 2, _flat(bills)) for key, bills in enumerate(homes)]
    ids = np.arange(len(homes)) * 2 + 1
    expected, found = join(ids.tolist(), packed), separated(ids, BETWEEN.join(packed))
    assert _apart(found) == _apart(expected)
    empty = np.array([(2 * key, 9, 8) for key, is_empty in enumerate(beside) if is_empty], np.int64).reshape(-1, 3)
    assert _apart(with_empty(found, empty)) == _apart(with_empty(expected, empty))


def _apart(columns: Columns) -> list[tuple[int, list[int]]]:
    """Each household and its words."""
    places = zip(columns.premises.tolist(), columns.starts.tolist(), columns.ends.tolist(), strict=True)
    return [(pk, columns.words[start:end].tolist()) for pk, start, end in places]


@pytest.mark.parametrize("many", [0, 1, 3])
def test_households_that_are_not_as_many_as_expected_are_refused(many: int) -> None:
    with pytest.raises(ValueError, match="not equally many"):
        separated(np.arange(many), BETWEEN.join([pack(1, 2, []), pack(3, 4, [])]))

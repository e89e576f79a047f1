"""Instalments: the worked examples of docs/algorithms/instalments.md by name, and its properties."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiefen.rules.instalments import MAX_COUNT, Instalment, InstalmentsError, schedule


def test_a_thousand_in_three() -> None:
    assert schedule(1000_00, 3, not_before=date(2026, 12, 10)) == (
        Instalment(1, date(2026, 12, 10), 333_34),
        Instalment(2, date(2027, 1, 10), 333_33),
        Instalment(3, date(2027, 2, 10), 333_33),
    )


def test_end_of_month_returns_after_february() -> None:
    plan = schedule(400_00, 4, not_before=date(2026, 12, 15), day=31)
    assert [each.due_on for each in plan] == [
        date(2026, 12, 31),
        date(2027, 1, 31),
        date(2027, 2, 28),
        date(2027, 3, 31),
    ]


def test_day_already_past_starts_next_month() -> None:
    (only,) = schedule(1, 1, not_before=date(2026, 12, 11), day=10)
    assert only == Instalment(1, date(2027, 1, 10), 1)


def test_short_month_clamps_before_it_skips() -> None:
    (only,) = schedule(1, 1, not_before=date(2027, 2, 28), day=30)
    assert only.due_on == date(2027, 2, 28)


def test_leap_day() -> None:
    assert schedule(2, 2, not_before=date(2028, 2, 29))[0].due_on == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("total", "count", "day", "code"),
    [
        (100, 0, 1, "instalments.count"),
        (10**9, MAX_COUNT + 1, 1, "instalments.count"),
        (100, 2, 0, "instalments.day"),
        (100, 2, 32, "instalments.day"),
        (1, 2, 1, "instalments.too_small"),
        (0, 1, 1, "instalments.too_small"),
        (-5, 1, 1, "instalments.too_small"),
    ],
)
def test_refusals(total: int, count: int, day: int, code: str) -> None:
    with pytest.raises(InstalmentsError) as refused:
        schedule(total, count, not_before=date(2026, 1, 1), day=day)
    assert refused.value.code == code


days = st.dates(date(2020, 1, 1), date(2099, 12, 31))


@given(st.integers(1, MAX_COUNT), st.integers(0, 10**10), days, st.none() | st.integers(1, 31))
def test_properties(count: int, extra: int, not_before: date, day: int | None) -> None:
    plan = schedule(count + extra, count, not_before=not_before, day=day)
    amounts = [each.amount_fen for each in plan]
    assert sum(amounts) == count + extra
    assert min(amounts) >= 1
    assert max(amounts) - min(amounts) <= 1
    assert amounts == sorted(amounts, reverse=True)
    assert [each.no for each in plan] == list(range(1, count + 1))
    assert not_before <= plan[0].due_on
    assert (plan[0].due_on - not_before).days <= 31
    months = [each.due_on.year * 12 + each.due_on.month for each in plan]
    assert months == list(range(months[0], months[0] + count))
    wanted = day or not_before.day
    for each in plan:
        assert each.due_on.day == min(wanted, monthrange(each.due_on.year, each.due_on.month)[1])

"""The numbers of a conversation; examples as in docs/algorithms/chat_limits.md."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiefen.rules.chat_limits import Rate, left_after, may_withdraw_until, number, rate
from jiefen.rules.tables_io import TableError

ON = dt.date(2026, 11, 26)
BUCKET = Rate(20, 40)


@pytest.mark.parametrize(
    ("left", "seconds", "after"),
    [
        pytest.param(20.0, 0.0, 19.0, id="fresh"),
        pytest.param(0.0, 0.0, -1.0, id="empty"),
        pytest.param(0.0, 1.5, 0.0, id="one comes back"),
        pytest.param(20.0, 3600.0, 19.0, id="never more than full"),
    ],
)
def test_buckets(left, seconds, after):
    assert left_after(BUCKET, left, seconds) == after


@given(st.floats(0, 20), st.floats(0, 1e6))
def test_a_bucket_never_holds_more_than_its_burst(left, seconds):
    assert -1 <= left_after(BUCKET, left, seconds) <= 19


def test_two_minutes_to_the_instant():
    sent = dt.datetime(2026, 11, 26, 10, tzinfo=dt.UTC)
    assert may_withdraw_until(sent, ON) == sent + dt.timedelta(minutes=2)
    assert number("withdraw_seconds", ON) == 120


def test_rates():
    assert rate("post_person", ON) == Rate(20, 40)
    assert Rate(2, 3).times(10) == Rate(20, 30)
    for ask in (rate, number):
        with pytest.raises(TableError):
            ask("no_such_code", ON)

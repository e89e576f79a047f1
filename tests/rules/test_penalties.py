"""What a penalty does to a card, by kind and day; examples of docs/algorithms/penalties.md."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiefen.rules.penalties import UnknownPenalty, held_until, kind_named, kinds_for

DAY = dt.date(2026, 11, 27)


def test_a_warning_is_shown_and_hides_nothing():
    kind = kind_named("warning", whom="lawyer", on=DAY)
    assert (kind.effect, held_until(kind, None)) == ("show", None)


def test_half_a_year_of_suspension_hides_the_card_until_a_year_after_it():
    kind = kind_named("suspension", whom="lawyer", on=DAY)
    assert held_until(kind, dt.date(2026, 6, 30)) == dt.date(2027, 6, 30)


def test_a_stop_without_its_last_day_is_refused():
    with pytest.raises(UnknownPenalty, match="到哪一天为止"):
        held_until(kind_named("closure", whom="firm", on=DAY), None)


@pytest.mark.parametrize(("code", "whom"), [("suspension", "firm"), ("closure", "lawyer"), ("jail", "lawyer")])
def test_a_kind_that_is_not_for_them_is_refused(code, whom):
    with pytest.raises(UnknownPenalty):
        kind_named(code, whom=whom, on=DAY)


def test_before_the_table_begins_there_is_none():
    assert kinds_for("lawyer", on=dt.date(2017, 12, 31)) == ()
    assert {one.code for one in kinds_for("firm", on=DAY)} == {
        "warning",
        "fine",
        "reprimand",
        "closure",
        "firm_revoked",
    }


@given(st.dates(dt.date(2018, 1, 1), dt.date(2040, 1, 1)))
def test_a_hold_is_never_shorter_than_the_stop(last):
    until = held_until(kind_named("suspension", whom="lawyer", on=DAY), last)
    assert until is not None and until - last == dt.timedelta(days=365)

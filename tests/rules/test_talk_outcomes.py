"""Talks grouped by how they were held: fresh ones wait, bands have exact borders, too little data is said to be too little."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiefen.rules.comparison import Tally, Verdict
from jiefen.rules.talk_outcomes import TalkSeen, band, outcomes, since, window

TODAY = dt.date(2026, 11, 23)
OLD = TODAY - dt.timedelta(days=60)


def talk(on=OLD, *, rehearsed=False, questions=0, option="", paid=False):
    return TalkSeen(on, rehearsed, questions, option, paid)


@pytest.mark.parametrize(
    ("questions", "label"),
    [(0, "没有问"), (1, "问了 1–2 个"), (2, "问了 1–2 个"), (3, "问了 3 个以上"), (9, "问了 3 个以上")],
)
def test_bands(questions, label):
    assert band(questions) == label


def test_a_payment_counts_for_fourteen_days():
    assert window(dt.date(2026, 11, 1)) == (dt.date(2026, 11, 1), dt.date(2026, 11, 15))


def test_a_talk_waits_until_its_days_are_over():
    on_the_last_day = outcomes([talk(TODAY - dt.timedelta(days=14), paid=True)], TODAY)
    assert (on_the_last_day.mature, on_the_last_day.fresh) == (0, 1)
    the_day_after = outcomes([talk(TODAY - dt.timedelta(days=15), paid=True)], TODAY)
    assert (the_day_after.mature, the_day_after.fresh) == (1, 0)


def test_what_is_too_old_or_lies_ahead_is_left_out():
    found = outcomes(
        [talk(since(TODAY) - dt.timedelta(days=1)), talk(TODAY + dt.timedelta(days=1)), talk(since(TODAY))], TODAY
    )
    assert (found.mature, found.fresh) == (1, 0)


def test_rehearsed_and_not():
    talks = (
        [talk(rehearsed=True, paid=True)] * 40 + [talk(rehearsed=True)] * 10 + [talk(paid=True)] * 10 + [talk()] * 40
    )
    found = outcomes(talks, TODAY)
    assert [(way.label, way.tally) for way in found.rehearsal] == [
        ("预演过", Tally(40, 50)),
        ("没有预演", Tally(10, 50)),
    ]
    assert found.by_rehearsal.verdict is Verdict.HIGHER
    assert "不能说是它带来的" in found.by_rehearsal.sentence


def test_too_little_data_is_said_to_be_too_little():
    found = outcomes([talk(questions=3, paid=True)] * 29 + [talk()] * 50, TODAY)
    assert found.by_questions.verdict is Verdict.TOO_FEW
    assert found.by_questions.sentence == "数据还太少：问了 3 个以上 29 次，没有问 50 次。每边至少 30 次再看。"


def test_options_of_fresh_talks_are_counted_too():
    talks = [talk(option="named_date"), talk(TODAY, option="named_date"), talk(option="hardship"), talk()]
    assert outcomes(talks, TODAY).options == (("named_date", 2), ("hardship", 1))


def test_nothing_at_all():
    found = outcomes([], TODAY)
    assert (found.mature, found.fresh, found.options) == (0, 0, ())
    assert found.by_rehearsal.verdict is Verdict.TOO_FEW


@given(st.lists(st.builds(
    TalkSeen, st.dates(TODAY - dt.timedelta(days=400), TODAY), st.booleans(), st.integers(0, 6),
    st.sampled_from(["", "named_date"]), st.booleans(),
), max_size=60))  # fmt: skip
def test_every_mature_talk_is_counted_once_in_each_grouping(talks):
    found = outcomes(talks, TODAY)
    for ways in (found.rehearsal, found.questions):
        assert sum(way.tally.trials for way in ways) == found.mature
        assert sum(way.tally.successes for way in ways) <= found.mature
    assert found.mature + found.fresh == sum(since(TODAY) <= each.on for each in talks)

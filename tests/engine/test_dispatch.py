"""Dispatch: who is asked, in which order, and what may never happen. The examples of docs/algorithms/dispatch.md."""

from __future__ import annotations

import dataclasses
from collections import Counter
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiefen.engine.dispatch import (
    OPEN,
    OnDuty,
    Outcome,
    Record,
    Waiting,
    after,
    decide,
    goes_offline,
    nearness,
    score,
)
from jiefen.rules.dispatch import dispatch_on

RULES = dispatch_on(date(2026, 11, 26))
M = RULES.offers_at_once


def asked(waiting: list[Waiting], duty: list[OnDuty], now: float = 100.0) -> list[tuple[int, int]]:
    return [(each.question, each.lawyer) for each in decide(waiting, duty, now=now, rules=RULES)]


def free(lawyer: int, places: int = 3, **more: object) -> OnDuty:
    return OnDuty(lawyer, places, **more)  # type: ignore[arg-type]


def test_three_at_once_and_equal_scores_by_number():
    assert asked([Waiting(1, 90.0)], [free(each) for each in (4, 3, 2, 1)]) == [(1, 1), (1, 2), (1, 3)]


def test_nobody_there_nobody_waiting():
    assert asked([Waiting(1, 90.0)], []) == []
    assert asked([], [free(1)]) == []
    assert asked([Waiting(1, 90.0)], [free(1, places=2, taken=2)]) == []


def test_an_offer_says_until_when_and_how_well_it_fits():
    [offer] = decide([Waiting(1, 90.0)], [free(7)], now=100.0, rules=RULES)
    assert offer.until == 100.0 + RULES.offer_seconds
    assert offer.score == pytest.approx(0.25 * 0.5 + 0.2 + 0.1)


def test_everybody_gets_one_offer_before_anybody_gets_two():
    waiting = [Waiting(1, 10.0), Waiting(2, 20.0), Waiting(3, 30.0)]
    assert asked(waiting, [free(each, places=1) for each in (1, 2, 3, 4)]) == [(1, 1), (2, 2), (3, 3), (1, 4)]


def test_the_oldest_chooses_first_whatever_the_order_of_rows():
    waiting = [Waiting(9, 50.0), Waiting(1, 60.0), Waiting(2, 40.0)]
    assert asked(waiting, [free(5, places=1)]) == [(2, 5)]


def test_the_area_weighs_most_and_excludes_nobody():
    duty = [free(1, labels={"刑事"}), free(2, labels={"劳动社保"}), free(3), free(4)]
    assert asked([Waiting(1, 90.0, label="劳动社保")], duty)[0] == (1, 2)
    assert asked([Waiting(1, 90.0, label="劳动社保")], [free(1, labels={"刑事"})]) == [(1, 1)]


def test_missing_offers_are_topped_up_and_no_more():
    one = Waiting(1, 90.0, asked={1: OPEN, 2: 95.0})
    assert asked([one], [free(each) for each in (1, 2, 3, 4, 5)]) == [(1, 3), (1, 4)]


def test_who_did_not_answer_is_asked_again_only_when_nobody_else_is_left():
    one = Waiting(1, 10.0, asked={1: 95.0, 2: 95.0 - RULES.again_seconds})
    assert asked([one], [free(1), free(2)]) == [(1, 2)]
    assert asked([one], [free(1), free(2), free(3, taken=2, acceptance=0.0)]) == [(1, 3), (1, 2)]


def test_who_said_no_is_never_asked_again():
    assert asked([Waiting(1, 0.0, barred={1}, asked={1: 1.0})], [free(1)], now=9999.0) == []


def test_the_lawyer_who_helped_last_is_asked_alone_first():
    one = Waiting(1, 100.0, returning_to=4)
    assert asked([one], [free(each) for each in (1, 2, 3, 4)]) == [(1, 4)]
    one.asked = {4: OPEN}
    assert asked([one], [free(each) for each in (1, 2, 4)], now=102.0) == []
    later = 100.0 + RULES.returning_seconds
    assert asked([one], [free(each) for each in (1, 2, 4)], now=later) == [(1, 1), (1, 2)]


@pytest.mark.parametrize("barred", [set(), {4}])
def test_a_returning_client_does_not_wait_for_a_lawyer_who_is_not_there(barred):
    one = Waiting(1, 100.0, returning_to=4, barred=barred)
    duty = [free(1), free(4)] if barred else [free(1), free(4, taken=3)]
    assert asked([one], duty) == [(1, 1)]


def test_the_score_is_the_published_sum():
    one, lawyer = Waiting(1, 0.0, "刑事", "3205"), free(1, labels={"刑事"}, city="3201", acceptance=0.8, shown=5)
    expected = 0.35 + 0.25 * 0.8 + 0.2 * (2 / 3) + 0.1 * 0.6 + 0.1 * 0.5
    assert score(one, lawyer, room=2, most_shown=10, rules=RULES) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("one", "other", "near"), [("3205", "3205", 1.0), ("3205", "3201", 0.6), ("3205", "1100", 0.0), ("", "3205", 0.0)]
)
def test_nearness(one, other, near):
    assert nearness(one, other, RULES) == near


def test_three_unanswered_in_a_row_and_he_is_offline():
    record = Record(0.5)
    for expected in (False, False, True):
        record = after(record, Outcome.IGNORED, RULES)
        assert goes_offline(record, RULES) is expected
    assert record == Record(pytest.approx(0.5 * 0.9**3), 3)


@pytest.mark.parametrize(
    ("outcome", "acceptance", "ignored"),
    [(Outcome.ACCEPTED, 0.55, 0), (Outcome.DECLINED, 0.5, 0), (Outcome.IGNORED, 0.45, 3), (Outcome.WITHDRAWN, 0.5, 2)],
)
def test_what_an_offer_shows_of_a_lawyer(outcome, acceptance, ignored):
    assert after(Record(0.5, 2), outcome, RULES) == Record(pytest.approx(acceptance), ignored)


LAWYERS = st.builds(
    OnDuty,
    lawyer=st.integers(1, 8),
    places=st.integers(1, 4),
    taken=st.integers(0, 5),
    labels=st.sets(st.sampled_from(["刑事", "行政"])),
    acceptance=st.floats(0, 1),
    shown=st.integers(0, 9),
)
ENDED = st.one_of(st.just(OPEN), st.floats(0, 100))
QUESTIONS = st.builds(
    Waiting,
    question=st.integers(1, 20),
    since=st.floats(0, 100),
    label=st.sampled_from(["", "刑事", "行政"]),
    barred=st.sets(st.integers(1, 8)),
    asked=st.dictionaries(st.integers(1, 8), ENDED, max_size=4),
    returning_to=st.one_of(st.none(), st.integers(1, 8)),
)
WORLDS = st.tuples(
    st.lists(QUESTIONS, max_size=8, unique_by=lambda each: each.question),
    st.lists(LAWYERS, max_size=8, unique_by=lambda each: each.lawyer),
)


@settings(max_examples=300, deadline=None)
@given(WORLDS)
def test_what_may_never_happen(world):
    waiting, duty = world
    offers = decide(waiting, duty, now=100.0, rules=RULES)
    rooms = {each.lawyer: each.room for each in duty}
    assert all(count <= rooms[lawyer] for lawyer, count in Counter(each.lawyer for each in offers).items())
    by_number = {each.question: each for each in waiting}
    for number, count in Counter(each.question for each in offers).items():
        assert count + by_number[number].open_offers <= M
    assert len({(each.question, each.lawyer) for each in offers}) == len(offers)
    for offer in offers:
        one = by_number[offer.question]
        assert offer.lawyer not in one.barred
        assert one.asked.get(offer.lawyer, 0.0) <= 100.0 - RULES.again_seconds or offer.lawyer not in one.asked
        assert 0 <= offer.score <= 1


@settings(max_examples=200, deadline=None)
@given(WORLDS)
def test_the_oldest_is_never_passed_over(world):
    """When somebody is asked about a younger question that had no offer, every older one without an offer could not be."""
    waiting, duty = world
    plain = [dataclasses.replace(each, returning_to=None, asked={}) for each in waiting]
    offers = decide(plain, duty, now=100.0, rules=RULES)
    got, left = {each.question for each in offers}, {each.lawyer: each.room for each in duty}
    for one in sorted(plain, key=lambda each: (each.since, each.question)):
        first = next((each for each in offers if each.question == one.question), None)
        possible = [lawyer for lawyer, room in left.items() if room > 0 and lawyer not in one.barred]
        assert (one.question in got) is bool(possible)
        if first is not None:
            left[first.lawyer] -= 1


@settings(max_examples=100, deadline=None)
@given(WORLDS)
def test_the_same_world_gives_the_same_offers_in_any_order_of_rows(world):
    waiting, duty = world
    forwards = decide(waiting, duty, now=100.0, rules=RULES)
    assert decide(waiting[::-1], duty[::-1], now=100.0, rules=RULES) == forwards

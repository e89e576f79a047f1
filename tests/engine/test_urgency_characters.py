"""A way of saying it is passed over by its characters only when it cannot be there."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiefen.engine.urgency import _watches, required_in

SAYINGS = [(saying.pattern.pattern, saying.required) for watch in _watches() for saying in watch.says]


@given(st.sampled_from(SAYINGS).flatmap(lambda each: st.tuples(st.just(each), st.from_regex(each[0]))))
def test_whatever_a_pattern_finds_has_the_characters_it_is_said_to_need(
    found: tuple[tuple[str, frozenset[str]], str],
) -> None:
    (pattern, required), text = found
    assert re.search(pattern, text)
    assert required <= set(text)


@pytest.mark.parametrize(
    ("pattern", "required"),
    [
        ("活着没(意思|用)", "活着没"),
        ("(结束|了结)(我|他|她)?自己", "自己"),
        ("死(了)?", ""),
        ("一?起死", "起死"),
        ("死*了", "了"),
        ("跳{1,2}楼", "楼"),
        ("遗言|诀别", ""),
        ("(遗言|诀别)信", "信"),
        ("[死活]着", "着"),
        ("死(?!(缓|刑))在", "死在"),
        (r"\(死\).{0,2}了", "死了"),
        ("(a(b(死)?)?c)了", "了"),
        (".*", ""),
    ],
)
def test_what_stands_outside_brackets_and_is_not_optional(pattern: str, required: str) -> None:
    assert required_in(pattern) == frozenset(required)


def test_most_ways_of_saying_it_are_told_apart_by_their_characters() -> None:
    assert sum(bool(required) for _, required in SAYINGS) > len(SAYINGS) / 2

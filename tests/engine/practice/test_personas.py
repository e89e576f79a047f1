"""The people: enough of them, all different, complete, and written in full-width punctuation."""

from __future__ import annotations

import re
from itertools import combinations

import pytest

from jiefen.engine.obstacle_lines import OBSTACLES
from jiefen.engine.practice import partner
from jiefen.engine.practice.clauses import likeness
from jiefen.engine.practice.lines import TEMPERS, shared_lines
from jiefen.engine.practice.personas import UnknownPersona, all_personas, persona
from jiefen.engine.practice.vocabulary import HARMFUL, Act, Mood

PEOPLE = all_personas()


def every_line(person) -> list[str]:
    """All that he may say."""
    lines = [line for pool in person.pools.values() for line in pool]
    lines += [line for layer in (*person.story, person.need_lines) for line in layer]
    lines += [line for each in (*person.answers, *person.triggers) for line in each.say]
    return lines + [line for pool in person.choose.values() for line in pool]


def test_at_least_twenty_four_people_over_every_obstacle_and_mood():
    assert len(PEOPLE) >= 24
    assert {each.obstacle for each in PEOPLE} == set(OBSTACLES)
    assert {each.mood for each in PEOPLE} == set(Mood)
    assert all(sum(each.obstacle == code for each in PEOPLE) >= 3 for code in OBSTACLES)


def test_no_two_are_alike():
    for name in ("code", "name", "need", "back_story", "sketch"):
        assert len({getattr(each, name) for each in PEOPLE}) == len(PEOPLE), name
    assert len({(each.household.home, each.household.owed_fen) for each in PEOPLE}) == len(PEOPLE)
    for one, other in combinations(PEOPLE, 2):
        assert not set(every_line(one)) & set(every_line(other)), (one.code, other.code)
        assert likeness(one.need, other.need) < 0.4


@pytest.mark.parametrize("person", PEOPLE, ids=lambda each: each.code)
def test_everybody_is_complete(person):
    assert len(person.story) == 3
    assert all(len(layer) >= 2 for layer in (*person.story, person.need_lines))
    assert len(person.topics) >= 6
    assert len(person.answers) >= 3
    assert person.triggers
    assert person.accepts
    assert len(every_line(person)) >= 45
    assert person.household.owed_fen > 0


def test_nobody_exclaims_in_half_width_or_says_the_same_twice():
    for person in PEOPLE:
        lines = every_line(person)
        assert len(lines) == len(set(lines)), person.code
        assert not [line for line in lines if re.search(r"[,!?:;]", re.sub(r"\{\w+\}", "", line))], person.code


def test_every_reaction_has_three_tempers():
    for moment, tempers in shared_lines().items():
        assert set(tempers) == set(TEMPERS), moment
        assert all(len(lines) >= 2 for lines in tempers.values()), moment
    assert {str(act) for act in HARMFUL} <= set(shared_lines())


@pytest.mark.parametrize("person", PEOPLE, ids=lambda each: each.code)
def test_everybody_can_be_reached_and_answers(person):
    talk = partner.answer(partner.begin(person, seed=1), "您好，我是物业的管家小何，能跟我说说是怎么回事吗？")
    assert len(talk.turns) == 3
    assert talk.turns[-1].text
    assert talk.turns[1].did(Act.OPEN_QUESTION)


def test_an_unknown_persona_is_refused_by_name():
    with pytest.raises(UnknownPersona, match="没有这位练习对手"):
        persona("nobody")

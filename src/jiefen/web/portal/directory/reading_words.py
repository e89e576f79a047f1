"""What the one or two words on the list say: a city, an area of law, or nothing that is known here."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Final

from jiefen.engine.classify import VAGUE, classify
from jiefen.engine.practice_areas import OTHER
from jiefen.engine.ranker import Ranker
from jiefen.rules.regions import cities
from jiefen.web.portal.directory.choice import Choice
from jiefen.web.portal.directory.near import MOST, Missing, Near, city_code, near_cities, province_code
from jiefen.web.portal.fitting_lawyers import SHARE

SHORT: Final = 4  # characters: so short a word says an area only when it plainly does
PLAIN: Final = 0.5
_SAYS_NOTHING: Final = frozenset(("律师", "找律师", "的律师", "律所", "律师事务所", "找", "请", "附近"))


def with_city(choice: Choice) -> Choice:
    """The choice with the city its words name as the chosen one: “苏州 离婚”, “苏州离婚律师” → 苏州 and the rest."""
    for word in choice.q.split():
        code, rest = _city_first(word)
        if code:
            left = [rest if each == word else each for each in choice.q.split()]
            return replace(choice, city=code, q=" ".join(each for each in left if each), page=1, kept="")
    return choice


def areas_of(choice: Choice, *, today: dt.date) -> dict[str, float]:
    """The area chosen, else those the words most likely belong to; empty when they say nothing clear."""
    return {choice.area: 1.0} if choice.area else areas_in(choice.q, today=today)


def areas_in(words: str, *, today: dt.date) -> dict[str, float]:
    """Areas the words most likely belong to, most likely first; empty when they say nothing clear."""
    if not words:
        return {}
    chances = classify(words, today=today).areas
    least = PLAIN if len(words) <= SHORT else VAGUE
    if chances[0].area == OTHER or chances[0].p < least:
        return {}
    return {each.area: each.p for each in chances if each.p >= SHARE and each.area != OTHER}


def unread(choice: Choice, ranker: Ranker, *, today: dt.date) -> tuple[Missing, ...]:
    """Words that name no area and stand on no card, each with cities it may have meant. They choose nobody.

    Where all of them together say nothing either, they are one.
    """
    words = choice.q.split()
    if choice.q and not choice.area and not areas_in(choice.q, today=today):
        near = (near for word in words for near in _meant_cities(word))
        return (Missing("q", "词", choice.q, tuple(dict.fromkeys(near))[:MOST]),)
    return tuple(
        Missing("q", "词", word, _meant_cities(word))
        for word in words
        if province_code(word)
        or (word not in _SAYS_NOTHING and not ranker.words_in(word) and not areas_in(word, today=today))
        if len(words) > 1 or choice.area
    )


def _city_first(word: str) -> tuple[str, str]:
    """(code, what follows) of a word that is a city or begins with one and goes on; ("", word) for another."""
    if code := city_code(word):
        return code, ""
    for size in range(len(word) - 1, 1, -1):
        if code := city_code(word[:size]) if word[:size] not in cities() else "":
            return code, word[size:]
    return "", word


def _meant_cities(word: str) -> tuple[Near, ...]:
    """Those of a province, else of a like sound that share a character with the word (苏洲 → 苏州), or its letters."""
    if province_code(word):
        return near_cities(word)
    return tuple(each for each in near_cities(word) if word.isascii() or set(word) & set(each.name))

"""The practice areas and what the packaged tables know of them: topics, clarifying questions, words and laws.

Tables: ``practice_areas`` (areas and second-level topics), ``clarifications`` (one question per pair of areas),
``area_lexicon`` (words people use, chosen by hand), ``statute_words`` (words of the statutes by area),
``word_groups`` (kinds of things: countries, animals, ailments),
``story_frames`` (openings and endings of any story), ``law_areas`` (laws and stretches of the Civil Code by area),
``area_examples/*.jsonl`` (example questions written for this project). Read once, then cached.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any, Final

from jiefen.engine.text_normal import BOUNDARY, normalise
from jiefen.rules.errors import RuleError

OTHER: Final = "其他"
MOSTLY: Final = 0.6  # a word of the statutes stands for an area that has this share of its uses
_PACKAGE: Final = "jiefen.engine"


class AreaError(RuleError):
    """An area is not in the table, or a table is badly written."""

    code = "area.unknown"


@dataclass(frozen=True)
class Topic:
    """A second-level topic and the words that point to it."""

    name: str
    terms: tuple[str, ...]


@dataclass(frozen=True)
class Area:
    """A first-level practice area; ``slug`` is its identifier in addresses and file names."""

    name: str
    slug: str
    summary: str
    topics: tuple[Topic, ...]


@dataclass(frozen=True)
class Example:
    """A question and its areas, the main one first."""

    question: str
    areas: tuple[str, ...]


@lru_cache
def areas() -> tuple[Area, ...]:
    """The areas in the order of the screen."""
    return tuple(_area(row) for row in _table("practice_areas")["area"])


@lru_cache
def version() -> str:
    """The version of the area table; models are trained for one version."""
    found: str = _table("practice_areas")["version"]
    return found


def area_named(name: str) -> Area:
    """The area of that name. Raises AreaError when there is none."""
    for area in areas():
        if area.name == name:
            return area
    raise AreaError(f"没有“{name}”这个案情领域，请从领域表中选一个。")


def topics_in(question: str, area: str, k: int = 2) -> tuple[str, ...]:
    """Up to ``k`` topics of ``area`` whose words occur in ``question``: the one with most letters matched first."""
    found = [(sum(len(term) for term in topic.terms if term in question), topic) for topic in area_named(area).topics]
    hits = sorted((pair for pair in found if pair[0]), key=lambda pair: -pair[0])
    return tuple(topic.name for _, topic in hits[:k])


def clarifying_question(first: str, second: str) -> str:
    """The one question that tells two areas apart; the general one where the table has none."""
    specific = _clarifications().get(frozenset((first, second)))
    if specific:
        return specific
    one, other = area_named(first), area_named(second)
    return f"您的事更接近“{one.name}”（{one.summary}），还是“{other.name}”（{other.summary}）？"


def area_of_article(law: str, article: int = 0) -> str | None:
    """The area of a law named without 《》 and 中华人民共和国; the Civil Code by article number. None when unknown."""
    if law == "民法典":
        stretches = _table("law_areas")["civil_code"]
        return next((row["area"] for row in stretches if 0 < article <= row["up_to"]), None)
    return laws().get(law)


@lru_cache
def laws() -> Mapping[str, str]:
    """Name of a law or regulation → area."""
    return {law: row["name"] for row in _table("law_areas")["area"] for law in row["laws"].split()}


@lru_cache
def statute_words() -> Mapping[str, Mapping[str, float]]:
    """Word of the statutes → share of each area that uses it (the two largest), shares between 0 and 1."""
    return {
        word: shares
        for row in _table("statute_words")["area"]
        for word, shares in (_shares(entry, row["name"]) for entry in row["words"].split())
    }


@lru_cache
def kinds() -> Mapping[str, tuple[str, ...]]:
    """Normalised word → what it is a kind of: hand-made kinds of things, and the area whose statutes mostly use it."""
    found: dict[str, list[str]] = {}
    for kind, words in _table("word_groups")["groups"].items():
        for word in words.split():
            found.setdefault(_plain(word), []).append(f"#{kind}")
    for word, shares in statute_words().items():
        area = max(shares, key=lambda name: shares[name])
        if shares[area] >= MOSTLY:
            found.setdefault(_plain(word), []).append(f"#法条/{area}")
    return {word: tuple(dict.fromkeys(names)) for word, names in found.items()}


def _plain(word: str) -> str:
    return normalise(word).text.strip(BOUNDARY)


@lru_cache
def lexicon() -> tuple[tuple[str, str, bool], ...]:
    """(word, area, sure) of the hand-made lexicon; a word may come twice, with two areas."""
    return tuple(
        (word, row["name"], kind == "sure")
        for row in _table("area_lexicon")["area"]
        for kind in ("sure", "likely")
        for word in row[kind].split()
    )


@lru_cache
def story_frames() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(openings, endings) that stand in any story."""
    table = _table("story_frames")
    return tuple(table["openings"]), tuple(table["endings"])


@lru_cache
def examples() -> tuple[Example, ...]:
    """Every packaged example question, by area in the order of the table."""
    return tuple(example for area in areas() for example in _examples_of(area))


def _examples_of(area: Area) -> list[Example]:
    text = (resources.files(_PACKAGE) / "area_examples" / f"{area.slug}.jsonl").read_text(encoding="utf-8")
    rows = [json.loads(line) for line in text.splitlines() if line]
    return [Example(row["question"], tuple(row["areas"])) for row in rows]


def _shares(entry: str, main: str) -> tuple[str, Mapping[str, float]]:
    word, share, *second = entry.split(":")
    shares = {main: int(share) / 100}
    if second:
        shares[second[0]] = int(second[1]) / 100
    return word, shares


@lru_cache
def _clarifications() -> Mapping[frozenset[str], str]:
    return {frozenset(row["areas"]): row["question"] for row in _table("clarifications")["pair"]}


@lru_cache
def _table(name: str) -> Mapping[str, Any]:
    file = resources.files(_PACKAGE) / "tables" / f"{name}.toml"
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise AreaError(f"领域表 {name} 读不出来（{error}），请重新安装程序。", code="area.table") from None


def _area(row: Mapping[str, Any]) -> Area:
    topics = tuple(Topic(topic["name"], tuple(topic["terms"])) for topic in row["topics"])
    return Area(row["name"], row["slug"], row["summary"], topics)

"""The invented country with cards and questions as the product fills them today, instead of as the frozen one has them.

Each difference is read off the product, and was settled before its effect was looked at (docs/algorithms/ranker.md):
- words: the topics of the area table (132, at most 14 an area; frozen: 80 words an area). A card carries two to six
  topics of its own areas (the demo directory; ``describe_card`` allows no others). A question carries as many known
  words as ``words_in`` finds, KNOWN_WORDS;
- fit: by the place on the card alone (``FIT_BY_PLACE``; frozen: up to 12 % of noise);
- replies and ratings: nobody has any, all stand at the prior (``lawyers.columns.rebuild``);
- questions: areas as the classifier gives them (HOW_MANY_AREAS, none below SHARE, never 其他), no cause of action (no
  page passes one), a language only as a filter. That 85 % have a city is as assumed in the frozen country: both forms
  leave the city free.
"""

from __future__ import annotations

import dataclasses
from typing import Any, Final

import numpy as np

from bench.ranker_world import SEED, skewed
from jiefen.engine.practice_areas import OTHER, areas
from jiefen.engine.ranker import Need
from jiefen.engine.ranker_columns import CAUSES, TERMS, Source, Words
from jiefen.rules.ranking import rating_part, reply_part, weights_on

FIT_BY_PLACE: Final = (255, 216, 184, 160)  # lawyers.columns.FIT_BY_PLACE, held equal by a test: no Django in here
SHARE: Final = 0.15  # portal.fitting_lawyers.SHARE, likewise
KNOWN_WORDS: Final = (0.65, 0.31, 0.04)  # 0, 1, 2 known words: ``words_in`` over 424 public questions, November 2026
HOW_MANY_AREAS: Final = (0.88, 0.10, 0.02)  # 1, 2, 3 areas with SHARE or more: the classifier over the same questions
FEWEST_TOPICS, MOST_TOPICS = 2, 6  # on a card, as in the demo directory
AT_A_TIME: Final = 50_000


def words(names: Words) -> Words:
    """The same country with the area table's topics as the words of its cards."""
    return dataclasses.replace(names, causes=[], terms=list(_topics()))


def lawyers(source: Source, names: Words, day: Any) -> Source:
    """The same people, with their cards as the product would have them."""
    weights, count = weights_on(day), len(source.ids)
    nothing = np.zeros(count, "i4")
    order = np.concatenate([[0], np.flatnonzero(np.diff(source.slot_row)) + 1])  # each lawyer's first slot
    place = np.arange(len(source.slot_row)) - np.repeat(order, np.diff(np.append(order, len(source.slot_row))))
    columns = {
        **source.columns,
        "terms": _cards(source, names, place),
        "causes": np.zeros((count, CAUSES), "u2"), "cause_n": np.zeros((count, CAUSES), "u1"),
        "reply": np.full(count, reply_part(0, 0, weights)), "rating": np.full(count, rating_part(0, 0, weights)),
    }  # fmt: skip
    return dataclasses.replace(
        source, columns=columns, reply_n=nothing, rating_n=nothing, slot_fit=np.array(FIT_BY_PLACE)[place]
    )


def needs(count: int, names: Words, known_ids: Any, seed: int = SEED) -> list[Need]:
    """Questions as the pages pass them on."""
    draw = np.random.default_rng([seed, 8])
    asked = [each for each, name in enumerate(names.areas) if name != OTHER]
    area_p, city_p = skewed(len(names.areas), 0.7)[asked], skewed(len(names.cities), 0.9)
    area_p = area_p / area_p.sum()
    city_of = np.random.default_rng(SEED).permutation(len(names.cities))
    topics = {area.name: [topic.name for topic in area.topics] for area in areas()}
    found = []
    for _ in range(count):
        how_many = draw.choice([1, 2, 3], p=HOW_MANY_AREAS)
        picked = [names.areas[asked[each]] for each in draw.choice(len(asked), how_many, replace=False, p=area_p)]
        shares = np.sort(draw.dirichlet(np.ones(how_many) * 0.7))[::-1].clip(SHARE, 1)
        own = topics[picked[0]]
        size = min(draw.choice([0, 1, 2], p=KNOWN_WORDS), len(own))
        said = draw.choice(own, size, replace=False, p=skewed(len(own), 0.8))
        found.append(
            Need(
                dict(zip(picked, shares.tolist(), strict=True)), [str(each) for each in said],
                city=names.cities[city_of[draw.choice(len(city_p), p=city_p)]] if draw.random() < 0.85 else "",
                online_only=bool(draw.random() < 0.1),
                without=[int(each) for each in draw.choice(known_ids, 3)] if draw.random() < 0.05 else (),
                without_firms=[int(draw.integers(0, 50))] if draw.random() < 0.05 else (),
                must_speak=["粤语"] if draw.random() < 0.05 else (),
            )
        )  # fmt: skip
    return found


def _topics() -> dict[str, int]:
    """The topics of the area table, each once, numbered from 1."""
    named = dict.fromkeys(topic.name for area in areas() for topic in area.topics)
    return {name: number for number, name in enumerate(named, 1)}


def _cards(source: Source, names: Words, place: Any) -> Any:
    """Two to six topics of each lawyer's own areas, drawn evenly."""
    number, most = _topics(), max(len(area.topics) for area in areas())
    of_area = np.zeros((len(names.areas), most), "u2")
    for row, area in enumerate(areas()):
        of_area[row, : len(area.topics)] = [number[topic.name] for topic in area.topics]
    count, draw = len(source.ids), np.random.default_rng([SEED, 9])
    slots = np.zeros((count, len(FIT_BY_PLACE), most), "u2")
    slots[source.slot_row, place] = of_area[source.slot_area]
    terms = np.zeros((count, TERMS), "u2")
    for first in range(0, count, AT_A_TIME):
        own = slots[first : first + AT_A_TIME].reshape(-1, len(FIT_BY_PLACE) * most)
        order = np.argsort(np.where(own > 0, draw.random(own.shape), 2.0), axis=1)[:, :MOST_TOPICS]
        drawn = np.take_along_axis(own, order, axis=1)
        drawn[np.arange(MOST_TOPICS) >= draw.integers(FEWEST_TOPICS, MOST_TOPICS + 1, len(own))[:, None]] = 0
        terms[first : first + AT_A_TIME, :MOST_TOPICS] = drawn
    return terms

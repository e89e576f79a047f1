"""An invented country of lawyers and needs as arrays: skewed cities, areas, words and experience. Nobody in it is real."""

from __future__ import annotations

from typing import Any

import numpy as np

from jiefen.engine.practice_areas import areas
from jiefen.engine.ranker import Need
from jiefen.engine.ranker_columns import CAUSES, TERMS, Source, Words
from jiefen.engine.ranker_kernel import ONLINE, SHOWABLE
from jiefen.rules.ranking import rating_part, reply_part, weights_on
from jiefen.rules.regions import cities, provinces

SEED = 20261126
TERMS_AN_AREA, CAUSES_AN_AREA = 80, 18


def words() -> Words:
    """The real areas and cities, invented words and causes: every area has its own stretch of both."""
    codes, areas_ = list(cities()), [area.name for area in areas()]
    place = {code: each for each, code in enumerate(provinces())}
    return Words(
        areas_, codes, [place[code[:2]] for code in codes], ["普通话", "粤语", "吴语", "闽南语", "英语", "手语"],
        [f"{area}案由{each}" for area in areas_ for each in range(CAUSES_AN_AREA)],
        [f"{area}词{each}" for area in areas_ for each in range(TERMS_AN_AREA)],
    )  # fmt: skip


def skewed(count: int, power: float) -> Any:
    """Shares that fall as 1 / rank ^ power and add up to 1."""
    shares = 1.0 / np.arange(1, count + 1) ** power
    return shares / shares.sum()


def lawyers(count: int, names: Words, day: Any) -> Source:
    """``count`` lawyers with 1–4 areas, words and causes of those areas, and skewed records."""
    draw = np.random.default_rng(SEED)
    weights = weights_on(day)
    area_p, city_p = skewed(len(names.areas), 0.7), skewed(len(names.cities), 0.9)
    how_many = draw.choice([1, 2, 3, 4], count, p=[0.2, 0.35, 0.3, 0.15])
    picks = np.argsort(-(np.log(area_p) + draw.gumbel(size=(count, len(area_p)))), axis=1)[:, :4]
    city = draw.permutation(len(names.cities))[draw.choice(len(city_p), count, p=city_p)]
    chosen = np.arange(4) < how_many[:, None]
    slot_row, place = np.nonzero(chosen)
    slot_area = picks[slot_row, place]
    slot_n = np.minimum(draw.geometric(0.18, len(slot_row)) - 1, 400) * (draw.random(len(slot_row)) < 0.6)
    slot_fit = np.clip(255 - 40 * place - draw.integers(0, 30, len(slot_row)), 120, 255)
    of_area = picks[np.arange(count)[:, None], draw.integers(0, 4, (count, TERMS)) % how_many[:, None]]
    within = np.minimum(draw.geometric(0.06, (count, TERMS)) - 1, TERMS_AN_AREA - 1)
    terms = of_area * TERMS_AN_AREA + within + 1
    terms[np.arange(TERMS) >= draw.integers(3, TERMS + 1, count)[:, None]] = 0
    terms = _without_twins(terms)
    cause = np.minimum(draw.geometric(0.2, (count, CAUSES)) - 1, CAUSES_AN_AREA - 1)
    causes = _without_twins(of_area[:, :CAUSES] * CAUSES_AN_AREA + cause + 1)
    reply_n = np.minimum(draw.geometric(0.04, count) - 1, 500) * (draw.random(count) < 0.5)
    in_time = draw.binomial(reply_n, draw.beta(6, 2, count))
    rating_n = draw.binomial(reply_n, 0.3)
    capacity = draw.integers(2, 9, count)
    online = draw.random(count) < 0.08
    columns = {
        "city": city, "firm": draw.integers(0, max(count // 15, 1), count),
        "languages": 1 | (draw.random(count) < 0.1) * 2 | (draw.random(count) < 0.15) * 16,
        "terms": terms, "causes": causes, "cause_n": np.minimum(draw.geometric(0.3, (count, CAUSES)), 255),
        "reply": reply_part(in_time, reply_n, weights),
        "rating": rating_part(rating_n * draw.normal(4.4, 0.3, count).clip(1, 5), rating_n, weights),
        "flags": SHOWABLE * (draw.random(count) < 0.97) + ONLINE * online,
        "load": np.minimum(draw.binomial(capacity, 0.35), capacity), "capacity": capacity,
    }  # fmt: skip
    ids = np.arange(1, count + 1) * 3
    return Source(ids, columns, reply_n, rating_n, slot_row, slot_area, slot_fit, slot_n)


def _without_twins(numbers: Any) -> Any:
    """Rows sorted with repeats and blanks as zeros at the end."""
    ordered = -np.sort(-numbers, axis=1)
    ordered[:, 1:][ordered[:, 1:] == ordered[:, :-1]] = 0
    return -np.sort(-ordered, axis=1)


def needs(count: int, names: Words, known_ids: Any, seed: int = SEED) -> list[Need]:
    """Needs as people have them: 1–3 areas, mostly a city, some words, some filters and conflicts."""
    draw = np.random.default_rng([seed, 7])
    area_p, city_p = skewed(len(names.areas), 0.7), skewed(len(names.cities), 0.9)
    city_of = np.random.default_rng(SEED).permutation(len(names.cities))
    found = []
    for _ in range(count):
        picked = draw.choice(len(area_p), draw.choice([1, 2, 3], p=[0.6, 0.3, 0.1]), replace=False, p=area_p)
        shares = np.sort(draw.dirichlet(np.ones(len(picked)) * 0.7))[::-1].clip(0.02, 1)
        main = int(picked[0])
        near = draw.choice(TERMS_AN_AREA, draw.integers(0, 6), p=skewed(TERMS_AN_AREA, 0.8))
        cause = f"{names.areas[main]}案由{min(draw.geometric(0.2) - 1, CAUSES_AN_AREA - 1)}"
        found.append(
            Need(
                {names.areas[each]: float(share) for each, share in zip(picked, shares, strict=True)},
                [f"{names.areas[main]}词{each}" for each in near],
                cause if draw.random() < 0.6 else "",
                names.cities[city_of[draw.choice(len(city_p), p=city_p)]] if draw.random() < 0.85 else "",
                ["粤语"] if draw.random() < 0.05 else [],
                bool(draw.random() < 0.1),
                [int(each) for each in draw.choice(known_ids, 3)] if draw.random() < 0.05 else (),
                [int(draw.integers(0, 50))] if draw.random() < 0.05 else (),
            )
        )
    return found

"""What was really done that matters to *this* owner: service records, tickets, disclosures ranked by his past words.

    rank(["下雨就漏，报了三回"], things, today=today)[0].why   →  业主说过“漏”“下雨就”

Themes of a word list tie his words to ours; shared stretches of characters find what the list does not know; nearness
and freshness decide between equals. Whole numbers only: the same facts always give the same order.
See docs/algorithms/relevance.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from jiefen.engine.relevance_words import Theme, grams_of, spoken_grams, spoken_themes, widest
from jiefen.engine.text_normal import normalise

THEME: Final = 600  # a theme the owner spoke of, in his latest words
MORE: Final = 50  # for each further word of the theme, up to two
CATEGORY: Final = 350  # the same, known only by the record's category
SHARED: Final = 200  # at most, for shared stretches
LATEST: Final = 60  # at most, for freshness over a year
LONGEST: Final = 1000  # characters of one talk
SHOWN: Final = 4  # matched words


class Nearness(StrEnum):
    """How near it was done."""

    HOUSEHOLD = "household"
    ENTRANCE = "entrance"
    BUILDING = "building"
    ESTATE = "estate"


_NEAR: Final = {Nearness.HOUSEHOLD: 120, Nearness.ENTRANCE: 80, Nearness.BUILDING: 40, Nearness.ESTATE: 0}


@dataclass(frozen=True, slots=True)
class Thing:
    """Something done, repaired or disclosed. ``key`` is the caller's; ``category`` a ServiceCategory value or ""."""

    key: str
    what: str
    on: date
    category: str = ""
    nearness: Nearness = Nearness.ESTATE


@dataclass(frozen=True, slots=True)
class Relevant:
    """A thing with its score (higher first), the owner's words that led to it, and the sentence that says so."""

    thing: Thing
    score: int
    matched: tuple[str, ...]
    why: str

    @property
    def is_matched(self) -> bool:
        """Whether the owner's words led to it; else only nearness and freshness."""
        return bool(self.matched)


def rank(words: Sequence[str], things: Iterable[Thing], *, today: date) -> tuple[Relevant, ...]:
    """All ``things``, most relevant first. ``words``: what the owner said, latest talk first.

    Ties: the later first, then by ``key``. Without words everything is ordered by nearness and freshness.
    """
    known = list(things)
    said = [normalise(talk[:LONGEST]).text for talk in words]
    themes = spoken_themes(said)
    grams = spoken_grams(said)
    ours = {thing: normalise(thing.what).text for thing in known}
    common = Counter(gram for text in set(ours.values()) for gram in set(grams_of(text)))
    found = [_relevant(thing, ours[thing], themes, grams, common, len(known), today) for thing in known]
    return tuple(sorted(found, key=lambda one: (-one.score, -one.thing.on.toordinal(), one.thing.key)))


def themes_of(words: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The themes that an owner's words touch, each with the words that show it, in table order."""
    spoken = spoken_themes([normalise(words[:LONGEST]).text])
    return tuple((theme.name, hits) for theme, (_, hits) in spoken.items())


def _relevant(
    thing: Thing,
    text: str,
    themes: dict[Theme, tuple[int, tuple[str, ...]]],
    grams: dict[str, int],
    common: Counter[str],
    many: int,
    today: date,
) -> Relevant:
    score = 0
    matched: list[str] = []
    for theme, (tenths, hits) in themes.items():
        worth = _worth(thing, text, theme)
        if worth:
            score += worth * tenths * theme.weight // 100
            matched += hits
    shared = [gram for gram in dict.fromkeys(grams_of(text)) if gram in grams]
    score += _shared_score(shared, grams, common, many)
    matched += [gram for gram in widest(shared) if not any(gram in word or word in gram for word in matched)]
    shown = tuple(dict.fromkeys(matched))[:SHOWN]
    age = (today - thing.on).days
    score += _NEAR[thing.nearness] + LATEST * max(0, 365 - max(age, 0)) // 365
    return Relevant(thing, score, shown, "业主说过" + "".join(f"“{word}”" for word in shown) if shown else "")


def _worth(thing: Thing, text: str, theme: Theme) -> int:
    """How much a thing is about a theme: by its own words, a little more by several of them, else by its category."""
    named = len(widest([word for word in theme.our_words if word in text]))
    if named:
        return THEME + MORE * (min(named, 3) - 1)
    return CATEGORY if thing.category in theme.categories else 0


def _shared_score(shared: Sequence[str], grams: dict[str, int], common: Counter[str], many: int) -> int:
    """Rare stretches weigh more: one of a stretch in every thing says nothing."""
    total = sum(grams[gram] * 5 * len(gram) * (many + 1 - common[gram]) // (many + 1) for gram in shared)
    return min(total, SHARED)

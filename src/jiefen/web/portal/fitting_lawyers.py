"""Three verified lawyers for a question, and why. The order is engine/ranker's; payment has no place in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from jiefen.engine.practice_areas import OTHER
from jiefen.engine.ranker import Match, Need, Ranker, in_pages
from jiefen.engine.ranker_columns import NoColumns
from jiefen.engine.ranker_reasons import reasons
from jiefen.lawyers import columns
from jiefen.lawyers.queries import Card, cards_of
from jiefen.rules.regions import City, cities
from jiefen.web.portal.pages import page_url

SHARE: Final = 0.15  # an area with less than this chance does not choose lawyers
WORDS_READ: Final = 600  # characters of the question searched for words of the cards
REASONS: Final = 4


@dataclass(frozen=True)
class FittingLawyer:
    """A card with the reasons in the order of their weight; ``url``: the profile, "" until there is such a page."""

    card: Card
    reasons: tuple[str, ...]
    url: str


@dataclass(frozen=True)
class FittingLawyers:
    """``city``: the one named in the question, which counted. ``is_ready`` False: the directory has no index yet."""

    lawyers: tuple[FittingLawyer, ...] = ()
    city: str = ""
    is_ready: bool = True

    @property
    def rules_url(self) -> str:
        """The page that publishes the weights, "" until there is one."""
        return page_url("how_we_rank")


def lawyers_for(question: str, areas: Mapping[str, float], *, most: int = 3, count: bool = False) -> FittingLawyers:
    """The ``most`` best lawyers; ``count``: note the showing, so that the exposure bonus moves on. Four queries."""
    wanted = {name: share for name, share in areas.items() if share >= SHARE and name != OTHER}
    if not wanted:
        return FittingLawyers()
    try:
        ranker = columns.ranker()
    except NoColumns:
        return FittingLawyers(is_ready=False)
    city = city_in(question)
    words = tuple(ranker.words_in(question[:WORDS_READ]))
    need = Need(areas=wanted, words=words, city=city.code if city else "")
    matches = in_pages(ranker.top(need, most), most)
    found = _shown(ranker, need, matches)  # the reasons are those it was chosen for, so before it counts as shown
    if count:
        ranker.note_shown(matches)
    return FittingLawyers(found, city.name if city else "")


def _shown(ranker: Ranker, need: Need, matches: list[Match]) -> tuple[FittingLawyer, ...]:
    by_id = {match.lawyer_id: match for match in matches}
    return tuple(
        FittingLawyer(card, _sentences(ranker, need, by_id[card.lawyer_id]), page_url("lawyer_profile", card.lawyer_id))
        for card in cards_of(list(by_id))
    )


def _sentences(ranker: Ranker, need: Need, match: Match) -> tuple[str, ...]:
    return tuple(each.sentence for each in reasons(ranker, need, match))[:REASONS]


@lru_cache
def _places() -> tuple[re.Pattern[str], Mapping[str, City]]:
    """Cities as one names them when one is there: 苏州市, 在苏州, 苏州的, 苏州人; longer names first."""
    by_name = {city.name: city for city in cities().values()}
    names = "|".join(sorted(map(re.escape, by_name), key=len, reverse=True))
    return re.compile(rf"在(?P<a>{names})|(?P<b>{names})(?:市|的|人|这边|打工|上班)"), by_name


def city_in(question: str) -> City | None:
    """The first city the question places itself in, or None; a bare name may be anything and is not taken."""
    pattern, by_name = _places()
    hit = pattern.search(question[:WORDS_READ])
    return by_name[hit["a"] or hit["b"]] if hit else None

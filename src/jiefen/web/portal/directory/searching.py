"""The list itself: by fit with the reasons of every result, or in the order that depends on nobody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from jiefen.engine.classify import classify
from jiefen.engine.practice_areas import OTHER
from jiefen.engine.ranker import Match, Need, Ranker, in_pages
from jiefen.engine.ranker_reasons import Reason, reasons
from jiefen.lawyers import columns
from jiefen.lawyers.queries import PAGE, Card, at_court, cards_of, directory
from jiefen.web.portal.directory.choice import Choice
from jiefen.web.portal.directory.paging import keep, kept
from jiefen.web.portal.directory.ranking_words import LABELS
from jiefen.web.portal.directory.slots import NOTHING, Measured, measured

FIT_PAGE: Final = 10
FIT_MOST: Final = 50  # the ranker's own limit
SHARE: Final = 0.15  # an area with less than this chance does not choose lawyers


@dataclass(frozen=True)
class WhyLine:
    """One part of the score in words. ``points`` of ``most``, both hundredths of the score."""

    label: str
    sentence: str
    points: float
    most: float


@dataclass(frozen=True)
class Shown:
    """One card in a list with its reasons (none in the neutral order) and its measured figures."""

    card: Card
    why: tuple[WhyLine, ...] = ()
    measured: Measured = NOTHING


@dataclass(frozen=True)
class Listing:
    """``count``: of the neutral order how many there are; by fit how many are ranked (50 at most).

    ``understood``: areas the words were taken for, most likely first. ``kept``: the list, for the links to its pages.
    """

    items: tuple[Shown, ...]
    count: int
    page_size: int
    by_fit: bool
    understood: tuple[str, ...] = ()
    kept: str = ""


def listing(choice: Choice, *, today: dt.date, count: bool) -> Listing:
    """The page chosen. ``count``: note who was shown. Raises NoColumns before the first build, BadQuestion."""
    wanted = areas_of(choice, today=today) if choice.by_fit else {}
    if not wanted:
        return _neutral(choice)
    ranker = columns.ranker()
    need = Need(
        wanted, ranker.words_in(choice.q), city=choice.city, online_only=choice.online,
        must_speak=[choice.language] if choice.language else (), with_matters=choice.matters,
        among=at_court(choice.court) if choice.court else None,
    )  # fmt: skip
    ids = kept(choice, today=today) or _ids(in_pages(ranker.top(need, FIT_MOST), FIT_PAGE))
    matches = _still(ranker, need, ids[(choice.page - 1) * FIT_PAGE : choice.page * FIT_PAGE])
    why = {match.lawyer_id: _why(reasons(ranker, need, match)) for match in matches}
    if count:
        ranker.note_shown(matches)
    understood = tuple(wanted) if not choice.area else ()
    return Listing(
        shown(cards_of(_ids(matches)), why), len(ids), FIT_PAGE, by_fit=True, understood=understood,
        kept=keep(ids, choice, today=today) if len(ids) > FIT_PAGE else "",
    )  # fmt: skip


def _still(ranker: Ranker, need: Need, ids: list[int]) -> list[Match]:
    """These lawyers in this order, as they stand now; who no longer passes the filters is left out."""
    if not ids:
        return []
    among = set(ids) if need.among is None else set(ids) & set(need.among)
    found = {match.lawyer_id: match for match in ranker.top(replace(need, among=among), len(ids))}
    return [found[each] for each in ids if each in found]


def areas_of(choice: Choice, *, today: dt.date) -> dict[str, float]:
    """The area chosen, else those the words most likely belong to; empty when they say nothing clear."""
    if choice.area:
        return {choice.area: 1.0}
    if not choice.q:
        return {}
    chances = classify(choice.q, today=today).areas
    return {each.area: each.p for each in chances if each.p >= SHARE and each.area != OTHER}


def _neutral(choice: Choice) -> Listing:
    found = directory(
        city_code=choice.city, area=choice.area, page=choice.page, online_only=choice.online,
        language=choice.language, court=choice.court, with_matters=choice.matters,
    )  # fmt: skip
    return Listing(shown(found.cards), found.count, PAGE, by_fit=False)


def shown(cards: tuple[Card, ...], why: Mapping[int, tuple[WhyLine, ...]] = MappingProxyType({})) -> tuple[Shown, ...]:
    """Cards with their measured figures."""
    figures = measured([card.lawyer_id for card in cards])
    return tuple(Shown(card, why.get(card.lawyer_id, ()), figures.get(card.lawyer_id, NOTHING)) for card in cards)


def _ids(matches: list[Match]) -> list[int]:
    return [match.lawyer_id for match in matches]


def _why(found: tuple[Reason, ...]) -> tuple[WhyLine, ...]:
    return tuple(
        WhyLine(LABELS[each.part], each.sentence, round(each.points, 1), round(each.most_points, 1)) for each in found
    )

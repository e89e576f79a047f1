"""The list itself: by fit with the reasons of every result, or in the order that depends on nobody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from jiefen.engine.ranker import Match, Need, Ranker, in_pages
from jiefen.engine.ranker_reasons import Reason, reasons
from jiefen.lawyers import columns
from jiefen.lawyers.queries import PAGE, Card, at_court, cards_of, directory
from jiefen.lawyers.queries.indexed import named
from jiefen.web.portal.directory.choice import Choice
from jiefen.web.portal.directory.near import Missing
from jiefen.web.portal.directory.paging import keep, kept
from jiefen.web.portal.directory.ranking_words import LABELS
from jiefen.web.portal.directory.reading_words import areas_of, unread
from jiefen.web.portal.directory.slots import NOTHING, Measured, measured

FIT_PAGE: Final = 10
FIT_MOST: Final = 50  # the ranker's own limit


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
    ``unread``: words that chose nobody. ``is_lost``: the words said nothing at all, so nobody is shown.
    ``by_name``: the words are the name of those shown.
    """

    items: tuple[Shown, ...]
    count: int
    page_size: int
    by_fit: bool
    understood: tuple[str, ...] = ()
    kept: str = ""
    unread: tuple[Missing, ...] = ()
    is_lost: bool = False
    by_name: bool = False


def listing(choice: Choice, *, today: dt.date, count: bool) -> Listing:
    """The page chosen. ``count``: note who was shown. Raises NoColumns before the first build, BadQuestion."""
    ranker = columns.ranker()
    if choice.missing:
        return Listing((), 0, PAGE, by_fit=False, is_lost=True)
    if same := cards_of(named(choice.q, most=PAGE)):
        return Listing(shown(same), len(same), PAGE, by_fit=False, by_name=True)
    wanted = areas_of(choice, today=today) if choice.can_fit else {}
    words = unread(choice, ranker, today=today)
    if not wanted and choice.q:
        return Listing((), 0, PAGE, by_fit=False, unread=words, is_lost=True)
    understood = tuple(wanted) if wanted and not choice.area else ()
    found = _fitting(choice, ranker, wanted, today, count) if wanted and choice.by_fit else _neutral(choice, understood)
    return replace(found, understood=understood, unread=words)


def _fitting(choice: Choice, ranker: Ranker, wanted: dict[str, float], today: dt.date, count: bool) -> Listing:
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
    return Listing(
        shown(cards_of(_ids(matches)), why), len(ids), FIT_PAGE, by_fit=True,
        kept=keep(ids, choice, today=today) if len(ids) > FIT_PAGE else "",
    )  # fmt: skip


def _still(ranker: Ranker, need: Need, ids: list[int]) -> list[Match]:
    """These lawyers in this order, as they stand now; who no longer passes the filters is left out."""
    if not ids:
        return []
    among = set(ids) if need.among is None else set(ids) & set(need.among)
    found = {match.lawyer_id: match for match in ranker.top(replace(need, among=among), len(ids))}
    return [found[each] for each in ids if each in found]


def _neutral(choice: Choice, understood: tuple[str, ...]) -> Listing:
    """Everybody of the city and the area, be it the one chosen or the first the words were taken for."""
    found = directory(
        city_code=choice.city, area=choice.area or "".join(understood[:1]), page=choice.page, online_only=choice.online,
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

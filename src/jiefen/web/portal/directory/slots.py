"""What other surfaces add to a profile and a card: figures they measured, articles they hold. Empty until they do.

The directory asks; it never guesses. A figure nobody measured reads “—”.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from jiefen.articles.queries.public import by_author
from jiefen.consultations.queries.public import DAYS, CardFigures, card_figures
from jiefen.lawyers.queries import UNMEASURED
from jiefen.shared import clock
from jiefen.web.portal.articles.lines import lines
from jiefen.web.portal.pages import page_url


@dataclass(frozen=True)
class Measured:
    """One lawyer's figures over ``period`` (a Chinese span, e.g. 近 30 天), each already with its n."""

    people_served: str = UNMEASURED
    typical_first_reply: str = UNMEASURED
    rating: str = UNMEASURED
    period: str = ""


@dataclass(frozen=True)
class ArticleLink:
    """One published article."""

    title: str
    url: str
    about: str = ""


def _replies(lawyer_ids: Sequence[int]) -> dict[int, Measured]:
    """What the free lane measured of them."""
    return {key: _measured(found) for key, found in card_figures(lawyer_ids, at=clock.now()).items()}


def _measured(found: CardFigures) -> Measured:
    stars = f"{found.stars_total / found.ratings:.1f} / 5（n={found.ratings}）" if found.ratings else UNMEASURED
    invented = "，演示数据" if found.demo else ""
    return Measured(f"{found.people} 人", found.reply_words, stars, f"近 {DAYS} 天{invented}")


def _written(lawyer_id: int) -> list[ArticleLink]:
    """His published articles."""
    return [ArticleLink(one.title, one.url, one.lead) for one in lines(by_author(lawyer_id))]


MEASURES: list[Callable[[Sequence[int]], Mapping[int, Measured]]] = [_replies]
ARTICLES: list[Callable[[int], Sequence[ArticleLink]]] = [_written]
NOTHING = Measured()


def measured(lawyer_ids: Sequence[int]) -> dict[int, Measured]:
    """The figures of these lawyers; those without any are left out."""
    return {key: value for source in MEASURES for key, value in source(lawyer_ids).items()}


def articles_of(lawyer_id: int) -> list[ArticleLink]:
    """Articles by this lawyer, as their owner orders them."""
    return [link for source in ARTICLES for link in source(lawyer_id)]


def ask_url(lawyer_id: int = 0) -> str:
    """Where one asks a question, this lawyer named where there is one; "" while nothing answers."""
    page = page_url("ask")
    return f"{page}?lawyer={lawyer_id}" if page and lawyer_id else page

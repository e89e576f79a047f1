"""What other surfaces add to a profile and a card: figures they measured, articles they hold. Empty until they do.

The directory asks; it never guesses. A figure nobody measured reads “—”.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from jiefen.lawyers.queries import UNMEASURED


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


MEASURES: list[Callable[[Sequence[int]], Mapping[int, Measured]]] = []
ARTICLES: list[Callable[[int], Sequence[ArticleLink]]] = []
NOTHING = Measured()


def measured(lawyer_ids: Sequence[int]) -> dict[int, Measured]:
    """The figures of these lawyers; those without any are left out."""
    return {key: value for source in MEASURES for key, value in source(lawyer_ids).items()}


def articles_of(lawyer_id: int) -> list[ArticleLink]:
    """Articles by this lawyer, as their owner orders them."""
    return [link for source in ARTICLES for link in source(lawyer_id)]


def door(name: str, *args: object) -> str:
    """The address behind a URL name, or "" while no surface offers it."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def ask_url(lawyer_id: int = 0) -> str:
    """Where one asks a question, this lawyer named where there is one; "" while nothing answers."""
    page = door("ask")
    return f"{page}?lawyer={lawyer_id}" if page and lawyer_id else page

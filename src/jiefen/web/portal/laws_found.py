"""Articles of law that bear on a question, in plain words, for the answer and for search."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.urls import reverse

from jiefen.engine import law_standing
from jiefen.statutes import articles, search
from jiefen.statutes.articles import Article

LOOKED_AT: Final = 24
LOOKED_FURTHER: Final = 80  # where the person has named the area, and others would take the places
RELATED_AREA: Final = 0.03  # an article of an area less likely than this may have only words in common
STRONG: Final = 0.7  # ... unless it has this share of the best score
WEAK: Final = 0.35  # an article of a likely area needs this share of the best score
EXCERPT: Final = 72  # characters of wording shown where we have no gist


@dataclass(frozen=True)
class LawCard:
    """One article as the answer shows it: ``plain`` are our words, else ``is_excerpt``: the beginning of the text."""

    title: str
    plain: str
    is_excerpt: bool
    url: str


def article_url(one: Article) -> str:
    """The page of an article."""
    return reverse("law_article", args=[one.law, one.slug])


def law_card(one: Article) -> LawCard:
    """An article for a list."""
    if one.gist:
        return LawCard(one.name, one.gist, False, article_url(one))
    text = " ".join(one.text.split())
    return LawCard(one.name, text if len(text) <= EXCERPT else f"{text[:EXCERPT]}…", True, article_url(one))


def laws_for(
    question: str, areas: Mapping[str, float], *, most: int, first: str = "", without: Article | None = None
) -> tuple[LawCard, ...]:
    """The ``most`` best articles of the areas in question, best first; those that we can say in plain words go before.

    ``first``: the area the person himself has named: its articles go before all others. ``without``: the article one is reading, so that it is not related to itself.
    """
    hits = search.find(question, k=LOOKED_FURTHER if first else LOOKED_AT, areas=areas)
    if without is not None:
        hits = hits[1:]  # whose own words asked: it is the first
    best = hits[0].score if hits else 0.0
    found = articles.found(hit.reference for hit in hits if hit.score >= WEAK * best)
    strong = {hit.reference for hit in hits if hit.score >= STRONG * best}
    fitting = [one for key, one in found.items() if (key in strong and not first) or _fits(one, areas)]
    others = [one for one in fitting if without is None or one.name != without.name]
    if first:
        others.sort(key=lambda one: law_standing.area_of(one.law, one.number) != first)
        return tuple(law_card(one) for one in others[:most])
    return tuple(law_card(one) for one in sorted(others, key=lambda one: not one.gist)[:most])


def _fits(one: Article, areas: Mapping[str, float]) -> bool:
    """Whether the article's area is one the question may belong to; an article of unknown area stays."""
    area = law_standing.area_of(one.law, one.number)
    return not area or areas.get(area, 0.0) >= RELATED_AREA

"""Reading laws: the wording of an article on a day, what replaced it, which laws there are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet

from jiefen.engine.law_standing import short_name
from jiefen.statutes.citations import Citation, citations_in
from jiefen.statutes.models import ArticleVersion, Law


@dataclass(frozen=True)
class LinkedCitation:
    """A citation and the article it points to; ``article_id`` is None when the collection does not hold it."""

    citation: Citation
    article_id: int | None


def law_names() -> list[str]:
    """Every imported law, by name."""
    return list(Law.objects.order_by("name").values_list("name", flat=True))


def article_on(law: str, article: int, branch: int = 0, *, on: date | None = None) -> ArticleVersion | None:
    """The wording in force ``on`` that day, else the newest; None when the collection has no such article.

    A version without a known day counts as in force from the beginning.
    """
    rows = _versions(law).filter(number=article, branch=branch)
    if on is not None:
        rows = rows.filter(
            Q(effective_from=None) | Q(effective_from__lte=on), Q(effective_to=None) | Q(effective_to__gt=on)
        )
    return rows.first()


def newer_version(article: ArticleVersion) -> ArticleVersion | None:
    """The version that replaced this one (for the notice 法条已修改), or None when it is the newest."""
    newest = article_on(article.law.name, article.number, article.branch)
    return newest if newest and newest.pk != article.pk else None


def linked_citations(text: str, *, on: date | None = None) -> tuple[LinkedCitation, ...]:
    """Citations in prose, each with the id of the article in the wording of that day. One query per law cited."""
    found = citations_in(text, law_names())
    wanted = {short_name(one.law) for one in found}
    known = {law: _ids(law, on) for law in wanted}
    return tuple(LinkedCitation(one, known[short_name(one.law)].get((one.article, one.branch))) for one in found)


def current_articles() -> QuerySet[ArticleVersion]:
    """The newest version of every article, in the order of the collection, with its law."""
    return ArticleVersion.objects.filter(effective_to=None).select_related("law").order_by("position", "pk")


def _versions(law: str) -> QuerySet[ArticleVersion]:
    newest_first = (F("version").desc(nulls_last=True), "-pk")
    return ArticleVersion.objects.filter(law__name=short_name(law)).select_related("law").order_by(*newest_first)


def _ids(law: str, on: date | None) -> dict[tuple[int, int], int]:
    rows = _versions(law)
    if on is not None:
        rows = rows.filter(
            Q(effective_from=None) | Q(effective_from__lte=on), Q(effective_to=None) | Q(effective_to__gt=on)
        )
    newest: dict[tuple[int, int], int] = {}
    for number, branch, key in rows.values_list("number", "branch", "pk"):
        newest.setdefault((number, branch), key)
    return newest

"""What the law pages show: groups of laws, an article with its notices, linked citations and neighbours."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, Final

from django.urls import reverse

from jiefen.engine import law_standing, practice_areas
from jiefen.rules.law_revisions import Revision
from jiefen.statutes import articles
from jiefen.statutes.articles import Article, LawSummary
from jiefen.statutes.citations import Citation
from jiefen.statutes.queries import linked_citations
from jiefen.web.portal.laws_found import LawCard, article_url, laws_for

RELATED: Final = 4
ASKED_WITH: Final = 120  # characters of an article that look for related ones


@dataclass(frozen=True)
class Piece:
    """A stretch of wording; ``url`` where it cites an article that is here."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class OtherVersion:
    """Another wording of the same article."""

    since: date | None
    until: date | None
    url: str


@dataclass(frozen=True)
class ArticleView:
    """An article page."""

    article: Article
    url: str
    law_url: str
    paragraphs: tuple[tuple[Piece, ...], ...]
    amended: Revision | None
    repealed_on: date | None
    others: tuple[OtherVersion, ...]
    before: Article | None
    after: Article | None
    before_url: str
    after_url: str
    related: tuple[LawCard, ...]
    area: str
    linked: dict[str, Any]  # schema.org


def matching(laws: Sequence[LawSummary], wanted: str) -> list[LawSummary]:
    """The laws whose name contains ``wanted``, the shortest names first; all of them when nothing is wanted."""
    if not wanted:
        return list(laws)
    named = law_standing.short_name(wanted)
    return sorted((law for law in laws if named in law.name), key=lambda law: (len(law.name), law.name))


def laws_by_category(laws: Iterable[LawSummary]) -> list[tuple[str, list[tuple[LawSummary, str]]]]:
    """Neighbouring laws of one category together, each with its page."""
    groups = groupby(laws, key=lambda law: law.category or "其他")
    return [(name, [(law, reverse("law_page", args=[law.name])) for law in group]) for name, group in groups]


def article_view(one: Article, *, today: date) -> ArticleView:
    """Everything the page of one article shows."""
    before, after = articles.neighbours(one)
    return ArticleView(
        article=one,
        url=article_url(one),
        law_url=reverse("law_page", args=[one.law]),
        paragraphs=_paragraphs(one),
        amended=articles.amended_on(one, today=today),
        repealed_on=law_standing.repealed_on(one.law, today=today),
        others=_others(one),
        before=before,
        after=after,
        before_url=article_url(before) if before else "",
        after_url=article_url(after) if after else "",
        related=_related(one),
        area=law_standing.area_of(one.law, one.number),
        linked=_legislation(one),
    )


def _legislation(one: Article) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "@type": "Legislation",
        "name": f"中华人民共和国{one.law}{one.label}" if _is_statute(one.law) else f"{one.law}{one.label}",
        "legislationIdentifier": one.name,
        "inLanguage": "zh-CN",
        "legislationJurisdiction": {"@type": "Country", "name": "中国"},
        "isPartOf": {"@type": "Legislation", "name": one.law},
    }
    if one.version:
        facts["legislationDateVersion"] = one.version.isoformat()
    if one.gist:
        facts["abstract"] = one.gist
    return facts


def _is_statute(law: str) -> bool:
    return law.endswith(("法", "法典")) and not law.startswith(("最高", "国务院"))


def _paragraphs(one: Article) -> tuple[tuple[Piece, ...], ...]:
    """The wording in paragraphs, citations of articles that are here linked; the whole text is looked at once."""
    found = {link.citation.start: link.citation for link in linked_citations(one.text) if link.article_id}
    paragraphs, start = [], 0
    for line in one.text.split("\n"):
        end = start + len(line)
        inside = [found[at] for at in sorted(found) if start <= at and found[at].end <= end]
        if line.strip():
            paragraphs.append(_pieces(one.text, start, end, inside))
        start = end + 1
    return tuple(paragraphs)


def _pieces(text: str, start: int, end: int, citations: list[Citation]) -> tuple[Piece, ...]:
    pieces, at = [], start
    for citation in citations:
        if citation.start >= at:
            pieces += [Piece(text[at : citation.start]), Piece(text[citation.start : citation.end], _url(citation))]
            at = citation.end
    return tuple(piece for piece in (*pieces, Piece(text[at:end])) if piece.text)


def _url(citation: Citation) -> str:
    return article_url(Article(law_standing.short_name(citation.law), citation.article, citation.branch))


def _others(one: Article) -> tuple[OtherVersion, ...]:
    others = [each for each in articles.versions(one.law, one.number, one.branch) if each.version_id != one.version_id]
    return tuple(OtherVersion(each.effective_from, each.effective_to, _dated_url(each)) for each in others)


def _dated_url(one: Article) -> str:
    since = one.effective_from
    return f"{article_url(one)}?on={since.isoformat()}" if since and one.effective_to else article_url(one)


def _related(one: Article) -> tuple[LawCard, ...]:
    """Articles that speak of the same matter, of the same area where it is known."""
    area = law_standing.area_of(one.law, one.number)
    areas = {area: 1.0} if area else {each.name: 0.1 for each in practice_areas.areas()}
    return laws_for(one.gist or one.text[:ASKED_WITH], areas, most=RELATED, without=one)

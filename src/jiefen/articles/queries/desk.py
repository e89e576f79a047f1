"""What an author sees of his own articles."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from jiefen.accounts.actors import Actor
from jiefen.accounts.queries import user_id_of
from jiefen.accounts.roles import Capability
from jiefen.articles.models import Article, Citation, Picture, Review
from jiefen.articles.states import OPEN_REVIEWS, PUBLIC, ArticleState, GrievanceState, ReviewState
from jiefen.statutes.citations import label_of

_OPEN = (GrievanceState.FILED, GrievanceState.ACKNOWLEDGED, GrievanceState.APPEALED)


@dataclass(frozen=True)
class OwnLine:
    """One line of an author's list."""

    article_id: int
    title: str
    state: str
    state_name: str
    review_name: str
    saved_at: dt.datetime
    publish_at: dt.datetime | None
    read_count: int
    like_count: int
    favourite_count: int
    open_grievances: int
    is_public: bool


def own_articles(by: Actor) -> QuerySet[Article]:
    """The actor's articles, last worked on first. Raises NotPermitted."""
    by.require(Capability.WRITE_ARTICLES)
    rows = Article.objects.filter(author__user_id=user_id_of(by) or 0).exclude(state=ArticleState.DISCARDED)
    counted = rows.annotate(open_count=Count("grievances", filter=Q(grievances__state__in=_OPEN)))
    return counted.select_related("live").defer("body", "search_text", "live__body").order_by("-saved_at", "-pk")


def own_lines(rows: list[Article]) -> list[OwnLine]:
    """Lines of these articles. One query beside the rows."""
    reviews = {each.article_id: each for each in Review.objects.filter(article__in=rows, state__in=OPEN_REVIEWS)}
    return [_own_line(row, reviews.get(row.pk)) for row in rows]


@dataclass(frozen=True)
class Outdated:
    """A public text that cites wordings which have changed since: ``laws`` as 《民法典》第九百四十四条."""

    article_id: int
    title: str
    laws: tuple[str, ...]


def outdated(by: Actor, *, article_id: int | None = None) -> tuple[Outdated, ...]:
    """The actor's public texts whose law has changed, the oldest text first; ``article_id``: only this. One query."""
    by.require(Capability.WRITE_ARTICLES)
    mine = Article.objects.filter(author__user_id=user_id_of(by) or 0, state__in=PUBLIC).exclude(live=None)
    rows = Citation.objects.filter(is_changed=True, revision__in=mine.values("live"))
    if article_id is not None:
        rows = rows.filter(revision__article=article_id)
    laws: dict[int, list[str]] = {}
    titles: dict[int, str] = {}
    for row in rows.select_related("revision").order_by("revision__article", "place"):
        laws.setdefault(row.revision.article_id, []).append(f"《{row.law}》{label_of(row.number, row.branch)}")
        titles[row.revision.article_id] = row.revision.title
    return tuple(Outdated(pk, titles[pk], tuple(names)) for pk, names in laws.items())


def last_review(article_id: int) -> Review | None:
    """The newest review of an article with its revision: the author reads its note."""
    return Review.objects.filter(article=article_id).select_related("revision").order_by("-pk").first()


def pictures_of(article_id: int) -> list[Picture]:
    """Every picture of the article, newest first."""
    return list(Picture.objects.filter(article=article_id).order_by("-pk"))


def _own_line(row: Article, review: Review | None) -> OwnLine:
    title = row.title or (row.live.title if row.live else "") or "还没有标题"
    waits = ReviewState(review.state).label if review and row.live_id else ""
    return OwnLine(
        row.pk, title, row.state, ArticleState(row.state).label, waits, row.saved_at,
        review.publish_at if review else None, row.read_count, row.like_count, row.favourite_count,
        int(getattr(row, "open_count", 0)), row.state in (ArticleState.PUBLISHED, ArticleState.CORRECTED),
    )  # fmt: skip

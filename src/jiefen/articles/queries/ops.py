"""What the operator sees: the review queue, one review with what to look at, and every published article."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from jiefen.accounts.actors import Actor
from jiefen.accounts.roles import Capability
from jiefen.articles.differences import Change, differences
from jiefen.articles.models import Article, Review, Revision
from jiefen.articles.queries.citations import Cited, cited_by
from jiefen.articles.states import OPEN_REVIEWS, ArticleState, ReviewState


@dataclass(frozen=True)
class QueueLine:
    """One line of the queue."""

    review_id: int
    title: str
    author: str
    area: str
    is_revision: bool
    state: str
    submitted_at: dt.datetime
    publish_at: dt.datetime | None
    findings: int
    changed_law: int
    unknown_law: int


@dataclass(frozen=True)
class Look:
    """One review with everything that helps to decide. ``changes`` is empty for a first version."""

    review: Review
    revision: Revision
    previous: Revision | None
    changes: tuple[Change, ...]
    cited: tuple[Cited, ...]
    findings: tuple[dict[str, Any], ...]


def review_queue(by: Actor) -> list[QueueLine]:
    """Waiting ones first, oldest at the top, then those that wait for their hour. Two queries. Raises NotPermitted."""
    by.require(Capability.MODERATE)
    rows = Review.objects.filter(state__in=OPEN_REVIEWS).select_related("revision", "article__author")
    light = rows.defer("revision__body", "article__body", "article__search_text")
    waiting = sorted(light.order_by("submitted_at", "pk").prefetch_related("revision__citations"), key=_is_approved)
    return [_queue_line(row) for row in waiting]


def look_at(review: Review) -> Look:
    """What the reviewer reads: against the version readers have now, else against the last one handed in."""
    revision, article = review.revision, review.article
    earlier = Revision.objects.filter(article=article, number__lt=revision.number).order_by("-number").first()
    previous = article.live if article.live and article.live_id != revision.pk else earlier
    changes = differences(_whole(previous), _whole(revision)) if previous else ()
    return Look(review, revision, previous, changes, cited_by(revision.pk), tuple(review.findings))


def handed_in(by: Actor) -> QuerySet[Article]:
    """Every article that was published once, last changed first. Raises NotPermitted."""
    by.require(Capability.MODERATE)
    rows = Article.objects.exclude(published_at=None).select_related("live", "author")
    return rows.defer("body", "search_text", "live__body").order_by("-changed_at", "-pk")


def state_name(article: Article) -> str:
    """The state as people say it."""
    return str(ArticleState(article.state).label)


def _is_approved(row: Review) -> bool:
    return row.state == ReviewState.APPROVED


def _queue_line(row: Review) -> QueueLine:
    citations = list(row.revision.citations.all())
    return QueueLine(
        row.pk, row.revision.title, row.article.author.name, row.revision.area, row.article.live_id is not None,
        ReviewState(row.state).label, row.submitted_at, row.publish_at, len(row.findings),
        sum(each.is_changed for each in citations), sum(not each.is_known for each in citations),
    )  # fmt: skip


def _whole(revision: Revision) -> str:
    return f"标题：{revision.title}\n导读：{revision.lead}\n领域：{revision.area} {revision.topic}\n{revision.body}"

"""The only doors to one article, review, picture or complaint."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, QuerySet

from jiefen.accounts.actors import Actor
from jiefen.accounts.queries import user_id_of
from jiefen.accounts.roles import Capability
from jiefen.articles.models import Article, ContentGrievance, Picture, Review
from jiefen.articles.states import PUBLIC, ArticleState
from jiefen.articles.telling import opens
from jiefen.shared.errors import NotFound

M = TypeVar("M", bound=Model)


def get_own_article(actor: Actor, article_id: int) -> Article:
    """An article the actor wrote himself, whatever its state. Raises NotPermitted, NotFound."""
    actor.require(Capability.WRITE_ARTICLES)
    rows = Article.objects.filter(pk=article_id, author__user_id=user_id_of(actor) or 0)
    return _one(rows.exclude(state=ArticleState.DISCARDED).select_related("live"))


def get_article_for_operator(actor: Actor, article_id: int) -> Article:
    """Any article that was handed in at least once. Raises NotPermitted, NotFound."""
    actor.require(Capability.MODERATE)
    return _one(Article.objects.filter(pk=article_id, revisions__number=1).select_related("live"))


def get_review_for_operator(actor: Actor, review_id: int) -> Review:
    """A review with its revision and article. Raises NotPermitted, NotFound."""
    actor.require(Capability.MODERATE)
    return _one(Review.objects.filter(pk=review_id).select_related("revision", "article__live"))


def get_public_article(article_id: int) -> Article:
    """An article readers may read, its live revision loaded. Raises NotFound."""
    return _one(Article.objects.filter(pk=article_id, state__in=PUBLIC).select_related("live"))


def get_article_page(article_id: int) -> Article:
    """An article readers may know of: public now, or once public and then taken down or withdrawn. Raises NotFound."""
    known = (*PUBLIC, ArticleState.TAKEN_DOWN, ArticleState.WITHDRAWN)
    return _one(Article.objects.filter(pk=article_id, state__in=known).select_related("live", "author"))


def get_picture(actor: Actor | None, picture_id: int, fingerprint: str) -> Picture:
    """A picture a published text shows; otherwise only for its author and the operator. Raises NotFound."""
    picture = _one(Picture.objects.filter(pk=picture_id, fingerprint=fingerprint))
    if picture.is_public:
        return picture
    if actor and actor.can(Capability.MODERATE):
        return picture
    if actor and actor.can(Capability.WRITE_ARTICLES):
        get_own_article(actor, picture.article_id)
        return picture
    raise NotFound


def get_grievance_for_operator(actor: Actor, grievance_id: int) -> ContentGrievance:
    """Any complaint, its article loaded. Raises NotPermitted, NotFound."""
    actor.require(Capability.MODERATE)
    return _one(ContentGrievance.objects.filter(pk=grievance_id).select_related("article__live"))


def get_grievance_for_author(actor: Actor, grievance_id: int) -> ContentGrievance:
    """A complaint about an article of the actor's own, once the operator has acknowledged it or later."""
    actor.require(Capability.WRITE_ARTICLES)
    mine = ContentGrievance.objects.filter(pk=grievance_id, article__author__user_id=user_id_of(actor) or 0)
    return _one(mine.select_related("article__live"))


def get_grievance_by_link(secret: str, grievance_id: int) -> ContentGrievance:
    """The complaint whose secret address somebody opened. Raises NotFound."""
    if not opens(grievance_id, secret):
        raise NotFound("没有找到这件投诉。请用提交时看到的、或短信里的完整地址打开。")
    return _one(ContentGrievance.objects.filter(pk=grievance_id).select_related("article__live"))


def get_grievance_for_reader(reader: str, grievance_id: int) -> ContentGrievance:
    """A complaint this reader filed. Raises NotFound."""
    return _one(ContentGrievance.objects.filter(pk=grievance_id, reader=reader or "-").select_related("article__live"))


def _one(rows: QuerySet[M]) -> M:
    found = rows.first()
    if found is None:
        raise NotFound
    return found

"""Handing a text in for review, and taking it back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction

from jiefen.accounts.actors import Actor
from jiefen.articles import folding, markdown
from jiefen.articles.access import get_own_article
from jiefen.articles.citing import write_citations
from jiefen.articles.models import Article, Picture, Review, Revision
from jiefen.articles.refusals import DraftRefused, PromotionRefused
from jiefen.articles.states import OPEN_REVIEWS, ArticleState, ReviewState, move
from jiefen.audit.actions import record
from jiefen.lawyers.queries import cards_of
from jiefen.rules.article_terms import graded_findings, number
from jiefen.rules.promotion_lint import Finding
from jiefen.shared.clock import day_of

_FROM = (ArticleState.DRAFT, ArticleState.PUBLISHED, ArticleState.CORRECTED, ArticleState.TAKEN_DOWN, ArticleState.WITHDRAWN)  # fmt: skip


def submit(
    *, article_id: int, by: Actor, at: dt.datetime, publish_at: dt.datetime | None = None, reason: str = ""
) -> Review:
    """Hand the saved draft in as a new revision. ``publish_at``: when to publish once approved (None: at once).

    ``reason``: what changed, required for a text that was published before; readers will see it. Raises NotFound,
    DraftRefused (what is missing), PromotionRefused (what the promotion rules forbid), MoveRefused.
    """
    article = get_own_article(by, article_id)
    day = day_of(at)
    _check_moment(article, publish_at, reason, at)
    _check_text(article, day)
    stops, doubts = graded_findings(linted_text(article), day)
    if stops:
        raise PromotionRefused(stops)
    with transaction.atomic():
        review = _review(article, doubts, publish_at=publish_at, reason=reason, by=by, at=at)
        revision = review.revision
        if article.state == ArticleState.DRAFT:
            move(article, to=ArticleState.SUBMITTED, by_no=by.membership_id, at=at, data={"revision": revision.number})
        else:
            record(
                organisation_id=article.organisation_id, by=by.membership_id, at=at, code="articles.revision_submitted",
                subject=article, data={"revision": revision.number},
            )  # fmt: skip
    return review


def _review(
    article: Article,
    doubts: Sequence[Finding],
    *,
    publish_at: dt.datetime | None,
    reason: str,
    by: Actor,
    at: dt.datetime,
) -> Review:
    """The next revision with its citations, and its place in the queue. Raises DraftRefused when another one waits."""
    try:
        with transaction.atomic():
            revision = _revision(article, reason, by, at)
            write_citations(revision, today=day_of(at))
            return Review.objects.create(
                organisation_id=article.organisation_id, article=article, revision=revision, moved_at=at,
                submitted_at=at, publish_at=publish_at, findings=[_told(one) for one in doubts],
            )  # fmt: skip
    except IntegrityError:  # two windows handed it in at the same moment
        raise DraftRefused("这篇文章刚刚提交过了，不用再提交一次。", code="articles.under_review") from None


def recall(*, article_id: int, by: Actor, at: dt.datetime) -> None:
    """Take back what waits for review or for its hour. Raises NotFound, DraftRefused when nothing waits."""
    article = get_own_article(by, article_id)
    review = Review.objects.filter(article=article, state__in=OPEN_REVIEWS).first()
    if review is None:
        raise DraftRefused("没有等待审核或发布的版本，不用收回。")
    with transaction.atomic():
        move(review, to=ReviewState.RECALLED, by_no=by.membership_id, at=at)
        if article.state in (ArticleState.SUBMITTED, ArticleState.SCHEDULED):
            move(article, to=ArticleState.DRAFT, by_no=by.membership_id, at=at)


def linted_text(article: Article) -> str:
    """What the promotion lint reads of a draft: title, lead and text."""
    return "\n".join((article.title, article.lead, markdown.plain_text(article.body)))


def _check_moment(article: Article, publish_at: dt.datetime | None, reason: str, at: dt.datetime) -> None:
    if Review.objects.filter(article=article, state__in=OPEN_REVIEWS).exists():
        raise DraftRefused("这篇文章已有一个版本在审核或等待发布。先收回它，再提交新的。", code="articles.under_review")
    if article.state not in _FROM:
        raise DraftRefused("这篇文章现在不能提交。")
    if article.live_id and not reason.strip():
        raise DraftRefused("请写一句改了什么、为什么改，读者会在修订记录里看到。", code="articles.no_reason")
    if len(reason.strip()) > 200:
        raise DraftRefused("修改说明最多 200 个字。")
    furthest = dt.timedelta(days=number("schedule_days", day_of(at)))
    if publish_at and not at < publish_at <= at + furthest:
        raise DraftRefused(
            f"发布时间要在现在之后、{furthest.days} 天之内。想马上发布，就把它空着。", code="articles.moment"
        )


def _check_text(article: Article, day: dt.date) -> None:
    words = len(markdown.plain_text(article.body).replace("\n", ""))
    least = number("least_characters", day)
    if len(article.title) < 4:
        raise DraftRefused("请写一个标题，至少 4 个字，让读者一眼看出说的是什么事。", code="articles.no_title")
    if words < least:
        raise DraftRefused(f"正文现在 {words} 个字，至少要 {least} 个字才说得清一件事。", code="articles.too_short")
    shown = markdown.picture_ids(article.body)
    known = set(Picture.objects.filter(article=article, pk__in=shown).values_list("pk", flat=True))
    if set(shown) - known:
        raise DraftRefused("正文里有一张图不在这篇文章的图片里，请重新插入。", code="articles.picture_missing")
    if not cards_of([article.author_id]):
        raise DraftRefused(
            "你的执业资料现在没有通过核验，文章不能发布。请先到名片页看看。", code="articles.card_hidden"
        )


def _revision(article: Article, reason: str, by: Actor, at: dt.datetime) -> Revision:
    """The next revision; what the author left empty is found from the text."""
    day = day_of(at)
    area, topic = article.area, article.topic
    if not area:
        area, topic = folding.proposed_area(article.title, article.body, today=day)
    values: dict[str, Any] = {
        "title": article.title, "body": article.body, "area": area, "topic": topic, "reason": reason.strip(),
        "lead": article.lead or folding.proposed_lead(article.title, article.body, today=day),
    }  # fmt: skip
    last = Revision.objects.filter(article=article).order_by("-number").values_list("number", flat=True).first()
    return Revision.objects.create(
        article=article, number=(last or 0) + 1, by_no=by.membership_id, submitted_at=at, **values
    )


def _told(one: Finding) -> dict[str, str]:
    return {"title": one.title, "words": one.words, "rule": one.rule, "say": one.say}

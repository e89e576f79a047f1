"""The operator's decision on a revision."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from jiefen.accounts.actors import Actor
from jiefen.articles.access import get_review_for_operator
from jiefen.articles.actions.publishing import publish
from jiefen.articles.models import Review
from jiefen.articles.refusals import ReviewRefused
from jiefen.articles.states import ArticleState, ReviewState, move

LONGEST_NOTE = 500


def approve(*, review_id: int, by: Actor, at: dt.datetime, note: str = "") -> Review:
    """Let readers see it, now or at the hour the author chose. Raises NotPermitted, NotFound, MoveRefused."""
    review = get_review_for_operator(by, review_id)
    with transaction.atomic():
        move(
            review, to=ReviewState.APPROVED, by_no=by.membership_id, at=at, reviewer_no=by.membership_id,
            note=note.strip()[:LONGEST_NOTE],
        )  # fmt: skip
        if review.publish_at is None or review.publish_at <= at:
            publish(review, by_no=by.membership_id, at=at)
        elif review.article.state == ArticleState.SUBMITTED:
            move(review.article, to=ArticleState.SCHEDULED, by_no=by.membership_id, at=at)
    return review


def send_back(*, review_id: int, note: str, by: Actor, at: dt.datetime) -> Review:
    """Return it to the author with what to change. Raises NotPermitted, NotFound, ReviewRefused, MoveRefused."""
    review = get_review_for_operator(by, review_id)
    if not note.strip():
        raise ReviewRefused("请写明哪里要改、怎么改，作者才知道下一步做什么。", code="articles.no_note")
    with transaction.atomic():
        move(
            review, to=ReviewState.RETURNED, by_no=by.membership_id, at=at, reviewer_no=by.membership_id,
            note=note.strip()[:LONGEST_NOTE],
        )  # fmt: skip
        if review.article.state == ArticleState.SUBMITTED:
            move(review.article, to=ArticleState.DRAFT, by_no=by.membership_id, at=at)
    return review

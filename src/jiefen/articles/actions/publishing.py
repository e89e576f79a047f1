"""From an approved revision to what readers see, and back: publication, correction, takedown, restoring."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress

from django.db import transaction

from jiefen.accounts.actors import Actor
from jiefen.articles import folding, markdown
from jiefen.articles.access import get_article_for_operator, get_own_article
from jiefen.articles.models import Article, HistoryNote, Picture, Review
from jiefen.articles.refusals import ReviewRefused
from jiefen.articles.states import PUBLIC, ArticleState, MovedMeanwhile, ReviewState, move

LONGEST_NOTE = 500


def publish(review: Review, *, by_no: int | None, at: dt.datetime) -> None:
    """Show an approved revision to readers, inside the caller's transaction. Raises MoveRefused."""
    article, revision = review.article, review.revision
    is_first = article.published_at is None
    text = markdown.plain_text(revision.body)
    move(review, to=ReviewState.PUBLISHED, by_no=by_no, at=at)
    move(
        article, to=ArticleState.PUBLISHED, by_no=by_no, at=at, data={"revision": revision.number}, live_id=revision.pk,
        slug=article.slug or folding.slug_of(revision.title), published_at=article.published_at or at, changed_at=at,
        search_title=folding.folded(revision.title)[:120],
        search_text=folding.folded(f"{revision.lead}{text}"),
    )  # fmt: skip
    _note(article, "published" if is_first else "revised", revision.reason, at, revision_id=revision.pk)
    _show_pictures(article, revision.body)


def publish_due(*, at: dt.datetime) -> int:
    """Publish every approved revision whose hour has come. Returns how many."""
    due = Review.objects.filter(state=ReviewState.APPROVED, publish_at__lte=at).select_related("article", "revision")
    count = 0
    for review in due.order_by("publish_at", "pk"):
        with suppress(MovedMeanwhile), transaction.atomic():
            publish(review, by_no=None, at=at)
            count += 1
    return count


def correct_publicly(*, article_id: int, note: str, by: Actor, at: dt.datetime) -> None:
    """Put a correction above a published text at once, and into its history. Raises NotPermitted, NotFound, ReviewRefused."""
    article = get_article_for_operator(by, article_id)
    with transaction.atomic():
        mark_corrected(article, note, by=by, at=at)


def take_down(*, article_id: int, note: str, by: Actor, at: dt.datetime) -> None:
    """Readers see the note instead of the text. Raises NotPermitted, NotFound, ReviewRefused, MoveRefused."""
    article = get_article_for_operator(by, article_id)
    with transaction.atomic():
        mark_taken_down(article, note, by=by, at=at)


def restore(*, article_id: int, note: str, by: Actor, at: dt.datetime) -> None:
    """Show a taken-down text again as it was. Raises NotPermitted, NotFound, ReviewRefused, MoveRefused."""
    article = get_article_for_operator(by, article_id)
    if article.state != ArticleState.TAKEN_DOWN:
        raise ReviewRefused("这篇文章没有下架，不用恢复。")
    with transaction.atomic():
        mark_restored(article, note, by=by, at=at)


def withdraw(*, article_id: int, note: str, by: Actor, at: dt.datetime) -> None:
    """The author takes his own text back. Raises NotFound, ReviewRefused, MoveRefused."""
    article = get_own_article(by, article_id)
    if article.state not in PUBLIC:
        raise ReviewRefused("只有已发布的文章可以撤回。")
    with transaction.atomic():
        _leave(article, ArticleState.WITHDRAWN, "withdrawn", note, by, at)


def mark_corrected(article: Article, note: str, *, by: Actor, at: dt.datetime) -> None:
    """As ``correct_publicly``, inside the caller's transaction."""
    move(article, to=ArticleState.CORRECTED, by_no=by.membership_id, at=at, changed_at=at)
    _note(article, "corrected", _needed(note), at)


def mark_taken_down(article: Article, note: str, *, by: Actor, at: dt.datetime) -> None:
    """As ``take_down``, inside the caller's transaction."""
    _leave(article, ArticleState.TAKEN_DOWN, "taken_down", note, by, at)


def mark_restored(article: Article, note: str, *, by: Actor, at: dt.datetime) -> None:
    """Back to published without a correction, inside the caller's transaction."""
    move(article, to=ArticleState.PUBLISHED, by_no=by.membership_id, at=at, changed_at=at)
    _note(article, "restored", _needed(note), at)
    if article.live:
        _show_pictures(article, article.live.body)


def _leave(article: Article, state: str, kind: str, note: str, by: Actor, at: dt.datetime) -> None:
    move(article, to=state, by_no=by.membership_id, at=at, changed_at=at)
    _note(article, kind, _needed(note), at)
    Picture.objects.filter(article=article).update(is_public=False)


def _needed(note: str) -> str:
    if not note.strip():
        raise ReviewRefused("请写一句给读者看的说明：发生了什么、为什么。", code="articles.no_note")
    if len(note.strip()) > LONGEST_NOTE:
        raise ReviewRefused(f"给读者的说明最多 {LONGEST_NOTE} 个字，请短一点。", code="articles.long_note")
    return note.strip()


def _note(article: Article, kind: str, text: str, at: dt.datetime, revision_id: int | None = None) -> None:
    HistoryNote.objects.create(article=article, at=at, kind=kind, text=text, revision_id=revision_id)


def _show_pictures(article: Article, body: str) -> None:
    Picture.objects.filter(article=article, pk__in=markdown.picture_ids(body)).update(is_public=True)

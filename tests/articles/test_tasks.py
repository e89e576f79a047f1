"""Background work does what the clock says."""

from __future__ import annotations

import datetime as dt

import pytest

from jiefen.articles import tasks
from jiefen.articles.actions.marks import count_read
from jiefen.articles.actions.reviewing import approve
from jiefen.articles.actions.submitting import submit
from jiefen.articles.models import Article, Read, Review
from jiefen.articles.refusals import DraftRefused
from jiefen.shared import clock
from tests.factories.articles import HOUR, READER, make_desk
from tests.factories.world import AT

pytestmark = pytest.mark.django_db


def test_what_is_due_is_published():
    desk = make_desk()
    article = desk.draft()
    review = submit(article_id=article.pk, by=desk.author, at=AT, publish_at=AT + HOUR)
    approve(review_id=review.pk, by=desk.operator, at=AT)
    Review.objects.update(publish_at=clock.now() - HOUR)
    tasks.publish_what_is_due.call_local()
    assert Article.objects.get().state == "published"


def test_nights():
    article = make_desk().published()
    today = clock.today()
    for back in range(4):
        count_read(article_id=article.pk, reader=READER, on=today - dt.timedelta(days=back))
    tasks.forget_who_read.call_local()
    assert sorted(Read.objects.values_list("on", flat=True)) == [today - dt.timedelta(days=1), today]
    tasks.compare_citations.call_local()
    assert Article.objects.get().read_count == 4


def test_two_windows_hand_in_at_the_same_moment(monkeypatch):
    desk = make_desk()
    review = desk.submitted()
    monkeypatch.setattr("jiefen.articles.actions.submitting._check_moment", lambda *args: None)
    with pytest.raises(DraftRefused) as refused:
        submit(article_id=review.article_id, by=desk.author, at=AT)
    assert refused.value.code == "articles.under_review"
    assert list(Review.objects.values_list("pk", flat=True)) == [review.pk]

"""Review, publication, schedule, correction, takedown: what readers see after each."""

from __future__ import annotations

import datetime as dt

import pytest

from jiefen.articles.access import get_public_article
from jiefen.articles.actions.publishing import correct_publicly, publish_due, restore, take_down, withdraw
from jiefen.articles.actions.reviewing import approve, send_back
from jiefen.articles.actions.submitting import recall, submit
from jiefen.articles.models import Article, HistoryNote, Review
from jiefen.articles.refusals import ReviewRefused
from jiefen.articles.states import ArticleState, MoveRefused, ReviewState
from jiefen.audit.queries import verify
from jiefen.shared.errors import NotFound, NotPermitted
from tests.factories.articles import BODY, HOUR, TITLE, make_desk
from tests.factories.world import AT

pytestmark = pytest.mark.django_db


def state(article) -> str:
    return Article.objects.get(pk=article.pk).state


def notes(article) -> list[tuple[str, str]]:
    return list(HistoryNote.objects.filter(article=article).order_by("pk").values_list("kind", "text"))


def test_approving_publishes():
    desk = make_desk()
    article = desk.published(at=AT + HOUR)
    assert (article.state, article.live.title, article.published_at) == (ArticleState.PUBLISHED, TITLE, AT + HOUR)
    assert article.slug == "tui-zu-shi-ya-jin-zen-me-yao-hui-lai"
    assert get_public_article(article.pk).pk == article.pk
    assert notes(article) == [("published", "")]
    assert verify(article.organisation_id) is None


def test_only_the_operator_decides():
    desk = make_desk()
    review = desk.submitted()
    with pytest.raises(NotPermitted):
        approve(review_id=review.pk, by=desk.author, at=AT)
    with pytest.raises(NotPermitted):
        send_back(review_id=review.pk, note="改一下", by=desk.author, at=AT)
    with pytest.raises(NotFound):
        approve(review_id=review.pk + 999, by=desk.operator, at=AT)


def test_nothing_is_decided_twice():
    desk = make_desk()
    review = desk.submitted()
    approve(review_id=review.pk, by=desk.operator, at=AT)
    with pytest.raises(MoveRefused):
        approve(review_id=review.pk, by=desk.operator, at=AT)
    with pytest.raises(MoveRefused):
        send_back(review_id=review.pk, note="改一下", by=desk.operator, at=AT)


def test_sending_back_needs_words_and_leads_to_the_draft():
    desk = make_desk()
    review = desk.submitted()
    with pytest.raises(ReviewRefused):
        send_back(review_id=review.pk, note="  ", by=desk.operator, at=AT)
    send_back(review_id=review.pk, note="第二段请写明依据。", by=desk.operator, at=AT)
    review.refresh_from_db()
    assert (review.state, review.note, state(review.article)) == ("returned", "第二段请写明依据。", "draft")
    assert submit(article_id=review.article_id, by=desk.author, at=AT).revision.number == 2


def test_a_text_waits_for_its_hour():
    desk = make_desk()
    article = desk.draft()
    review = submit(article_id=article.pk, by=desk.author, at=AT, publish_at=AT + 2 * HOUR)
    approve(review_id=review.pk, by=desk.operator, at=AT + HOUR)
    assert state(article) == ArticleState.SCHEDULED
    assert publish_due(at=AT + HOUR) == 0
    with pytest.raises(NotFound):
        get_public_article(article.pk)
    assert publish_due(at=AT + 2 * HOUR) == 1
    assert state(article) == ArticleState.PUBLISHED
    assert publish_due(at=AT + 3 * HOUR) == 0


def test_an_hour_that_passed_during_review_publishes_at_once():
    desk = make_desk()
    review = submit(article_id=desk.draft().pk, by=desk.author, at=AT, publish_at=AT + HOUR)
    done = approve(review_id=review.pk, by=desk.operator, at=AT + 2 * HOUR)
    assert done.state == ReviewState.PUBLISHED


def test_a_scheduled_text_can_be_taken_back():
    desk = make_desk()
    article = desk.draft()
    review = submit(article_id=article.pk, by=desk.author, at=AT, publish_at=AT + 2 * HOUR)
    approve(review_id=review.pk, by=desk.operator, at=AT)
    recall(article_id=article.pk, by=desk.author, at=AT)
    assert state(article) == ArticleState.DRAFT
    assert publish_due(at=AT + 3 * HOUR) == 0


def test_a_revision_is_reviewed_while_readers_read_the_old_text():
    desk = make_desk()
    article = desk.published()
    review = desk.revise(article, BODY + "\n新加的一段。\n", reason="补充了一段")
    assert "新加的一段" not in get_public_article(article.pk).live.body
    approve(review_id=review.pk, by=desk.operator, at=AT + HOUR)
    now = get_public_article(article.pk)
    assert "新加的一段" in now.live.body and now.published_at == AT and now.changed_at == AT + HOUR
    assert notes(article)[-1] == ("revised", "补充了一段")


def test_a_revision_sent_back_leaves_the_public_text_alone():
    desk = make_desk()
    article = desk.published()
    review = desk.revise(article, BODY + "\n新加的一段。\n")
    send_back(review_id=review.pk, note="这段不对。", by=desk.operator, at=AT)
    assert state(article) == ArticleState.PUBLISHED


def test_correction_stands_above_the_text_until_it_is_revised():
    desk = make_desk()
    article = desk.published()
    with pytest.raises(ReviewRefused):
        correct_publicly(article_id=article.pk, note=" ", by=desk.operator, at=AT)
    correct_publicly(article_id=article.pk, note="第二段的数字应为三年。", by=desk.operator, at=AT)
    assert state(article) == ArticleState.CORRECTED
    approve(review_id=desk.revise(article, BODY + "\n已改为三年。\n").pk, by=desk.operator, at=AT)
    assert state(article) == ArticleState.PUBLISHED
    assert [kind for kind, _ in notes(article)] == ["published", "corrected", "revised"]


def test_takedown_and_back():
    desk = make_desk()
    article = desk.published()
    take_down(article_id=article.pk, note="内容有误，正在核对。", by=desk.operator, at=AT)
    with pytest.raises(NotFound):
        get_public_article(article.pk)
    with pytest.raises(MoveRefused):
        take_down(article_id=article.pk, note="再来一次。", by=desk.operator, at=AT)
    restore(article_id=article.pk, note="核对无误。", by=desk.operator, at=AT)
    assert state(article) == ArticleState.PUBLISHED
    with pytest.raises(ReviewRefused):
        restore(article_id=article.pk, note="再来一次。", by=desk.operator, at=AT)
    assert [kind for kind, _ in notes(article)] == ["published", "taken_down", "restored"]


@pytest.mark.parametrize("act", [correct_publicly, take_down, restore])
def test_moderation_is_the_operators(act):
    desk = make_desk()
    article = desk.published()
    with pytest.raises(NotPermitted):
        act(article_id=article.pk, note="说明", by=desk.author, at=AT)
    with pytest.raises(NotFound):
        act(article_id=desk.draft().pk, note="说明", by=desk.operator, at=AT)


def test_an_author_withdraws_his_own_text_only():
    desk, other = make_desk(), make_desk()
    article = desk.published()
    with pytest.raises(NotFound):
        withdraw(article_id=article.pk, note="不写了。", by=other.author, at=AT)
    withdraw(article_id=article.pk, note="法律改了，重写后再发。", by=desk.author, at=AT)
    assert state(article) == ArticleState.WITHDRAWN
    with pytest.raises(ReviewRefused):
        withdraw(article_id=article.pk, note="再来一次。", by=desk.author, at=AT)
    approve(review_id=desk.revise(article, BODY + "\n新法。\n").pk, by=desk.operator, at=AT)
    assert state(article) == ArticleState.PUBLISHED


def test_too_long_a_note():
    desk = make_desk()
    article = desk.published()
    with pytest.raises(ReviewRefused):
        take_down(article_id=article.pk, note="长" * 501, by=desk.operator, at=AT)
    assert state(article) == ArticleState.PUBLISHED


def test_the_queue_of_the_hour_survives_one_that_was_taken_back(django_assert_num_queries):
    desk = make_desk()
    first, second = desk.draft(), desk.draft(title="另一篇关于押金的文章")
    for article in (first, second):
        review = submit(article_id=article.pk, by=desk.author, at=AT, publish_at=AT + HOUR)
        approve(review_id=review.pk, by=desk.operator, at=AT)
    Review.objects.filter(article=first).update(state=ReviewState.RECALLED)
    assert publish_due(at=AT + dt.timedelta(days=1)) == 1
    assert state(second) == ArticleState.PUBLISHED

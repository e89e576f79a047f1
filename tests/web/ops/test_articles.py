"""The operator's pages: the queue, one review, published articles, the complaints board."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from jiefen.accounts.models import Membership
from jiefen.articles.models import Article, ContentGrievance, Review
from jiefen.articles.states import ArticleState, ReviewState
from jiefen.shared import clock
from tests.factories.articles import BODY, TITLE, make_desk, make_grievance

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_columns(tmp_path, monkeypatch):
    monkeypatch.setattr("jiefen.lawyers.columns.folder", lambda: tmp_path)


def browser(actor) -> Client:
    client = Client()
    client.force_login(Membership.objects.get(pk=actor.membership_id).user)
    return client


@pytest.fixture
def desk():
    return make_desk()


@pytest.fixture
def client(desk):
    return browser(desk.operator)


def text_of(response) -> str:
    return response.content.decode()


def test_reviewing(client, desk):
    review = desk.submitted(body=BODY + "\n我们是本市最好的团队。《民法典》第九千条。\n")
    queue = text_of(client.get(reverse("ops_articles")))
    assert TITLE in queue and "有推广用语提示" in queue and "有法条没对上" in queue
    path = reverse("ops_review", args=[review.pk])
    page = text_of(client.get(path))
    assert "最好的" in page and "没有对上" in page and "对上了" in page and "明理律师事务所" in page
    returned = client.post(path, {"action": "return", "note": ""})
    assert returned.status_code == 422 and "请写明哪里要改" in text_of(returned)
    assert client.post(path, {"action": "return", "note": "去掉“最好”。"}).status_code == 302
    assert client.post(path, {"action": "approve"}).status_code == 422
    assert Review.objects.get().state == ReviewState.RETURNED
    assert "没有等待审核的文章" in text_of(client.get(reverse("ops_articles")))


def test_approving_a_revision_against_what_readers_have(client, desk):
    article = desk.published()
    review = desk.revise(article, BODY.replace("墙面发黄", "墙面泛黄") + "\n新的一段。\n", reason="改一个字")
    page = text_of(client.get(reverse("ops_review", args=[review.pk])))
    assert "<del>发</del><ins>泛</ins>" in page and "<ins>新的一段。</ins>" in page and "改一个字" in page
    assert client.post(reverse("ops_review", args=[review.pk]), {"action": "approve"}).url == reverse("ops_articles")
    assert "新的一段。" in Article.objects.get().live.body


def test_published_articles_are_corrected_taken_down_restored(client, desk):
    article = desk.published()
    assert TITLE in text_of(client.get(reverse("ops_published"), {"q": "押金"}))
    assert "没有找到" in text_of(client.get(reverse("ops_published"), {"q": "工资"}))
    path = reverse("ops_article", args=[article.pk])
    assert client.post(path, {"action": "take_down", "note": ""}).status_code == 422
    assert client.post(path, {"action": "fly", "note": "说明"}).status_code == 404
    for action, state in (
        ("correct", ArticleState.CORRECTED), ("take_down", ArticleState.TAKEN_DOWN), ("restore", ArticleState.PUBLISHED),
    ):  # fmt: skip
        assert client.post(path, {"action": action, "note": f"说明 {action}"}).status_code == 302
        assert Article.objects.get().state == state
    assert client.post(path, {"action": "restore", "note": "再来一次"}).status_code == 422
    assert "说明 take_down" in text_of(client.get(path))


def test_the_board_and_a_decision(client, desk):
    filed = make_grievance(desk.published(), at=clock.now(), contact="微信 abc")
    late = make_grievance(desk.published(title="另一篇讲押金的文章"), at=clock.now() - dt.timedelta(hours=25))
    board = text_of(client.get(reverse("ops_complaints")))
    assert "已过 24 小时" in board and "还剩 23 小时" in board
    assert "2 件还没有确认收到" in text_of(client.get(reverse("ops_articles")))
    path = reverse("ops_complaint", args=[filed.pk])
    page = text_of(client.get(path))
    assert "微信 abc" in page and "确认收到" in page and "作出处理" not in page
    assert client.post(path, {"outcome": "no_action", "reasons": "还没确认就处理。"}).status_code == 422
    client.post(reverse("ops_complaint_acknowledge", args=[filed.pk]))
    assert client.post(reverse("ops_complaint_acknowledge", args=[filed.pk])).status_code == 409
    no_note = client.post(path, {"outcome": "takedown", "reasons": "核对属实。", "public_note": ""})
    assert no_note.status_code == 422 and "核对属实。" in text_of(no_note)
    assert (
        client.post(path, {"outcome": "takedown", "reasons": "核对属实。", "public_note": "内容有误。"}).status_code
        == 302
    )
    assert ContentGrievance.objects.get(pk=filed.pk).outcome == "takedown"
    assert ContentGrievance.objects.get(pk=late.pk).state == "filed"


def test_lawyers_have_no_place_here(desk):
    lawyer = browser(desk.author)
    review, article = desk.submitted(), desk.published(title="另一篇讲押金的文章")
    filed = make_grievance(article)
    for name, number in (("ops_review", review.pk), ("ops_article", article.pk), ("ops_complaint", filed.pk)):
        assert lawyer.get(reverse(name, args=[number])).status_code == 403
    for name in ("ops_articles", "ops_published", "ops_complaints"):
        assert lawyer.get(reverse(name)).status_code == 403
    assert lawyer.post(reverse("ops_complaint_acknowledge", args=[filed.pk])).status_code == 403


def test_drafts_are_their_authors_alone(client, desk):
    assert client.get(reverse("ops_article", args=[desk.draft().pk])).status_code == 404
    assert client.get(reverse("ops_review", args=[999])).status_code == 404


@pytest.mark.parametrize("many", [1, 3])
def test_the_same_number_of_queries(client, desk, many, django_assert_num_queries):
    for number in range(many):
        make_grievance(desk.published(title=f"第{number}篇讲押金的文章"), reader=str(number) * 32)
        desk.submitted(title=f"第{number}篇在审核的文章")
    for name, queries in (("ops_articles", 6), ("ops_published", 4), ("ops_complaints", 4)):
        with django_assert_num_queries(queries):
            client.get(reverse(name))

"""The author's pages: nothing typed is lost, nothing of others is seen."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from jiefen.accounts.models import Membership
from jiefen.articles.actions.reviewing import send_back
from jiefen.articles.models import Article, ContentGrievance, Picture, Review
from jiefen.articles.states import ArticleState
from jiefen.shared import clock
from tests.factories.articles import BODY, TITLE, make_desk, make_grievance, picture_bytes
from tests.factories.world import AT

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
    return browser(desk.author)


def post(client, article, action="save", **values):
    article.refresh_from_db()
    data = {
        "title": TITLE, "body": BODY, "lead": "", "topic": "房产物业|房屋租赁", "save_no": str(article.save_no),
        "action": action, **values,
    }  # fmt: skip
    return client.post(reverse("desk_article", args=[article.pk]), data)


def text_of(response) -> str:
    return response.content.decode()


def test_from_nothing_to_the_reviewer(client):
    started = client.post(reverse("desk_article_new"))
    article = Article.objects.get()
    assert started.url == reverse("desk_article", args=[article.pk])
    assert "自动判断" in text_of(client.get(started.url))
    assert post(client, article).url == started.url
    assert post(client, article, "submit").url == reverse("desk_articles")
    assert Article.objects.get().state == ArticleState.SUBMITTED
    assert "审核中" in text_of(client.get(reverse("desk_articles")))


def test_what_was_typed_stays_when_handing_in_is_refused(client, desk):
    article = desk.draft()
    refused = post(client, article, "submit", body=BODY + "\n我们保证百分之百胜诉。\n")
    page = text_of(refused)
    assert refused.status_code == 422 and "可以这样写" in page and "我们保证百分之百胜诉。" in page
    assert Article.objects.get().body.endswith("我们保证百分之百胜诉。\n")  # saved, and the page may save again
    article.refresh_from_db()
    assert f'name="save_no" value="{article.save_no}"' in page.replace(' id="id_save_no"', "")
    assert post(client, article, "submit").status_code == 302


def test_a_form_that_cannot_be_read_keeps_its_words(client, desk):
    article = desk.draft()
    wrong = post(client, article, "submit", publish_at="明天早上", title="改过的标题")
    assert wrong.status_code == 422 and "改过的标题" in text_of(wrong)
    assert post(client, article, topic="占星|塔罗").status_code == 422


def test_another_window_saved_meanwhile(client, desk):
    article = desk.draft()
    post(client, article, body=BODY + "\n第一个窗口\n")
    stale = post(client, article, body="第二个窗口的字", save_no="1")
    assert stale.status_code == 422 and "第二个窗口的字" in text_of(stale) and "另一个窗口" in text_of(stale)
    for odd in ("", "x", "-1", "9" * 30):
        assert post(client, article, save_no=odd, body="怪数").status_code == 422
    assert "第一个窗口" in Article.objects.get().body


def test_saving_while_writing(client, desk):
    article = desk.draft()
    path = reverse("desk_article_autosave", args=[article.pk])
    told = client.post(path, {"title": "半个标题", "body": "半句", "save_no": "1"}).json()
    assert told["save_no"] == 2 and told["saved"].endswith("已保存")
    stale = client.post(path, {"title": "x", "body": "y", "save_no": "1"})
    assert stale.status_code == 409 and "另一个窗口" in stale.json()["sentence"]
    assert Article.objects.get().title == "半个标题"


def test_the_preview_with_and_without_scripts(client, desk):
    article = desk.draft()
    part = client.post(
        reverse("desk_article_preview", args=[article.pk]),
        {"title": TITLE, "body": BODY + "《民法典》第九千条。<script>", "lead": ""},
    )
    page = text_of(part)
    assert "<html" not in page and "先分清正常磨损</h2>" in page and "没有对上的法条" in page and "<script>" not in page
    assert "自动摘的" in page and "房产物业" in page
    whole = text_of(post(client, article, "preview", lead="自己写的导读。"))
    assert "<html" in whole and "自己写的导读。" in whole and "先分清正常磨损</h2>" in whole
    assert "没有对上" not in whole


def test_a_picture_goes_where_the_cursor_is(client, desk):
    article = desk.draft()
    upload = SimpleUploadedFile("a.png", picture_bytes(), content_type="image/png")
    assert post(client, article, "picture", picture=upload, alt="交房[时]的客厅", cursor="3").status_code == 302
    picture = Picture.objects.get()
    paragraphs = Article.objects.get().body.split("\n\n")
    assert paragraphs[1] == f"![交房（时）的客厅](picture:{picture.pk})"
    assert str(picture.fingerprint) in text_of(client.get(reverse("desk_article", args=[article.pk])))


@pytest.mark.parametrize(
    ("upload", "alt", "sentence"),
    [
        (None, "一张图", "请先选一张图片"), (b"%PDF-1.7 not a picture", "一张图", "读不出图来"), (picture_bytes(), "", "请写一句这张图上是什么"),
    ],
)  # fmt: skip
def test_pictures_that_are_refused(client, desk, upload, alt, sentence):
    article = desk.draft()
    files = {"picture": SimpleUploadedFile("a.png", upload)} if upload else {}
    refused = post(client, article, "picture", alt=alt, body=BODY + "\n刚写的\n", **files)
    assert refused.status_code == 422 and sentence in text_of(refused) and "刚写的" in text_of(refused)
    assert not Picture.objects.exists()


def test_choosing_an_hour(client, desk):
    article = desk.draft()
    moment = clock.now() + dt.timedelta(days=1)
    assert post(client, article, "submit", publish_at=f"{moment:%Y-%m-%dT%H:%M}").status_code == 302
    assert Review.objects.get().publish_at.date() == moment.astimezone(dt.UTC).date()
    page = text_of(client.get(reverse("desk_article", args=[article.pk])))
    assert "定于" in page and "收回" in page
    client.post(reverse("desk_article_recall", args=[article.pk]))
    assert Article.objects.get().state == ArticleState.DRAFT


def test_the_reviewers_words_reach_the_author(client, desk):
    review = desk.submitted()
    send_back(review_id=review.pk, note="第二段请写明依据。", by=desk.operator, at=AT)
    assert "第二段请写明依据。" in text_of(client.get(reverse("desk_article", args=[review.article_id])))


def test_revising_asks_what_changed(client, desk):
    article = desk.published()
    assert "改了什么" in text_of(client.get(reverse("desk_article", args=[article.pk])))
    refused = post(client, article, "submit", body=BODY + "\n新的一段。\n")
    assert refused.status_code == 422 and "请写一句改了什么" in text_of(refused)
    assert post(client, article, "submit", body=BODY + "\n新的一段。\n", reason="补充一段").status_code == 302


def test_discarding_and_withdrawing(client, desk):
    draft, article = desk.draft(), desk.published(title="已经发布的押金文章")
    assert "不能恢复" in text_of(client.get(reverse("desk_article_discard", args=[draft.pk])))
    client.post(reverse("desk_article_discard", args=[draft.pk]))
    assert client.get(reverse("desk_article", args=[draft.pk])).status_code == 404
    path = reverse("desk_article_withdraw", args=[article.pk])
    assert client.post(path, {"note": ""}).status_code == 422
    assert client.post(path, {"note": "法律改了，重写后再发。"}).status_code == 302
    assert client.post(path, {"note": "再来一次。"}).status_code == 422
    assert Article.objects.get(pk=article.pk).state == ArticleState.WITHDRAWN


def test_other_peoples_things_are_not_found(client):
    other = make_desk()
    article, filed = other.draft(), make_grievance(other.published())
    for name in ("desk_article", "desk_article_discard", "desk_article_withdraw"):
        assert client.get(reverse(name, args=[article.pk])).status_code == 404
    for name in ("desk_article_autosave", "desk_article_preview", "desk_article_recall"):
        assert client.post(reverse(name, args=[article.pk]), {"title": "x", "save_no": "1"}).status_code == 404
    assert client.get(reverse("desk_complaint", args=[filed.pk])).status_code == 404
    assert other.author and TITLE not in text_of(client.get(reverse("desk_articles")))


def test_operators_have_no_desk(desk):
    assert browser(desk.operator).get(reverse("desk_articles")).status_code == 403


def test_answering_and_appealing(client, desk):
    from jiefen.articles.actions.grievances import acknowledge, decide

    filed = make_grievance(desk.published(), at=clock.now(), contact="13900000000")
    path = reverse("desk_complaint", args=[filed.pk])
    page = text_of(client.get(path))
    assert "第二段写错了" in page and "13900000000" not in page
    assert client.post(path, {"text": "", "action": "answer"}).status_code == 422
    assert client.post(path, {"text": "我来核对一下原文。", "action": "answer"}).status_code == 302
    acknowledge(grievance_id=filed.pk, by=desk.operator, at=clock.now())
    decide(
        grievance_id=filed.pk,
        outcome="takedown",
        reasons="核对属实。",
        public_note="内容有误。",
        by=desk.operator,
        at=clock.now(),
    )
    assert "提交申诉" in text_of(client.get(path))
    assert client.post(path, {"text": "这一条没有失效。", "action": "appeal"}).status_code == 302
    assert client.post(path, {"text": "再申诉一次。", "action": "appeal"}).status_code == 422
    assert ContentGrievance.objects.get().state == "appealed"
    assert "申诉中" in text_of(client.get(reverse("desk_complaints")))


@pytest.mark.parametrize("many", [1, 3])
def test_the_same_number_of_queries(client, desk, many, django_assert_num_queries):
    for number in range(many):
        make_grievance(desk.published(title=f"第{number}篇讲押金的文章"), reader=str(number) * 32)
    with django_assert_num_queries(6):
        client.get(reverse("desk_articles"))
    with django_assert_num_queries(5):
        client.get(reverse("desk_complaints"))

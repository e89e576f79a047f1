"""Articles as readers meet them: the page, the list, marks, sharing, complaints, what machines are told."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse

from jiefen.accounts.models import Membership, Visitor
from jiefen.articles.actions.grievances import acknowledge, decide
from jiefen.articles.actions.pictures import add_picture
from jiefen.articles.actions.publishing import correct_publicly, take_down, withdraw
from jiefen.articles.actions.reviewing import approve
from jiefen.articles.models import Article, Citation, ContentGrievance, Favourite, Like, Read
from jiefen.shared import clock
from jiefen.web.portal import sitemap
from jiefen.web.portal.articles.doors import status_address
from tests.factories.articles import BODY, TITLE, make_desk, picture_bytes
from tests.factories.world import AT

pytestmark = pytest.mark.django_db
PHONE = {"HTTP_USER_AGENT": "Mozilla/5.0 (Linux; Android 14) Chrome/130 Mobile"}


@pytest.fixture(autouse=True)
def _own_columns(tmp_path, monkeypatch):
    monkeypatch.setattr("jiefen.lawyers.columns.folder", lambda: tmp_path)


@pytest.fixture
def desk():
    return make_desk()


@pytest.fixture
def article(desk):
    return desk.published()


def address(article) -> str:
    return reverse("article", args=[article.pk, article.slug])


def read(client, article, **more):
    return client.get(address(article), **{**PHONE, **more})


def text_of(response) -> str:
    return response.content.decode()


def test_the_page(client, article):
    page = text_of(read(client, article))
    for part in (
        TITLE,
        "导读",
        "陆知远律师",
        "1 人阅读",
        "《民法典》第七百一十一条",
        "投诉",
        "修订记录",
        "不是针对您这件事的法律意见",
    ):
        assert part in page
    assert "明理律师事务所" in page and "执业信息核验于" in page
    assert f'<link rel="canonical" href="http://testserver{address(article)}">' in page


def test_a_wrong_slug_leads_to_the_right_one_and_nothing_else_is_there(client, desk, article):
    wrong = client.get(reverse("article", args=[article.pk, "x"]))
    assert (wrong.status_code, wrong.url) == (301, address(article))
    for row in (desk.draft(), desk.submitted().article):
        assert client.get(reverse("article", args=[row.pk, "x"])).status_code == 404
    assert client.get(reverse("article", args=[article.pk + 999, "x"])).status_code == 404


def test_structured_data_is_true_and_cannot_end_its_script(client, desk):
    title = "押金</script><script>alert(1)</script>与“引号”"
    article = desk.published(title=title)
    page = text_of(read(client, article))
    assert "<script>alert(1)" not in page
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)[1])
    assert (data["headline"], data["@type"], data["author"]["name"]) == (title, "Article", "陆知远")
    assert data["mainEntityOfPage"] == f"http://testserver{address(article)}"
    assert data["datePublished"] == AT.isoformat(timespec="seconds")


def test_link_previews_have_an_image_of_their_own(client, desk, article):
    assert 'property="og:image" content="http://testserver/static/portal/articles-card.png"' in text_of(
        read(client, article)
    )
    draft = desk.draft(title="带图讲押金的文章")
    picture = add_picture(article_id=draft.pk, data=picture_bytes(), alt="客厅", by=desk.author, at=AT)
    review = desk.revise(draft, f"{BODY}\n![客厅](picture:{picture.pk})\n")
    shown = reverse("article_picture", args=[picture.pk, picture.fingerprint, 480])
    assert client.get(shown).status_code == 404
    approve(review_id=review.pk, by=desk.operator, at=AT)
    page = text_of(read(client, Article.objects.get(pk=draft.pk)))
    card = reverse("article_card", args=[picture.pk, picture.fingerprint])
    assert f'property="og:image" content="http://testserver{card}"' in page and f"{shown} 480w" in page
    for path, kind in ((shown, "image/webp"), (card, "image/jpeg")):
        served = client.get(path)
        assert (served.status_code, served["Content-Type"]) == (200, kind)
        assert served["Cache-Control"] == "public, max-age=31536000, immutable"
    assert client.get(reverse("article_picture", args=[picture.pk, picture.fingerprint, 77])).status_code == 404
    assert client.get(reverse("article_picture", args=[picture.pk, "0" * 16, 480])).status_code == 404


def test_readers_count_once_and_machines_never(client, article):
    for _ in range(3):
        read(client, article)
    read(client, article, HTTP_USER_AGENT="Mozilla/5.0 (compatible; Googlebot/2.1)")
    read(client, article, HTTP_SEC_PURPOSE="prefetch")
    client.head(address(article), **PHONE)
    assert Article.objects.get(pk=article.pk).read_count == 1
    read(Client(), article, REMOTE_ADDR="10.1.1.1")
    assert Article.objects.get(pk=article.pk).read_count == 2
    assert not Visitor.objects.exists()
    assert all("10.1" not in row.reader and len(row.reader) == 32 for row in Read.objects.all())


def test_liking_and_keeping_without_an_account(client, article):
    read(client, article)
    back = client.post(reverse("article_like", args=[article.pk]), {"wanted": "1"})
    assert back.url == f"{address(article)}#marks"
    cookie = back.cookies["jiefen_visitor"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"
    client.post(reverse("article_favourite", args=[article.pk]), {"wanted": "1"})
    page = text_of(read(client, article))
    assert "已赞 1" in page and "已收藏 1" in page and "1 人阅读" in page
    assert TITLE in text_of(client.get(reverse("article_favourites")))
    assert TITLE not in text_of(Client().get(reverse("article_favourites")))
    client.post(reverse("article_like", args=[article.pk]), {"wanted": "0"})
    assert (Like.objects.count(), Favourite.objects.count(), Visitor.objects.count()) == (0, 1, 1)


def test_a_mark_by_htmx_is_a_part_of_the_page(client, article):
    part = client.post(reverse("article_like", args=[article.pk]), {"wanted": "1"}, HTTP_HX_REQUEST="true")
    assert part.status_code == 200 and "<html" not in text_of(part) and "已赞 1" in text_of(part)


def test_a_person_keeps_his_marks_on_every_device(desk, article):
    from jiefen.accounts.models import Membership

    user = Membership.objects.get(pk=desk.author.membership_id).user
    one, other = Client(), Client()
    one.force_login(user)
    other.force_login(user)
    one.post(reverse("article_favourite", args=[article.pk]), {"wanted": "1"})
    assert TITLE in text_of(other.get(reverse("article_favourites")))
    assert not Visitor.objects.exists()


def test_marks_need_a_public_text(client, desk):
    assert client.post(reverse("article_like", args=[desk.draft().pk]), {"wanted": "1"}).status_code == 404
    assert not Visitor.objects.exists()


def test_the_list_by_area_and_words(client, desk, article):
    page = text_of(client.get(reverse("articles")))
    assert TITLE in page and "房产物业" in page
    assert TITLE in text_of(client.get(reverse("articles"), {"q": "押金", "area": "房产物业"}))
    nothing = text_of(client.get(reverse("articles"), {"q": "火星移民"}))
    assert "没有找到写到这件事的文章" in nothing and "noindex" in nothing
    assert TITLE in text_of(client.get(reverse("articles"), {"area": "没有的领域", "page": "999"}))


def test_an_empty_list_says_what_will_be_here(client):
    assert "还没有文章" in text_of(client.get(reverse("articles")))
    assert "还没有收藏" in text_of(client.get(reverse("article_favourites")))


@pytest.mark.parametrize("many", [1, 3])
def test_the_same_number_of_queries(client, desk, many, django_assert_num_queries):
    for number in range(many):
        last = desk.published(title=f"第{number}篇讲押金的文章")
    with django_assert_num_queries(3):
        client.get(reverse("articles"))
    read(client, last)
    with django_assert_num_queries(13):
        read(client, last)


def test_what_was_taken_down_says_so(client, desk, article):
    client.post(reverse("article_favourite", args=[article.pk]), {"wanted": "1"})
    take_down(article_id=article.pk, note="引用的条文已失效，正在核对。", by=desk.operator, at=AT)
    gone = client.get(address(article))
    assert gone.status_code == 410 and "引用的条文已失效" in text_of(gone) and BODY[:12] not in text_of(gone)
    assert "已不再公开" in text_of(client.get(reverse("article_favourites")))
    other = desk.published(title="另一篇讲押金的文章")
    withdraw(article_id=other.pk, note="法律改了，重写后再发。", by=desk.author, at=AT)
    assert "法律改了" in text_of(client.get(address(other)))


def test_corrections_and_changed_law_stand_above_the_text(client, desk, article):
    correct_publicly(article_id=article.pk, note="第二段的年限应为三年。", by=desk.operator, at=AT)
    Citation.objects.update(is_changed=True, changed_on=clock.day_of(AT))
    page = text_of(read(client, article))
    assert "第二段的年限应为三年。" in page and "法条已修改" in page
    author = Client()
    author.force_login(Membership.objects.get(pk=desk.author.membership_id).user)
    for name in ("desk", "desk_article"):
        page = author.get(reverse(name, args=[article.pk] if name == "desk_article" else [])).content.decode()
        assert "已修改" in page and "读者会看到提示" in page


def test_sharing_by_a_code(client, article):
    page = text_of(client.get(reverse("article_share", args=[article.pk, article.slug])))
    assert "<svg" in page and 'class="qrline"' in page and f"http://testserver{address(article)}" in page
    assert client.get(reverse("article_share", args=[article.pk, "x"])).status_code == 301


def complain(client, article, **values):
    data = {"kind": "mistake", "text": "第二段写错了，请核对。", "contact": "", **values}
    return client.post(reverse("article_complain", args=[article.pk, article.slug]), data)


def test_complaining_and_seeing_what_became_of_it(client, desk, article):
    form = client.get(reverse("article_complain", args=[article.pk, article.slug]))
    assert "24 小时内" in text_of(form)
    filed = complain(client, article)
    row = ContentGrievance.objects.get()
    assert filed.url == status_address(row.pk)
    assert "待确认" in text_of(client.get(filed.url)) and "您没有留手机或邮箱" in text_of(client.get(filed.url))
    assert Client().get(reverse("article_complaint", args=[row.pk])).status_code == 404
    acknowledge(grievance_id=row.pk, by=desk.operator, at=clock.now())
    decide(grievance_id=row.pk, outcome="no_action", reasons="核对过，原文没有错。", by=desk.operator, at=clock.now())
    page = text_of(client.get(filed.url))
    assert "核对过，原文没有错。" in page and "提交申诉" in page
    appeal = reverse("article_complaint_appeal", args=[row.pk])
    assert client.post(appeal, {"text": ""}).status_code == 422
    assert Client().post(appeal, {"text": "我不同意这个结果。"}).status_code == 404
    assert client.post(appeal, {"text": "我不同意这个结果。"}).status_code == 302
    assert "申诉中" in text_of(client.get(filed.url))


def test_the_secret_address_opens_it_anywhere_and_another_one_does_not(client, desk, article):
    complain(client, article, contact="13900007777")
    row, elsewhere = ContentGrievance.objects.get(), Client()
    page = elsewhere.get(status_address(row.pk))
    assert (page.status_code, page["Referrer-Policy"], page["X-Frame-Options"]) == (200, "same-origin", "DENY")
    assert "noindex" in text_of(page) and "发一条消息" in text_of(page) and "13900007777" not in text_of(page)
    wrong = reverse("article_complaint_link", args=[row.pk, "0" * 32])
    assert elsewhere.get(wrong).status_code == 404
    assert elsewhere.post(f"{wrong}withdraw/").status_code == 404
    assert elsewhere.post(f"{status_address(row.pk)}withdraw/").url == status_address(row.pk)
    assert "投诉人撤回" in text_of(elsewhere.get(status_address(row.pk)))


def test_what_was_typed_stays_when_a_complaint_is_refused(client, article):
    missing = complain(client, article, kind="", text="")
    assert "请选一下是哪一类问题" in text_of(missing) and "请写清楚哪里有问题" in text_of(missing)
    complain(client, article)
    again = complain(client, article, text="还有一处也不对。")
    assert again.status_code == 409 and "还有一处也不对。" in text_of(again) and "还在处理" in text_of(again)
    assert complain(client, article, text="<script>alert(1)</script>").status_code == 409


def test_withdrawing_a_complaint(client, article):
    complain(client, article)
    row = ContentGrievance.objects.get()
    path = reverse("article_complaint_withdraw", args=[row.pk])
    assert Client().post(path).status_code == 404
    client.post(path)
    assert "投诉人撤回" in text_of(client.get(reverse("article_complaint", args=[row.pk])))


def test_words_of_a_complaint_are_shown_as_words(client, article):
    complain(client, article, text="<img src=x onerror=alert(1)> 这里不对")
    page = text_of(client.get(reverse("article_complaint", args=[ContentGrievance.objects.get().pk])))
    assert "<img src=x" not in page and "&lt;img src=x" in page


def test_the_feed(client, article):
    feed = client.get(reverse("article_feed"))
    assert feed["Content-Type"] == "application/rss+xml; charset=utf-8"
    root = ElementTree.fromstring(feed.content)
    assert [item.findtext("title") for item in root.iter("item")] == [TITLE]
    assert root.find(".//item/link").text == f"http://testserver{address(article)}"


def test_the_sitemap_and_robots(client, desk, article):
    desk.draft()
    spaces = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    index = ElementTree.fromstring(client.get(reverse("sitemap")).content)
    files = [each.text for each in index.findall(".//s:loc", spaces)]
    assert "http://testserver/sitemap-articles-1.xml" in files and "http://testserver/sitemap-site-1.xml" in files
    part = ElementTree.fromstring(client.get("/sitemap-articles-1.xml").content)
    assert [each.text for each in part.findall(".//s:loc", spaces)] == [f"http://testserver{address(article)}"]
    assert part.findtext(".//s:lastmod", namespaces=spaces) == clock.day_of(AT).isoformat()
    for path in ("/sitemap-articles-2.xml", "/sitemap-articles-0.xml", "/sitemap-nothing-1.xml"):
        assert client.get(path).status_code == 404
    robots = text_of(client.get("/robots.txt"))
    assert "Disallow: /workbench/" in robots and "Sitemap: http://testserver/sitemap.xml" in robots


def test_long_lists_are_cut_into_files(client, monkeypatch):
    monkeypatch.setattr(sitemap, "PAGE", 2)
    monkeypatch.setattr(
        sitemap, "_providers", {"x": sitemap.fixed(lambda: [sitemap.Address(f"/{n}/?a&b") for n in range(5)])}
    )
    assert text_of(client.get(reverse("sitemap"))).count("<loc>") == 3
    assert "/4/?a&amp;b" in text_of(client.get("/sitemap-x-3.xml"))


def test_the_other_public_pages_lead_to_it_and_it_leads_to_them(client, article):
    page = text_of(read(client, article))
    profile = reverse("lawyer_profile", args=[article.author_id])
    assert f'href="{profile}"' in page
    assert f'href="{reverse("ask")}' in page
    found = text_of(client.get(reverse("search"), {"q": TITLE}))
    assert f'href="{address(article)}"' in found
    assert f'href="{address(article)}"' in text_of(client.get(profile))


def test_a_cited_article_of_law_is_a_link(client, article):
    cited = Citation.objects.filter(is_known=True).first()
    assert f'href="{reverse("law_article", args=[cited.law, str(cited.number)])}"' in text_of(read(client, article))


@pytest.mark.parametrize("path", ["/articles/", "/search/"])
@pytest.mark.parametrize(
    ("words", "found"),
    [("押金不退", True), ("押金", True), ("my landlord keeps the deposit", False), ("12", False), ("' OR 1=1 --", False), ("今天天气真好", False)],
)  # fmt: skip
def test_only_what_speaks_of_the_words_is_found(client, article, path, words, found):
    page = text_of(client.get(path, {"q": words}))
    assert (article.live.title in page) is found

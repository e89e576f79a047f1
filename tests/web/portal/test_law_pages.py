"""Laws and articles on the screen, with and without a collection; search over all."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils.html import strip_tags

from jiefen.statutes import articles
from jiefen.web.portal import searching
from jiefen.web.portal.law_view import article_view
from jiefen.web.portal.pace import PACE, SEARCH
from tests.statutes.collections import ROWS, jsonl

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh(tmp_path, settings):
    settings.DATA_FOLDER = tmp_path
    PACE.forget()


@pytest.fixture
def imported(tmp_path):
    nasty = "渔船应当登记</script><b>，参照民法典第九百四十四条和《民法典》第一千二百四十五条办理。"
    old = {**ROWS[2], "version": "2015-05-01", "effective_from": "2015-06-01", "id": 30, "text": "渔船应当登记。"}
    new = {**ROWS[2], "effective_from": "2019-06-01", "text": nasty}
    late = {
        "id": 9,
        "law": "公司法",
        "article": "第二十六条",
        "category": "民法商法",
        "version": "2018-10-26",
        "text": "旧文。",
    }
    gone = {
        "id": 10,
        "law": "最高人民法院关于适用《中华人民共和国担保法》若干问题的解释",
        "article": "第一条",
        "text": "担保。",
    }
    call_command("import_statutes", jsonl(tmp_path / "laws.jsonl", [*ROWS[:2], old, new, ROWS[3], late, gone]))


def article(client, law, number, **query):
    return client.get(reverse("law_article", args=[law, number]), query)


def words(response) -> str:
    return " ".join(strip_tags(response.content.decode()).split())


def json_ld(response) -> dict:
    found = re.search(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', response.content.decode(), re.S)
    return json.loads(found[1])


def test_without_a_collection_the_page_has_our_words_and_says_where_the_text_is(client):
    response = article(client, "民法典", "944")
    page = words(response)
    assert "用大白话说" in page and "不能用停水停电" in page and "2021年1月1日起施行" in page
    assert "这里还没有导入这部法的原文" in page and "flk.npc.gov.cn" in response.content.decode()
    assert "第九百四十三条" in page and "第九百四十五条" in page and "说同一类事的条文" in page
    facts = json_ld(response)
    assert (facts["@type"], facts["name"]) == ("Legislation", "中华人民共和国民法典第九百四十四条")


def test_the_wording_its_citations_and_what_tries_to_break_out(client, imported):
    response = article(client, "渔船条例", "3")
    page = response.content.decode()
    assert "2019年6月1日起施行" in page and "</script><b>，" not in page
    assert page.count(f'href="{reverse("law_article", args=["民法典", "944"])}"') >= 1
    assert page.count(f'href="{reverse("law_article", args=["民法典", "1245"])}"') >= 1
    assert "别的版本（1）" in page and "?on=2015-06-01" in page
    assert json_ld(response)["legislationDateVersion"] == "2019-03-02"


def test_the_wording_of_an_earlier_day_says_that_it_is_old(client, imported):
    page = article(client, "渔船条例", "3", on="2016-01-01").content.decode()
    assert "这是旧的写法" in page and "2019年6月1日起改了" in page
    assert '<meta name="robots" content="noindex">' in page
    assert article(client, "渔船条例", "3", on="2001-01-01").status_code == 404


@pytest.mark.parametrize("on", ["yesterday", "2016-13-45", "2016-1-1", "'; DROP TABLE"])
def test_a_day_nobody_can_read_is_as_if_it_were_not_there(client, imported, on):
    assert "这是旧的写法" not in words(article(client, "渔船条例", "3", on=on))


def test_an_amended_law_and_a_repealed_one_say_so(client, imported):
    assert "法条已修改" in words(article(client, "公司法", "26"))
    repealed = "最高人民法院关于适用《中华人民共和国担保法》若干问题的解释"
    assert "这部规定已经废止" in words(article(client, repealed, "1"))


@pytest.mark.parametrize("number", ["0", "99999", "944-7", "x", "9-4-4", "-1"])
def test_an_article_that_is_not_there(client, number):
    response = article(client, "民法典", number)
    assert response.status_code == 404 and "没有找到这一条" in words(response)
    assert article(client, "没有这部法", "1").status_code == 404


def test_a_branch_article_has_its_own_page(client, imported):
    assert "第三条之一" in words(article(client, "渔船条例", "3-1"))


def test_the_law_page_lists_its_articles_in_pages(client, imported, django_assert_num_queries):
    with django_assert_num_queries(1):
        page = words(client.get(reverse("law_page", args=["渔船条例"])))
    assert "第三条之一" in page and "总则" in page and "还没有导入" not in page
    assert client.get(reverse("law_page", args=["没有这部法"])).status_code == 404


def test_the_list_of_laws_narrows_by_name(client):
    assert "劳动合同法" in words(client.get(reverse("law_index")))
    narrowed = client.get(reverse("law_index"), {"q": "劳动"})
    assert "劳动合同法" in words(narrowed) and "保险法" not in words(narrowed)
    assert '<meta name="robots" content="noindex">' in narrowed.content.decode()
    assert "没有找到这部法" in words(client.get(reverse("law_index"), {"q": "<script>"}))


def test_the_list_of_laws_is_one_query(client, imported, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get(reverse("law_index"))


def test_paragraphs_are_cut_at_their_own_citations(imported):
    two = replace(
        articles.article("渔船条例", 3), text="依民法典第九百四十四条办理。\n\n第二款。\n见《民法典》第九百四十四条。"
    )
    paragraphs = article_view(two, today=date(2026, 11, 26)).paragraphs
    assert [[(piece.text, bool(piece.url)) for piece in line] for line in paragraphs] == [
        [("依", False), ("民法典第九百四十四条", True), ("办理。", False)],
        [("第二款。", False)],
        [("见", False), ("《民法典》第九百四十四条", True), ("。", False)],
    ]


def test_an_article_page_costs_a_bounded_number_of_queries(client, imported, django_assert_max_num_queries):
    with django_assert_max_num_queries(10):
        article(client, "渔船条例", "3")


@pytest.mark.parametrize(
    ("q", "expected"),
    [("房东不退押金", "《民法典》第七百三十三条"), ("民法典1165条", "《民法典》第一千一百六十五条"),
     ("劳动合同法", "《劳动合同法》"), ("民法典1165", "《民法典》第一千一百六十五条"), ("民法典 1165 ", "《民法典》第一千一百六十五条"), ("《民法典》第九百四十四条", "《民法典》第九百四十四条")],
)  # fmt: skip
def test_search_finds_by_meaning_by_citation_and_by_name(client, q, expected):
    assert expected in words(client.get(reverse("search"), {"q": q}))


@pytest.mark.parametrize("q", ["", "   ", "😀", "x" * 5000, "<script>alert(1)</script>"])
def test_search_takes_anything(client, q):
    response = client.get(reverse("search"), {"q": q})
    assert response.status_code == 200 and "<script>alert" not in response.content.decode()


@pytest.mark.parametrize(
    ("q", "why"),
    [("my landlord keeps my deposit", "只看得懂中文"), ("' OR 1=1; DROP TABLE users; --", "只看得懂中文"), ("12345678", "只看到数字"),
     ("😀😀", "只看到数字"), ("离", "只有一个字"), ("今天天气真好", ""), ("啊啊啊啊", ""), ("<img src=x onerror=alert(1)>", "只看得懂中文")],
)  # fmt: skip
def test_search_for_what_it_cannot_read_shows_nothing_unrelated(client, q, why):
    page = client.get(reverse("search"), {"q": q})
    assert 'class="hit"' not in page.content.decode()
    assert ("没有看懂" in words(page)) == bool(why)
    assert why in words(page)


def test_search_has_its_limit(client):
    for _ in range(SEARCH.most):
        client.get(reverse("search"), {"q": "😀"})
    refused = client.get(reverse("search"), {"q": "😀"})
    assert refused.status_code == 429 and "搜得太密了" in words(refused)


def test_a_new_section_is_one_provider(client, monkeypatch):
    extra = lambda q, today: searching.Section("文章", (searching.Result("怎么退押金", q, "/articles/1/"),), "")  # noqa: E731
    monkeypatch.setattr(searching, "SECTIONS", (*searching.SECTIONS, extra))
    page = words(client.get(reverse("search"), {"q": "押金"}))
    assert page.index("法条") < page.index("律师") < page.index("怎么退押金")

"""The front page: the box, four lanes with counted facts or none, doors that resolve, and what search engines read."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils.html import strip_tags

from jiefen.accounts.roles import Role
from jiefen.consultations.queries.public import LaneFigures
from jiefen.demo.lawyers import load_lawyers
from jiefen.lawyers import columns
from jiefen.lawyers.figures import directory_figures
from jiefen.lawyers.models import Lawyer, Licence
from jiefen.rules.service_clock import Share
from jiefen.web.portal import lanes
from jiefen.web.portal.pace import PACE
from jiefen.web.portal.pages import page_url
from tests.factories.world import make_membership, make_organisation

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 26)
AT = dt.datetime(2026, 11, 26, 9, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _fresh(tmp_path, settings):
    settings.DATA_FOLDER = tmp_path
    PACE.forget()
    cache.clear()


@pytest.fixture
def directory():
    load_lawyers(today=TODAY, at=AT, firms=12, lawyers=120)
    columns.rebuild(today=TODAY)


def words(response) -> str:
    return " ".join(strip_tags(response.content.decode()).split())


def test_the_box_posts_and_says_what_becomes_of_the_words(client):
    page = client.get("/").content.decode()
    assert '<form class="ask" method="post" action="/answer/"' in page
    assert "写的话不保存，不进网址，也不进日志" in page
    assert page.count("button--primary") == 1


def test_four_lanes_without_data_say_so(client):
    page = words(client.get("/"))
    assert all(name in page for name in ("基础咨询", "详细咨询", "找律师", "打官司"))
    assert page.count("还没有数据") == 8 and "数得" not in page


def test_counted_facts_carry_n_the_day_and_that_they_are_invented(client, directory):
    page = words(client.get("/"))
    assert "120 位" in page and "家律所，演示数据，" in page and "数得" in page
    assert "不代表结果，演示数据" in page
    assert not re.search(r"胜诉率[^，]|成功率|最佳|第一|100%", page.replace("没有胜诉率", ""))


def test_one_real_lawyer_is_not_counted_together_with_the_invented(client, directory):
    Lawyer.objects.filter(pk=Lawyer.objects.first().pk).update(is_demo=False)
    page = words(client.get("/"))
    assert "演示数据" not in page
    assert "核验过执业证的律师 1 位 来自 1 家律所，另有演示 119 位不算在内" in page


def test_all_of_them_real_say_nothing_of_a_demo(client, directory):
    Lawyer.objects.update(is_demo=False)
    page = words(client.get("/"))
    assert "120 位" in page and "另有演示" not in page and "演示数据" not in page


def test_figures_count_only_verified_licences(directory):
    before = directory_figures()
    Licence.objects.filter(pk=Licence.objects.first().pk).update(state="suspended")
    assert directory_figures().lawyers == before.lawyers - 1 == 119


def test_the_property_companies_door_is_there(client):
    page = client.get("/").content.decode()
    assert "催缴工作台" in page and "登录工作台" in page and reverse("today") in page


def test_the_front_page_counts_once_and_then_asks_the_database_nothing(client, directory, django_assert_num_queries):
    with django_assert_num_queries(9):  # the directory (3), the lane's month (2), who is there now (4)
        client.get("/")
    with django_assert_num_queries(0):
        client.get("/")


def test_a_lane_that_is_not_open_says_what_there_is_today(client):
    for lane in lanes.LANES:
        if not lane.is_open:
            page = words(client.get(lane.url))
            assert lane.name in page and "12348" in page
    assert client.get(reverse("lane_today", args=["nowhere"])).status_code == 404


def test_links_lead_only_where_there_is_a_page():
    assert page_url("home") == "/" and page_url("no_such_page") == "" and page_url("") == ""


@pytest.mark.parametrize(("role", "url"), [(Role.STEWARD, "today"), (Role.LAWYER, "desk"), (Role.OPERATOR, "ops")])
def test_whoever_is_signed_in_is_led_to_his_own_place(client, role, url):
    assert "登录" in words(client.get("/"))
    client.force_login(make_membership(make_organisation(), role).user)
    page = client.get("/").content.decode()
    assert "我的工作台" in page and f'href="{reverse(url)}"' in page


def test_three_lawyers_fit_and_say_why(client, directory, django_assert_max_num_queries):
    with django_assert_max_num_queries(15):  # the deadline's page, the cards (5), the counts of the lanes (9)
        page = client.post(reverse("answer"), {"text": "我想离婚，孩子归谁"}).content.decode()
    assert page.count('class="lawyer"') == 3 and page.count("<summary>为什么推荐") == 3
    assert page.count(">演示<") == 3 and "这是该律师登记的领域" in page
    assert "还没有数据" in page


def test_a_named_city_is_said_and_counts(client, directory):
    page = words(client.post(reverse("answer"), {"text": "我在北京打工，老板拖欠工资"}))
    assert "您提到北京，同城的有加分" in page and "就在您选的城市" in page


def test_only_the_asked_answer_counts_as_a_showing(client, directory):
    shown = columns.ranker().columns.table.shown
    before = int(shown.sum())
    client.post(reverse("suggest"), {"text": "我想离婚，孩子归谁"})
    assert int(shown.sum()) == before
    client.post(reverse("answer"), {"text": "我想离婚，孩子归谁"})
    assert int(shown.sum()) == before + 3


def test_without_an_index_of_lawyers_the_page_says_so(client):
    assert "律师名录还没有建好" in words(client.post(reverse("answer"), {"text": "我想离婚，孩子归谁"}))


def test_search_engines_read_a_canonical_address_and_a_description(client):
    page = client.get("/?utm=x").content.decode()
    assert '<link rel="canonical" href="http://testserver/">' in page
    assert '<meta name="description" content="写一句话' in page


def test_robots_name_the_sitemap_and_it_its_parts(client):
    assert "Sitemap: http://testserver/sitemap.xml" in client.get("/robots.txt").content.decode()
    assert "http://testserver/sitemap-laws-1.xml" in client.get("/sitemap.xml").content.decode()
    assert "<loc>http://testserver/law/</loc>" in client.get("/sitemap-laws-1.xml").content.decode()
    plain = client.get("/sitemap-plain-1.xml").content.decode()
    assert "/law/%E6%B0%91%E6%B3%95%E5%85%B8/944/</loc>" in plain
    assert client.get("/sitemap-secret-1.xml").status_code == 404


@pytest.mark.parametrize("name", ["answer", "search"])
def test_pages_that_carry_words_ask_not_to_be_indexed(client, name):
    response = client.get("/search/?q=x") if name == "search" else client.post("/answer/", {"text": "房东不退押金"})
    assert '<meta name="robots" content="noindex">' in response.content.decode()


def test_the_free_lane_says_how_it_kept_its_promise(client, monkeypatch):
    kept = Share(n=40, kept=39, leavers=1, answered=39, median_s=55.2, p95_s=120.0)
    monkeypatch.setattr(lanes, "lane_figures", lambda at: LaneFigures(kept, demo=40))
    page = words(client.get("/"))
    assert "97.5%" in page and "40 次提问，演示数据" in page and "56 秒" in page


@pytest.mark.parametrize(("seconds", "said"), [(0.4, "1 秒"), (90, "90 秒"), (90.5, "2 分钟"), (181, "4 分钟")])
def test_a_duration_is_never_rounded_down(seconds, said):
    assert lanes.duration(seconds) == said

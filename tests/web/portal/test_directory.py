"""The public directory: lists by fit and neutral, profiles of verified facts, firms, what search engines may keep."""

from __future__ import annotations

import datetime as dt
import html
import json
import re
from dataclasses import replace
from itertools import chain

import pytest
from django.core.cache import cache
from django.urls import reverse

from jiefen.lawyers import columns
from jiefen.lawyers.actions import cards, introductions, licences
from jiefen.lawyers.models import CourtPractice, LawFirm, Lawyer, Licence, Penalty
from jiefen.web.portal.directory import paging, slots
from jiefen.web.portal.directory.choice import Choice
from jiefen.web.portal.directory.ranking_words import Exposure, exposure_on
from tests.factories.lawyers import make_office, make_operator, make_verified
from tests.factories.world import AT, TODAY
from tests.web.workbench.signed_in import on_the_day, text_of

__all__ = ["on_the_day"]
pytestmark = pytest.mark.django_db
LIST = "/lawyers/"


@pytest.fixture(autouse=True)
def _own_columns(tmp_path, monkeypatch):
    monkeypatch.setattr("jiefen.lawyers.columns.folder", lambda: tmp_path)


@pytest.fixture
def operator():
    return make_operator()


def _world(operator, how_many: int = 3) -> list[Lawyer]:
    found = [make_verified(operator)[0] for _ in range(how_many)]
    columns.rebuild(today=TODAY)
    return found


def _names(page: str) -> list[int]:
    return [int(each) for each in re.findall(r'id="lawyer-(\d+)"', page)]


def test_before_the_first_build_the_page_says_so(client) -> None:
    page = text_of(client.get(LIST))
    assert "名录还在整理" in page
    assert 'content="noindex"' in page


def test_without_a_choice_everybody_is_listed_and_places_are_offered(client, operator) -> None:
    lawyers = _world(operator)
    page = text_of(client.get(LIST))
    assert sorted(_names(page)) == sorted(each.pk for each in lawyers)
    assert "为什么推荐" not in page.replace("看到每一位为什么被推荐", "")
    assert "?area=%E5%8A%B3%E5%8A%A8%E7%A4%BE%E4%BF%9D" in page
    assert "?city=3205" in page


def test_area_and_city_are_ranked_with_reasons_that_add_up(client, operator) -> None:
    lawyers = _world(operator)
    page = text_of(client.get(LIST, {"area": "劳动社保", "city": "3205"}))
    assert page.count("为什么推荐") == len(lawyers)
    assert "您选的“劳动社保”是这位律师登记的领域" in page
    assert "就在您选的城市" in page
    assert [int(each) for each in columns.ranker().columns.table.shown] == [1, 1, 1]
    client.head(LIST, {"area": "劳动社保", "city": "3205"})
    client.get(LIST, {"area": "劳动社保", "city": "3205"}, headers={"sec-purpose": "prefetch"})
    assert [int(each) for each in columns.ranker().columns.table.shown] == [1, 1, 1]


def test_words_find_the_area_and_neutral_forgets_them(client, operator) -> None:
    _world(operator)
    page = text_of(client.get(LIST, {"q": "公司拖欠我三个月工资不给"}))
    assert "按您写的词，多半属于“劳动社保”" in page
    assert "为什么推荐" in page
    neutral = text_of(client.get(LIST, {"q": "公司拖欠我三个月工资不给", "order": "neutral"}))
    assert "<span>为什么推荐" not in neutral
    assert "X-Robots-Tag" in client.get(LIST, {"q": "工资"}).headers


@pytest.mark.parametrize("words", ["!!!", "8765", "😀😀", "divorce", "' OR 1=1 --", "<script>alert(1)</script>", "啊啊啊啊", "苏洲"])  # fmt: skip
def test_words_that_say_nothing_list_nobody_and_say_so(client, operator, words: str) -> None:
    _world(operator, 1)
    page = text_of(client.get(LIST, {"q": words}))
    assert _names(page) == []
    assert "所以没有列出律师" in page
    assert f"“{html.escape(words)}”没有用上" in page
    assert "<script>alert" not in page


def test_words_beyond_all_measure_are_cut(client, operator) -> None:
    _world(operator, 1)
    page = text_of(client.get(LIST, {"q": "工伤" * 2500}))
    assert "按您写的词，多半属于“劳动社保”" in page
    assert "工伤" * 40 not in page


@pytest.mark.parametrize(
    ("said", "near"),
    [("苏洲", ["3205"]), ("suzhou", ["3205"]), ("苏州工业园区", ["3205"]), ("江苏", ["3201", "3205"]), ("昆山", []), ("9999", [])],
)  # fmt: skip
def test_an_unknown_city_is_said_with_near_ones_and_lists_nobody(client, operator, said: str, near: list[str]) -> None:
    _world(operator, 1)
    page = text_of(client.get(LIST, {"city": said, "area": "劳动社保"}))
    assert _names(page) == []
    assert f"没有找到城市“{said}”" in page
    notice = page[page.index("没有找到城市") : page.index("所以没有列出律师")]
    assert [code for code in near if f"city={code}" in notice] == near
    assert ("您是不是要找" in notice) == bool(near)
    assert client.get(LIST, {"city": said}).headers["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize(
    ("said", "near"), [("工伤", "劳动社保"), ("婚姻", "婚姻家庭"), ("laodong", "劳动社保"), ("无此领域", "")]
)
def test_an_unknown_area_is_said_with_near_ones(client, operator, said: str, near: str) -> None:
    _world(operator, 1)
    page = text_of(client.get(LIST, {"area": said}))
    assert _names(page) == []
    assert f"没有“{said}”这个领域" in page
    notice = page[page.index("这个领域") : page.index("所以没有列出律师")]
    assert near in notice if near else "您是不是要找" not in notice


@pytest.mark.parametrize("words", ["苏州 工伤", "苏州市工伤", "工伤 苏州", "苏州工伤"])
def test_a_city_among_the_words_becomes_the_city_chosen(client, operator, words: str) -> None:
    _world(operator, 1)
    page = client.get(LIST, {"q": words})
    assert page.headers["Location"] == f"{LIST}?q=%E5%B7%A5%E4%BC%A4&city=3205"
    assert "就在您选的城市" in text_of(client.get(page.headers["Location"]))


def test_a_word_that_chose_nobody_is_said_beside_those_that_did(client, operator) -> None:
    _world(operator, 1)
    page = text_of(client.get(LIST, {"q": "苏洲 工伤"}))
    assert "“苏洲”没有用上" in page
    assert "q=%E5%B7%A5%E4%BC%A4&amp;city=3205" in page
    assert len(_names(page)) == 1


def test_a_province_among_the_words_offers_its_cities(client, operator) -> None:
    _world(operator, 1)
    page = text_of(client.get(LIST, {"q": "江苏 工伤"}))
    assert "“江苏”没有用上" in page
    for code in ("3201", "3205"):
        assert f"q=%E5%B7%A5%E4%BC%A4&amp;city={code}" in page


def test_a_name_finds_its_lawyer_and_a_city_by_name_is_taken(client, operator) -> None:
    first, *_ = _world(operator)
    page = text_of(client.get(LIST, {"q": f"{first.name}律师"}))
    assert first.pk in _names(page)
    assert f"名叫“{first.name}律师”" in page
    assert len(_names(text_of(client.get(LIST, {"city": "苏州市"})))) == 3


def test_neutral_keeps_the_area_the_words_say(client, operator) -> None:
    _world(operator, 2)
    assert len(_names(text_of(client.get(LIST, {"q": "工伤", "order": "neutral"})))) == 2
    assert _names(text_of(client.get(LIST, {"q": "离婚 抚养权", "order": "neutral"}))) == []


def test_filters_keep_only_who_fits(client, operator) -> None:
    first, second, third = _world(operator)
    Lawyer.objects.filter(pk=first.pk).update(languages=["普通话", "粤语"])
    CourtPractice.objects.create(lawyer=second, court="苏州市虎丘区人民法院")
    cards.verify_matter(
        lawyer_id=third.pk, area="劳动社保", cause_of_action="劳动合同纠纷", source="（2024）虚构 1 号", concluded_year=2024,
        by=operator, at=AT,
    )  # fmt: skip
    columns.rebuild(today=TODAY)
    for choice, wanted in (
        ({"language": "粤语"}, [first.pk]), ({"court": "苏州市虎丘区人民法院"}, [second.pk]), ({"matters": "1"}, [third.pk]),
        ({"online": "1"}, []),
    ):  # fmt: skip
        for place in ({}, {"city": "3205"}, {"city": "3205", "area": "劳动社保"}):
            page = text_of(client.get(LIST, {**place, **choice}))
            assert _names(page) == wanted, (choice, place)
    assert "这里还没有核验过的律师" in text_of(client.get(LIST, {"city": "1100"}))
    assert "苏州市虎丘区人民法院" in text_of(client.get(LIST, {"city": "3205"}))


@pytest.mark.parametrize("bad", ["area=无此领域", "city=9999", "language=克林贡语", "page=0", "page=-1", "page=x", "page=99999", "order=x", "court=%00"])  # fmt: skip
def test_odd_addresses_still_give_a_page(client, operator, bad: str) -> None:
    _world(operator, 1)
    assert client.get(f"{LIST}?{bad}", follow=True).status_code == 200


def test_lists_cost_the_same_at_one_and_three(client, operator, django_assert_num_queries) -> None:
    for how_many in (1, 2):
        _world(operator, how_many)
        for query, queries in (("", 7), ("?area=劳动社保&city=3205", 8), ("?city=3205", 8)):
            with django_assert_num_queries(queries):
                client.get(LIST + query)


def test_only_pages_with_real_lawyers_may_be_kept(client, operator) -> None:
    lawyer, *_ = _world(operator, 1)
    real = client.get(LIST, {"area": "劳动社保", "city": "3205"})
    assert "X-Robots-Tag" not in real.headers
    assert 'rel="canonical" href="http://testserver/lawyers/?area=' in text_of(real)
    assert client.get(LIST, {"online": "1"}).headers["X-Robots-Tag"] == "noindex"
    assert client.get(LIST, {"city": "1100"}).headers["X-Robots-Tag"] == "noindex"
    Lawyer.objects.update(is_demo=True)
    LawFirm.objects.update(is_demo=True)
    firm = lawyer.affiliations.get().firm_id
    for path in (LIST, f"/lawyers/{lawyer.pk}/", "/firms/", f"/firms/{firm}/"):
        page = client.get(path)
        assert page.headers["X-Robots-Tag"] == "noindex", path
        assert 'content="noindex"' in text_of(page)
        assert "演示" in text_of(page)


def test_a_profile_says_verified_facts_and_nothing_else(client, operator) -> None:
    lawyer, *_ = _world(operator, 1)
    licence = Licence.objects.get(lawyer=lawyer)
    cards.verify_matter(
        lawyer_id=lawyer.pk, area="劳动社保", cause_of_action="劳动合同纠纷", source="（2024）虚构 7 号", concluded_year=2024,
        by=operator, at=AT,
    )  # fmt: skip
    Penalty.objects.create(lawyer=lawyer, kind="警告", decided_on=TODAY, source="司法局公告")
    page = text_of(client.get(f"/lawyers/{lawyer.pk}/"))
    for words in (
        "执业证已核验",
        "2012 年首次执业",
        "明理律师事务所",
        "（2024）虚构 7 号",
        "警告",
        "司法局公告",
        "劳动社保",
        "不代表您的案件",
    ):
        assert words in page
    assert licence.number not in page
    assert page.count("<dd>—</dd>") == 3
    linked = json.loads(re.search(r'application/ld\+json">(.*?)</script>', page, re.S)[1])
    assert (linked["@type"], linked["name"], linked["worksFor"]["name"]) == ("Person", "陆知远", "明理律师事务所")
    assert "aggregateRating" not in linked


def test_the_number_stands_on_a_page_nobody_keeps(client, operator) -> None:
    lawyer, *_ = _world(operator, 1)
    number = Licence.objects.get(lawyer=lawyer).number
    for headers in ({}, {"hx-request": "true"}):
        answer = client.get(f"/lawyers/{lawyer.pk}/licence/", headers=headers)
        assert number in text_of(answer)
        assert "noindex" in answer.headers["X-Robots-Tag"]


def test_who_is_not_on_show_is_not_found(client, operator) -> None:
    lawyer, *_ = _world(operator, 1)
    firm = lawyer.affiliations.get().firm_id
    licences.suspend_licence(lawyer_id=lawyer.pk, reason="处罚", by=operator, at=AT)
    for path in (f"/lawyers/{lawyer.pk}/", f"/lawyers/{lawyer.pk}/licence/", f"/firms/{firm}/", "/lawyers/999999/"):
        assert client.get(path).status_code == 404, path


def test_own_words_and_slots(client, operator, monkeypatch) -> None:
    lawyer, actor = make_verified(operator)
    columns.rebuild(today=TODAY)
    introductions.write_introduction(lawyer_id=lawyer.pk, text="先听您把事情说完，再讲有哪几条路。<b>", by=actor, at=AT)
    monkeypatch.setattr(slots, "ARTICLES", [lambda one: [slots.ArticleLink("工资怎样要", f"/a/{one}/")]])
    monkeypatch.setattr(
        slots, "MEASURES", [lambda ids: {one: slots.Measured("12 人", "通常 9 分钟（24 次）") for one in ids}]
    )
    page = text_of(client.get(f"/lawyers/{lawyer.pk}/"))
    assert "先听您把事情说完，再讲有哪几条路。&lt;b&gt;" in page
    assert "工资怎样要" in page
    assert "通常 9 分钟（24 次）" in page
    assert "通常 9 分钟（24 次）" in text_of(client.get(LIST))


def test_profile_and_firm_cost_the_same_whatever_they_hold(client, operator, django_assert_num_queries) -> None:
    firm, people = make_office(operator, lawyers=2)
    columns.rebuild(today=TODAY)
    lawyer = people[0][0]
    for number in range(3):
        with django_assert_num_queries(14):
            client.get(f"/lawyers/{lawyer.pk}/")
        cards.verify_matter(
            lawyer_id=lawyer.pk, area="劳动社保", cause_of_action="劳动合同纠纷", source=f"虚构 {number} 号",
            concluded_year=2024, by=operator, at=AT,
        )  # fmt: skip
    for path, queries in ((f"/firms/{firm.pk}/", 11), ("/firms/", 2)):
        with django_assert_num_queries(queries):
            client.get(path)
    make_office(operator, lawyers=3)
    with django_assert_num_queries(2):
        client.get("/firms/")


def test_firms_by_city(client, operator) -> None:
    firm, _ = make_office(operator, "恒川律师事务所", lawyers=2)
    page = text_of(client.get("/firms/", {"city": "3205"}))
    assert "恒川律师事务所" in page
    assert "核验过的律师 2 位" in page
    assert "这个城市还没有登记的律所" in text_of(client.get("/firms/", {"city": "1100"}))
    page = text_of(client.get(f"/firms/{firm.pk}/"))
    assert firm.code in page
    assert len(_names(page)) == 2


def test_the_rule_is_published_as_it_is_used(client) -> None:
    page = text_of(client.get(reverse("how_we_rank")))
    for words in ("28 分", "18 分", "14 分", "12 分", "没有付费一项", "5 ÷ √(1 + 已展示次数)", "不决定页内先后"):
        assert words in page
    assert exposure_on(dt.date(2026, 11, 26)) == Exposure(4.7, "4.7 ÷ (1 + 已展示次数)²", 1.2, 0.3)
    assert exposure_on(dt.date(2026, 11, 27)) == Exposure(4.5, "4.5 ÷ (1 + 已展示次数)²", 1.1, 0.3)


def _pages(client, first: str) -> list[list[int]]:
    """The lawyers of each page, going on by the page's own links."""
    found, address = [], first
    while address:
        page = text_of(client.get(address))
        found.append(_names(page))
        onward = re.search(r'href="([^"]+)" rel="next"', page)
        address = LIST + html.unescape(onward[1]) if onward else ""
    return found


def test_paging_by_fit_meets_everybody_once_though_being_shown_moves_the_bonus(client, operator) -> None:
    lawyers = _world(operator, 23)
    query = f"{LIST}?area=劳动社保&city=3205"
    pages = _pages(client, query)
    assert [len(page) for page in pages] == [10, 10, 3]
    assert sorted(chain.from_iterable(pages)) == sorted(each.pk for each in lawyers)
    assert [int(each) for each in columns.ranker().columns.table.shown] == [1] * 23
    others = _pages(client, query)
    assert sorted(chain.from_iterable(others)) == sorted(each.pk for each in lawyers)


def test_going_back_shows_the_same_page_and_who_left_is_not_on_it(client, operator) -> None:
    _world(operator, 12)
    query = f"{LIST}?area=劳动社保&city=3205"
    first = text_of(client.get(query))
    second = text_of(client.get(LIST + html.unescape(re.search(r'href="([^"]+)" rel="next"', first)[1])))
    back = LIST + html.unescape(re.search(r'href="([^"]+)" rel="prev"', second)[1])
    assert _names(text_of(client.get(back))) == _names(first)
    gone = _names(first)[0]
    columns.ranker().set_live(gone, is_showable=False)
    assert _names(text_of(client.get(back))) == _names(first)[1:]


def test_a_list_made_up_or_of_another_choice_or_day_is_not_believed(operator) -> None:
    choice, other = Choice(area="劳动社保", city="3205"), Choice(area="刑事", city="3205")
    word = paging.keep([7, 5, 300], choice, today=TODAY)
    assert paging.kept(replace(choice, kept=word, page=4), today=TODAY) == [7, 5, 300]
    for wrong in (
        replace(other, kept=word),
        replace(choice, kept=word.replace("7", "8", 1)),
        replace(choice, kept="7"),
    ):
        assert paging.kept(wrong, today=TODAY) == []
    assert paging.kept(replace(choice, kept=word), today=TODAY + dt.timedelta(days=1)) == []
    assert paging.kept(choice, today=TODAY) == []


def test_a_kept_list_leaves_the_address_for_search_engines_alone(client, operator) -> None:
    _world(operator, 12)
    query = f"{LIST}?area=劳动社保&city=3205"
    onward = re.search(r'href="([^"]+)" rel="next"', text_of(client.get(query)))[1]
    assert "list=" in onward
    canonical = re.search(r'rel="canonical" href="([^"]+)"', text_of(client.get(LIST + html.unescape(onward))))[1]
    assert "list=" not in canonical
    assert "page=2" in canonical


def test_the_sitemap_holds_real_people_and_lists_with_one_of_them(client, operator) -> None:
    (real, _), (invented, _) = make_verified(operator), make_verified(operator)
    Lawyer.objects.filter(pk=invented.pk).update(is_demo=True)
    locs = {name: client.get(f"/sitemap-{name}-1.xml").content.decode() for name in ("lawyers", "places", "firms")}
    assert f"/lawyers/{real.pk}/" in locs["lawyers"] and f"/lawyers/{invented.pk}/" not in locs["lawyers"]
    assert "&amp;city=3205</loc>" in locs["places"] and "/lawyers/how-we-rank/" in locs["places"]
    assert locs["firms"].count("<url>") == 1
    Lawyer.objects.update(is_demo=True)
    cache.clear()
    assert client.get("/sitemap-lawyers-1.xml").status_code == 404
    assert "/lawyers/?" not in client.get("/sitemap-places-1.xml").content.decode()


def test_a_lawyer_is_found_by_his_name_and_nobody_else_with_him(client, operator) -> None:
    lawyer, _ = make_verified(operator)
    Lawyer.objects.filter(pk=lawyer.pk).update(name="沈砚秋")
    columns.rebuild(today=TODAY)
    for words in ("沈砚秋", "沈砚秋律师"):
        page = text_of(client.get("/search/", {"q": words}))
        assert f'href="/lawyers/{lawyer.pk}/"' in page and "沈砚秋 · " in page
    assert "没有这个名字的律师" in text_of(client.get("/search/", {"q": "欧阳无忌"}))


def test_a_page_past_the_end_is_the_last_one(client, operator) -> None:
    lawyer, _ = make_verified(operator)
    columns.rebuild(today=TODAY)
    answer = client.get("/lawyers/?page=99", follow=True)
    assert answer.redirect_chain == [("/lawyers/", 302)]
    assert lawyer.name in text_of(answer)


def test_an_articles_number_alone_is_the_civil_codes(client) -> None:
    page = text_of(client.get("/search/", {"q": "第九百四十四条"}))
    assert "《民法典》第九百四十四条" in page
    assert "没有写是哪部法" in page
    assert "四十四小时" not in page  # another law that shares its digits
    assert "《民法典》第九百四十四条" in text_of(client.get("/search/", {"q": "944条"}))
    assert "民法典里没有这一条" in text_of(client.get("/search/", {"q": "第九千条"}))
    assert "没有写是哪部法" not in text_of(client.get("/search/", {"q": "劳动合同法第八十二条"}))


def test_days_are_said_in_chinese(client, operator) -> None:
    lawyer, *_ = _world(operator, 1)
    day = f"{TODAY.year}年{TODAY.month}月{TODAY.day}日"
    assert f"<dd>{day}</dd>" in text_of(client.get(LIST))
    assert f"执业证于 {day}核验" in text_of(client.get(f"/lawyers/{lawyer.pk}/"))

"""The question asked: what is answered, what is refused, and that nothing of it is kept."""

from __future__ import annotations

import datetime as dt
import logging

import pytest
from django.db import connection
from django.urls import reverse
from django.utils.html import strip_tags

from jiefen.engine import law_standing
from jiefen.engine.practice_areas import areas
from jiefen.statutes.citations import citations_in
from jiefen.statutes.models import Law
from jiefen.web.portal.answering import answer
from jiefen.web.portal.pace import ANSWER, PACE, SUGGEST

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 27)
SECRET = "我叫欧阳某某独一无二，公司拖欠我三个月工资"


@pytest.fixture(autouse=True)
def _fresh(tmp_path, settings):
    settings.DATA_FOLDER = tmp_path
    PACE.forget()


def _cited(title):
    """(law, number) of 《民法典》第三条."""
    [one] = citations_in(title, [title[1 : title.index("》")]])
    return one.law, one.article


def ask(client, text, name="answer", **more):
    return client.post(reverse(name), {"text": text, **more})


def words(response) -> str:
    return " ".join(strip_tags(response.content.decode()).split())


def test_a_question_is_answered_with_area_law_deadline_and_lines(client):
    page = words(ask(client, "公司拖欠我三个月工资不给怎么办"))
    for piece in ("很可能是劳动社保", "《劳动合同法》第三十条", "1 年 申请劳动仲裁", "12333", "12348", "不是律师意见"):
        assert piece in page


def test_the_suggestions_are_a_part_of_a_page(client):
    response = ask(client, "公司拖欠我三个月工资不给怎么办", "suggest")
    assert "<html" not in response.content.decode()
    assert "劳动社保" in words(response) and "看完整的一页" in words(response)


def test_those_who_listen_hear_one_sentence_not_the_whole_part(client):
    part = ask(client, "公司拖欠我三个月工资不给怎么办", "suggest").content.decode()
    said = part.split('hx-swap-oob="innerHTML:#suggestions-said">')[1].split("<")[0]
    assert "很可能是劳动社保，列出了 3 条法条、1 个期限。" in said and "现在就能做的" in said
    assert "suggestions-said" not in ask(client, "公司拖欠我三个月工资不给怎么办").content.decode()


def test_what_cannot_wait_comes_first_with_whom_to_call(client):
    page = ask(client, "老公喝了酒就打我，我想离婚").content.decode()
    assert page.index("先看这一条") < page.index("这是哪一类事")
    assert 'href="tel:110"' in page and 'href="tel:12338"' in page
    assert "反家庭暴力法第十三条" in page


def test_a_running_deadline_is_marked_as_one(client):
    page = ask(client, "一审判决书收到了，不服想上诉").content.decode()
    assert "可能有期限在走" in page and "urgent--deadline" in page


def test_two_close_areas_ask_back_with_two_buttons_and_the_choice_settles_it(client):
    text = "车祸保险不赔"
    page = ask(client, text).content.decode()
    assert page.count('name="leaning"') == 2 and "拒赔、少赔？" in page
    chosen = words(ask(client, text, leaning="insurance"))
    assert "很可能是保险" in chosen and "按您选的“保险”来看" in chosen
    assert chosen.count("更接近“") == 1 and "更接近“交通事故”" in chosen  # there is no way back in the browser


@pytest.mark.parametrize("area", ["税务", "继承"])
def test_law_and_lawyers_follow_the_choice(area):
    """The classifier's two guesses are close; once one is chosen, its law comes first whatever words are shared."""
    slug = next(each.slug for each in areas() if each.name == area)
    found = answer("我妈去世了，房子过户给我弟，我要不要交税", today=TODAY, leaning=slug)
    assert found.chosen == found.areas[0].name == area
    assert law_standing.area_of(*_cited(found.laws[0].title)) == area
    assert len(found.options) == 1 and found.clarify == ""


def test_an_unknown_choice_is_as_if_none_was_made(client):
    assert "劳动社保" in words(ask(client, "公司拖欠我三个月工资", leaning="no-such-area"))


def test_an_example_answers_instead_of_the_box(client):
    assert "房产物业" in words(client.post(reverse("answer"), {"text": "", "example": "房东不退押金"}))


@pytest.mark.parametrize("text", ["", " ", "，", "\n\n\t", "\x00"])
def test_nothing_written_asks_for_a_sentence(client, text):
    page = words(ask(client, text))
    assert "还没有写字" in page and "写一句就行" in page
    assert ask(client, text, "suggest").content.strip() == b""


@pytest.mark.parametrize(
    ("text", "why"),
    [("my landlord keeps my deposit", "只看得懂中文"), ("집주인이 보증금을 안 줘요", "只看得懂中文"), ("asdf qwer", "只看得懂中文"),
     ("SELECT * FROM 用户 WHERE 1=1; --", "只看得懂中文"), ("' OR 1=1 --", "只看得懂中文"), ("<b>x</b>", "只看得懂中文"),
     ("1234567", "只看到数字或符号"), ("😀😀😀😀", "只看到数字或符号"), ("。。。。。。", "只看到数字或符号"), ("离", "只有一个字")],
)  # fmt: skip
@pytest.mark.parametrize("name", ["answer", "suggest"])
def test_what_cannot_be_read_is_said_and_nothing_unrelated_is_shown(client, text, why, name):
    response = ask(client, text, name)
    page = words(response)
    assert "没有看懂" in page and why in page and "12348" in page
    assert ("call 12348" in page) == (why == "只看得懂中文")
    parts = ('id="areas-title"', 'id="laws-title"', 'id="fitting-title"', 'class="clarify"')
    assert [part for part in parts if part in response.content.decode()] == []


def test_chinese_with_a_foreign_word_in_it_is_read(client):
    assert "没有看懂" not in words(ask(client, "iPhone 14 Pro Max 坏了，店里不给修也不给退"))


@pytest.mark.parametrize("text", ["你好", "啊啊啊啊啊啊"])
def test_what_says_nothing_is_asked_to_say_more(client, text):
    page = words(ask(client, text))
    assert "可以再多说一点吗" in page and "12348" in page
    assert "很可能是" not in page


def test_ten_thousand_characters_are_read_in_part_and_said_so(client):
    page = words(ask(client, "公司拖欠工资。" + "我很着急" * 2500))
    assert "只读了前 2,000 个字" in page and "劳动社保" in page


def test_scripts_are_shown_as_text(client):
    page = ask(client, "<script>alert(1)</script>房东不退押金</textarea><b>").content.decode()
    assert "<script>alert" not in page and "</textarea><b>" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_get_has_no_words_and_leads_to_the_box(client):
    assert client.get(reverse("answer") + "?text=x").url == reverse("home")
    assert client.get(reverse("suggest")).status_code == 405


def test_nothing_of_the_words_is_kept(client, caplog):
    caplog.set_level(logging.DEBUG)
    responses = [ask(client, SECRET), ask(client, SECRET, "suggest")]
    assert all({"no-store", "private"} <= set(each["Cache-Control"].split(", ")) for each in responses)
    assert "独一无二" not in caplog.text
    assert not any("独一无二" in str(value) for value in client.session.values())
    assert not any("独一无二" in cookie.value for cookie in client.cookies.values())
    assert "独一无二" not in _everything_in_the_database()
    assert "独一无二" not in responses[1].content.decode()  # the part shows what follows, not the words again


def _everything_in_the_database() -> str:
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        rows = []
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            rows += cursor.fetchall()
    return str(rows)


def test_the_look_into_the_database_sees_what_is_there():
    Law.objects.create(name="独一无二法")
    assert "独一无二" in _everything_in_the_database()


@pytest.mark.parametrize(("name", "limit"), [("suggest", SUGGEST), ("answer", ANSWER)])
def test_one_network_may_not_ask_without_end(client, name, limit):
    for _ in range(limit.most):
        assert ask(client, "", name).status_code == 200
    refused = ask(client, "", name)
    assert refused.status_code == 429 and "这个网络问得太密了" in words(refused)
    other = client.post(reverse(name), {"text": ""}, REMOTE_ADDR="203.0.113.9")
    assert other.status_code == 200


def test_suggestions_cost_one_query_at_most_without_lawyers(client, django_assert_max_num_queries):
    ask(client, "热身", "suggest")
    with django_assert_max_num_queries(1):  # which deadline has a page
        ask(client, "公司拖欠我三个月工资不给怎么办", "suggest")

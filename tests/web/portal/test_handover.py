"""The words of the front page come along to the question form, by POST, and stay nowhere until the person goes on."""

from __future__ import annotations

import pytest
from django.db import connection
from django.urls import reverse

from jiefen.consultations.models import Question
from jiefen.web.portal.pace import PACE
from tests.factories.consultations import make_lawyers

pytestmark = pytest.mark.django_db
SAID = "我在苏州上班，公司拖欠我三个月工资，独一无二的话"
SENT = {"words": SAID, "area": "合同纠纷", "city": "苏州", "own_name": "孙小云", "others": "远航物业有限公司"}


@pytest.fixture(autouse=True)
def _own_columns(tmp_path, monkeypatch):
    monkeypatch.setattr("jiefen.lawyers.columns.folder", lambda: tmp_path)
    PACE.forget()


def hand_over(client, **sent):
    return client.post(reverse("ask_handover"), sent)


def kept_anywhere(words: str) -> list[str]:
    """Tables with the words in any column, as stored."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found += [table for row in cursor.fetchall() if any(words in str(cell) for cell in row)]
    return found


def test_the_answer_and_the_home_page_offer_it_without_a_script(client):
    address = f'formaction="{reverse("ask_handover")}"'
    assert address in client.get("/").content.decode()
    page = client.post(reverse("answer"), {"text": SAID}).content.decode()
    assert address in page and 'name="area" value="劳动社保"' in page
    assert page.index("现在就能做的") < page.index("把这些话问律师")


def test_words_city_and_area_are_filled_in_and_nothing_is_kept(client):
    response = hand_over(client, text=SAID)
    page = response.content.decode()
    assert SAID in page and 'value="苏州"' in page and '<option value="劳动社保" selected>' in page
    assert response["X-Robots-Tag"] == "noindex" and "no-store" in response["Cache-Control"]
    assert (Question.objects.count(), kept_anywhere("独一无二的话"), client.cookies.get("jiefen_visitor")) == (
        0,
        [],
        None,
    )


def test_what_the_person_chose_on_the_answer_wins(client):
    assert '<option value="合同纠纷" selected>' in hand_over(client, text=SAID, area="合同纠纷").content.decode()
    assert '<option value="劳动社保" selected>' in hand_over(client, text=SAID, area="没有这一类").content.decode()


def test_going_on_makes_a_draft_with_the_area_as_he_left_it(client):
    response = hand_over(client, **SENT)
    question = Question.objects.get()
    assert response.url == reverse("ask_check", args=[question.public_id])
    assert (question.words, question.area, question.city_code) == (SAID, "合同纠纷", "3205")
    assert [each.name for each in question.parties.order_by("pk")] == ["孙小云", "远航物业有限公司"]
    page = client.get(response.url).content.decode()
    assert SAID in page and '<option value="合同纠纷" selected>' in page
    assert kept_anywhere("独一无二的话") == []  # encrypted


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"words": "欠钱"}, "请用 6 到 2000 个字"),
        ({"words": ""}, "请写下发生了什么"),
        ({"city": "月球"}, "月球"),
        ({"area": "没有"}, "没有"),
        ({"others": "\n".join("甲乙丙丁戊己庚")}, "对方最多写 5 个"),
    ],
)
def test_a_refusal_keeps_the_words_on_the_page_and_no_draft(client, changed, sentence):
    page = hand_over(client, **{**SENT, **changed}).content.decode()
    assert sentence in page
    assert Question.objects.count() == 0


def test_the_lawyer_one_came_for_is_asked_first(client):
    [(lawyer, _)] = make_lawyers(1)
    page = hand_over(client, text=SAID, lawyer=str(lawyer.pk)).content.decode()
    assert f"先问{lawyer.name}律师" in page
    hand_over(client, **SENT, lawyer=str(lawyer.pk))
    assert Question.objects.get().returning_to_id == lawyer.pk


def test_a_get_carries_nothing_and_leads_to_the_empty_form(client):
    assert client.get(reverse("ask_handover"), {"text": SAID}).url == reverse("ask")
    assert hand_over(client, text="").status_code == 200

"""The operator's page of areas: a list without a word, one question at a time, and the asker's tick that opens it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from jiefen.area_learning import actions
from jiefen.area_learning.models import AreaCorrection, LearningConsent
from jiefen.shared import clock
from tests.factories.consultations import WORDS, make_lawyers, make_question
from tests.factories.lawyers import make_operator
from tests.web.desk.test_reception import _own_columns, at_work  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    return at_work(make_operator())


def text(response) -> str:
    return response.content.decode()


def allowed(**more):
    question = make_question(at=clock.now(), **more)
    actions.allow_learning(question=question, at=clock.now())
    return question


def test_the_list_shows_no_word_of_a_question_and_costs_the_same(client, django_assert_max_num_queries):
    allowed()
    make_question(at=clock.now(), words="没有同意的一句话，讲借钱的事")
    page = text(client.get(reverse("ops_areas")))
    assert "劳动社保 · 苏州" in page and WORDS[:6] not in page and "借钱" not in page
    allowed()
    with django_assert_max_num_queries(14):
        client.get(reverse("ops_areas"))


def test_one_after_another_until_none_is_left(client):
    first, second = allowed(), allowed()
    page = text(client.get(reverse("ops_area_question", args=[first.public_id])))
    assert "拖欠了我三个月工资" in page
    sent = {"text": "公司拖欠工资", "main": "劳动社保", "others": ["劳动社保", "合同纠纷"], "is_clean": "on"}
    response = client.post(reverse("ops_area_question", args=[first.public_id]), sent)
    assert response.url == reverse("ops_area_question", args=[second.public_id])
    assert AreaCorrection.objects.get().areas == ["劳动社保", "合同纠纷"]
    response = client.post(reverse("ops_area_aside", args=[second.public_id]))
    assert response.url == reverse("ops_areas")
    assert "都看过了" in text(client.get(response.url))


def test_unread_or_unknown_is_said_on_the_page(client):
    question = allowed()
    page = client.post(
        reverse("ops_area_question", args=[question.public_id]), {"text": "拖欠工资", "main": "劳动社保"}
    )
    assert "请先把话读一遍" in text(page)
    page = client.post(reverse("ops_area_question", args=[question.public_id]), {"text": "", "main": "没有"})
    assert "不能是空的" in text(page)
    assert client.get(reverse("ops_area_question", args=["no-such"])).status_code == 404


def test_a_lawyer_has_no_door_here():
    client = at_work(make_lawyers(1)[0][1])
    assert client.get(reverse("ops_areas")).status_code == 403


def test_the_asker_ticks_and_takes_it_back():
    client = Client()
    client.post(reverse("ask_handover"), {"words": WORDS, "area": "劳动社保", "city": "", "own_name": "", "others": ""})
    [question] = type(make_question(at=clock.now(), address="10.9.9.9")).objects.filter(asked_at=None)
    check = reverse("ask_check", args=[question.public_id])
    assert "改进“像是哪一类事”" in text(client.get(check))
    client.post(check, {"area": "劳动社保", "answer": "on", "learn": "on"})
    assert LearningConsent.objects.get().question_id == question.pk
    page = reverse("ask_question", args=[question.public_id])
    assert "收回这个同意" in text(client.get(page))
    client.post(reverse("ask_do", args=[question.public_id, "stop-learning"]))
    assert LearningConsent.objects.get().withdrawn_at and "收回这个同意" not in text(client.get(page))

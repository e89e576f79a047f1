"""Asking in three steps without JavaScript, the question's page in every state, and what a stranger sees of it."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse

from jiefen.area_learning.actions import allow_learning
from jiefen.area_learning.models import AreaCorrection
from jiefen.chat.access import Person, seat_for
from jiefen.consultations.actions import staff, talking
from jiefen.consultations.actions.dispatching import tick
from jiefen.consultations.models import Feedback, Grievance, Offer, Question, Rating
from jiefen.consultations.states import OfferState, QuestionState
from jiefen.lawyers.models import Lawyer
from jiefen.shared import clock
from tests.factories.consultations import WORDS, accepted, make_lawyers, writes
from tests.factories.lawyers import make_operator

pytestmark = pytest.mark.django_db
WEB = {"names": {"own_name": "孙小云", "others": "远航物业有限公司\n\n"}, "words": {"words": WORDS, "city": "苏州"}}


@pytest.fixture(autouse=True)
def _own_columns(tmp_path, monkeypatch):
    monkeypatch.setattr("jiefen.lawyers.columns.folder", lambda: tmp_path)


def page(client: Client, name: str, *args: object) -> str:
    response = client.get(reverse(name, args=args))
    assert response.status_code == 200
    return response.content.decode()


def asked(client: Client, **words: str) -> Question:
    client.post(reverse("ask"), WEB["names"])
    question = Question.objects.order_by("-pk").first()
    client.post(reverse("ask_words", args=[question.public_id]), {**WEB["words"], **words})
    agreed = {"area": "劳动社保", "answer": "on", "conflict_check": "on"}
    response = client.post(reverse("ask_check", args=[question.public_id]), agreed)
    assert response.url == reverse("ask_question", args=[question.public_id])
    question.refresh_from_db()
    return question


def test_three_steps_and_it_waits(client):
    assert "此刻没有律师在线" in page(client, "ask")
    response = client.post(reverse("ask"), WEB["names"])
    question = Question.objects.get()
    assert response.url == reverse("ask_words", args=[question.public_id])
    assert client.cookies["jiefen_visitor"]["httponly"]
    assert [each.name for each in question.parties.order_by("pk")] == ["孙小云", "远航物业有限公司"]
    response = client.post(response.url, WEB["words"])
    text = page(client, "ask_check", question.public_id)
    assert WORDS in text
    assert not re.search(r'type="checkbox"[^>]* checked', text)
    question = asked(client)
    text = page(client, "ask_question", question.public_id)
    assert ("正在为您找律师" in text, WORDS in text, "苏州" in response.url) == (True, True, False)
    assert WORDS[:10] in page(client, "ask")


def test_a_draft_goes_on_where_it_stopped_and_may_be_changed(client):
    client.post(reverse("ask"), WEB["names"])
    question = Question.objects.get()
    assert client.get(reverse("ask_question", args=[question.public_id])).url.endswith("/words/")
    assert client.get(reverse("ask_check", args=[question.public_id])).url.endswith("/words/")
    assert "远航物业有限公司" in page(client, "ask_names", question.public_id)
    client.post(reverse("ask_names", args=[question.public_id]), {"own_name": "", "others": ""})
    assert question.parties.count() == 0
    client.post(reverse("ask_words", args=[question.public_id]), WEB["words"])
    assert client.get(reverse("ask_question", args=[question.public_id])).url.endswith("/check/")
    client.post(reverse("ask_drop", args=[question.public_id]))
    question.refresh_from_db()
    assert (question.state, question.words) == (QuestionState.VOID, "")
    assert "草稿已删除" in page(client, "ask_question", question.public_id)


@pytest.mark.parametrize(
    ("words", "said"),
    [({"words": "短"}, "请用 6 到 2000 个字"), ({"city": "火星"}, "没有找到"), ({"words": ""}, "请写下")],
)
def test_words_come_back_with_what_is_wrong(client, words, said):
    client.post(reverse("ask"), WEB["names"])
    question = Question.objects.get()
    response = client.post(reverse("ask_words", args=[question.public_id]), {**WEB["words"], **words})
    assert said in response.content.decode()


def test_without_consent_it_stays_a_draft(client):
    client.post(reverse("ask"), WEB["names"])
    question = Question.objects.get()
    client.post(reverse("ask_words", args=[question.public_id]), WEB["words"])
    response = client.post(reverse("ask_check", args=[question.public_id]), {"area": "劳动社保"})
    assert "请先勾选同意" in response.content.decode()


def test_danger_shows_help_lines_before_anything_else(client):
    client.post(reverse("ask"), WEB["names"])
    question = Question.objects.get()
    client.post(reverse("ask_words", args=[question.public_id]), {"words": "我不想活了，真的活不下去了。", "city": ""})
    text = page(client, "ask_check", question.public_id)
    assert 'href="tel:12356"' in text
    assert text.index("tel:12356") < text.index("看一眼再提交</h1>")


def test_too_many_questions_is_said_on_the_page(client):
    for _ in range(2):
        asked(client)
    response = client.post(reverse("ask"), WEB["names"])
    assert "您还有问题正在等候" in response.content.decode()


def test_a_stranger_finds_nothing(client):
    question = asked(client)
    for name in ("ask_question", "ask_state", "ask_words", "ask_check"):
        assert Client().get(reverse(name, args=[question.public_id])).status_code == 404
    assert Client().post(reverse("ask_do", args=[question.public_id, "leave"])).status_code == 404
    assert client.get(reverse("ask_words", args=[question.public_id])).status_code == 409


def test_the_state_brings_what_changed_and_never_the_conversation(client):
    question = asked(client)
    url = reverse("ask_state", args=[question.public_id])

    def state(was: str) -> str:
        response = client.get(f"{url}?was={was}")
        assert "HX-Refresh" not in response.headers
        text = response.content.decode()
        assert "data-chat-form" not in text  # somebody may be writing there
        return text

    assert "hx-swap-oob" not in state("waiting")
    question, actor, _ = accepted(question, at=clock.now())
    text = state("waiting")
    assert "陆知远律师接下了您的问题" in text
    assert all(f'id="{part}" hx-swap-oob="true"' in text for part in ("before-talk", "chat-people", "after-talk"))
    assert ("不等了" in text, "我问清楚了，结束" in text, "这次答疑帮上您了吗" in text) == (False, True, False)
    writes(actor, question, at=clock.now())
    tick(at=clock.now())
    assert "这次答疑帮上您了吗" in state("open")
    client.post(reverse("ask_do", args=[question.public_id, "close"]))
    text = state("answered")
    assert ("接着问" in text, "评价这次答疑" in text, "我问清楚了，结束" in text) == (True, True, False)
    assert "hx-swap-oob" not in state("over")


def test_leaving_coming_back_ending_and_going_on(client):
    question = asked(client)
    for what, state in (("leave", "left"), ("come-back", "waiting")):
        client.post(reverse("ask_do", args=[question.public_id, what]))
        question.refresh_from_db()
        assert question.state == state
        page(client, "ask_question", question.public_id)
    question, actor, _ = accepted(question, at=clock.now())
    writes(actor, question, at=clock.now())
    tick(at=clock.now())
    assert "正在和您谈" in page(client, "ask_question", question.public_id)
    client.post(reverse("ask_do", args=[question.public_id, "close"]))
    assert "评价这次答疑" in page(client, "ask_question", question.public_id)
    client.post(reverse("ask_do", args=[question.public_id, "reopen"]))
    question.refresh_from_db()
    assert question.state == QuestionState.ACCEPTED
    assert client.post(reverse("ask_do", args=[question.public_id, "explode"])).status_code == 404


def test_feedback_rating_and_complaint(client):
    question, actor, _ = accepted(asked(client), at=clock.now())
    writes(actor, question, at=clock.now())
    tick(at=clock.now())
    url = reverse("ask_feedback", args=[question.public_id])
    assert client.post(url, {}).status_code == 422
    client.post(url, {"verdict": "partly", "missing": ["no_steps"], "words": "还想问流程"})
    assert Feedback.objects.get().verdict == "partly"
    talking.close_by_lawyer(public_id=question.public_id, by=actor, at=clock.now())
    client.post(reverse("ask_rating", args=[question.public_id]), {"stars": "4", "words": "清楚"})
    assert Rating.objects.get().stars == 4
    assert "4 星" in page(client, "ask_question", question.public_id)
    client.post(reverse("ask_grievance", args=[question.public_id]), {"words": "等得有点久"})
    assert Grievance.objects.get().words == "等得有点久"
    assert "等得有点久" in page(client, "ask_question", question.public_id)


def test_a_number_is_offered_only_while_waiting_and_needs_consent(client):
    question = asked(client)
    url = reverse("ask_contact", args=[question.public_id])
    assert "请先勾选同意" in client.post(url, {"phone": "13900008888"}).content.decode()
    client.post(url, {"phone": "13900008888", "agreed": "on"})
    assert "答复后会通知您一次" in page(client, "ask_question", question.public_id)
    client.post(reverse("ask_do", args=[question.public_id, "withdraw-contact"]))
    assert "答复后会通知您一次" not in page(client, "ask_question", question.public_id)


def test_staff_reading_is_shown_to_the_client(client):
    question, _, _ = accepted(asked(client), at=clock.now())
    staff.read_transcript(public_id=question.public_id, reason="咨询人投诉", by=make_operator(), at=clock.now())
    text = page(client, "ask_question", question.public_id)
    assert "原因：咨询人投诉" in text
    head = re.search(r'<p class="chat__people"[^>]*>(.*?)</p>', text, re.DOTALL)[1]
    assert ("律师" in head, "平台工作人员" in head) == (True, False), "who has looked does not take part"


def test_every_label_leads_to_its_own_field(client):
    """Feedback, stars and a complaint stand on one page, each with a field for words."""
    question, actor, _ = accepted(asked(client), at=clock.now())
    writes(actor, question, at=clock.now())
    tick(at=clock.now())
    question.refresh_from_db()
    talking.close_by_client(question=question, at=clock.now())
    text = page(client, "ask_question", question.public_id)
    assert all(url in text for url in ("/feedback/", "/rating/", "/grievance/"))
    ids, labelled = re.findall(r'\sid="([^"]+)"', text), re.findall(r'\sfor="([^"]+)"', text)
    assert [each for each in ids if ids.count(each) > 1] == []
    assert set(labelled) <= set(ids)


def test_honest_words_about_who_is_there(client):
    make_lawyers(2, at=clock.now())
    assert "现在有 2 位律师在线，其中 2 位有空，估计 2 分钟内有人接。" in page(client, "ask")
    question = asked(client)
    Question.objects.filter(pk=question.pk).update(asked_at=clock.now() - dt.timedelta(minutes=7))
    assert "您已经等了 7 分钟" in page(client, "ask_question", question.public_id)
    assert seat_for(Person(visitor_id=question.visitor_id), question.thread.public_id).can_write


def test_what_closing_the_page_means_is_said_where_it_may_take_long(client):
    question = asked(client)
    said = "页面关了 5 分钟就不再替您问"
    assert said in page(client, "ask_question", question.public_id)
    client.post(reverse("ask_contact", args=[question.public_id]), {"phone": "13900008888", "agreed": "on"})
    assert said not in page(client, "ask_question", question.public_id)


def test_with_somebody_free_nothing_is_said_of_closing_until_he_lets_it_pass(client):
    make_lawyers(1, at=clock.now())
    question = asked(client)
    text = page(client, "ask_question", question.public_id)
    assert ("页面关了" in text, "估计 2 分钟内有人接" in text) == (False, True)
    Offer.objects.filter(question=question).delete()
    asks = {"question": question, "lawyer": Lawyer.objects.get(), "membership_id": 1, "offered_at": clock.now()}
    Offer.objects.create(**asks, until=clock.now(), state=OfferState.IGNORED)
    text = page(client, "ask_question", question.public_id)
    assert ("有空的都问过了，还没有人接" in text, "页面关了" in text, "估计 2 分钟" in text) == (True, True, False)


def test_who_came_for_one_lawyer_asks_him_first(client):
    (wanted, _), *_ = make_lawyers(3, at=clock.now())
    page_of = client.get(reverse("ask"), {"lawyer": wanted.pk}).content.decode()
    assert "先问陆知远律师" in page_of
    client.post(reverse("ask"), {**WEB["names"], "lawyer": wanted.pk})
    assert Question.objects.get().returning_to == wanted
    for odd in ("x", "0", "9" * 30):
        assert "先问" not in client.get(reverse("ask"), {"lawyer": odd}).content.decode().split("先问名字")[0]


def over(client: Client) -> Question:
    question, actor, _ = accepted(asked(client), at=clock.now())
    writes(actor, question, at=clock.now())
    tick(at=clock.now())
    talking.close_by_lawyer(public_id=question.public_id, by=actor, at=clock.now())
    question.refresh_from_db()
    return question


def test_deleting_shows_what_goes_and_stays_then_deletes(client):
    question = over(client)
    url = reverse("ask_delete", args=[question.public_id])
    assert url in page(client, "ask_question", question.public_id)
    text = page(client, "ask_delete", question.public_id)
    for words in ("2 条文字", "利益冲突名册", "第四十七条第二款", "之后自动删除", "我知道删了就找不回来"):
        assert words in text
    assert client.post(url, {}).status_code == 422
    assert Question.objects.get().words == WORDS
    assert client.post(url, {"sure": "on"}).url == reverse("ask_question", args=[question.public_id])
    text = page(client, "ask_question", question.public_id)
    assert ("内容已删除" in text, "工资" in text, "接着问" in text, "打几颗星" in text) == (True, False, False, False)
    assert "您的内容在" in page(client, "ask_delete", question.public_id)
    assert "（内容已删除）" in page(client, "ask")


def test_what_must_stay_is_refused_on_the_page_with_its_rule(client):
    question = asked(client)
    url = reverse("ask_delete", args=[question.public_id])
    text = page(client, "ask_delete", question.public_id)
    assert ("请先结束，再删除" in text, 'name="sure"' in text) == (True, False)
    response = client.post(url, {"sure": "on"})
    assert (response.status_code, "处理目的还没有实现" in response.content.decode()) == (409, True)
    assert Question.objects.get().words == WORDS


def test_what_was_released_for_the_classifier_goes_as_well(client):
    question = over(client)
    allow_learning(question=question, at=clock.now())
    AreaCorrection.objects.create(
        question=question, text="公司拖欠工资", areas=["劳动社保"], suggested="其他", model_version="1", by_no=1,
        at=clock.now(),
    )  # fmt: skip
    assert "用来改进分类的那一份" in page(client, "ask_delete", question.public_id)
    client.post(reverse("ask_delete", args=[question.public_id]), {"sure": "on"})
    question.refresh_from_db()
    assert (question.forgotten_at is None, AreaCorrection.objects.count()) == (False, 0)
    assert "收回这个同意" not in page(client, "ask_question", question.public_id)


def test_nobody_deletes_another_persons_words(client):
    question = over(client)
    for how in ("get", "post"):
        response = getattr(Client(), how)(reverse("ask_delete", args=[question.public_id]), {"sure": "on"})
        assert response.status_code == 404
    assert Question.objects.get().forgotten_at is None


def test_a_draft_has_its_own_way_out(client):
    client.post(reverse("ask"), WEB["names"])
    question = Question.objects.get()
    assert client.get(reverse("ask_delete", args=[question.public_id])).url.endswith(f"/{question.public_id}/")


def test_in_the_demo_the_page_says_who_the_lawyers_are(client, settings):
    assert "这是演示" not in page(client, "ask")
    settings.DEMO = True
    assert ("13900002001" in page(client, "ask"), "上线接待" in page(client, "ask")) == (True, True)
    assert "13900002001" in page(client, "ask_question", asked(client).public_id)

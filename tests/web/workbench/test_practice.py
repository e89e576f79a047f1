"""练习 as pages: choose, talk by plain POST and by htmx, feedback; one's own only."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

from jiefen.accounts.roles import Role
from jiefen.collection.models import PracticeOutcome, PracticeSession
from jiefen.engine.practice.personas import all_personas
from tests.engine.practice.scripts import GOOD, THREATS
from tests.factories.arrears import give_to, make_debtor
from tests.factories.world import make_estate, make_organisation
from tests.fakes.chat_endpoint import chat_endpoint
from tests.web.workbench.signed_in import on_the_day, sign_in, text_of

pytestmark = pytest.mark.django_db
__all__ = ["on_the_day"]
URL = "/workbench/practice/"


@pytest.fixture
def steward(client):
    return sign_in(client, make_organisation(), Role.STEWARD)


def start(client, code: str = "zhou_leak", **more: str) -> PracticeSession:
    response = client.post(f"{URL}start/", {"persona": code, **more})
    session = PracticeSession.objects.latest("pk")
    assert response.headers["Location"] == reverse("practice_talk", args=[session.pk])
    return session


def speak(client, session: PracticeSession, words: str, **headers: str):
    session.refresh_from_db()
    return client.post(f"{URL}{session.pk}/", {"words": words, "seen": session.turns}, headers=headers)


def test_everybody_stands_on_the_list_and_filters_cut_it(client, steward):
    page = text_of(client.get(URL))
    assert all(person.name in page for person in all_personas())
    assert page.count("button--primary") == 1
    page = text_of(client.get(URL, {"obstacle": "hardship", "mood": "sad"}))
    assert "吴磊" in page
    assert "周建国" not in page
    assert "没有这样的对手" in text_of(client.get(URL, {"obstacle": "hardship", "mood": "angry"}))
    assert "周建国" in text_of(client.get(URL, {"obstacle": "' OR 1=1", "premises": "x"}))


def test_anybody_of_those_shown_picks_up(client, steward):
    client.post(f"{URL}start/", {"persona": "", "shown": ["wu_layoff"]})
    assert PracticeSession.objects.get().persona == "wu_layoff"
    assert client.post(f"{URL}start/", {"persona": "nobody"}).status_code == 409


def test_a_whole_talk_without_javascript(client, steward):
    session = start(client)
    page = text_of(client.get(f"{URL}{session.pk}/"))
    assert "周建国" in page
    assert page.count("button--primary") == 1
    for line in GOOD["zhou_leak"]:
        response = speak(client, session, line)
        assert response.headers["Location"] == f"{URL}{session.pk}/#latest"
    page = text_of(client.get(f"{URL}{session.pk}/"))
    assert "业主自己选了办法" in page
    page = text_of(client.get(f"{URL}{session.pk}/feedback/"))
    for words in ("他自己选了办法", "说出了心里话", "下次试一件事", GOOD["zhou_leak"][2], "再聊一次"):
        assert words in page
    assert "聊过" in text_of(client.get(URL))


def test_htmx_gets_the_talk_alone(client, steward):
    session = start(client)
    page = text_of(speak(client, session, "您好，我是管家小何。", **{"HX-Request": "true"}))
    assert page.startswith('<div class="talk"')
    assert "您好，我是管家小何。" in page
    assert "<html" not in page


def test_what_is_typed_is_shown_as_text(client, steward):
    session = start(client)
    speak(client, session, "<script>alert(1)</script>")
    page = text_of(client.get(f"{URL}{session.pk}/"))
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;" in page


def test_refusals_stand_beside_the_field_and_keep_what_was_written(client, steward):
    session = start(client)
    response = speak(client, session, " ")
    assert response.status_code == 422
    assert "还没写你想说的话" in response.content.decode()
    response = client.post(f"{URL}{session.pk}/", {"words": "慢了一步的话", "seen": 7})
    assert response.status_code == 422
    assert "别的窗口" in response.content.decode()
    assert "慢了一步的话" in response.content.decode()
    assert client.post(f"{URL}{session.pk}/", {"words": "x", "seen": "y"}).status_code == 302
    assert 'role="alert"' in text_of(speak(client, session, "", **{"HX-Request": "true"}))


def test_ending_leads_to_the_feedback_however_often(client, steward):
    session = start(client)
    assert client.get(f"{URL}{session.pk}/feedback/").headers["Location"] == f"{URL}{session.pk}/"
    for _ in range(2):
        response = client.post(f"{URL}{session.pk}/", {"end": "1"})
        assert response.headers["Location"] == f"{URL}{session.pk}/feedback/"
    assert "话还太少" in text_of(client.get(f"{URL}{session.pk}/feedback/"))
    assert speak(client, session, "还在吗").headers["Location"] == f"{URL}{session.pk}/feedback/"


def test_a_lost_talk_shows_the_rule_and_what_to_say_instead(client, steward):
    session = start(client, "he_lift")
    for line in THREATS:
        if PracticeSession.objects.get(pk=session.pk).outcome == PracticeOutcome.OPEN:
            speak(client, session, line)
    page = text_of(client.get(f"{URL}{session.pk}/feedback/"))
    assert "不能说的话" in page
    assert "可以换成" in page


def test_anothers_talk_is_not_there(client, steward):
    session = start(client)
    for organisation in (steward.organisation, make_organisation()):
        sign_in(client, organisation, Role.ADMIN)
        for response in (
            client.get(f"{URL}{session.pk}/"),
            client.get(f"{URL}{session.pk}/feedback/"),
            speak(client, session, "在吗"),
        ):
            assert response.status_code == 404
        assert "最近练过的" not in text_of(client.get(URL))


def test_a_borrowed_sum_comes_without_name_or_door(client, steward):
    home = make_debtor(make_estate(steward.organisation), "9901", (2026, 5), fen=334_900, owner="欧阳倩")
    give_to(steward, home.estate, home.building.name)
    assert "取整到 500 元" in text_of(client.get(URL, {"premises": home.pk}))
    session = start(client, premises=str(home.pk))
    page = text_of(client.get(f"{URL}{session.pk}/"))
    assert "3,500.00" in page
    assert "欧阳倩" not in page
    assert "9901" not in page
    other = make_debtor(make_estate(make_organisation()), "9902", (2026, 5))
    assert client.post(f"{URL}start/", {"persona": "zhou_leak", "premises": other.pk}).status_code == 404


def test_a_model_is_offered_only_when_configured_and_its_lines_are_marked(client, steward, settings):
    assert "AI" not in text_of(client.get(URL))
    with chat_endpoint() as fake:
        fake.answer = "你们总算来电话了。"
        settings.LANGUAGE_MODEL = {"url": fake.url, "name": "any", "key": "", "timeout_s": 2.0}
        assert "让 AI 把对方的话说得更活" in text_of(client.get(URL))
        session = start(client, with_model="on")
        speak(client, session, "您好，我是管家小何。")
    page = text_of(client.get(f"{URL}{session.pk}/"))
    assert "AI 改写的说法" in page
    assert "用了 AI" in page
    assert "小何" not in json.dumps(fake.asked, ensure_ascii=False)


def test_the_door_is_closed_to_strangers(client):
    assert client.get(URL).status_code == 302
    assert client.post(f"{URL}start/", {"persona": "zhou_leak"}).status_code == 302

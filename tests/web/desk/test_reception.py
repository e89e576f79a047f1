"""The lawyer's reception: coming and going, offers without facts, the winner, the conversation, the ways out."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from jiefen.accounts.models import Membership
from jiefen.chat.models import QuickReply
from jiefen.consultations.actions import afterwards, staff, talking
from jiefen.consultations.actions.dispatching import tick
from jiefen.consultations.actions.forgetting import forget_words
from jiefen.consultations.models import Desk, DutyShift, Offer, Question, RecordHold
from jiefen.consultations.states import OfferState, QuestionState
from jiefen.shared import clock
from tests.factories.consultations import accepted, client_writes, make_lawyers, make_question, writes
from tests.factories.lawyers import make_lawyer_actor, make_operator
from tests.factories.world import make_actor, make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_columns(tmp_path, monkeypatch):
    monkeypatch.setattr("jiefen.lawyers.columns.folder", lambda: tmp_path)


def at_work(actor) -> Client:
    client = Client()
    user = Membership.objects.get(pk=actor.membership_id).user
    client.force_login(user, backend="jiefen.accounts.backends.MembershipBackend")
    return client


def text(client: Client, name: str, *args: object) -> str:
    response = client.get(reverse(name, args=args))
    assert response.status_code == 200, response.content.decode()[:2000]
    return response.content.decode()


def lawyers(many: int) -> list[tuple[object, Client]]:
    return [(lawyer, at_work(actor)) for lawyer, actor in make_lawyers(many, at=clock.now())]


def test_coming_and_going():
    [(_, client)] = lawyers(1)
    client.post(reverse("desk_presence"), {"want": "off"})
    assert "离线时不会派单" in text(client, "desk")
    client.post(reverse("desk_presence"), {"want": "on", "places": "5"})
    assert (Desk.objects.get().is_online, Desk.objects.get().places) == (True, 5)
    assert client.post(reverse("desk_presence"), {"want": "on", "places": "x"}).status_code == 409


def test_an_offer_shows_kind_and_region_and_nothing_else():
    [(_, client)] = lawyers(1)
    make_question(own_name="孙小云", others=("远航物业",), at=clock.now())
    tick(at=clock.now())
    page = text(client, "desk")
    assert ("劳动社保" in page, "苏州" in page) == (True, True)
    for fact in ("工资", "孙小云", "远航"):
        assert fact not in page
    assert 'data-until="' in text(client, "desk_now")


def test_two_press_and_one_has_it_the_other_is_told():
    (first, one), (second, two) = lawyers(2)
    question = make_question(at=clock.now())
    tick(at=clock.now())
    offers = {each.lawyer_id: each.pk for each in Offer.objects.all()}
    won = one.post(reverse("offer_accept", args=[offers[first.pk]]))
    lost = two.post(reverse("offer_accept", args=[offers[second.pk]]), follow=True)
    assert won.url == reverse("desk_talk", args=[question.public_id])
    assert "已由别的律师接下" in lost.content.decode()
    page = text(one, "desk_talk", question.public_id)
    assert ("工资" in page, "data-chat" in page, "备忘" in page) == (True, True, True)
    assert two.get(reverse("desk_talk", args=[question.public_id])).status_code == 404


def test_saying_no():
    [(_, client)] = lawyers(1)
    make_question(at=clock.now())
    tick(at=clock.now())
    client.post(reverse("offer_decline", args=[Offer.objects.get().pk]), {"reason": "busy"})
    assert Offer.objects.get().state == OfferState.DECLINED
    client.post(reverse("offer_decline", args=[Offer.objects.get().pk]), {"reason": "odd"})
    assert client.post(reverse("offer_decline", args=[0])).status_code == 404


def test_the_ways_out():
    (first, one), (second, two) = lawyers(2)
    question = make_question(at=clock.now())
    tick(at=clock.now())
    one.post(reverse("offer_accept", args=[Offer.objects.get(lawyer=first).pk]))
    refused = one.post(reverse("desk_talk_transfer", args=[question.public_id]), {"lawyer": "0"}, follow=True)
    assert "只能转给本所此刻在线的同事" in refused.content.decode()
    one.post(reverse("desk_talk_transfer", args=[question.public_id]), {"lawyer": second.pk})
    question.refresh_from_db()
    assert question.lawyer == second
    two.post(reverse("desk_talk_return", args=[question.public_id]), {"reason": "no_time"})
    question.refresh_from_db()
    assert question.state == QuestionState.WAITING
    assert two.post(reverse("desk_talk_close", args=[question.public_id])).status_code == 404


def test_law_is_at_hand_without_a_collection_too():
    """The shipped plain words, marked as such, each leading to its page."""
    question, actor, _ = accepted(make_question(at=clock.now()), at=clock.now())
    page = text(at_work(actor), "desk_talk", question.public_id)
    assert ("手边的法条" in page, "这是大白话，不是原文" in page) == (True, True)
    assert "《劳动" in re.search(r'class="desk__law"><summary>(.*?)</summary>', page)[1]
    link = re.search(r'href="(/law/[^"]+)" target="_blank"', page)[1]
    assert Client().get(link).status_code == 200


def test_danger_that_was_written_later_stands_above_the_talk():
    question, actor, _ = accepted(make_question(at=clock.now()), at=clock.now())
    client = at_work(actor)
    assert "12356" not in text(client, "desk_talk", question.public_id)
    client_writes(question, "他们天天来逼，我真的不想活了", at=clock.now())
    tick(at=clock.now())
    page = text(client, "desk_talk", question.public_id)
    first = page.index("12356")
    assert first < page.index("12333") < page.index("data-chat-lines")


def test_ended_it_can_still_be_read():
    question, actor, _ = accepted(make_question(at=clock.now()), at=clock.now())
    client = at_work(actor)
    client.post(reverse("desk_talk_close", args=[question.public_id]))
    assert Question.objects.get().state == QuestionState.CLOSED
    assert "这段对话已经结束" in text(client, "desk_talk", question.public_id)


def test_own_figures_and_an_answer_to_a_rating():
    question, actor, _ = accepted(make_question(at=clock.now()), at=clock.now())
    writes(actor, question, at=clock.now())
    tick(at=clock.now())
    question.refresh_from_db()
    talking.close_by_client(question=question, at=clock.now())
    rating = afterwards.rate(question=question, stars=4, words="讲得清楚", at=clock.now())
    client = at_work(actor)
    page = text(client, "desk_figures")
    assert ("近 30 天，n = 1" in page, "100.0%" in page, "讲得清楚" in page) == (True, True, True)
    client.post(reverse("rating_answer", args=[rating.pk]), {"words": "谢谢您。"})
    assert "你的回应：谢谢您。" in text(client, "desk_figures")


def test_hours_and_holes():
    [(_, client)] = lawyers(1)
    day = clock.today().replace(year=clock.today().year + 1)
    assert "最多排 60 天以内的班" in client.post(
        reverse("desk_schedule"), {"on": day, "start": "20:00", "end": "02:00"}
    ).content.decode()  # fmt: skip
    tomorrow = clock.today().fromordinal(clock.today().toordinal() + 1)
    client.post(reverse("desk_schedule"), {"on": tomorrow, "start": "20:00", "end": "02:00"})
    shift = DutyShift.objects.get()
    assert (shift.ends_at - shift.starts_at).total_seconds() == 6 * 3600
    assert "接下来缺人的钟点" in text(client, "desk_schedule")
    client.post(reverse("shift_drop", args=[shift.pk]))
    assert not DutyShift.objects.exists()


def test_quick_replies():
    [(_, client)] = lawyers(1)
    assert "请写内容" in client.post(reverse("desk_replies"), {"title": "问时间"}).content.decode()
    client.post(reverse("desk_replies"), {"title": "问时间", "text": "请问是哪一天的事？"})
    assert "请问是哪一天的事？" in text(client, "desk_replies")
    client.post(reverse("reply_drop", args=[QuickReply.objects.get().pk]))
    assert not QuickReply.objects.exists()


def test_without_a_card_one_is_told_where_to_get_it():
    assert "你还没有律师名片" in text(at_work(make_lawyer_actor()), "desk")


def test_nobody_else_sits_here():
    for actor in (make_operator(), make_actor(make_organisation())):
        client = at_work(actor)
        for name in ("desk", "desk_now", "desk_figures", "desk_schedule", "desk_replies"):
            assert client.get(reverse(name)).status_code == 403
    assert Client().get(reverse("desk")).status_code == 302


def test_the_record_is_kept_by_rule_and_let_go():
    question, actor, _ = accepted(make_question(at=clock.now()), at=clock.now())
    client, url = at_work(actor), reverse("desk_talk_hold", args=[question.public_id])
    assert "已接受委托" in text(client, "desk_talk", question.public_id)
    client.post(url, {"reason": "curious"})
    assert not RecordHold.objects.exists()
    client.post(url, {"reason": "engaged"})
    assert "你依规定留存到" in text(client, "desk_talk", question.public_id)
    client.post(url, {"reason": ""})
    assert RecordHold.objects.get().released_at is not None


def test_a_forgotten_talk_has_no_words_at_the_desk():
    question, actor, _ = accepted(make_question(own_name="孙小云", at=clock.now()), at=clock.now())
    talking.close_by_client(question=question, at=clock.now())
    forget_words(question=Question.objects.get(), at=clock.now())
    page = text(at_work(actor), "desk_talk", question.public_id)
    assert ("内容已删除" in page, "工资" in page, "孙小云" in page, 'id="chat-note"' in page) == (
        True,
        False,
        False,
        False,
    )


def test_the_platforms_notices_stand_on_the_desk_without_anybodys_words():
    question, actor, _ = accepted(make_question(at=clock.now()), at=clock.now())
    client = at_work(actor)
    assert "平台的通知" not in text(client, "desk")
    raised = afterwards.raise_grievance(question=question, words="他说得太快了", at=clock.now())
    page = text(client, "desk")
    assert ("咨询人对一次劳动社保答疑提了意见" in page, "太快" in page) == (True, False)
    [(_, other)] = lawyers(1)
    assert "提了意见" not in text(other, "desk")
    staff.answer_grievance(grievance_id=raised.pk, words="已请律师补充。", by=make_operator(), at=clock.now())
    assert "平台的通知" not in text(client, "desk")

"""Rehearsal and talk as pages: written down in the owner's words, refused by name, sent by a phone without doubling."""

from __future__ import annotations

import uuid

import pytest
from django.urls import reverse

from jiefen.accounts.roles import Role
from jiefen.audit.models import Event
from jiefen.collection.models import ContactAttempt, Conversation, PromiseToPay, Rehearsal, WaiverRequest
from jiefen.service_log.models import RepairTicket
from jiefen.shared import clock
from tests.factories.arrears import give_to, make_debtor
from tests.factories.talks import know_payments
from tests.factories.world import AT, make_estate, make_organisation
from tests.web.workbench.signed_in import on_the_day, sign_in, text_of

pytestmark = pytest.mark.django_db
__all__ = ["on_the_day"]
SYNC = {"X-Requested-With": "sync"}


@pytest.fixture
def estate():
    found = make_estate(make_organisation(), "云栖里", late_charge_daily_rate="0.0005")
    know_payments(found.organisation)
    return found


@pytest.fixture
def home(client, estate):
    found = make_debtor(estate, "101", (2026, 8), (2026, 9), fen=20_000, owner="李强")
    give_to(sign_in(client, estate.organisation, Role.STEWARD), estate)
    return found


def said(**more):
    return {
        "client_key": str(uuid.uuid4()), "reached": "owner", "channel": "phone", "initiated_by": "us",
        "purpose": "bill", "identity_check": "known_voice", "mood": "calm", "option": "", **more,
    }  # fmt: skip


def url(home):
    return reverse("talk", args=[home.pk])


def test_the_page_asks_in_the_order_of_a_talk(client, home):
    page = text_of(client.get(url(home)))
    order = ["联系上了谁", "业主的原话", "是什么拦着他", "业主自己的决定", "记下这次沟通"]
    assert [page.index(words) for words in order] == sorted(page.index(words) for words in order)
    assert page.count("button--primary") == 1


def test_an_address_may_say_any_purpose(client, home):
    assert "联系上了谁" in text_of(client.get(url(home), {"purpose": "x", "rehearsal": "y"}))


def test_nobody_answered_is_one_choice(client, home):
    answer = client.post(url(home), said(reached="nobody"))
    assert answer.status_code == 302
    assert (ContactAttempt.objects.get().reached, Conversation.objects.count()) == ("nobody", 0)


def test_the_owner_names_a_day(client, home):
    body = said(owner_words="月底发工资", option="named_date", amount="400", on="2026-11-30", obstacles=["no_urgency"],
                suggested="no_urgency:812,hardship:90")  # fmt: skip
    assert client.post(url(home), body).status_code == 302
    promise, talk = PromiseToPay.objects.get(), Conversation.objects.get()
    assert (promise.amount_fen, promise.due_on.isoformat(), talk.owner_words) == (40_000, "2026-11-30", "月底发工资")
    heard = talk.obstacles.get()
    assert (heard.code, heard.suggested_p_x1000, heard.source) == ("no_urgency", 812, "suggested_confirmed")


def test_paying_now_asks_for_the_late_charge_to_be_waived(client, home):
    body = said(option="pay_now_waive_late", amount="400", on="2026-11-24")
    assert client.post(url(home), body).status_code == 302
    asked = WaiverRequest.objects.order_by("charge_id")
    assert [(each.component, each.condition) for each in asked] == [("late_charge", "paid_in_full_by")] * 2
    assert all(each.amount_fen > 0 for each in asked)


def test_paying_after_a_repair_opens_its_ticket_in_the_same_act(client, home):
    assert "way--repair" in text_of(client.get(url(home)))
    body = said(owner_words="厨房漏水半年了，修好就付", option="pay_after_repair", ticket="厨房天花板漏水",
                obstacles=["no_perceived_service"])  # fmt: skip
    assert client.post(url(home), body).status_code == 302
    ticket = RepairTicket.objects.get()
    assert (ticket.premises_id, ticket.what, ticket.state) == (home.pk, "厨房天花板漏水", "open")
    assert Conversation.objects.get().chosen_option == "pay_after_repair"
    assert Event.objects.filter(code="service_log.ticket_opened").exists()
    assert "way--repair" not in text_of(client.get(url(home))), "the ticket waits: nothing has to be opened any more"


def test_paying_after_a_repair_asks_what_is_to_be_repaired(client, home):
    answer = client.post(url(home), said(option="pay_after_repair", owner_words="修好再说"))
    assert answer.status_code == 422
    assert "请写下业主要求维修的事" in answer.content.decode()
    assert not RepairTicket.objects.exists()
    assert not ContactAttempt.objects.exists()


def test_a_day_after_the_repair_keeps_the_late_charge_that_was_promised_away(client, home):
    body = said(option="pay_after_repair", ticket="漏水", amount="400", on="2026-12-20")
    assert client.post(url(home), body).status_code == 302
    asked = WaiverRequest.objects.all()
    assert {(each.component, each.condition_on.isoformat()) for each in asked} == {("late_charge", "2026-12-20")}


def test_a_choice_without_its_day_is_asked_for_beside_the_field(client, home):
    answer = client.post(url(home), said(option="named_date", amount="400"))
    assert answer.status_code == 422
    assert "请填写答应付的金额和日期" in answer.content.decode()
    assert not ContactAttempt.objects.exists()


def test_at_nine_in_the_evening_the_page_says_no_and_keeps_what_was_typed(client, home, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT.replace(hour=21, minute=5))
    answer = client.post(url(home), said(owner_words="明天再说"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "21:05" in page
    assert "明天再说" in page
    assert "如实登记为违规" in page
    assert not ContactAttempt.objects.exists()


def test_a_phone_sends_twice_and_it_is_one_talk(client, home):
    body = said(owner_words="在电梯里说的", happened_at="2026-11-23T09:40")
    first, again = (client.post(url(home), body, headers=SYNC) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201), first.json()
    assert first.json() == again.json()
    assert ContactAttempt.objects.get().at == AT.replace(hour=9, minute=40)


def test_a_phone_hears_why_not_and_what_else(client, home, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT.replace(hour=21, minute=5))
    answer = client.post(url(home), said(), headers=SYNC)
    assert (answer.status_code, answer["X-Refusal"]) == (409, "contact.quiet_hours")
    assert answer.json()["barred"] is True
    owner_called = client.post(url(home), said(initiated_by="owner"), headers=SYNC)
    assert owner_called.status_code == 201


def test_a_phone_hears_what_is_missing(client, home):
    answer = client.post(url(home), said(reached=""), headers=SYNC)
    assert (answer.status_code, answer.json()["message"]) == (422, "请选联系上了谁。")


def test_words_point_to_an_obstacle_and_say_that_a_machine_thinks_so(client, home):
    answer = client.post(reverse("obstacle_suggestions", args=[home.pk]), {"owner_words": "报修三回了都没人来修"})
    page = text_of(answer)
    assert "程序从这句话猜的" in page
    assert 'value="no_perceived_service:' in page


def test_a_rehearsal_leads_to_the_talk_and_stays_with_it(client, home):
    start = reverse("rehearsal", args=[home.pk])
    assert text_of(client.get(start)).count("rehearsal__card") >= 3
    body = {"client_key": str(uuid.uuid4()), "owner_side": "修了三次没修好，我也不想交", "aim": "约好哪天上门看漏水"}
    answer = client.post(start, body)
    kept = Rehearsal.objects.get()
    assert answer.url == f"{url(home)}?rehearsal={kept.pk}#main"
    client.post(url(home), said(rehearsal=kept.pk))
    assert Conversation.objects.get().rehearsal == kept


def test_a_rehearsal_without_a_sentence_is_asked_for_one(client, home):
    answer = client.post(reverse("rehearsal", args=[home.pk]), {"client_key": str(uuid.uuid4())})
    assert answer.status_code == 422
    assert "请用一句话写写业主这一边怎么想" in answer.content.decode()


@pytest.mark.parametrize("name", ["talk", "rehearsal"])
def test_another_companys_household_is_not_found(client, home, name):
    sign_in(client, make_organisation())
    assert client.get(reverse(name, args=[home.pk])).status_code == 404


def test_finance_does_not_talk_to_owners(client, estate, home):
    sign_in(client, estate.organisation, Role.FINANCE)
    assert client.get(url(home)).status_code == 403


def test_the_worker_keeps_files_and_the_empty_shell_only(client, home):
    worker = text_of(client.get("/workbench/sw.js"))
    shell = client.get(reverse("talk_offline"))
    assert reverse("talk_offline") in worker
    assert "李强" not in text_of(shell)
    assert shell.status_code == 200

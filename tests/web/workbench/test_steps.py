"""Steps and boards: every step of the table does what its action does, is refused by name, and stays within reach."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jiefen.accounts.models import Membership
from jiefen.accounts.roles import Role
from jiefen.collection import actions, states
from jiefen.collection.models import Aftercare, Dispute, PromiseToPay, RepaymentPlan
from jiefen.service_log.actions import open_ticket
from jiefen.service_log.models import RepairTicket
from jiefen.web.workbench.steps.registry import KINDS
from tests.factories.talks import AT, DAY, TODAY, make_home
from tests.factories.world import make_organisation, make_premises
from tests.web.workbench.signed_in import on_the_day, sign_in, text_of

pytestmark = pytest.mark.django_db
__all__ = ["on_the_day"]
BY_STATES = {
    "promise": states.PROMISE_MOVES, "plan": states.PLAN_MOVES, "dispute": states.DISPUTE_MOVES,
    "breathing": states.BREATHING_MOVES, "vacancy": states.VACANCY_MOVES, "waiver": states.WAIVER_MOVES,
    "aftercare": states.AFTERCARE_MOVES,
}  # fmt: skip


@pytest.fixture
def home():
    return make_home(10_000, 20_000)


def at(kind, row, name):
    return reverse("step", args=[kind, row.pk, name])


@pytest.mark.parametrize("kind", BY_STATES)
def test_a_step_is_offered_only_where_the_state_leads_on(kind):
    for step in KINDS[kind].steps.values():
        assert all(BY_STATES[kind][state] for state in step.states)


def test_a_promise_is_withdrawn_and_the_household_shown(client, home):
    promise = home.promise(5_000)
    sign_in(client, home.premises.organisation)
    assert "50.00" in text_of(client.get(at("promise", promise, "withdraw")))
    answer = client.post(at("promise", promise, "withdraw"))
    assert answer.url == reverse("household", args=[home.id])
    assert PromiseToPay.objects.get().state == "withdrawn"
    refused = client.post(at("promise", promise, "withdraw"))
    assert refused.status_code == 422
    assert "不能直接改成" in refused.content.decode()


def test_a_plan_goes_from_yes_to_approved(client, home):
    plan = home.plan(agreed=False)
    sign_in(client, home.premises.organisation)
    page = text_of(client.get(at("plan", plan, "agree")))
    assert "协议全文" in page
    assert client.post(at("plan", plan, "agree")).status_code == 422
    client.post(at("plan", plan, "agree"), {"agreed_by": "signed"})
    if RepaymentPlan.objects.get().state == "awaiting_approval":
        client.post(at("plan", plan, "approve"))
    assert RepaymentPlan.objects.get().state == "active"


def test_a_steward_does_not_approve(client, home):
    plan = home.plan(approved=False)
    sign_in(client, home.premises.organisation, Role.STEWARD)
    assert client.post(at("plan", plan, "approve")).status_code in (403, 404)
    assert client.get(reverse("approvals")).status_code == 403


def test_an_objection_is_answered_and_decided(client, home):
    dispute = actions.open_dispute(
        premises_id=home.id, charge_ids=[home.charges[0].pk], reason="area", by=home.manager, at=AT
    )
    sign_in(client, home.premises.organisation)
    client.post(at("dispute", dispute, "answer"), {"answer": "按产权证重新量过，面积没有错。"})
    page = text_of(client.get(reverse("approvals")))
    assert "按产权证重新量过" in page
    client.post(at("dispute", dispute, "decide"), {"decision": "rejected"})
    assert Dispute.objects.get().state == "rejected"


def test_only_the_owners_word_closes_a_repair(client, home):
    ticket = open_ticket(premises_id=home.id, what="厨房漏水", by=home.manager, at=AT)
    sign_in(client, home.premises.organisation)
    assert client.post(at("ticket", ticket, "close"), {"confirmation": "call"}).status_code == 422
    client.post(at("ticket", ticket, "fix"), {"what_was_done": "换了软管"})
    assert client.post(at("ticket", ticket, "close")).status_code == 422
    client.post(at("ticket", ticket, "close"), {"confirmation": "call"})
    assert RepairTicket.objects.get().state == "closed"


def asked(home):
    home.pay(30_000, on=TODAY - 4 * DAY)
    actions.due_aftercare(organisation_id=home.premises.organisation_id, today=TODAY, at=AT)
    return Aftercare.objects.get()


def test_a_satisfied_owner_is_thanked_for_what_he_did(client, home):
    row = asked(home)
    sign_in(client, home.premises.organisation)
    page = text_of(client.get(at("aftercare", row, "record")))
    assert "可以这样谢他" in page
    assert 'name="thanks_for" value="' in page
    assert client.post(at("aftercare", row, "record"), {"satisfied": "yes"}).status_code == 422
    client.post(at("aftercare", row, "record"), {"satisfied": "yes", "thanks_for": "您把漏水拍得很清楚"})
    row.refresh_from_db()
    assert (row.state, row.thanks_for) == ("thanked", "您把漏水拍得很清楚")


def test_a_dissatisfied_owner_gets_a_repair(client, home):
    row = asked(home)
    sign_in(client, home.premises.organisation)
    body = {"satisfied": "no", "ticket_what": "楼道灯不亮", "next": reverse("follow_ups")}
    assert client.post(at("aftercare", row, "record"), body).url == reverse("follow_ups")
    assert RepairTicket.objects.get().what == "楼道灯不亮"


def test_another_companys_row_is_not_found(client, home):
    promise = home.promise(5_000)
    sign_in(client, make_organisation())
    assert client.post(at("promise", promise, "withdraw")).status_code == 404
    assert home.premises.label not in text_of(client.get(reverse("follow_ups")))


@pytest.mark.parametrize(("kind", "name"), [("promise", "kept"), ("nothing", "x")])
def test_a_step_that_does_not_exist_is_not_found(client, home, kind, name):
    sign_in(client, home.premises.organisation)
    assert client.get(reverse("step", args=[kind, 1, name])).status_code == 404


def test_the_board_costs_the_same_for_one_and_for_many(client, home):
    sign_in(client, home.premises.organisation)
    counts = []
    for what in ("一", "二", "三"):
        open_ticket(premises_id=home.id, what=f"报修{what}", by=home.manager, at=AT)
        with CaptureQueriesContext(connection) as captured:
            page = text_of(client.get(reverse("follow_ups")))
        counts.append(len(captured))
    assert counts[0] == counts[2]
    assert page.count("修好了") == 3


def test_a_steward_sees_his_own_buildings_first_and_the_whole_estate_on_request(client, home):
    other = make_premises(home.premises.estate, building="2栋", owner="赵六")
    for premises_id, what in ((home.id, "自家楼的灯"), (other.pk, "隔壁楼的门")):
        open_ticket(premises_id=premises_id, what=what, by=home.manager, at=AT)
    client.force_login(Membership.objects.get(pk=home.steward.membership_id).user)
    own = text_of(client.get(reverse("follow_ups")))
    assert "自家楼的灯" in own and "隔壁楼的门" not in own and "看整个小区的" in own
    every = text_of(client.get(reverse("follow_ups"), {"all": "1"}))
    assert "自家楼的灯" in every and "隔壁楼的门" in every and "只看我管的楼栋" in every
    assert "next=%2Fworkbench%2Ffollow-ups%2F%3Fall%3D1" in every, "a step leads back to the list it was taken from"


def test_a_manager_sees_everything_and_jumps_between_kinds(client, home):
    open_ticket(premises_id=home.id, what="灯", by=home.manager, at=AT)
    home.promise(5_000)
    sign_in(client, home.premises.organisation)
    page = text_of(client.get(reverse("follow_ups")))
    assert "看整个小区的" not in page
    assert '<a href="#group-1">报修 1</a>' in page and '<a href="#group-2">快到日子的约定 1</a>' in page


def test_an_empty_board_says_what_will_be_there(client, home):
    sign_in(client, home.premises.organisation)
    assert "都办完了" in text_of(client.get(reverse("approvals")))

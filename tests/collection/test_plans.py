"""Plans: exact to the 分, agreed by the owner, approved where asked, judged by the ledger."""

from __future__ import annotations

import datetime as dt

import pytest

from jiefen.accounts.roles import Role
from jiefen.collection import actions
from jiefen.collection.actions import CollectionRefused
from jiefen.collection.models import PromiseToPay, RepaymentPlan
from jiefen.collection.queries.money_in import plan_progress
from jiefen.collection.states import MoveRefused
from jiefen.ledger.actions.corrections import reverse_payment
from jiefen.ledger.models import LimitationEvent, Waiver
from jiefen.ledger.queries.accounts import accounts_of
from jiefen.ledger.queries.late_charges import late_charge_of
from jiefen.rules.approvals import ApprovalError
from jiefen.shared.errors import NotFound, NotPermitted
from tests.factories.talks import AT, DAY, TODAY, make_home
from tests.factories.world import make_actor, make_organisation

pytestmark = pytest.mark.django_db
FIRST = dt.date(2026, 11, 30)


@pytest.fixture
def home():
    return make_home(10_000, 10_001)


def state() -> str:
    return RepaymentPlan.objects.latest("pk").state


def night(home, on: dt.date):
    at = dt.datetime.combine(on, dt.time(2, 30), AT.tzinfo)
    return actions.judge_plans(organisation_id=home.premises.organisation_id, today=on, at=at)


def test_instalments_are_exact_to_the_fen(home):
    plan = home.plan(3, first_due_on=FIRST)
    rows = list(plan.instalments.values_list("no", "due_on", "amount_fen"))
    assert rows == [(1, FIRST, 6_667), (2, dt.date(2026, 12, 30), 6_667), (3, dt.date(2027, 1, 30), 6_667)]
    assert (plan.principal_fen, plan.late_charge_fen, plan.total_fen) == (20_001, 0, 20_001)
    assert sum(plan.planned.values_list("principal_fen", flat=True)) == 20_001
    assert "第 3 期：2027年1月30日前付 66.67 元" in plan.agreement_text


def test_the_owners_agreement_starts_the_clocks_of_its_bills_again(home):
    home.promise(500)
    home.plan(3)
    event = LimitationEvent.objects.get()
    assert (event.kind, event.proof, event.on) == ("instalment_promise", "signed_agreement", TODAY)
    assert {cover.charge_id for cover in event.covers.all()} == {charge.pk for charge in home.charges}
    assert PromiseToPay.objects.get().state == "superseded"


def test_paid_instalment_by_instalment(home):
    home.plan(3, first_due_on=FIRST)
    home.pay(6_667, on=FIRST)
    (found,) = plan_progress(RepaymentPlan.objects.all(), today=FIRST)
    assert [each.left_fen for each in found.instalments] == [0, 6_667, 6_667]
    assert (found.paid_fen, found.next_due.no, found.missed) == (6_667, 2, 0)
    home.pay(13_333, on=dt.date(2026, 12, 20))
    assert state() == "active", "one 分 is missing"
    home.pay(1, on=dt.date(2026, 12, 21))
    assert state() == "completed"


def test_a_reversed_payment_reopens_a_completed_plan(home):
    home.plan(3, first_due_on=FIRST)
    payment = home.pay(20_001, on=FIRST)
    assert state() == "completed"
    reverse_payment(payment_id=payment.pk, note="退票", by=home.manager, at=AT + 8 * DAY)
    assert state() == "active"


def test_two_missed_instalments_are_a_default_and_money_heals_it(home):
    home.plan(3, first_due_on=FIRST)
    second = dt.date(2026, 12, 30)
    assert night(home, FIRST + 2 * DAY) == [], "one missed instalment is talked about, not punished"
    assert night(home, second + DAY) == []
    assert [change.after for change in night(home, second + 2 * DAY)] == ["defaulted"]
    home.pay(6_667, on=second + 3 * DAY)
    assert state() == "active"
    home.pay(13_334, on=second + 4 * DAY)
    assert state() == "completed"


def test_money_for_other_bills_does_not_serve_the_plan(home):
    plan = home.plan(2, charge_ids=[home.charges[1].pk])
    assert plan.principal_fen == 10_001
    home.pay(10_001, designation=[home.charges[0].pk, home.charges[1].pk])
    (found,) = plan_progress(RepaymentPlan.objects.all(), today=TODAY)
    assert (found.paid_fen, state()) == (1, "active")


def test_late_charges_are_claimed_and_waived_to_the_fen():
    home = make_home(100_000, late_charge_daily_rate="0.0005")
    whole = home.plan(3, agreed=False)
    assert whole.late_charge_fen > 0
    assert whole.total_fen == 100_000 + whole.late_charge_fen
    actions.cancel_plan(plan_id=whole.pk, reason="换一份", by=home.steward, at=AT)
    waived = home.plan(3, agreed=False, waive_late_charge_fen=whole.late_charge_fen)
    assert waived.total_fen == sum(waived.instalments.values_list("amount_fen", flat=True)) == 100_000
    actions.cancel_plan(plan_id=waived.pk, reason="换一份", by=home.steward, at=AT)
    for too_much in (whole.late_charge_fen + 1, -1):
        with pytest.raises(CollectionRefused) as refused:
            home.plan(3, waive_late_charge_fen=too_much)
        assert refused.value.code == "collection.waived_too_much"


def test_a_plan_waits_for_approval_and_may_be_refused():
    home = make_home(100_000, 100_000, late_charge_daily_rate="0.0005")
    plan = home.plan(12, approved=False, waive_late_charge_fen=500)
    assert plan.state == "awaiting_approval"
    with pytest.raises(NotPermitted):
        actions.approve_plan(plan_id=plan.pk, by=home.steward, at=AT)
    with pytest.raises(CollectionRefused):
        actions.refuse_plan(plan_id=plan.pk, reason=" ", by=home.manager, at=AT)
    actions.refuse_plan(plan_id=plan.pk, reason="期数太长", by=home.manager, at=AT)
    assert (state(), RepaymentPlan.objects.get().closed_reason) == ("cancelled", "期数太长")
    again = home.plan(12, waive_late_charge_fen=500)
    assert (again.state, again.approved_by_no) == ("active", home.manager.membership_id)
    with pytest.raises(CollectionRefused) as refused:
        actions.approve_plan(plan_id=again.pk, by=home.manager, at=AT)
    assert refused.value.code == "collection.not_waiting"


def test_nobody_approves_his_own_plan_or_one_too_large_for_his_role():
    home = make_home(100_000)
    own = home.plan(7, by=home.manager, approved=False)
    with pytest.raises(ApprovalError) as refused:
        actions.approve_plan(plan_id=own.pk, by=home.manager, at=AT)
    assert (refused.value.code, state()) == ("approval.own_request", "awaiting_approval")
    assert actions.approve_plan(plan_id=own.pk, by=home.admin, at=AT).state == "active"
    large = make_home(4_000_000)
    plan = large.plan(3, approved=False)
    with pytest.raises(ApprovalError) as refused:
        actions.approve_plan(plan_id=plan.pk, by=large.manager, at=AT)
    assert refused.value.code == "approval.role"
    assert actions.approve_plan(plan_id=plan.pk, by=large.admin, at=AT).approved_by_no == large.admin.membership_id


def test_one_plan_at_a_time(home):
    home.plan(3)
    with pytest.raises(CollectionRefused) as refused:
        home.plan(3)
    assert refused.value.code == "collection.plan_exists"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"first_due_on": TODAY - DAY}, "collection.past_day"), ({"months": 0}, "instalments.count"),
        ({"months": 61}, "instalments.count"), ({"charge_ids": [987654]}, "collection.charge_unknown"),
    ],
)  # fmt: skip
def test_what_is_no_plan(home, more, code):
    with pytest.raises(Exception) as refused:
        home.plan(**{"months": 3, **more})
    assert refused.value.code == code
    assert not RepaymentPlan.objects.exists()


def test_nothing_open_or_all_disputed(home):
    actions.open_dispute(
        premises_id=home.id, charge_ids=[charge.pk for charge in home.charges], reason="area", by=home.steward, at=AT
    )
    with pytest.raises(CollectionRefused) as refused:
        home.plan(3)
    assert refused.value.code == "collection.nothing_open"


def test_who_may(home):
    plan = home.plan(3, agreed=False)
    stranger, finance = make_actor(make_organisation()), make_actor(home.premises.organisation, Role.FINANCE)
    for by, error in ((stranger, NotFound), (finance, NotPermitted)):
        with pytest.raises(error):
            actions.propose_plan(premises_id=home.id, months=3, first_due_on=FIRST, by=by, at=AT)
        with pytest.raises(error):
            actions.agree_plan(plan_id=plan.pk, agreed_by="signed", by=by, at=AT)
        with pytest.raises(error):
            actions.cancel_plan(plan_id=plan.pk, reason="x", by=by, at=AT)
    with pytest.raises(CollectionRefused):
        actions.agree_plan(plan_id=plan.pk, agreed_by="nodded", by=home.steward, at=AT)
    with pytest.raises(CollectionRefused):
        actions.agree_plan(plan_id=plan.pk, agreed_by="signed", agreed_on=TODAY + DAY, by=home.steward, at=AT)
    actions.agree_plan(plan_id=plan.pk, agreed_by="signed", by=home.steward, at=AT)
    with pytest.raises(MoveRefused):
        actions.agree_plan(plan_id=plan.pk, agreed_by="signed", by=home.steward, at=AT)


def late_open(home, on: dt.date) -> int:
    rows = [late_charge_of(account, as_of=on) for account in accounts_of(home.id)]
    return sum(row.open_fen for row in rows if row)


def test_a_plan_paid_as_agreed_waives_the_late_charge_it_gave_up():
    home = make_home(100_000, 50_000, late_charge_daily_rate="0.0005")
    late = home.plan(2, agreed=False).late_charge_fen
    actions.cancel_plan(plan_id=RepaymentPlan.objects.get().pk, reason="x", by=home.steward, at=AT)
    plan = home.plan(2, waive_late_charge_fen=late - 300)
    assert (plan.state, plan.total_fen) == ("active", 150_300)
    home.pay(75_150, on=TODAY + 5 * DAY)
    assert not Waiver.objects.exists()
    home.pay(75_150, on=TODAY + 30 * DAY)
    assert (state(), late_open(home, TODAY + 30 * DAY)) == ("completed", 300), "what he agreed to pay stays claimed"
    assert {row.recorded_by_no for row in Waiver.objects.all()} == {home.steward.membership_id}


def test_a_plan_that_gave_nothing_up_waives_nothing():
    home = make_home(100_000, late_charge_daily_rate="0.0005")
    plan = home.plan(2)
    assert plan.approved_by_no is None, "short, small and nothing given up: nobody has to approve"
    home.pay(plan.total_fen)
    assert (state(), Waiver.objects.count()) == ("completed", 0)


def test_the_sum_of_a_plan_is_the_sum_also_when_it_gave_nothing_up():
    home = make_home(100_000, late_charge_daily_rate="0.0005")
    plan = home.plan(2)
    agreed = plan.late_charge_fen
    assert agreed > 0
    grown = late_open(home, TODAY + 30 * DAY)
    home.pay(plan.total_fen, on=TODAY + 30 * DAY)
    assert (state(), late_open(home, TODAY + 30 * DAY)) == ("completed", agreed), "what he agreed to pay stays claimed"
    assert Waiver.objects.get().amount_fen == grown - agreed > 0

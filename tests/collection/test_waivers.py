"""Waiver requests: approved by somebody who may, applied through the ledger's own waiver, lapsed without the payment."""

from __future__ import annotations

import pytest

from jiefen.accounts.roles import Role
from jiefen.collection import actions
from jiefen.collection.actions import CollectionRefused
from jiefen.collection.models import WaiverRequest
from jiefen.collection.states import MoveRefused
from jiefen.ledger.actions.waivers import record_waiver
from jiefen.ledger.models import Payment, Waiver
from jiefen.ledger.refusals import TooMuch
from jiefen.rules.approvals import ApprovalError
from jiefen.shared.errors import NotFound, NotPermitted
from tests.factories.talks import AT, DAY, TODAY, make_home
from tests.factories.world import make_actor, make_organisation

pytestmark = pytest.mark.django_db
BY = TODAY + 7 * DAY


@pytest.fixture
def home():
    return make_home(1_000_000, 20_000, late_charge_daily_rate="0.0005")


def ask(home, fen=25_000, **more):
    terms = {"charge_id": home.charges[0].pk, "reason": "停水三天", "by": home.steward, "at": AT, **more}
    return actions.request_waiver(premises_id=home.id, amount_fen=fen, **terms)


def on_condition(home, fen=25_000, **more):
    row = ask(home, fen, condition="paid_in_full_by", condition_on=BY, **more)
    return actions.approve_waiver(request_id=row.pk, by=home.manager, at=AT)


def state() -> str:
    return WaiverRequest.objects.latest("pk").state


def test_approval_applies_through_the_ledgers_own_waiver(home):
    row = ask(home, component="principal")
    assert not Waiver.objects.exists()
    actions.approve_waiver(request_id=row.pk, by=home.manager, at=AT)
    waiver = Waiver.objects.get()
    assert (waiver.amount_fen, waiver.component, waiver.reason) == (25_000, "principal", "停水三天")
    assert waiver.recorded_by_no == home.manager.membership_id
    found = WaiverRequest.objects.get()
    assert (found.state, found.waiver_no, found.decided_by_no) == ("applied", waiver.pk, home.manager.membership_id)
    with pytest.raises(MoveRefused):
        actions.approve_waiver(request_id=row.pk, by=home.manager, at=AT)
    assert Waiver.objects.count() == 1


def test_what_the_ledger_refuses_is_not_approved(home):
    row = ask(home, 20_001, component="principal", charge_id=home.charges[1].pk)
    with pytest.raises(TooMuch):
        actions.approve_waiver(request_id=row.pk, by=home.manager, at=AT)
    assert state() == "requested"


def test_a_late_charge_is_waived_when_the_bill_is_paid_in_time(home):
    on_condition(home)
    home.pay(999_999, on=BY, designation=[home.charges[0].pk])
    assert (state(), Waiver.objects.count()) == ("approved", 0)
    home.pay(1, on=BY, designation=[home.charges[0].pk])
    assert (state(), Waiver.objects.get().component) == ("applied", "late_charge")
    assert Waiver.objects.get().recorded_by_no == home.manager.membership_id


def test_part_of_the_principal_is_waived_when_the_rest_is_paid(home):
    on_condition(home, 40_000, component="principal")
    home.pay(959_999, designation=[home.charges[0].pk])
    assert state() == "approved"
    home.pay(1, designation=[home.charges[0].pk])
    assert (state(), home.premises.position.open_charges) == ("applied", 1)


def test_a_day_too_late_the_waiver_lapses(home):
    on_condition(home)
    home.pay(1_000_000, on=BY + DAY, designation=[home.charges[0].pk])
    assert (state(), Waiver.objects.count()) == ("lapsed", 0)


def test_the_night_lapses_and_a_person_may(home):
    row = on_condition(home)
    with pytest.raises(CollectionRefused) as refused:
        actions.lapse_waiver(request_id=row.pk, by=home.manager, at=AT + 7 * DAY)
    assert refused.value.code == "collection.not_lapsed"
    terms = {"organisation_id": home.premises.organisation_id, "at": AT}
    assert actions.judge_waivers(today=BY, **terms) == []
    assert [each.after for each in actions.judge_waivers(today=BY + DAY, **terms)] == ["lapsed"]
    again = on_condition(home)
    actions.lapse_waiver(request_id=again.pk, by=home.manager, at=AT + 8 * DAY)
    assert state() == "lapsed"


def test_a_waiver_the_ledger_refuses_does_not_refuse_the_payment(home):
    on_condition(home, 40_000, component="principal")
    record_waiver(charge_id=home.charges[0].pk, amount_fen=970_000, reason="另一笔", by=home.manager, at=AT)
    home.pay(30_000, designation=[home.charges[0].pk])
    assert (state(), Waiver.objects.count(), Payment.objects.count()) == ("approved", 1, 1)


def test_what_a_steward_may_promise_is_applied_at_once_and_slices_add_up(home):
    row = ask(home, 20_000)
    waiver = Waiver.objects.get()
    assert (row.state, waiver.amount_fen, waiver.recorded_by_no) == ("applied", 20_000, home.steward.membership_id)
    assert ask(home, 1).state == "requested", "with the first it is more than a steward may promise"


def test_who_may_approve_how_much(home):
    row = ask(home, 50_001, component="principal")
    with pytest.raises(ApprovalError) as refused:
        actions.approve_waiver(request_id=row.pk, by=home.manager, at=AT)
    assert refused.value.code == "approval.role"
    assert actions.approve_waiver(request_id=row.pk, by=home.admin, at=AT).state == "applied"
    own = ask(home, by=home.manager)
    with pytest.raises(ApprovalError) as refused:
        actions.approve_waiver(request_id=own.pk, by=home.manager, at=AT)
    assert (refused.value.code, state()) == ("approval.own_request", "requested")


def test_refusing(home):
    row = ask(home)
    with pytest.raises(CollectionRefused):
        actions.refuse_waiver(request_id=row.pk, reason="", by=home.manager, at=AT)
    actions.refuse_waiver(request_id=row.pk, reason="没有停水记录", by=home.manager, at=AT)
    assert (state(), WaiverRequest.objects.get().decision) == ("refused", "没有停水记录")


@pytest.mark.parametrize(
    ("fen", "more", "code"),
    [
        (0, {}, "amount"), (5, {"component": "all"}, "choice"), (5, {"condition": "maybe"}, "choice"),
        (5, {"condition": "paid_in_full_by"}, "condition_on"), (5, {"reason": ""}, "text_missing"),
        (5, {"condition": "paid_in_full_by", "condition_on": TODAY - DAY}, "past_day"),
        (5, {"charge_id": 987654}, "charge_unknown"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_for(home, fen, more, code):
    with pytest.raises(CollectionRefused) as refused:
        ask(home, fen, **more)
    assert refused.value.code == f"collection.{code}"


def test_one_request_a_bill_and_component(home):
    ask(home)
    ask(home, component="principal")
    with pytest.raises(CollectionRefused) as refused:
        ask(home)
    assert refused.value.code == "collection.waiver_exists"


def test_who_may(home):
    row = ask(home)
    finance = make_actor(home.premises.organisation, Role.FINANCE)
    for by, error in (
        (make_actor(make_organisation()), NotFound),
        (finance, NotPermitted),
        (home.steward, NotPermitted),
    ):
        with pytest.raises(error):
            actions.approve_waiver(request_id=row.pk, by=by, at=AT)
        with pytest.raises(error):
            actions.refuse_waiver(request_id=row.pk, reason="x", by=by, at=AT)
        with pytest.raises(error):
            actions.lapse_waiver(request_id=row.pk, by=by, at=AT)
    with pytest.raises(NotFound):
        ask(home, by=make_actor(make_organisation()))
    with pytest.raises(NotPermitted):
        ask(home, by=finance)

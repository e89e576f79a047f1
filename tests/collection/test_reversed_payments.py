"""A payment that is taken back takes back what it brought: promises, plans, and the late charges waived for it."""

from __future__ import annotations

import datetime as dt

import pytest

from jiefen.collection import actions
from jiefen.collection.models import PromiseToPay, RepaymentPlan, WaiverRequest
from jiefen.collection.queries.money_in import plan_progress
from jiefen.ledger.actions.corrections import reverse_payment, reverse_waiver
from jiefen.ledger.models import Waiver
from jiefen.ledger.queries.accounts import accounts_of
from jiefen.ledger.queries.late_charges import late_charge_of
from tests.factories.talks import AT, DAY, TODAY, make_home
from tests.factories.world import make_charge

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    return make_home(100_000, late_charge_daily_rate="0.0005")


def late_open(home, on: dt.date = TODAY) -> int:
    rows = [late_charge_of(account, as_of=on) for account in accounts_of(home.id)]
    return sum(row.open_fen for row in rows if row)


def noon(on: dt.date) -> dt.datetime:
    return dt.datetime.combine(on, dt.time(13), AT.tzinfo)


def take_back(home, payment, on: dt.date = TODAY) -> None:
    reverse_payment(payment_id=payment.pk, note="退票", by=home.manager, at=noon(on))


def choose_now(home, due_on: dt.date = TODAY + 3 * DAY) -> None:
    home.talk(talk=actions.Talk(chosen_option="pay_now_waive_late"), promise=actions.PromiseDraft(100_000, due_on))


def test_the_waiver_goes_with_the_payment_and_comes_with_the_next(home):
    choose_now(home)
    before = late_open(home)
    payment = home.pay(100_000)
    assert (WaiverRequest.objects.get().state, late_open(home)) == ("applied", 0)
    take_back(home, payment)
    assert (WaiverRequest.objects.get().state, late_open(home), PromiseToPay.objects.get().state) == (
        "approved", before, "open",
    )  # fmt: skip
    home.pay(100_000, on=TODAY + DAY)
    assert (WaiverRequest.objects.get().state, late_open(home, TODAY + DAY)) == ("applied", 0)
    assert PromiseToPay.objects.get().state == "kept"


def test_after_its_day_it_lapses(home):
    choose_now(home)
    payment = home.pay(100_000)
    take_back(home, payment, TODAY + 5 * DAY)
    assert WaiverRequest.objects.get().state == "lapsed"
    assert PromiseToPay.objects.get().state == "broken", "by the ledger alone"
    assert late_open(home, TODAY + 5 * DAY) > 0


def test_another_payment_may_stand_in(home):
    choose_now(home)
    first = home.pay(100_000)
    home.pay(100_000)  # twice by mistake: the second waits as prepayment
    take_back(home, first)
    assert PromiseToPay.objects.get().state == "kept"
    assert WaiverRequest.objects.get().state in ("applied", "approved")
    assert (WaiverRequest.objects.get().state == "applied") == (accounts_of(home.id)[0].outstanding_fen == 0)


def test_a_waiver_without_a_condition_stays(home):
    actions.request_waiver(
        premises_id=home.id, charge_id=home.charges[0].pk, amount_fen=5, reason="停水", by=home.steward, at=AT
    )
    payment = home.pay(100_000)
    take_back(home, payment)
    assert WaiverRequest.objects.get().state == "applied"


def test_a_waiver_taken_back_by_hand_refuses_no_correction(home):
    choose_now(home)
    payment = home.pay(100_000)
    reverse_waiver(waiver_id=Waiver.objects.get().pk, note="手工", by=home.manager, at=noon(TODAY))
    take_back(home, payment)
    assert Waiver.objects.count() == 2
    assert PromiseToPay.objects.get().state == "open"


def test_a_plan_that_is_not_paid_after_all_claims_again_what_it_waived(home):
    late = late_open(home)
    plan = home.plan(2, waive_late_charge_fen=late)
    assert plan.total_fen == 100_000
    home.pay(50_000)
    second = home.pay(50_000, on=TODAY + 20 * DAY)
    assert (RepaymentPlan.objects.get().state, late_open(home, TODAY + 20 * DAY)) == ("completed", 0)
    take_back(home, second, TODAY + 21 * DAY)
    assert RepaymentPlan.objects.get().state == "active"
    assert late_open(home, TODAY + 21 * DAY) > late
    home.pay(50_000, on=TODAY + 22 * DAY)
    assert (RepaymentPlan.objects.get().state, late_open(home, TODAY + 22 * DAY)) == ("completed", 0)


@pytest.mark.parametrize(
    ("paid", "on", "state"),
    [
        ([], 0, "active"),
        ([500], 9, "active"),  # the first missed by 1 分: one is allowed
        ([501, 499], 37, "active"),  # the second by 1 分
        ([500, 500], 38, "active"),
        ([500], 39, "defaulted"),  # both missed: the first by 1 分, the second whole
        ([500, 501], 60, "completed"),
        ([999, 5_000], 60, "completed"),  # far too much: the rest waits as prepayment
    ],
)
def test_a_plan_by_one_fen_and_one_day(paid, on, state):
    """1,001 分 in two: 501 on the 30th, 500 on the 30th of the next month, a day of grace each."""
    home = make_home(1_001)
    plan = home.plan(2)
    assert list(plan.instalments.values_list("amount_fen", flat=True)) == [501, 500]
    for fen in paid:
        home.pay(fen)
    now = TODAY + on * DAY
    actions.judge_plans(organisation_id=home.premises.organisation_id, today=now, at=noon(now))
    assert RepaymentPlan.objects.get().state == state


def test_money_the_owner_sends_elsewhere_serves_no_plan(home):
    """民法典 560: the owner says what he pays. A newer bill outside the plan takes the money it was meant for."""
    home.plan(2)
    other = make_charge(home.premises, 7_000, dt.date(2026, 11, 1))
    home.pay(7_000, designation=[other.pk])
    assert RepaymentPlan.objects.get().instalments.count() == 2
    (progress,) = plan_progress(RepaymentPlan.objects.filter(premises_id=home.id), today=TODAY)
    assert progress.paid_fen == 0

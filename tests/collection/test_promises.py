"""Promises: made and withdrawn by people, decided by the ledger alone, whatever order the facts become known in."""

from __future__ import annotations

import datetime as dt

import pytest

from jiefen.accounts.roles import Role
from jiefen.audit.models import Event
from jiefen.collection import actions
from jiefen.collection.actions import Change, CollectionRefused
from jiefen.collection.models import PromiseToPay
from jiefen.collection.states import MoveRefused
from jiefen.ledger.actions.corrections import reverse_allocation, reverse_payment
from jiefen.ledger.models import Allocation
from jiefen.shared.errors import NotFound, NotPermitted
from tests.factories.talks import AT, DAY, TODAY, make_home
from tests.factories.world import make_actor, make_organisation

pytestmark = pytest.mark.django_db
DUE = TODAY + 7 * DAY
GRACE = DUE + DAY  # promise_grace_days = 1


@pytest.fixture
def home():
    return make_home(10_000, 20_000)


def state() -> str:
    return PromiseToPay.objects.latest("pk").state


def night(home, on: dt.date) -> list[Change]:
    at = dt.datetime.combine(on, dt.time(2, 30), AT.tzinfo)
    return actions.judge_promises(organisation_id=home.premises.organisation_id, today=on, at=at)


def test_paid_exactly_is_kept_at_once(home):
    promise = home.promise(10_000)
    home.pay(10_000)
    promise.refresh_from_db()
    assert (promise.state, promise.decided_at) == ("kept", AT.replace(hour=12))
    event = Event.objects.get(code="collection.promise_kept")
    assert (event.actor_no, event.data) == (None, {"from": "open", "to": "kept", "paid_fen": 10_000})


def test_one_fen_short_is_not_kept(home):
    home.promise(10_000)
    home.pay(9_999)
    assert state() == "open"
    assert night(home, GRACE) == []
    assert [change.after for change in night(home, GRACE + DAY)] == ["broken"]


def test_several_payments_add_up(home):
    home.promise(10_000)
    home.pay(4_000)
    home.pay(5_999, on=TODAY + DAY)
    assert state() == "open"
    home.pay(1, on=TODAY + 2 * DAY)
    assert state() == "kept"


@pytest.mark.parametrize(("paid_on", "after"), [(DUE, "kept"), (GRACE, "kept"), (GRACE + DAY, "broken")])
def test_a_day_late_within_and_after_grace(home, paid_on, after):
    home.promise(10_000)
    home.pay(10_000, on=paid_on)
    assert state() == after


def test_a_promise_is_broken_only_when_grace_is_over(home):
    promise = home.promise(10_000)
    assert night(home, DUE) == night(home, GRACE) == []
    assert night(home, GRACE + DAY) == [Change("promise", promise.pk, home.id, "open", "broken")]
    assert night(home, GRACE + DAY) == [], "twice changes nothing"


def test_a_reversed_payment_takes_a_kept_promise_back(home):
    home.promise(10_000)
    payment = home.pay(10_000)
    reverse_payment(payment_id=payment.pk, note="记错户", by=home.manager, at=AT + DAY)
    assert state() == "open", "there is still time"
    payment = home.pay(10_000, on=TODAY + DAY)
    late = dt.datetime.combine(GRACE + DAY, dt.time(9), AT.tzinfo)
    reverse_payment(payment_id=payment.pk, note="支票退回", by=home.manager, at=late)
    assert state() == "broken"


def test_money_of_before_does_not_keep_a_promise(home):
    home.pay(10_000, on=TODAY - DAY)
    home.pay(10_000, at=AT - dt.timedelta(minutes=1))
    home.promise(5_000)
    assert night(home, TODAY) == []
    home.pay(5_000, at=AT + dt.timedelta(minutes=1))
    assert state() == "kept"


def test_a_payment_entered_late_but_made_in_time_still_keeps_it(home):
    home.promise(10_000)
    night(home, GRACE + DAY)
    assert state() == "broken"
    home.pay(10_000, on=DUE, at=dt.datetime.combine(DUE + 9 * DAY, dt.time(9), AT.tzinfo))
    assert state() == "kept"


def test_a_promise_about_one_bill_counts_money_for_that_bill(home):
    first, second = home.charges
    home.promise(5_000, charge_ids=[second.pk])
    home.pay(10_000, designation=[first.pk])
    assert state() == "open"
    home.pay(5_000, designation=[second.pk])
    assert state() == "kept"
    row = Allocation.objects.get(charge=second)
    reverse_allocation(allocation_id=row.pk, note="改冲", by=home.manager, at=AT + DAY)
    assert state() == "kept", "the money is still here, as a prepayment nothing else has used"


def test_a_new_promise_supersedes_the_open_one(home):
    home.promise(10_000)
    home.promise(3_000)
    assert list(PromiseToPay.objects.order_by("pk").values_list("state", flat=True)) == ["superseded", "open"]
    home.pay(3_000)
    assert list(PromiseToPay.objects.order_by("pk").values_list("state", flat=True)) == ["superseded", "kept"]


def test_withdrawing(home):
    promise = home.promise(10_000)
    stranger = make_actor(make_organisation())
    with pytest.raises(NotFound):
        actions.withdraw_promise(promise_id=promise.pk, by=stranger, at=AT)
    actions.withdraw_promise(promise_id=promise.pk, by=home.steward, at=AT)
    assert state() == "withdrawn"
    with pytest.raises(MoveRefused):
        actions.withdraw_promise(promise_id=promise.pk, by=home.steward, at=AT)
    home.pay(10_000)
    assert state() == "withdrawn"


def test_a_day_far_ahead_is_written_down_by_a_manager(home):
    far = TODAY + 32 * DAY
    with pytest.raises(CollectionRefused) as refused:
        home.promise(100, far)
    assert refused.value.code == "collection.promise_too_far"
    assert home.promise(100, TODAY + 31 * DAY).state == "open"
    row = actions.make_promise(premises_id=home.id, amount_fen=100, due_on=far, by=home.manager, at=AT)
    assert row.due_on == far


@pytest.mark.parametrize(
    ("fen", "due_on", "more", "code"),
    [
        (0, DUE, {}, "amount"), (-5, DUE, {}, "amount"), (True, DUE, {}, "amount"), (10**11, DUE, {}, "amount"),
        (100, TODAY - DAY, {}, "past_day"), (100, DUE, {"charge_ids": [987654]}, "charge_unknown"),
        (100, DUE, {"made_at": AT + DAY}, "in_future"),
    ],
)  # fmt: skip
def test_what_is_no_promise(home, fen, due_on, more, code):
    with pytest.raises(CollectionRefused) as refused:
        home.promise(fen, due_on, **more)
    assert refused.value.code == f"collection.{code}"
    assert not PromiseToPay.objects.exists()


def test_who_may_write_a_promise_down(home):
    for by, error in (
        (make_actor(make_organisation()), NotFound),
        (make_actor(home.premises.organisation, Role.FINANCE), NotPermitted),
    ):
        with pytest.raises(error):
            actions.make_promise(premises_id=home.id, amount_fen=1, due_on=DUE, by=by, at=AT)
    other = make_home(500)
    with pytest.raises(CollectionRefused):
        home.promise(100, charge_ids=[other.charges[0].pk])


def test_judging_one_organisation_leaves_others_alone(home):
    other = make_home(500)
    other.promise(500)
    home.promise(500)
    assert {change.premises_id for change in night(home, GRACE + DAY)} == {home.id}


def test_judging_takes_as_many_queries_for_three_as_for_one(home, django_assert_num_queries):
    home.promise(10_000)
    with django_assert_num_queries(4):
        night(home, TODAY)
    for _ in range(2):
        neighbour = make_home(100)
        row = neighbour.promise(100)
        PromiseToPay.objects.filter(pk=row.pk).update(organisation=home.premises.organisation)
    with django_assert_num_queries(4):
        night(home, TODAY)

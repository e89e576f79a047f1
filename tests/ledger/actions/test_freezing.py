"""Closed months: nothing is recorded in them any more, by no action; corrections go into an open month."""

from __future__ import annotations

import datetime as dt

import pytest

from jiefen.accounts.roles import Role
from jiefen.ledger import refusals
from jiefen.ledger.actions import corrections
from jiefen.ledger.actions.charges import record_charge
from jiefen.ledger.actions.freeze import freeze_period, frozen_through
from jiefen.ledger.actions.limitation_events import record_limitation_event
from jiefen.ledger.actions.payments import allocate_prepayment
from jiefen.ledger.actions.waivers import record_waiver, write_off
from jiefen.ledger.models import PeriodFreeze
from jiefen.shared.errors import NotFound, NotPermitted
from tests.factories.household import Household, make_household
from tests.factories.world import AT, make_fee_item

pytestmark = pytest.mark.django_db
LAST, OPEN = dt.date(2026, 6, 30), dt.date(2026, 7, 1)


def freeze(home: Household, month: dt.date = dt.date(2026, 6, 17), **more: object) -> PeriodFreeze:
    return freeze_period(**{"estate_id": home.estate.pk, "month": month, "by": home.by, "at": AT, **more})


def test_a_closed_month_closes_everything_before_it():
    home = make_household(10000)
    assert frozen_through(home.estate.pk) is None
    assert freeze(home).month == dt.date(2026, 6, 1)
    assert frozen_through(home.estate.pk) == LAST
    with pytest.raises(refusals.PeriodFrozen, match="2026年6月及以前已关账"):
        home.pay(100, LAST)
    with pytest.raises(refusals.PeriodFrozen):
        home.pay(100, dt.date(2025, 1, 1))
    home.pay(100, OPEN)


def test_every_action_asks():
    home = make_household(10000)
    payment = home.pay(12000, dt.date(2026, 6, 1))
    allocation = payment.allocations.get()
    item, by = make_fee_item(home.premises.organisation), home.by
    freeze(home)
    charge = record_charge(
        premises_id=home.premises.pk, fee_item_id=item.pk, amount_fen=100, period_start=OPEN, period_end=OPEN,
        due_on=None, by=by, at=AT,
    )  # fmt: skip
    refused = [
        lambda: record_charge(
            premises_id=home.premises.pk, fee_item_id=item.pk, amount_fen=1, period_start=LAST, period_end=OPEN,
            due_on=OPEN, by=by, at=AT,
        ),
        lambda: allocate_prepayment(premises_id=home.premises.pk, on=LAST, by=by, at=AT),
        lambda: record_waiver(charge_id=charge.pk, amount_fen=1, reason="a", on=LAST, by=by, at=AT),
        lambda: write_off(charge_id=charge.pk, amount_fen=1, reason="a", on=LAST, by=by, at=AT),
        lambda: corrections.reverse_payment(payment_id=payment.pk, note="a", on=LAST, by=by, at=AT),
        lambda: corrections.reverse_allocation(allocation_id=allocation.pk, note="a", on=LAST, by=by, at=AT),
        lambda: corrections.reverse_charge(charge_id=charge.pk, note="a", on=LAST, by=by, at=AT),
    ]  # fmt: skip
    for act in refused:
        with pytest.raises(refusals.PeriodFrozen):
            act()
    assert home.owing() == (100, 2000)


def test_what_lies_in_a_closed_month_is_corrected_in_an_open_one():
    home = make_household(10000)
    payment = home.pay(10000, dt.date(2026, 6, 1))
    freeze(home)
    reversal = corrections.reverse_payment(payment_id=payment.pk, note="退票", by=home.by, at=AT)
    assert reversal.paid_on == AT.date()
    corrections.reverse_charge(charge_id=home.charges[0].pk, note="面积错", by=home.by, at=AT)
    assert home.owing() == (0, 0)


def test_evidence_is_not_money_and_may_be_recorded_late():
    home = make_household(10000)
    freeze(home)
    record_limitation_event(
        premises_id=home.premises.pk, on=dt.date(2026, 5, 5), kind="demand", proof="ems_signed", by=home.by, at=AT
    )
    assert home.position().first_expiry_on == dt.date(2029, 5, 5)


def test_another_estate_stays_open():
    home, other = make_household(10000), make_household(10000)
    freeze(home)
    other.pay(100, LAST)


@pytest.mark.parametrize("month", [dt.date(2026, 11, 1), dt.date(2027, 3, 1)])
def test_a_month_that_is_not_over_stays_open(month):
    home = make_household(10000)
    with pytest.raises(refusals.FreezeRefused, match="还没过完"):
        freeze(home, month)


@pytest.mark.parametrize("month", [dt.date(2026, 6, 1), dt.date(2026, 5, 1)])
def test_a_closed_month_is_not_closed_again(month):
    home = make_household(10000)
    freeze(home)
    with pytest.raises(refusals.FreezeRefused, match="2026年6月及以前已经关账"):
        freeze(home, month)


def test_who_may_close():
    home, other = make_household(10000), make_household(10000)
    with pytest.raises(NotPermitted, match="关账"):
        freeze(home, by=home.in_role(Role.STEWARD))
    with pytest.raises(NotFound):
        freeze(home, by=other.by)
    freeze(home, by=home.in_role(Role.FINANCE))

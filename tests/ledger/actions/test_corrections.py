"""Reversals: a row with the opposite amount, once, in an open month; balances return to what they were."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, transaction

from jiefen.accounts.roles import Role
from jiefen.audit.queries import events_about
from jiefen.ledger import refusals
from jiefen.ledger.actions import corrections
from jiefen.ledger.actions.payments import allocate_prepayment
from jiefen.ledger.actions.waivers import record_waiver, write_off
from jiefen.ledger.models import Allocation, Charge, Payment, WriteOff
from jiefen.shared.errors import NotFound, NotPermitted
from tests.factories.household import Household, make_household
from tests.factories.world import AT, make_charge

pytestmark = pytest.mark.django_db


def correct(home: Household, what: str, number: int, **more: object) -> object:
    terms = {f"{what}_id": number, "note": "登记错了", "by": home.by, "at": AT, **more}
    return getattr(corrections, f"reverse_{what}")(**terms)


def test_a_reversed_payment_opens_its_charges_again():
    home = make_household(10000, 10000)
    payment = home.pay(25000)
    reversal = correct(home, "payment", payment.pk)
    assert (reversal.amount_fen, reversal.paid_on, reversal.note) == (-25000, AT.date(), "登记错了")
    assert (reversal.reversal_of_id, reversal.payer_name, reversal.method) == (payment.pk, "", "transfer")
    assert home.owing() == (20000, 0)
    assert home.position().last_paid_on is None
    assert sorted(Allocation.objects.values_list("amount_fen", flat=True)) == [-10000, -10000, 10000, 10000]


def test_a_payment_whose_allocation_was_already_taken_back_is_reversed_without_doubling():
    home = make_household(10000)
    payment = home.pay(10000)
    correct(home, "allocation", payment.allocations.get().pk)
    assert home.owing() == (10000, 10000)
    correct(home, "payment", payment.pk)
    assert home.owing() == (10000, 0)
    assert Allocation.objects.count() == 2


def test_an_allocation_dated_after_the_correction_keeps_its_own_day():
    home = make_household()
    payment = home.pay(5000, dt.date(2026, 5, 1))
    make_charge(home.premises, 5000, dt.date(2026, 5, 1))
    allocate_prepayment(premises_id=home.premises.pk, on=dt.date(2026, 8, 1), by=home.by, at=AT)
    correct(home, "payment", payment.pk, on=dt.date(2026, 6, 1))
    assert Allocation.objects.get(amount_fen=-5000).effective_on == dt.date(2026, 8, 1)
    assert Payment.objects.get(amount_fen=-5000).paid_on == dt.date(2026, 6, 1)


def test_waivers_and_write_offs_can_be_taken_back():
    home = make_household(10000)
    charge = home.charges[0].pk
    waiver = record_waiver(charge_id=charge, amount_fen=3000, reason="空置", by=home.by, at=AT)
    lost = write_off(charge_id=charge, amount_fen=2000, reason="失联", by=home.by, at=AT)
    assert home.owing() == (5000, 0)
    correct(home, "waiver", waiver.pk)
    assert home.owing() == (8000, 0)
    reversal = correct(home, "write_off", lost.pk)
    assert (reversal.reason, reversal.amount_fen) == ("失联", -2000)
    assert home.owing() == (10000, 0)


def test_a_reversed_charge_is_gone_from_the_balance_and_repeats_its_period():
    home = make_household(10000, 6000)
    reversal = correct(home, "charge", home.charges[0].pk)
    assert (reversal.amount_fen, reversal.period_start, reversal.due_on) == (-10000, dt.date(2026, 1, 1), AT.date())
    assert home.owing() == (6000, 0)


def test_a_charge_with_something_standing_on_it_is_not_reversed_and_the_sentence_counts_it():
    home = make_household(10000)
    charge = home.charges[0].pk
    payment = home.pay(3000)
    waiver = record_waiver(charge_id=charge, amount_fen=100, reason="空置", by=home.by, at=AT)
    with pytest.raises(refusals.StillSettled, match="还有 1 笔收款核销、1 笔减免。请先冲正它们"):
        correct(home, "charge", charge)
    correct(home, "payment", payment.pk)
    correct(home, "waiver", waiver.pk)
    correct(home, "charge", charge)
    assert home.owing() == (0, 0)


@pytest.mark.parametrize("what", ["payment", "allocation", "waiver", "write_off", "charge"])
def test_once_only_and_never_a_reversal(what):
    home = make_household(10000)
    payment = home.pay(1000)
    rows = {
        "payment": payment,
        "allocation": payment.allocations.get(),
        "waiver": record_waiver(charge_id=home.charges[0].pk, amount_fen=1, reason="a", by=home.by, at=AT),
        "write_off": write_off(charge_id=home.charges[0].pk, amount_fen=1, reason="a", by=home.by, at=AT),
        "charge": make_charge(home.premises, 5, dt.date(2026, 9, 1)),
    }
    reversal = correct(home, what, rows[what].pk)
    before = home.owing()
    with pytest.raises(refusals.AlreadyReversed):
        correct(home, what, rows[what].pk)
    with pytest.raises(refusals.ReversalOfReversal):
        correct(home, what, reversal.pk)
    assert home.owing() == before


@pytest.mark.parametrize("what", ["payment", "allocation", "waiver", "write_off", "charge"])
def test_foreign_rows_do_not_exist_and_stewards_do_not_correct(what):
    home, other = make_household(10000), make_household(10000)
    payment = home.pay(1000)
    number = {
        "payment": payment.pk,
        "allocation": payment.allocations.get().pk,
        "waiver": record_waiver(charge_id=home.charges[0].pk, amount_fen=1, reason="a", by=home.by, at=AT).pk,
        "write_off": write_off(charge_id=home.charges[0].pk, amount_fen=1, reason="a", by=home.by, at=AT).pk,
        "charge": home.charges[0].pk,
    }[what]
    with pytest.raises(NotFound):
        correct(home, what, number, by=other.by)
    with pytest.raises(NotPermitted):
        correct(home, what, number, by=home.in_role(Role.STEWARD))
    with pytest.raises(NotFound):
        correct(home, what, 10**9)


def test_finance_may_correct_but_not_decide_about_waivers():
    home = make_household(10000)
    waiver = record_waiver(charge_id=home.charges[0].pk, amount_fen=1, reason="a", by=home.by, at=AT)
    with pytest.raises(NotPermitted, match="批准减免"):
        correct(home, "waiver", waiver.pk, by=home.in_role(Role.FINANCE))
    payment = home.pay(5)
    correct(home, "payment", payment.pk, by=home.in_role(Role.FINANCE))


@pytest.mark.parametrize("on", [dt.date(2026, 6, 14), AT.date() + dt.timedelta(days=1)])
def test_a_correction_lies_between_the_row_and_today(on):
    home = make_household(10000)
    payment = home.pay(1000)
    with pytest.raises(refusals.DateRefused):
        correct(home, "payment", payment.pk, on=on)


@pytest.mark.parametrize("note", ["", "  \n", "长" * 201])
def test_a_correction_says_why(note):
    home = make_household(10000)
    payment = home.pay(1000)
    with pytest.raises(refusals.TextRefused):
        correct(home, "payment", payment.pk, note=note)


def test_the_event_names_the_reversal_and_what_went_with_it():
    home = make_household(10000)
    payment = home.pay(1000)
    allocation = payment.allocations.get()
    reversal = correct(home, "payment", payment.pk)
    events = events_about(organisation_id=home.by.organisation_id, subject_type="ledger.payment", subject_no=payment.pk)
    assert events[0].code == "ledger.payment_reversed"
    assert events[0].data == {
        "premises": home.premises.pk, "reversal": reversal.pk, "amount_fen": 1000, "allocations": [allocation.pk],
    }  # fmt: skip


@pytest.mark.parametrize("model", [Charge, Payment, Allocation, WriteOff])
def test_the_database_itself_refuses_to_change_a_row(model):
    home = make_household(10000)
    home.pay(1000)
    write_off(charge_id=home.charges[0].pk, amount_fen=1, reason="a", by=home.by, at=AT)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        model.objects.update(amount_fen=1)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        model.objects.all()._raw_delete("default")

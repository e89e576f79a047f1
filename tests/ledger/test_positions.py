"""Derived positions follow from the rows, in SQL exactly as in rules/limitation."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection

from jiefen.ledger import positions
from jiefen.ledger.models import (
    Allocation,
    ChargePosition,
    HouseholdPosition,
    LimitationEvent,
    Payment,
    Waiver,
    WriteOff,
)
from jiefen.rules.limitation import expiry_without_events
from tests.factories.world import AT, TODAY, make_charge, make_estate, make_fee_item, make_organisation, make_premises

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    return make_premises(make_estate(make_organisation()))


def settle(model, charge, fen, **more):
    more.setdefault("effective_on", TODAY)
    return model.objects.create(organisation=charge.organisation, charge=charge, amount_fen=fen, recorded_at=AT, **more)


def pay(charge, fen, on=TODAY, method="cash"):
    payment = Payment.objects.create(
        organisation=charge.organisation,
        premises=charge.premises,
        amount_fen=fen,
        paid_on=on,
        method=method,
        recorded_at=AT,
    )
    return settle(Allocation, charge, fen, payment=payment, effective_on=on), payment


def test_expiry_in_sql_is_the_rule_for_every_day_of_twenty_years():
    later = positions.YEARS_LATER[connection.vendor]
    expiry = positions.EXPIRY.format(two=later.format(n=2), three=later.format(n=3))
    days = [dt.date(2011, 1, 1) + dt.timedelta(days=n) for n in range(366 * 20)]
    for start in range(0, len(days), 400):
        chunk = days[start : start + 400]
        union = " UNION ALL ".join(f"SELECT CAST('{day}' AS {_DATE[connection.vendor]}) AS due_on" for day in chunk)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT due_on, {expiry} FROM ({union}) d")
            found = {str(due): str(expires) for due, expires in cursor.fetchall()}
        assert found == {str(day): str(expiry_without_events(day)) for day in chunk}


_DATE = {"sqlite": "TEXT", "postgresql": "date"}


def test_a_charge_is_open_until_everything_is_settled(home):
    charge = make_charge(home, 30000, dt.date(2025, 1, 1))
    pay(charge, 10000)
    settle(Waiver, charge, 5000, reason="让利")
    positions.refresh([home.pk], at=AT)
    assert ChargePosition.objects.get().outstanding_fen == 15000
    settle(WriteOff, charge, 15000, reason="坏账")
    positions.refresh([home.pk], at=AT)
    assert not ChargePosition.objects.exists()
    household = HouseholdPosition.objects.get(premises=home)
    assert (household.outstanding_fen, household.open_charges, household.oldest_due_on) == (0, 0, None)


def test_what_no_charge_took_is_prepaid_and_the_last_payment_counts_only_if_dated(home):
    charge = make_charge(home, 30000, dt.date(2025, 1, 1))
    pay(charge, 10000, on=dt.date(2025, 3, 1))
    pay(charge, 5000, on=dt.date(2026, 1, 1), method="prior")
    Payment.objects.create(
        organisation=home.organisation,
        premises=home,
        amount_fen=700,
        paid_on=dt.date(2025, 2, 1),
        method="cash",
        recorded_at=AT,
    )
    positions.refresh([home.pk], at=AT)
    household = HouseholdPosition.objects.get()
    assert (household.prepaid_fen, household.last_paid_on) == (700, dt.date(2025, 3, 1))


def test_a_dated_part_payment_restarts_the_clock_of_its_charge_only(home):
    first, second = (make_charge(home, 30000, dt.date(2024, month, 1)) for month in (1, 2))
    pay(first, 10000, on=dt.date(2025, 6, 10))
    pay(second, 10000, on=dt.date(2025, 6, 10), method="prior")
    positions.refresh([home.pk], at=AT)
    assert ChargePosition.objects.get(charge=first).expires_on == dt.date(2028, 6, 10)
    assert ChargePosition.objects.get(charge=second).expires_on == dt.date(2027, 2, 28)
    assert HouseholdPosition.objects.get().first_expiry_on == dt.date(2027, 2, 28)


@pytest.mark.parametrize(("proof", "year"), [("ems_signed", 2028), ("", 2027), ("staff_note", 2027)])
def test_a_demand_counts_only_with_proof_of_arrival(home, proof, year):
    make_charge(home, 30000, dt.date(2024, 1, 1))
    LimitationEvent.objects.create(
        organisation=home.organisation,
        premises=home,
        on=dt.date(2025, 5, 5),
        kind="demand",
        proof=proof,
        recorded_at=AT,
    )
    positions.refresh([home.pk], at=AT)
    assert ChargePosition.objects.get().expires_on.year == year


def test_deposits_have_no_position(home):
    make_charge(home, 200000, dt.date(2025, 1, 1), item=make_fee_item(home.organisation, "装修押金", "deposit"))
    positions.refresh([home.pk], at=AT)
    assert not ChargePosition.objects.exists()
    assert HouseholdPosition.objects.get().outstanding_fen == 0


def test_differences_finds_and_repairs_a_tampered_position(home):
    make_charge(home, 30000, dt.date(2025, 1, 1))
    positions.refresh([home.pk], at=AT)
    assert positions.differences(home.organisation_id, at=AT) == []
    HouseholdPosition.objects.update(outstanding_fen=1)
    found = positions.differences(home.organisation_id, at=AT)
    assert [(item.kind, item.number) for item in found] == [("household", home.pk)]
    assert HouseholdPosition.objects.get().outstanding_fen == 30000


def test_refreshing_one_household_leaves_another_alone(home):
    other = make_premises(home.estate)
    for premises in (home, other):
        make_charge(premises, 30000, dt.date(2025, 1, 1))
    positions.refresh([home.pk], at=AT)
    assert list(ChargePosition.objects.values_list("premises_id", flat=True)) == [home.pk]
    positions.refresh([], at=AT)
    assert HouseholdPosition.objects.count() == 1

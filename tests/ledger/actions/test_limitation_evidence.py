"""Limitation events: recorded with their proof, withdrawn by a second row, refused when they cannot be."""

from __future__ import annotations

import datetime as dt

import pytest

from jiefen.accounts.roles import Role
from jiefen.ledger import refusals
from jiefen.ledger.actions.corrections import reverse_charge
from jiefen.ledger.actions.limitation_events import record_limitation_event, retract_limitation_event
from jiefen.ledger.models import ChargePosition, LimitationCover, LimitationEvent
from jiefen.rules.limitation import LimitationError
from jiefen.shared.errors import NotFound
from tests.factories.household import Household, make_household
from tests.factories.world import AT, TODAY

pytestmark = pytest.mark.django_db
MAY = dt.date(2026, 5, 5)


def record(home: Household, **more: object) -> LimitationEvent:
    terms = {"premises_id": home.premises.pk, "on": MAY, "kind": "demand", "proof": "ems_signed", "by": home.by, **more}
    return record_limitation_event(at=AT, **terms)


def expiries(home: Household) -> list[str]:
    rows = ChargePosition.objects.filter(premises=home.premises).order_by("charge_id")
    return [str(day) for day in rows.values_list("expires_on", flat=True)]


def test_a_demand_that_arrived_starts_the_clocks_of_what_was_due():
    home = make_household(100, 100, 100, 100, 100)
    assert expiries(home)[0] == "2029-01-31"
    record(home)
    assert expiries(home) == ["2029-05-05"] * 4 + ["2029-05-31"]


def test_only_the_charges_meant():
    home = make_household(100, 100)
    event = record(home, covers=[home.charges[1].pk, home.charges[1].pk])
    assert expiries(home) == ["2029-01-31", "2029-05-05"]
    assert LimitationCover.objects.get(event=event).charge == home.charges[1]


def test_an_event_without_proof_is_kept_but_changes_nothing():
    home = make_household(100)
    assert record(home, proof="").proof == "none"
    assert expiries(home) == ["2029-01-31"]


def test_names_people_use_become_codes_of_the_table():
    event = record(make_household(100), kind="短信催缴", proof="短信送达回执", note=" 内容见附件 ")
    assert (event.kind, event.proof, event.note) == ("demand", "sms_delivered", "内容见附件")
    assert record(make_household(100), kind="电话催缴", proof="").proof == "call_log"


def test_a_withdrawn_event_no_longer_counts_and_both_rows_stay():
    home = make_household(100)
    event = record(home)
    row = retract_limitation_event(event_id=event.pk, note="退件", by=home.by, at=AT)
    assert (row.retracts, row.on, row.note) == (event, TODAY, "退件")
    assert expiries(home) == ["2029-01-31"]
    assert LimitationEvent.objects.count() == 2
    with pytest.raises(refusals.AlreadyReversed):
        retract_limitation_event(event_id=event.pk, note="退件", by=home.by, at=AT)
    with pytest.raises(refusals.EventRefused, match="撤回记录"):
        retract_limitation_event(event_id=row.pk, note="退件", by=home.by, at=AT)


def test_a_part_payment_moves_the_clock_without_any_event():
    home = make_household(10000)
    home.pay(1000, dt.date(2026, 6, 15))
    assert expiries(home) == ["2029-06-15"]
    assert not LimitationEvent.objects.exists()


@pytest.mark.parametrize(
    ("terms", "refusal"),
    [
        ({"kind": "part_payment"}, refusals.EventRefused),
        ({"kind": "部分付款"}, refusals.EventRefused),
        ({"kind": "心灵感应"}, LimitationError),
        ({"proof": "梦见的"}, refusals.EventRefused),
        ({"on": TODAY + dt.timedelta(days=1)}, refusals.EventRefused),
        ({"on": dt.date(202, 1, 1)}, refusals.EventRefused),
        ({"covers": []}, refusals.EventRefused),
        ({"covers": [10**9]}, refusals.EventRefused),
        ({"note": "长" * 201}, refusals.TextRefused),
    ],
)
def test_what_cannot_be_recorded_is_refused(terms, refusal):
    with pytest.raises(refusal):
        record(make_household(100), **terms)
    assert not LimitationEvent.objects.exists()


def test_foreign_and_reversed_charges_cannot_be_covered():
    home, other = make_household(100, 100), make_household(100)
    reversal = reverse_charge(charge_id=home.charges[1].pk, note="重复", by=home.by, at=AT)
    for charge in (home.charges[1], reversal, other.charges[0]):
        with pytest.raises(refusals.EventRefused, match="已冲正，或不属于这一户"):
            record(home, covers=[home.charges[0].pk, charge.pk])


def test_a_foreign_household_does_not_exist():
    home, other = make_household(100), make_household(100)
    event = record(home)
    with pytest.raises(NotFound):
        record(home, by=other.by)
    with pytest.raises(NotFound):
        retract_limitation_event(event_id=event.pk, note="a", by=other.by, at=AT)


def test_a_steward_records_evidence_in_his_estate_only():
    home = make_household(100)
    steward = home.in_role(Role.STEWARD)
    with pytest.raises(NotFound):
        record(home, by=steward)
    home.premises.building.steward_id = steward.membership_id
    home.premises.building.save()
    assert record(home, by=steward).recorded_by_no == steward.membership_id

"""What is remembered of the rates is, after any additions, what counting everything anew gives."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiefen.accounts.roles import Role
from jiefen.ledger import positions
from jiefen.ledger.models import Allocation, Payment, Waiver, WriteOff
from jiefen.ledger.queries import numbers_memory
from jiefen.ledger.queries.numbers import SCOPES, facts_by_scope, household_facts, open_by_due_day
from jiefen.ledger.queries.numbers_memory import aging_by_due_day, scope_facts
from jiefen.rules.kpi import KpiFacts
from tests.factories.world import (
    AT,
    make_charge,
    make_estate,
    make_fee_item,
    make_membership,
    make_organisation,
    make_premises,
)

pytestmark = pytest.mark.django_db
MONTH = dt.date(2026, 9, 1)


@pytest.fixture(autouse=True)
def _forget():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def town():
    """Two estates, three buildings each (one steward), twelve households."""
    organisation = make_organisation()
    return organisation, _homes(organisation)


def _homes(organisation):
    steward, found = make_membership(organisation, Role.STEWARD), []
    for name in ("听澜苑", "云栖里"):
        estate = make_estate(organisation, name)
        found += [make_premises(estate, f"{number}01", building=f"{number % 3}栋") for number in range(6)]
    building = found[0].building
    building.steward = steward
    building.save()
    return found


def _add_something(draw: random.Random, organisation, homes) -> None:
    """One charge, and perhaps a settlement or its reversal."""
    item = make_fee_item(organisation, *draw.choice((("物业费", "property_fee"), ("车位费", "parking"))))
    month = dt.date(draw.choice((2025, 2026)), draw.randrange(1, 13), 1)
    charge = make_charge(draw.choice(homes), draw.randrange(100, 90000), month, item=item)
    day = dt.date(draw.choice((2025, 2026)), draw.randrange(1, 13), draw.randrange(1, 28))
    common = {"organisation": organisation, "charge": charge, "recorded_at": AT, "effective_on": day}
    fen, kind = draw.choice((charge.amount_fen, charge.amount_fen // 2)), draw.randrange(5)
    if kind <= 1:
        payment = Payment.objects.create(
            organisation=organisation, premises=charge.premises, amount_fen=fen, paid_on=day, method="cash",
            recorded_at=AT,
        )  # fmt: skip
        row = Allocation.objects.create(amount_fen=fen, payment=payment, **common)
        if kind:
            Allocation.objects.create(amount_fen=-fen, payment=payment, reversal_of=row, **common)
    elif kind == 2:
        Waiver.objects.create(amount_fen=fen, reason="让利", **common)
    elif kind == 3:
        WriteOff.objects.create(amount_fen=fen, reason="坏账", **common)


def _counted(facts: dict[int, KpiFacts]) -> dict[int, KpiFacts]:
    return {number: found for number, found in facts.items() if found != KpiFacts()}


def test_corrected_is_what_counting_anew_gives(town):
    organisation, homes = town
    draw, estates = random.Random(11), {home.estate_id for home in homes}
    for _ in range(40):
        for _ in range(draw.randrange(0, 4)):
            _add_something(draw, organisation, homes)
        scope = draw.choice(list(SCOPES))
        whole, parts = scope_facts(organisation.pk, MONTH, scope, estates)
        rows = household_facts(organisation.pk, MONTH)
        assert whole == facts_by_scope(rows, "organisation").get(0, KpiFacts())
        assert _counted(parts) == _counted(facts_by_scope(rows, scope))


def test_hidden_estates_are_left_out_and_other_organisations_add_nothing(town):
    organisation, homes = town
    shown, hidden = homes[0], homes[-1]
    make_charge(shown, 1000, MONTH)
    make_charge(hidden, 5000, MONTH)
    whole, parts = scope_facts(organisation.pk, MONTH, "estate", {shown.estate_id})
    assert (whole.current_charged_fen, set(parts)) == (1000, {shown.estate_id})
    elsewhere = make_premises(make_estate(make_organisation()))
    make_charge(elsewhere, 7000, MONTH)
    assert scope_facts(organisation.pk, MONTH, "estate", {shown.estate_id}) == (whole, parts)
    assert scope_facts(organisation.pk, MONTH, "fee_item", {elsewhere.estate_id}) == (KpiFacts(), {})


def test_a_changed_steward_is_seen_at_once(town):
    organisation, homes = town
    make_charge(homes[0], 1000, MONTH)
    estates, building = {homes[0].estate_id}, homes[0].building
    assert set(scope_facts(organisation.pk, MONTH, "steward", estates)[1]) == {building.steward_id}
    building.steward = None
    building.save()
    assert set(scope_facts(organisation.pk, MONTH, "steward", estates)[1]) == {0}


def test_one_more_row_is_not_everything_again(town, monkeypatch):
    organisation, homes = town
    make_charge(homes[0], 1000, MONTH)
    scope_facts(organisation.pk, MONTH, "estate", {homes[0].estate_id})
    asked = []
    count = household_facts
    monkeypatch.setattr(numbers_memory, "household_facts", lambda *a, **k: asked.append(k) or count(*a, **k))
    make_charge(homes[0], 500, MONTH)
    whole, _ = scope_facts(organisation.pk, MONTH, "estate", {homes[0].estate_id})
    assert whole.current_charged_fen == 1500
    few = [homes[0].pk] if connection.vendor == "sqlite" else None  # PostgreSQL counts anew: ids are in no sure order
    assert [each.get("premises_ids") for each in asked] == ([few, few] if few else [None])


def test_many_new_rows_are_counted_anew(town, monkeypatch):
    organisation, homes = town
    monkeypatch.setattr(numbers_memory, "FEW", 2)
    scope_facts(organisation.pk, MONTH, "organisation", {homes[0].estate_id})
    for home in homes[:4]:
        make_charge(home, 100, MONTH)
    whole, _ = scope_facts(organisation.pk, MONTH, "organisation", {homes[0].estate_id})
    assert (whole.current_charged_fen, whole.households_charged, whole.households_paid) == (400, 4, 0)


def test_unchanged_costs_two_queries(town):
    organisation, homes = town
    make_charge(homes[0], 1000, MONTH)
    estates = {homes[0].estate_id}
    scope_facts(organisation.pk, MONTH, "building", estates)
    with CaptureQueriesContext(connection) as captured:
        scope_facts(organisation.pk, MONTH, "estate", estates)
    assert len(captured) == 2


def test_aging_is_remembered_until_a_row_is_added(town):
    organisation, homes = town
    for fen in (1000, 700):
        make_charge(homes[0], fen, MONTH)
        positions.refresh([homes[0].pk], at=AT)
        for estates in (None, [homes[0].estate_id], [homes[-1].estate_id]):
            assert aging_by_due_day(organisation.pk, estates) == open_by_due_day(organisation.pk, estates)
    with CaptureQueriesContext(connection) as captured:
        assert aging_by_due_day(organisation.pk, None) == [(dt.date(2026, 9, 30), 1700)]
    assert len(captured) == 1

"""The SQL that counts for the rates gives what rules.kpi counts from the same rows, for every scope."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from jiefen.accounts.roles import Role
from jiefen.ledger.models import Allocation, Charge, KpiSnapshot, Payment, Waiver, WriteOff
from jiefen.ledger.queries.numbers import facts_by_scope, household_facts, open_by_due_day
from jiefen.ledger.queries.rates import ratios
from jiefen.ledger.snapshots import MonthStillOpen, freeze_month
from jiefen.rules.kpi import ChargeRow, SettlementRow, facts_from_rows
from jiefen.shared.errors import NotPermitted
from tests.factories.world import (
    AT,
    make_actor,
    make_charge,
    make_estate,
    make_fee_item,
    make_organisation,
    make_premises,
)

pytestmark = pytest.mark.django_db
MONTH = dt.date(2026, 9, 1)
FIELDS = (
    "current_charged_fen", "current_waived_fen", "current_paid_fen", "prior_opening_arrears_fen", "prior_paid_fen",
    "prior_closing_fen", "households_charged", "households_paid",
)  # fmt: skip


@pytest.fixture
def town():
    """60 households, two items, three years of random charges and settlements, some reversed."""
    draw, organisation = random.Random(7), make_organisation()
    estates = [make_estate(organisation), make_estate(organisation)]
    items = [make_fee_item(organisation), make_fee_item(organisation, "车位费", "parking")]
    for number in range(60):
        home = make_premises(estates[number % 2], f"{number}01", building=f"{number % 3}栋")
        for _ in range(draw.randrange(1, 5)):
            month = dt.date(draw.choice((2024, 2025, 2026)), draw.randrange(1, 13), 1)
            charge = make_charge(home, draw.randrange(100, 90000), month, item=draw.choice(items))
            _settle(draw, charge)
    return organisation


def _settle(draw: random.Random, charge: Charge) -> None:
    day = dt.date(draw.choice((2025, 2026)), draw.randrange(1, 13), draw.randrange(1, 28))
    common = {"organisation": charge.organisation, "charge": charge, "recorded_at": AT, "effective_on": day}
    kind, fen = draw.randrange(6), draw.choice((charge.amount_fen, charge.amount_fen // 2))
    if kind <= 2:
        payment = Payment.objects.create(
            organisation=charge.organisation,
            premises=charge.premises,
            amount_fen=fen,
            paid_on=day,
            method="cash",
            recorded_at=AT,
        )
        row = Allocation.objects.create(amount_fen=fen, payment=payment, **common)
        if kind == 2:
            Allocation.objects.create(amount_fen=-fen, payment=payment, reversal_of=row, **common)
    elif kind == 3:
        Waiver.objects.create(amount_fen=fen, reason="让利", **common)
    elif kind == 4:
        WriteOff.objects.create(amount_fen=fen, reason="坏账", **common)


def by_rule(charges) -> dict[str, int]:
    ids = [charge.pk for charge in charges]
    rows = [ChargeRow(c.pk, c.premises_id, c.period_start, c.amount_fen) for c in charges]
    settled = [
        SettlementRow(row.charge_id, row.effective_on, row.amount_fen, kind)
        for model, kind in ((Allocation, "payment"), (Waiver, "waiver"), (WriteOff, "write_off"))
        for row in model.objects.filter(charge_id__in=ids)
    ]
    facts = facts_from_rows(rows, settled, dt.date(2026, 1, 1), dt.date(2026, 9, 30))
    return {name: getattr(facts, name) for name in FIELDS}


@pytest.mark.parametrize(
    ("scope", "path"),
    [
        ("organisation", ""),
        ("estate", "premises__estate_id"),
        ("building", "premises__building_id"),
        ("fee_item", "fee_item_id"),
    ],
)
def test_sql_counts_what_the_rule_counts(town, scope, path):
    found = facts_by_scope(household_facts(town.pk, MONTH), scope)
    assert found
    for number, facts in found.items():
        charges = list(Charge.objects.filter(organisation=town, **({path: number} if path else {})))
        assert {name: getattr(facts, name) for name in FIELDS} == by_rule(charges)


def test_another_organisation_and_hidden_estates_are_not_counted(town):
    assert household_facts(make_organisation().pk, MONTH) == []
    estate = Charge.objects.first().premises.estate_id
    assert {row.estate_id for row in household_facts(town.pk, MONTH, estate_ids=[estate])} == {estate}


def test_deposits_are_not_income(town):
    before = facts_by_scope(household_facts(town.pk, MONTH), "organisation")[0]
    home = make_premises(make_estate(town))
    make_charge(home, 500000, dt.date(2026, 1, 1), item=make_fee_item(town, "装修押金", "deposit"))
    assert facts_by_scope(household_facts(town.pk, MONTH), "organisation")[0] == before


def test_a_frozen_month_keeps_its_figures(town):
    manager = make_actor(town, Role.MANAGER)
    written = freeze_month(by=manager, month=MONTH, at=AT)
    assert written == KpiSnapshot.objects.count() > 0
    live = ratios(facts_by_scope(household_facts(town.pk, MONTH), "organisation")[0], "organisation")["overall_rate"]
    make_charge(make_premises(make_estate(town)), 100, dt.date(2026, 2, 1))
    assert freeze_month(by=manager, month=MONTH, at=AT) == 0
    kept = KpiSnapshot.objects.get(scope="organisation", code="overall_rate")
    assert (kept.numerator, kept.denominator) == (live.numerator, live.denominator)


def test_a_month_that_is_not_over_cannot_be_frozen(town):
    with pytest.raises(MonthStillOpen, match="2026年11月还没过完"):
        freeze_month(by=make_actor(town, Role.MANAGER), month=AT.date(), at=AT)
    with pytest.raises(NotPermitted):
        freeze_month(by=make_actor(town, Role.STEWARD), month=MONTH, at=AT)


def test_no_estates_no_aging(town):
    assert open_by_due_day(town.pk, []) == []

"""A frozen month gives the rates that were frozen, to everybody his part of them."""

from __future__ import annotations

import datetime as dt

import pytest

from jiefen.accounts.roles import Role
from jiefen.ledger.queries.frozen import as_facts, frozen_facts
from jiefen.ledger.queries.numbers import MONEY_KPIS, SCOPES, facts_by_scope, household_facts
from jiefen.ledger.snapshots import freeze_month
from jiefen.rules.kpi import KPIS
from tests.factories.world import AT, make_actor, make_charge, make_estate, make_organisation, make_premises

pytestmark = pytest.mark.django_db
MONTH = dt.date(2026, 9, 1)


def money_ratios(facts):
    return {code: KPIS[code].ratio(facts) for code in MONEY_KPIS}


@pytest.fixture
def homes():
    """Two estates with a household each, this year's bills and last year's, frozen for September."""
    organisation = make_organisation()
    found = [make_premises(make_estate(organisation, name)) for name in ("听澜苑", "云栖里")]
    for number, home in enumerate(found, start=1):
        make_charge(home, 1000 * number, MONTH)
        make_charge(home, 300 * number, dt.date(2025, 5, 1))
    freeze_month(by=make_actor(organisation, Role.MANAGER), month=MONTH, at=AT)
    return found


def test_the_rates_come_back_exactly_whatever_was_entered_since(homes):
    organisation = homes[0].organisation
    reported = {
        scope: {
            n: money_ratios(facts)
            for n, facts in facts_by_scope(household_facts(organisation.pk, MONTH), scope).items()
        }
        for scope in SCOPES
    }
    make_charge(homes[0], 777, MONTH)
    for scope, ratios in reported.items():
        found = frozen_facts(organisation.pk, MONTH, scope)
        assert found.frozen_at == AT
        assert money_ratios(found.whole) == reported["organisation"][0]
        assert {n: money_ratios(facts) for n, facts in found.parts.items()} == ratios


def test_who_sees_one_estate_gets_its_sum_and_no_part_of_another(homes):
    mine = homes[0]
    asked = {"estates": {mine.estate_id}, "buildings": {mine.building_id}}
    by_estate = frozen_facts(mine.organisation_id, MONTH, "estate", **asked)
    assert by_estate.whole.current_charged_fen == 1000
    assert set(by_estate.parts) == {mine.estate_id}
    assert set(frozen_facts(mine.organisation_id, MONTH, "building", **asked).parts) == {mine.building_id}
    whole = frozen_facts(mine.organisation_id, MONTH, "organisation", **asked)
    assert whole.parts == {0: whole.whole} == {0: by_estate.whole}
    by_item = frozen_facts(mine.organisation_id, MONTH, "fee_item", **asked)
    assert (by_item.whole, by_item.parts) == (by_estate.whole, None), "an item's figure speaks of other estates as well"


def test_a_month_that_was_not_frozen_and_another_organisation(homes):
    assert frozen_facts(homes[0].organisation_id, dt.date(2026, 8, 1), "estate") is None
    assert frozen_facts(make_organisation().pk, MONTH, "estate") is None


def test_facts_carry_every_rate():
    home = make_premises(make_estate(make_organisation()))
    make_charge(home, 12345, MONTH)
    facts = facts_by_scope(household_facts(home.organisation_id, MONTH), "organisation")[0]
    assert money_ratios(as_facts(money_ratios(facts))) == money_ratios(facts)

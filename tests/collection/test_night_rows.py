"""Proposals stored a building a row: read best first, kept whole when a step covers part of a building, read as one."""

from __future__ import annotations

import datetime as dt

import pytest

from jiefen.collection.actions.night import run_night
from jiefen.collection.models import BuildingProposals
from jiefen.collection.queries.bill_columns import columns_after, columns_of
from jiefen.collection.queries.proposals import best_premises, proposals_of
from jiefen.engine.bill_columns import Columns, join
from jiefen.estates.models import Premises
from jiefen.ledger.actions.payments import record_payment
from jiefen.ledger.models import HouseholdColumns
from tests.factories.arrears import came_in, make_debtor
from tests.factories.world import AT, TODAY, make_actor, make_estate, make_organisation

pytestmark = pytest.mark.django_db
NIGHT = AT.replace(hour=2, minute=30)
DAY = dt.timedelta(days=1)


@pytest.fixture
def estate():
    found = make_estate(make_organisation(), "云栖里")
    came_in(found.organisation_id, NIGHT - DAY)
    make_debtor(make_estate(make_organisation()), "999", (2023, 11))
    return found


def mingled(estate) -> list[Premises]:
    """Nine households of three buildings whose numbers go round and round."""
    buildings = ("1栋", "2栋", "3栋")
    months = [(2026, 10), (2026, 8), (2023, 11), (2026, 8), (2023, 12), (2026, 10), (2026, 8), (2026, 9), (2026, 7)]
    return [
        make_debtor(estate, f"1{place:02d}", month, building=buildings[place % 3], fen=10_000 * (place + 1))
        for place, month in enumerate(months)
    ]


def plan(estate, day: dt.date = TODAY, **how):
    return run_night(estate.organisation_id, today=day, at=NIGHT + (day - TODAY), **how)


@pytest.mark.parametrize("at_a_time", [1, 2, 4, 9, 100])
def test_a_building_is_one_row_however_the_steps_cut_it(estate, at_a_time):
    homes = mingled(estate)
    plan(estate, at_a_time=at_a_time)
    stored = proposals_of(estate.organisation_id)
    assert BuildingProposals.objects.of(estate.organisation_id).count() == 3
    assert [(each.building_id, each.premises_id) for each in stored] == sorted(
        (home.building_id, home.pk) for home in homes
    )
    for row in BuildingProposals.objects.of(estate.organisation_id):
        mine = [each for each in stored if each.building_id == row.building_id]
        best = min(mine, key=lambda each: (-each.score, each.premises_id))
        assert (row.proposals, row.top_score, row.top_premises) == (3, best.score, best.premises_id)
        assert (row.first_premises, row.last_premises) == (mine[0].premises_id, mine[-1].premises_id)


@pytest.mark.parametrize("at_a_time", [2, 100])
def test_only_buildings_in_which_something_differs_are_written(estate, at_a_time):
    homes = mingled(estate)
    plan(estate)
    before = dict(BuildingProposals.objects.of(estate.organisation_id).values_list("pk", "packed"))
    paid = homes[4]
    record_payment(
        premises_id=paid.pk, amount_fen=50_000, paid_on=TODAY, method="cash", by=make_actor(estate.organisation), at=AT
    )
    run = plan(estate, at_a_time=at_a_time)
    after = dict(BuildingProposals.objects.of(estate.organisation_id).values_list("pk", "packed"))
    assert [pk for pk, packed in before.items() if after[pk] != packed] == [paid.building_id]
    assert (run.counts["removed"], run.counts["written"], run.counts["proposals"]) == (1, 0, 8)


def test_a_building_without_proposals_has_no_row(estate):
    home = make_debtor(estate, "101", (2026, 8))
    plan(estate)
    Premises.objects.filter(pk=home.pk).update(do_not_contact=True)
    plan(estate)
    assert not BuildingProposals.objects.of(estate.organisation_id).exists()


@pytest.mark.parametrize("limit", [1, 2, 5, 9, 20])
def test_the_best_are_found_through_the_best_buildings(estate, limit):
    homes = mingled(estate)
    plan(estate)
    ranked = sorted(proposals_of(estate.organisation_id), key=lambda each: (-each.score, each.premises_id))
    found = best_premises(estate.organisation_id, building_ids=None, limit=limit)
    assert found == [each.premises_id for each in ranked][:limit]
    mine = [homes[0].building_id, homes[1].building_id]
    expected = [each.premises_id for each in ranked if each.building_id in mine][:limit]
    assert best_premises(estate.organisation_id, building_ids=mine, limit=limit) == expected


def test_nobody_is_best_where_nothing_is_proposed(estate):
    assert best_premises(estate.organisation_id, building_ids=None, limit=5) == []
    assert proposals_of(estate.organisation_id, building_ids=[1]) == []


def apart(columns: Columns) -> list[tuple[int, list[int]]]:
    """Each household and its words."""
    places = zip(columns.premises.tolist(), columns.starts.tolist(), columns.ends.tolist(), strict=True)
    return [(pk, columns.words[start:end].tolist()) for pk, start, end in places]


def test_a_step_read_as_one_value_is_what_its_rows_hold(estate):
    homes = mingled(estate)
    organisation = estate.organisation_id
    rows = list(
        HouseholdColumns.objects.filter(organisation_no=organisation).order_by("pk").values_list("pk", "packed")
    )
    expected = join([pk for pk, _ in rows], [packed for _, packed in rows])
    for found in (columns_after(organisation, 0, limit=100), columns_of(organisation, [home.pk for home in homes])):
        assert (found.is_last, apart(found.columns)) == (True, apart(expected))
    part = columns_after(organisation, homes[2].pk, limit=3)
    assert (part.columns.premises.tolist(), part.until) == ([home.pk for home in homes[3:6]], homes[5].pk)
    assert len(columns_after(make_organisation().pk, 0, limit=3).columns) == 0

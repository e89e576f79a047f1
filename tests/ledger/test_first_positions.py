"""Positions of doors an import has just made are those that would be derived from the rows it wrote."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiefen.ledger import first_positions, positions
from jiefen.ledger.first_positions import AsBilled
from jiefen.ledger.models import Charge, ChargePosition, FeeItemKind, HouseholdColumns, HouseholdPosition
from jiefen.shared.bulk import Inserts
from tests.factories.world import AT, make_estate, make_fee_item, make_organisation, make_premises

pytestmark = pytest.mark.django_db

EDGES = [dt.date(1987, 12, 31), dt.date(1990, 1, 1), dt.date(2015, 9, 30), dt.date(2024, 2, 29), dt.date(2169, 6, 7)]
DAYS = st.none() | st.dates(dt.date(1900, 1, 1), dt.date(2999, 12, 31)) | st.sampled_from(EDGES)
FEN = st.integers(-(10**6), 10**6) | st.sampled_from([0, 10**12, -(10**12)])
CHARGES = st.lists(st.tuples(st.integers(0, 3), st.sampled_from(FeeItemKind.values), FEN, DAYS), max_size=12)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(CHARGES)
def test_they_are_those_derived_from_the_rows(charges):
    organisation = make_organisation()
    estate = make_estate(organisation)
    homes = [make_premises(estate, building=f"{number % 2 + 1}栋") for number in range(4)]
    items = {kind: make_fee_item(organisation, kind, kind) for kind in FeeItemKind.values}
    made = [
        Charge.objects.create(
            organisation=organisation, premises=homes[home], fee_item=items[kind], amount_fen=fen, due_on=due,
            recorded_at=AT,
        )
        for home, kind, fen, due in charges
    ]  # fmt: skip
    first = made[0].pk if made else 1
    billed = AsBilled(
        organisation.pk,
        range(homes[0].pk, homes[-1].pk + 1),
        [home.building_id for home in homes],
        range(first, first + len(made)),
        [homes[home].pk for home, *_ in charges],
        [fen for _, _, fen, _ in charges],
        [kind for _, kind, *_ in charges],
        [due.isoformat() if due else None for *_, due in charges],
    )
    with Inserts() as inserts:
        first_positions.insert(billed, inserts)
        first_positions.insert_columns(billed, inserts)
    assert HouseholdPosition.objects.filter(organisation_no=organisation.pk).count() == 4
    assert positions.differences(organisation.pk, at=AT) == []


def test_another_organisations_charges_and_premises_have_none():
    mine, other = make_organisation(), make_organisation()
    item = make_fee_item(other)
    homes = [make_premises(make_estate(owner)) for owner in (mine, other)]
    charge = Charge.objects.create(
        organisation=other, premises=homes[1], fee_item=item, amount_fen=100, due_on=dt.date(2025, 1, 1), recorded_at=AT
    )
    ours = range(homes[0].pk, homes[0].pk + 1)
    billed = AsBilled(mine.pk, ours, [homes[0].building_id], range(charge.pk, charge.pk + 1), [], [], [], [])
    with Inserts() as inserts:
        first_positions.insert(billed, inserts)
    assert not ChargePosition.objects.exists()
    assert list(HouseholdPosition.objects.values_list("premises_id", flat=True)) == [homes[0].pk]
    assert not HouseholdColumns.objects.exists()

"""The household list: each filter against data that could leak, each sort, pages, and what is counted."""

from __future__ import annotations

import datetime as dt

import pytest

from jiefen.estates.models import Premises
from jiefen.ledger import positions
from jiefen.ledger.models import Payment
from jiefen.ledger.queries import household_list
from jiefen.ledger.queries.household_list import HouseholdFilter, every_household, fee_items, household_page
from tests.factories.arrears import make_debtor
from tests.factories.world import AT, TODAY, make_estate, make_fee_item, make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def estate():
    """Today is 2026-11-23. Due 2023-10-31: barred. 2023-11-30: 7 days. 2024-01: 69. 2024-03: 128."""
    found = make_estate(make_organisation())
    make_debtor(found, "101", (2023, 10), (2026, 9), fen=5_000)
    make_debtor(found, "102", (2023, 11), fen=40_000)
    make_debtor(found, "201", (2024, 1), (2024, 3), fen=10_000, building="2栋")
    make_debtor(found, "202", (2026, 10), fen=30_000, building="10栋")
    make_debtor(found, "301")
    other = make_estate(make_organisation())
    make_debtor(other, "999", (2023, 10), (2023, 11), fen=99_000)
    return found


def rooms(estate, number: int = 1, **wanted) -> list[str]:
    page = household_page(estate.organisation_id, HouseholdFilter(**wanted), today=TODAY, number=number)
    return [row.label.rsplit("单元", 1)[1] for row in page.rows]


def test_everybody_by_what_they_owe_and_nobody_elses(estate):
    page = household_page(estate.organisation_id, HouseholdFilter(), today=TODAY)
    assert [(row.label, row.outstanding_fen, row.open_charges) for row in page.rows] == [
        ("1栋1单元102", 40_000, 1), ("10栋1单元202", 30_000, 1), ("2栋1单元201", 20_000, 2), ("1栋1单元101", 10_000, 2),
        ("1栋1单元301", 0, 0),
    ]  # fmt: skip
    assert (page.total, page.more, page.owed_fen, page.number) == (5, False, 100_000, 1)


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("owed", ["102", "202", "201", "101", "301"]),
        ("oldest", ["101", "102", "201", "202"]),
        ("expiry", ["101", "102", "201", "202"]),
        ("room", ["101", "102", "301", "201", "202"]),
    ],
)
def test_sorts(estate, sort, expected):
    assert rooms(estate, sort=sort) == expected


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"owing": "yes"}, ["102", "202", "201", "101"]),
        ({"owing": "no"}, ["301"]),
        ({"band": "barred"}, ["101"]),
        ({"band": "30"}, ["102"]),
        ({"band": "90"}, ["102", "201"]),
        ({"band": "180"}, ["102", "201"]),
        ({"bucket": "d1_30"}, ["202"]),
        ({"bucket": "y2_3"}, ["102", "201"]),
        ({"bucket": "y3_over"}, ["101"]),
        ({"bucket": "not_due"}, []),
        ({"owing": "yes", "sort": "room"}, ["101", "102", "201", "202"]),
        ({"owing": "yes", "sort": "oldest"}, ["101", "102", "201", "202"]),
        ({"owing": "no", "sort": "room"}, ["301"]),
        ({"band": "180", "sort": "room"}, ["102", "201"]),
    ],
)
def test_filters(estate, wanted, expected):
    assert rooms(estate, **wanted) == expected


def test_places(estate):
    second = estate.buildings.get(name="2栋").pk
    assert rooms(estate, building_ids=[second]) == ["201"]
    assert rooms(estate, building_ids=[]) == []
    assert rooms(estate, estate_ids=[estate.pk], owing="no") == ["301"]
    assert rooms(estate, premises_ids=[estate.premises.get(room="202").pk]) == ["202"]
    assert rooms(estate, premises=(Premises.objects.filter(room="201", estate=estate).values("pk"),)) == ["201"]


def test_fee_item(estate):
    parking = make_fee_item(estate.organisation, "车位费", "parking")
    make_debtor(estate, "401", (2026, 8), item=parking)
    assert [name for _, name in fee_items(estate.organisation_id)] == ["物业费", "车位费"]
    assert rooms(estate, fee_item_id=parking.pk) == ["401"]


def test_a_barred_and_a_soon_expiring_bill_of_one_household_are_both_found(estate):
    make_debtor(estate, "501", (2020, 1), (2023, 11))
    assert "501" in rooms(estate, band="30")
    assert "501" in rooms(estate, band="barred")


def test_withdrawn_premises_are_hidden(estate):
    estate.premises.filter(room="102").update(withdrawn_at=AT)
    assert "102" not in rooms(estate)


def test_pages_stay_inside_what_there_is(estate, monkeypatch):
    monkeypatch.setattr(household_list, "PAGE_SIZE", 2)
    assert rooms(estate, number=2) == ["201", "101"]
    assert rooms(estate, number=3) == ["301"]
    assert rooms(estate, number=99) == ["301"]
    assert rooms(estate, number=-5) == ["102", "202"]


def test_beyond_the_count_it_says_more_and_still_knows_the_sum_of_all(estate, monkeypatch):
    monkeypatch.setattr(household_list, "COUNTED", 3)
    page = household_page(estate.organisation_id, HouseholdFilter(), today=TODAY)
    assert (page.total, page.more, page.owed_fen) == (3, True, 100_000)
    narrow = household_page(estate.organisation_id, HouseholdFilter(estate_ids=[estate.pk]), today=TODAY)
    assert (narrow.total, narrow.more, narrow.owed_fen) == (3, True, None)


def test_the_row_tells_prepayment_last_payment_and_flags(estate):
    home = make_debtor(estate, "601", (2026, 9), do_not_contact=True, is_vacant=True, is_delivered=False)
    paid_on = dt.date(2026, 10, 5)
    Payment.objects.create(
        organisation=estate.organisation, premises=home, amount_fen=700, paid_on=paid_on, method="cash", recorded_at=AT
    )
    positions.refresh([home.pk], at=AT)
    page = household_page(estate.organisation_id, HouseholdFilter(premises_ids=[home.pk]), today=TODAY)
    row = page.rows[0]
    assert (row.prepaid_fen, row.last_paid_on, row.first_expiry_on) == (700, paid_on, dt.date(2029, 9, 30))
    assert (row.do_not_contact, row.is_vacant, row.is_delivered) == (True, True, False)


def test_three_queries_whatever_the_number(estate, django_assert_num_queries):
    with django_assert_num_queries(3):
        household_page(estate.organisation_id, HouseholdFilter(), today=TODAY)


def test_the_workbook_gets_every_row(estate):
    found = every_household(estate.organisation_id, HouseholdFilter(owing="yes"), today=TODAY)
    assert [row.outstanding_fen for row in found] == [40_000, 30_000, 20_000, 10_000]

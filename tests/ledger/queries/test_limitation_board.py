"""The limitation board to the 分, its months and spans, and the households behind it with their reasons."""

from __future__ import annotations

import datetime as dt

import pytest

from jiefen.accounts.roles import Role
from jiefen.ledger.actions.limitation_events import record_limitation_event
from jiefen.ledger.queries.limitation_board import AtRisk, board
from jiefen.ledger.queries.limitation_households import Span, every_bill_at_risk, households_at_risk, span_of
from tests.factories.arrears import make_debtor
from tests.factories.world import AT, TODAY, make_actor, make_estate, make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def estate():
    """Today is 2026-11-23: one bill barred, then 7, 38, 69 and 98 days left, and one far away."""
    found = make_estate(make_organisation())
    make_debtor(found, "101", (2023, 10), (2023, 11), fen=5_000)
    make_debtor(found, "102", (2023, 12), (2024, 1), fen=700)
    make_debtor(found, "201", (2024, 2), (2026, 9), fen=90, building="2栋")
    make_debtor(make_estate(make_organisation()), "999", (2023, 10), (2023, 11), fen=99_000)
    return found


def test_the_tiles_count_money_and_households_exactly(estate):
    total = board(estate.organisation_id, today=TODAY).total
    assert total.barred == AtRisk(5_000, 1)
    assert total.within == {30: AtRisk(5_000, 1), 90: AtRisk(6_400, 2), 180: AtRisk(6_490, 3)}


def test_months_ahead_and_the_rest(estate):
    found = board(estate.organisation_id, today=TODAY, months=4)
    assert [(month.first, month.falls) for month in found.months] == [
        (dt.date(2026, 11, 23), AtRisk(5_000, 1)),
        (dt.date(2026, 12, 1), AtRisk(700, 1)),
        (dt.date(2027, 1, 1), AtRisk(700, 1)),
        (dt.date(2027, 2, 1), AtRisk(90, 1)),
    ]
    assert found.safe_fen == 90


def test_per_building_and_only_the_buildings_asked_for(estate):
    first, second = (estate.buildings.get(name=name).pk for name in ("1栋", "2栋"))
    whole = board(estate.organisation_id, today=TODAY)
    assert whole.by_building[second].within[180] == AtRisk(90, 1)
    part = board(estate.organisation_id, today=TODAY, building_ids=[second])
    assert set(whole.by_building) == {first, second}
    assert set(part.by_building) == {second}
    assert part.total.barred == AtRisk()


def test_three_queries(estate, django_assert_num_queries):
    with django_assert_num_queries(3):
        board(estate.organisation_id, today=TODAY)


def test_an_empty_ledger_has_an_empty_board():
    found = board(make_organisation().pk, today=TODAY)
    assert (found.safe_fen, found.by_building, found.total.barred) == (0, {}, AtRisk())
    assert sum(month.falls.fen for month in found.months) == 0


@pytest.mark.parametrize(
    ("band", "span"),
    [
        ("30", Span(TODAY, dt.date(2026, 12, 23))),
        ("barred", Span(None, dt.date(2026, 11, 22))),
        ("2026-11", Span(TODAY, dt.date(2026, 11, 30))),
        ("2027-02", Span(dt.date(2027, 2, 1), dt.date(2027, 2, 28))),
        ("2026-10", None),
        ("2027-13", None),
        ("", None),
        ("9999-12", None),
    ],
)
def test_spans(band, span):
    assert span_of(band, TODAY) == span


def test_the_households_of_a_span_first_to_expire_first(estate):
    page = households_at_risk(estate.organisation_id, span_of("90", TODAY), today=TODAY)
    found = [(each.label, each.fen, each.first_on, len(each.bills)) for each in page.households]
    assert found == [
        ("1栋1单元101", 5_000, dt.date(2026, 11, 30), 1),
        ("1栋1单元102", 1_400, dt.date(2026, 12, 31), 2),
    ]
    assert (page.total, page.more) == (2, False)


def test_the_chain_of_reasons_shows_what_moved_the_clock(estate):
    home = estate.premises.get(room="101")
    manager = make_actor(estate.organisation, Role.MANAGER)
    record_limitation_event(
        premises_id=home.pk, on=dt.date(2026, 10, 20), kind="demand", proof="ems_signed", by=manager, at=AT
    )
    page = households_at_risk(estate.organisation_id, span_of("90", TODAY), today=TODAY)
    assert [each.label for each in page.households] == ["1栋1单元102"]
    moved = households_at_risk(estate.organisation_id, span_of("2029-10", TODAY), today=TODAY).households[0]
    assert moved.first_on == dt.date(2029, 10, 20)
    assert [reason.code for reason in moved.bills[0].reasons] == ["start", "interrupted", "expires"]


def test_a_fixed_number_of_queries(estate, django_assert_num_queries):
    with django_assert_num_queries(4):
        households_at_risk(estate.organisation_id, span_of("30", TODAY), today=TODAY)
    with django_assert_num_queries(4):
        households_at_risk(estate.organisation_id, span_of("180", TODAY), today=TODAY)


def test_every_bill_for_the_workbook(estate):
    rows = list(every_bill_at_risk(estate.organisation_id, dt.date(2026, 12, 31)))
    assert [(row[1], row[-2], row[-1]) for row in rows] == [
        ("1栋1单元101", dt.date(2026, 10, 31), 5_000),
        ("1栋1单元101", dt.date(2026, 11, 30), 5_000),
        ("1栋1单元102", dt.date(2026, 12, 31), 700),
    ]

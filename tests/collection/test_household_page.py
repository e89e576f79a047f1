"""The household's story: what stands in the timeline, and what is told of the limitation clocks."""

from __future__ import annotations

import datetime as dt

import pytest

from jiefen.collection.queries.household import Happened, household_of
from jiefen.ledger.actions.limitation_events import record_limitation_event
from jiefen.ledger.actions.payments import record_payment
from jiefen.service_log.models import RepairTicket, ServiceRecord
from tests.factories.arrears import make_debtor
from tests.factories.world import AT, TODAY, make_actor, make_estate, make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    return make_debtor(make_estate(make_organisation()), "101", (2023, 9), (2023, 11), (2026, 9))


def service(home, what: str, on: dt.date, **place) -> None:
    ServiceRecord.objects.create(
        organisation=home.organisation, estate=home.estate, category="cleaning", done_on=on, what=what, **place
    )


def told(home) -> list[tuple[dt.date, str, str]]:
    return [(each.on, each.kind, each.what) for each in household_of(home, today=TODAY).timeline]


def test_the_timeline_newest_first(home):
    manager = make_actor(home.organisation)
    record_payment(
        premises_id=home.pk, amount_fen=500, paid_on=dt.date(2026, 10, 8), method="wechat", by=manager, at=AT
    )
    record_limitation_event(
        premises_id=home.pk, on=dt.date(2026, 7, 1), kind="demand", proof="ems_signed", by=manager, at=AT
    )
    RepairTicket.objects.create(
        organisation=home.organisation, premises=home, what="灯不亮", opened_on=dt.date(2026, 5, 1),
        fixed_on=dt.date(2026, 5, 3), state="fixed",
    )  # fmt: skip
    service(home, "擦电梯", dt.date(2026, 11, 2), building=home.building)
    service(home, "修绿篱", dt.date(2026, 11, 3))
    found = told(home)
    assert found[0] == (dt.date(2026, 11, 2), Happened.SERVICE, "擦电梯")
    assert (dt.date(2026, 10, 8), Happened.PAYMENT, "付款") in found
    assert found[-2:] == [
        (dt.date(2026, 5, 3), Happened.TICKET, "修好：灯不亮"), (dt.date(2026, 5, 1), Happened.TICKET, "报修：灯不亮"),
    ]  # fmt: skip
    demands = [each for each in found if each[:2] == (dt.date(2026, 7, 1), Happened.LIMITATION)]
    assert len(demands) == 1, "one demand, though it moved the clock of every bill"


def test_services_count_from_the_last_payment(home):
    manager = make_actor(home.organisation)
    service(home, "以前的", dt.date(2026, 9, 1))
    service(home, "新的", dt.date(2026, 10, 9))
    record_payment(premises_id=home.pk, amount_fen=500, paid_on=dt.date(2026, 10, 8), method="cash", by=manager, at=AT)
    found = household_of(home, today=TODAY)
    assert [each.what for each in found.services] == ["新的"]
    assert (found.services_since, found.last_paid_on) == (dt.date(2026, 10, 8), dt.date(2026, 10, 8))


def test_services_of_other_doors_are_not_claimed(home):
    neighbour = make_debtor(home.estate, "201", building="2栋")
    service(home, "隔壁楼的电梯", dt.date(2026, 11, 1), building=neighbour.building)
    service(home, "二单元的灯", dt.date(2026, 11, 1), building=home.building, entrance="2")
    service(home, "邻居家的水管", dt.date(2026, 11, 1), premises=neighbour)
    assert household_of(home, today=TODAY).services == ()


def test_barred_money_and_the_next_date(home):
    found = household_of(home, today=TODAY)
    assert (found.barred_fen, found.first_expiry_on) == (10_000, dt.date(2026, 11, 30))


def test_only_waiting_tickets_stand_at_the_top(home):
    for state in ("open", "in_progress", "fixed", "closed"):
        RepairTicket.objects.create(
            organisation=home.organisation, premises=home, what=state, state=state, opened_on=TODAY
        )
    assert {each.row.what for each in household_of(home, today=TODAY).standing} == {"open", "in_progress", "fixed"}

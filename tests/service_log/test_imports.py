"""Imported service records and tickets: once, however often the sheet comes; undone while nobody built on them."""

from __future__ import annotations

import datetime as dt

import pytest

from jiefen.accounts.roles import Role
from jiefen.audit.models import Event
from jiefen.service_log.actions import (
    EntryRefused,
    add_imported_records,
    add_imported_tickets,
    remove_imported,
    start_ticket,
)
from jiefen.service_log.imported import Added, RecordRow, TicketRow, category_of, state_of
from jiefen.service_log.models import RepairTicket, ServiceRecord
from jiefen.service_log.sheet_rows import SheetRecord, SheetTicket, resolve_records, resolve_tickets
from jiefen.shared.errors import NotFound, NotPermitted
from tests.factories.world import AT, TODAY, make_actor, make_estate, make_organisation, make_premises

pytestmark = pytest.mark.django_db
FLAT = ("1", "1", "101", "residence")


@pytest.fixture
def home():
    return make_premises(make_estate(make_organisation()), "101")


@pytest.fixture
def actor(home):
    return make_actor(home.organisation)


def records(home):
    return [
        RecordRow(TODAY, "保养电梯", "lift", home.building_id, "1"),
        RecordRow(TODAY, "修剪灌木", "greening"),
        RecordRow(TODAY, "修剪灌木", "greening"),
    ]


def test_the_same_sheet_twice_changes_nothing(actor, home):
    common = {"by": actor, "estate": home.estate, "at": AT}
    assert add_imported_records(rows=records(home), batch_no=1, **common) == Added(2, 1)
    assert add_imported_records(rows=records(home), batch_no=2, **common) == Added(0, 3)
    assert sorted(ServiceRecord.objects.values_list("what", "batch_no")) == [("保养电梯", 1), ("修剪灌木", 1)]
    assert [event.data["added"] for event in Event.objects.order_by("seq")] == [2, 0]


def test_a_ticket_already_there_keeps_what_was_done_since(actor, home):
    rows = [TicketRow(home.pk, "灯坏了", TODAY, reference="BX1"), TicketRow(home.pk, "门坏了", TODAY)]
    common = {"by": actor, "estate": home.estate, "at": AT}
    assert add_imported_tickets(rows=rows, batch_no=1, **common) == Added(2, 0)
    start_ticket(by=actor, at=AT, ticket_id=RepairTicket.objects.get(reference="BX1").pk)
    again = [TicketRow(home.pk, "灯坏了(已改字)", TODAY, reference="BX1"), rows[1]]
    assert add_imported_tickets(rows=again, batch_no=2, **common) == Added(0, 2)
    assert RepairTicket.objects.get(reference="BX1").state == "in_progress"
    with pytest.raises(EntryRefused) as refused:
        remove_imported(by=actor, batch_no=1, at=AT)
    assert refused.value.code == "service_log.worked_on"
    assert RepairTicket.objects.count() == 2


def test_an_untouched_import_can_be_undone_alone(actor, home):
    common = {"by": actor, "estate": home.estate, "at": AT}
    add_imported_records(rows=records(home), batch_no=1, **common)
    add_imported_records(rows=[RecordRow(TODAY, "清洗水箱")], batch_no=2, **common)
    stranger = make_actor(make_organisation())
    assert remove_imported(by=stranger, batch_no=1, at=AT) == 0
    assert remove_imported(by=actor, batch_no=1, at=AT) == 2
    assert list(ServiceRecord.objects.values_list("what", flat=True)) == ["清洗水箱"]


def test_rows_outside_the_estate_are_refused_whole(actor, home):
    foreign = make_premises(make_estate(home.organisation), "101")
    rows = [*records(home), RecordRow(TODAY, "别处", premises_id=foreign.pk)]
    with pytest.raises(NotFound):
        add_imported_records(by=actor, estate=home.estate, rows=rows, batch_no=1, at=AT)
    with pytest.raises(NotFound):
        add_imported_tickets(by=actor, estate=home.estate, rows=[TicketRow(foreign.pk, "灯", TODAY)], batch_no=1, at=AT)
    with pytest.raises(NotPermitted):
        steward = make_actor(home.organisation, Role.STEWARD)
        add_imported_records(by=steward, estate=home.estate, rows=records(home), batch_no=1, at=AT)
    assert not ServiceRecord.objects.exists()
    assert not RepairTicket.objects.exists()


def test_names_in_a_sheet_become_places(home):
    found = resolve_records(
        home.estate,
        [
            SheetRecord("表1", 2, TODAY, "", FLAT, "", "更换门锁", "老周"),
            SheetRecord("表1", 3, TODAY, "1", None, "消防", "检查灭火器"),
            SheetRecord("表1", 4, TODAY, "", None, "绿化", ""),
            SheetRecord("表1", 5, None, "", None, "绿化", "没有日期"),
            SheetRecord("表1", 6, TODAY, "9", None, "绿化", "没有这一栋"),
        ],
    )
    assert found.unplaced == [("表1", 5), ("表1", 6)]
    assert found.rows == [
        RecordRow(TODAY, "更换门锁", "repair", home.building_id, "1", home.pk, "老周"),
        RecordRow(TODAY, "检查灭火器", "fire", home.building_id),
        RecordRow(TODAY, "绿化", "greening"),
    ]


def test_tickets_in_a_sheet_become_tickets(home):
    done = TODAY - dt.timedelta(days=1)
    found = resolve_tickets(
        home.estate,
        [
            SheetTicket("表1", 2, done, FLAT, "水电", "水管漏水", "已关闭", TODAY, "A1"),
            SheetTicket("表1", 3, done, FLAT, "水电", "水管漏水", "", TODAY),
            SheetTicket("表1", 4, done, ("7", "1", "101", "residence"), "水电", "没有这一户"),
        ],
    )
    assert found.unplaced == [("表1", 4)]
    assert [(row.state, row.fixed_on, row.closed_on) for row in found.rows] == [
        ("closed", TODAY, TODAY),
        ("fixed", TODAY, None),
    ]


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("未修好", "open"),
        ("已修好", "fixed"),
        ("待确认", "fixed"),
        ("处理中", "in_progress"),
        ("已关闭", "closed"),
        ("已取消", "closed"),
        ("不予处理", "closed"),
        ("已评价", "closed"),
        ("待回访", "fixed"),
        ("未验收", "fixed"),
        ("已办结", "fixed"),
        ("是", "fixed"),
        ("否", "open"),
        ("待派单", "open"),
        ("已派单", "in_progress"),
        ("待配件", "in_progress"),
        ("挂起", "in_progress"),
        ("Completed", "fixed"),
        ("", "open"),
    ],
)
def test_words_for_states(words, state):
    assert state_of(words) == state


@pytest.mark.parametrize(
    ("texts", "category"), [(("", "电梯维修"), "lift"), (("其他", "修剪草坪"), "greening"), (("",), "other")]
)
def test_words_for_categories(texts, category):
    assert category_of(*texts) == category

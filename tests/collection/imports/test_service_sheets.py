"""Service records and repair tickets from a sheet into the service log, and back."""

from __future__ import annotations

import datetime as dt

import pytest

from jiefen.accounts.actors import Actor
from jiefen.accounts.roles import Role
from jiefen.ledger.actions import imports
from jiefen.ledger.models import ImportBatch
from jiefen.ledger.states import ImportState
from jiefen.service_log.actions import EntryRefused, start_ticket
from jiefen.service_log.models import RepairTicket, ServiceRecord
from jiefen.service_log.states import TicketState
from jiefen.shared.jobs.runner import run_waiting_jobs
from tests.factories.world import AT, make_actor, make_estate, make_organisation, make_premises

pytestmark = pytest.mark.django_db
RECORDS = """云栖里小区3月服务记录
日期,楼栋,位置,类别,工作内容,负责人
2026-03-05,1栋,1单元,电梯,电梯困人演练,张师傅
2026-03-06,,全小区,保洁,清洗水箱,李姐
2026-03-07,,1-1-101,维修,上门换灯,李姐
2026-03-08,,东门,绿化,修剪绿篱,老陈
2026-03-09,2栋,,消防,检查灭火器,老陈
"""
TICKETS = """工单号,报修日期,房号,报修人,联系电话,报修内容,状态,完成日期
G1,2026-03-05,1-1-101,租客,13900000000,水管漏水,已完成,2026-03-06
G2,2026-03-05,1-1-102,李军,,门禁坏了,处理中,
G3,2026-03-08,,李军,,对讲没声音,,
"""


@pytest.fixture
def estate():
    found = make_estate(make_organisation(), "云栖里")
    make_premises(found, "101")
    make_premises(found, "102", owner="李军")
    make_premises(found, "201", building="2栋", owner="陈晨")
    return found


@pytest.fixture
def clerk(estate) -> Actor:
    return make_actor(estate.organisation, Role.FINANCE)


def read(clerk: Actor, kind: str, text: str, name: str = "表.csv", **more: str) -> ImportBatch:
    batch = imports.upload(by=clerk, file_name=name, data=text.encode(), at=AT, kind=kind, **more)
    run_waiting_jobs()
    batch.refresh_from_db()
    assert batch.state == ImportState.PREVIEWED, batch.refusal
    return batch


def take_in(clerk: Actor, kind: str, text: str, name: str = "表.csv", **more: str) -> ImportBatch:
    batch = read(clerk, kind, text, name, **more)
    imports.commit(by=clerk, batch=batch, at=AT)
    run_waiting_jobs()
    batch.refresh_from_db()
    assert batch.state == ImportState.COMMITTED, batch.refusal
    return batch


def codes(batch: ImportBatch) -> list[tuple[int, str]]:
    return [(problem["row"], problem["code"]) for problem in batch.summary["problems"]]


def test_records_go_to_the_narrowest_place_they_name(clerk):
    batch = take_in(clerk, "service_records", RECORDS)
    assert codes(batch) == []
    columns = ("done_on__day", "building__name", "entrance", "premises__room", "category", "what", "done_by")
    assert list(ServiceRecord.objects.order_by("done_on").values_list(*columns)) == [
        (5, "1栋", "1", None, "lift", "电梯困人演练", "张师傅"),
        (6, None, "", None, "cleaning", "清洗水箱", "李姐"),
        (7, "1栋", "1", "101", "repair", "上门换灯", "李姐"),
        (8, None, "", None, "greening", "东门:修剪绿篱", "老陈"),
        (9, "2栋", "", None, "fire", "检查灭火器", "老陈"),
    ]
    assert [one["where"] for one in batch.summary["sample"]] == [
        "1栋1单元", "云栖里(整个小区)", "1栋1单元101", "云栖里(整个小区)", "2栋",
    ]  # fmt: skip
    assert batch.summary["written"] == {"rows": 5}


def test_reading_writes_nothing_and_the_same_rows_come_once(clerk):
    assert read(clerk, "service_records", RECORDS).summary["new_rows"] == 5
    assert not ServiceRecord.objects.exists()
    first = take_in(clerk, "service_records", RECORDS)
    same = imports.upload(by=clerk, file_name="x.csv", data=RECORDS.encode(), at=AT, kind="service_records")
    assert same.pk == first.pk
    more = RECORDS + "2026-03-10,2栋,,保洁,扫楼道,李姐\n2026-03-10,2栋,,保洁,扫楼道,李姐\n"
    batch = take_in(clerk, "service_records", more)
    assert (batch.summary["new_rows"], batch.summary["duplicates"]) == (1, 6)
    assert ServiceRecord.objects.count() == 6


def test_places_nobody_knows_and_days_to_come_are_held_back(clerk):
    text = """日期,位置,类别,工作内容
2026-03-05,9栋,电梯,保养
2026-03-05,1-1-909,维修,换灯
2027-03-05,1-1-101,维修,换灯
不详,1-1-101,维修,换灯
2026-03-05,1-1-101,维修,换灯
"""
    batch = take_in(clerk, "service_records", text)
    assert codes(batch) == [(2, "building_unknown"), (3, "room_unknown"), (4, "future_date"), (5, "no_date")]
    assert ServiceRecord.objects.count() == 1


def test_a_row_for_several_buildings_or_entrances_is_a_record_for_each(clerk):
    text = """日期,楼栋,单元,工作内容,负责人
2026-03-05,1、2栋,,清洗水箱,李姐
2026-03-06,1-2栋大堂,,打蜡,李姐
2026-03-07,1栋,1、2单元,换灯,李姐
2026-03-08,各楼栋,,消杀,李姐
"""
    batch = take_in(clerk, "service_records", text)
    assert codes(batch) == []
    columns = ("done_on__day", "building__name", "entrance", "what")
    assert list(ServiceRecord.objects.order_by("done_on", "building__name", "entrance").values_list(*columns)) == [
        (5, "1栋", "", "清洗水箱"),
        (5, "2栋", "", "清洗水箱"),
        (6, "1栋", "", "大堂:打蜡"),
        (6, "2栋", "", "大堂:打蜡"),
        (7, "1栋", "1", "换灯"),
        (7, "1栋", "2", "换灯"),
        (8, None, "", "消杀"),
    ]


def test_work_of_several_days_is_dated_by_its_end_and_says_when_it_began(clerk):
    text = "日期,楼栋,检查项目,检查结果\n2026-03-01至2026-03-05,1栋,屋面防水,完成\n2026.3.6-3.8,2栋,外墙,完成\n2026年3月,2栋,外墙,完成\n"
    batch = take_in(clerk, "service_records", text)
    assert codes(batch) == [(4, "no_date")], "a month is no day"
    assert list(ServiceRecord.objects.order_by("done_on").values_list("done_on__day", "what")) == [
        (5, "屋面防水:完成(3月1日至3月5日)"),
        (8, "外墙:完成(3月6日至3月8日)"),
    ]


def test_with_several_estates_the_sheet_has_to_say_which(clerk, estate):
    make_premises(make_estate(estate.organisation, "碧波湾"), "301")
    text = "日期,位置,类别,工作内容\n2026-03-05,全小区,保洁,清洗水箱\n"
    assert codes(read(clerk, "service_records", text)) == [(2, "estate_missing")]
    take_in(clerk, "service_records", text, estate_name="碧波湾")
    assert ServiceRecord.objects.get().estate.name == "碧波湾"


def test_another_company_s_rooms_are_never_found(clerk):
    other = make_estate(make_organisation(), "星河湾")
    make_premises(other, "888")
    text = "日期,位置,类别,工作内容\n2026-03-05,1-1-888,维修,换灯\n"
    assert codes(read(clerk, "service_records", text)) == [(2, "room_unknown")]
    assert codes(read(clerk, "service_records", text, estate_name="星河湾")) == [(0, "estate_unknown")]


def test_records_disappear_with_an_undo_and_can_come_again(clerk):
    kept = take_in(clerk, "service_records", "日期,位置,类别,工作内容\n2026-03-01,全小区,保洁,消杀\n", "前.csv")
    batch = take_in(clerk, "service_records", RECORDS)
    assert imports.undo_import(by=clerk, batch=batch, at=AT) == {"removed_rows": 5}
    assert ServiceRecord.objects.get().batch_no == kept.pk
    take_in(clerk, "service_records", RECORDS)
    assert ServiceRecord.objects.count() == 6


def test_tickets_with_their_state_and_household(clerk):
    batch = take_in(clerk, "repair_tickets", TICKETS)
    assert codes(batch) == [(4, "matched_by_name")]
    columns = ("reference", "premises__room", "state", "opened_on", "fixed_on", "what", "batch_no")
    assert list(RepairTicket.objects.order_by("reference").values_list(*columns)) == [
        ("G1", "101", TicketState.FIXED, dt.date(2026, 3, 5), dt.date(2026, 3, 6), "水管漏水", batch.pk),
        ("G2", "102", TicketState.IN_PROGRESS, dt.date(2026, 3, 5), None, "门禁坏了", batch.pk),
        ("G3", "102", TicketState.OPEN, dt.date(2026, 3, 8), None, "对讲没声音", batch.pk),
    ]


def test_phones_are_looked_up_at_once(clerk, estate, django_assert_max_num_queries):
    make_premises(estate, "103", owner="赵云", phone="13800000009")
    head = "报修日期,报修人,联系电话,报修内容\n"
    rows = [f"2026-03-{day:02d},家人,13800000009,第{day}件\n" for day in range(1, 25)]
    few = read(clerk, "repair_tickets", head + rows[0])
    many = imports.upload(
        by=clerk, file_name="多.csv", data=(head + "".join(rows)).encode(), at=AT, kind="repair_tickets"
    )
    with django_assert_max_num_queries(40):
        run_waiting_jobs()
    many.refresh_from_db()
    assert (few.summary["new_rows"], many.summary["new_rows"]) == (1, 24)
    assert many.summary["problem_counts"] == {"matched_by_phone": 24}


def test_a_ticket_somebody_works_on_keeps_its_import(clerk):
    batch = take_in(clerk, "repair_tickets", TICKETS)
    start_ticket(by=clerk, at=AT, ticket_id=RepairTicket.objects.get(reference="G3").pk)
    again = read(clerk, "repair_tickets", TICKETS + "G4,2026-03-09,1-1-101,王芳,,灯坏了,,\n")
    assert (again.summary["duplicates"], again.summary["new_rows"]) == (3, 1)
    with pytest.raises(EntryRefused, match="处理过"):
        imports.undo_import(by=clerk, batch=batch, at=AT)
    assert RepairTicket.objects.count() == 3
    batch.refresh_from_db()
    assert batch.state == ImportState.COMMITTED


def test_what_is_planned_is_no_service_and_a_sheet_without_places_says_so(clerk):
    text = "日期,计划内容,是否完成,完成日期\n2026-03-01,换灯,是,2026-03-02\n2026-03-10,外墙,否,\n"
    batch = take_in(clerk, "service_records", text)
    assert codes(batch) == [(3, "not_done"), (0, "place_missing")]
    assert list(ServiceRecord.objects.values_list("what", "done_on__day", "building")) == [("换灯", 2, None)]


def test_a_tick_or_a_time_of_day_under_done_means_done(clerk):
    text = "报修日期,房号,报修内容,完成\n2026-03-05,1-1-101,漏水,√\n2026-03-05,1-1-102,断电,10:30\n2026-03-05,1-1-102,堵,\n"
    take_in(clerk, "repair_tickets", text)
    found = RepairTicket.objects.order_by("pk").values_list("state", "fixed_on__day")
    assert list(found) == [("fixed", None), ("fixed", 5), ("open", None)]


def test_a_newer_export_with_another_state_changes_nothing_and_says_so(clerk):
    take_in(clerk, "repair_tickets", TICKETS)
    later = read(clerk, "repair_tickets", TICKETS.replace("处理中,", "已完成,2026-03-09"), "后.csv")
    assert codes(later) == [(3, "state_differs"), (4, "matched_by_name")]
    assert "现在是“处理中”，表里是“已修好，待业主确认”" in later.summary["problems"][0]["message"]
    assert (later.summary["duplicates"], later.summary["new_rows"]) == (3, 0)


def test_untouched_tickets_can_be_undone(clerk):
    batch = take_in(clerk, "repair_tickets", TICKETS)
    assert imports.undo_import(by=clerk, batch=batch, at=AT) == {"removed_rows": 3}
    assert not RepairTicket.objects.exists()


def test_a_repair_cannot_end_before_it_began(clerk):
    text = "报修日期,房号,报修内容,完成日期\n2026-03-05,1-1-101,漏水,2026-03-01\n2026-03-05,1-1-101,断电,\n"
    batch = read(clerk, "repair_tickets", text)
    assert codes(batch) == [(2, "dates_reversed")]
    imports.correct_cell(by=clerk, batch=batch, sheet="表", row=2, column=3, value="2026-03-06", at=AT)
    run_waiting_jobs()
    batch.refresh_from_db()
    assert (codes(batch), batch.summary["new_rows"]) == ([], 2)


def test_nothing_new_is_refused_with_a_sentence(clerk):
    take_in(clerk, "repair_tickets", TICKETS)
    batch = read(clerk, "repair_tickets", TICKETS, estate_name="云栖里")
    imports.commit(by=clerk, batch=batch, at=AT)
    run_waiting_jobs()
    batch.refresh_from_db()
    assert batch.state == ImportState.PREVIEWED
    assert "没有新的内容" in batch.refusal

"""An arrears sheet from upload to ledger and back: exact, once, undoable, and nobody else's business."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db.models import Sum

from jiefen.accounts.actors import Actor
from jiefen.accounts.roles import Role
from jiefen.estates.models import Estate, Party, Premises
from jiefen.ledger import tasks  # noqa: F401 — registers the job handlers
from jiefen.ledger.access import get_import_for
from jiefen.ledger.actions import imports
from jiefen.ledger.actions.freeze import freeze_period
from jiefen.ledger.actions.payments import record_payment
from jiefen.ledger.imports.undo import ImportBuiltUpon
from jiefen.ledger.models import Charge, ChargePosition, HouseholdPosition, ImportBatch, MappingMemory
from jiefen.ledger.positions import differences
from jiefen.ledger.states import IMPORT_MOVES, ImportState
from jiefen.shared.errors import DomainError, NotFound, NotPermitted
from jiefen.shared.jobs.runner import run_waiting_jobs
from tests.factories.sheets import arrears_xlsx, three_households
from tests.factories.world import AT, TODAY, make_actor, make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk() -> Actor:
    return make_actor(make_organisation(), Role.FINANCE)


def read(clerk: Actor, data: bytes, name: str = "欠费.xlsx", **more: str) -> ImportBatch:
    batch = imports.upload(by=clerk, file_name=name, data=data, at=AT, **more)
    run_waiting_jobs()
    batch.refresh_from_db()
    return batch


def committed(clerk: Actor, data: bytes, name: str = "欠费.xlsx", **more: str) -> ImportBatch:
    batch = read(clerk, data, name, **more)
    imports.commit(by=clerk, batch=batch, at=AT)
    run_waiting_jobs()
    batch.refresh_from_db()
    assert batch.state == ImportState.COMMITTED, batch.refusal
    return batch


def owed(organisation_id: int) -> int:
    return (
        HouseholdPosition.objects.filter(organisation_no=organisation_id).aggregate(x=Sum("outstanding_fen"))["x"] or 0
    )


def test_reading_writes_nothing_into_the_ledger(clerk):
    batch = read(clerk, three_households())
    assert batch.state == ImportState.PREVIEWED
    assert batch.estate_name == "云栖里小区"
    summary = batch.summary
    assert (summary["premises"], summary["charge_rows"], summary["outstanding_fen"]) == (3, 4, 460050)
    assert (summary["new_premises"], summary["new_charges"], summary["duplicates"]) == (3, 4, 0)
    assert not Charge.objects.exists()
    assert not Premises.objects.exists()


def test_a_confirmed_sheet_is_in_the_ledger_to_the_fen(clerk):
    committed(clerk, three_households())
    assert Charge.objects.count() == 4
    assert owed(clerk.organisation_id) == 460050
    premises = Premises.objects.get(room="101")
    assert (premises.label, premises.owner_name, premises.pinyin, premises.area_x100) == (
        "1栋1单元101",
        "王芳",
        "wf",
        9000,
    )
    assert Party.objects.get(name="王芳").phone == "13800000001"
    charge = Charge.objects.get(fee_item__name="车位管理费")
    assert (charge.amount_fen, charge.fee_item.kind, str(charge.due_on)) == (48050, "parking", "2024-06-30")
    assert str(ChargePosition.objects.get(charge=charge).expires_on) == "2027-06-30"
    assert differences(clerk.organisation_id, at=AT) == []


def test_the_same_file_twice_changes_nothing(clerk):
    data = three_households()  # once: the file itself says when it was made
    first = committed(clerk, data)
    again = imports.upload(by=clerk, file_name="另一个名字.xlsx", data=data, at=AT)
    assert again.pk == first.pk
    assert Charge.objects.count() == 4


def test_another_file_with_the_same_lines_adds_only_what_is_new(clerk):
    committed(clerk, three_households())
    sheet = arrears_xlsx(
        ("1栋1单元101", "王芳", "", 90, "物业费", "2024-01-01", "2024-06-30", 1200),
        ("1栋1单元101", "王芳", "", 90, "物业费", "2024-07-01", "2024-12-31", 1200),
        ("1栋1单元102", "李军", "", 100, "物业费", "2023-01-01", "2023-12-31", 1900),
    )
    batch = committed(clerk, sheet, "第二份.xlsx", estate_name="云栖里小区")
    assert batch.summary["duplicates"] == 1
    assert [p["code"] for p in batch.summary["problems"]] == ["differs_from_ledger"]
    assert Charge.objects.count() == 5
    assert owed(clerk.organisation_id) == 460050 + 120000


def test_undo_is_refused_once_a_month_of_the_sheet_is_closed(clerk):
    batch = committed(clerk, three_households())
    estate = Premises.objects.first().estate_id
    manager = Actor(clerk.organisation_id, clerk.membership_id, Role.MANAGER)
    freeze_period(estate_id=estate, month=dt.date(2023, 11, 1), by=manager, at=AT)
    assert differences(clerk.organisation_id, at=AT) == []
    other = committed(
        clerk, arrears_xlsx(("9-1-101", "何洁", "", 90, "物业费", "2025-01-01", "2025-06-30", 80)), "新.xlsx"
    )
    assert imports.undo_import(by=clerk, batch=other, at=AT)["reversed_rows"] == 1, "另一个小区没有关账"
    freeze_period(estate_id=estate, month=dt.date(2023, 12, 1), by=manager, at=AT)
    with pytest.raises(ImportBuiltUpon, match="2023年12月及以前的账，那些月份已经关账"):
        imports.undo_import(by=clerk, batch=batch, at=AT)
    batch.refresh_from_db()
    assert (batch.state, owed(clerk.organisation_id)) == (ImportState.COMMITTED, 460050)


def test_undo_takes_everything_back_and_the_file_can_come_again(clerk):
    batch = committed(clerk, three_households())
    done = imports.undo_import(by=clerk, batch=batch, at=AT)
    assert done == {"reversed_rows": 4, "hidden_premises": 3}
    assert owed(clerk.organisation_id) == 0
    assert Charge.objects.aggregate(x=Sum("amount_fen"))["x"] == 0
    assert Premises.objects.filter(withdrawn_at=None).count() == 0
    committed(clerk, three_households())
    assert owed(clerk.organisation_id) == 460050
    assert Premises.objects.filter(withdrawn_at=None).count() == 3
    assert Estate.objects.count() == 1
    again = ImportBatch.objects.get(state=ImportState.COMMITTED)
    assert imports.undo_import(by=clerk, batch=again, at=AT)["hidden_premises"] == 3, "冲正过的旧账行不算还在用"


def test_undo_is_refused_while_a_payment_builds_on_it(clerk):
    batch = committed(clerk, three_households())
    premises = Premises.objects.get(room="301")
    record_payment(by=clerk, premises_id=premises.pk, amount_fen=100, paid_on=TODAY, method="cash", at=AT)
    with pytest.raises(ImportBuiltUpon, match="1 笔收款"):
        imports.undo_import(by=clerk, batch=batch, at=AT)
    assert owed(clerk.organisation_id) == 460050 - 100
    batch.refresh_from_db()
    assert batch.state == ImportState.COMMITTED


def test_receivable_paid_and_waived_are_kept_apart(clerk):
    header = ("房号", "业主", "费用项目", "账期", "应收", "实收", "减免", "欠费")
    sheet = arrears_xlsx(("1-1-101", "王芳", "物业费", "2024-01", 300, 100, 50, 150), header=header)
    committed(clerk, sheet, estate_name="云栖里")
    charge = Charge.objects.get()
    assert charge.amount_fen == 30000
    assert [a.amount_fen for a in charge.allocations.all()] == [10000]
    assert [w.amount_fen for w in charge.waivers.all()] == [5000]
    assert owed(clerk.organisation_id) == 15000
    assert str(ChargePosition.objects.get().expires_on) == "2027-01-31", "已收没有日期，不能当作时效中断"


def test_late_charges_and_deposits_stay_apart(clerk):
    header = ("房号", "业主", "物业费", "装修押金", "滞纳金")
    sheet = arrears_xlsx(("1-1-101", "王芳", 300, 2000, 12.34), header=header)
    batch = committed(clerk, sheet, estate_name="云栖里")
    assert (batch.summary["outstanding_fen"], batch.summary["late_charge_fen"]) == (30000, 1234)
    assert batch.summary["deposit_fen"] == 200000
    assert owed(clerk.organisation_id) == 30000
    assert Charge.objects.filter(fee_item__kind="deposit").get().amount_fen == 200000


def test_a_doubtful_line_waits_until_it_is_corrected(clerk):
    sheet = arrears_xlsx(
        ("1-1-101", "王芳", "", 90, "物业费", "2024-01-01", "2024-06-30", "约一千二"),
        ("1-1-102", "李军", "", 90, "物业费", "2024-01-01", "2024-06-30", 100),
    )
    batch = read(clerk, sheet)
    problem = batch.summary["problems"][0]
    assert (problem["row"], problem["letter"], problem["value"], problem["blocking"]) == (2, "H", "约一千二", True)
    assert batch.summary["charge_rows"] == 1
    imports.correct_cell(by=clerk, batch=batch, sheet="欠费明细", row=2, column=7, value="1200", at=AT)
    run_waiting_jobs()
    batch.refresh_from_db()
    assert (batch.state, batch.summary["outstanding_fen"]) == (ImportState.PREVIEWED, 130000)


def test_a_negative_line_is_asked_about_and_can_be_accepted_with_a_reason(clerk):
    sheet = arrears_xlsx(
        ("1-1-101", "王芳", "", 90, "物业费", "2024-01-01", "2024-06-30", -50),
        ("1-1-102", "李军", "", 90, "物业费", "2024-01-01", "2024-06-30", 100),
    )
    batch = read(clerk, sheet)
    assert batch.summary["problems"][0]["code"] == "negative_amount"
    with pytest.raises(Exception, match="为什么"):
        imports.accept_problem(
            by=clerk, batch=batch, sheet="欠费明细", row=2, code="negative_amount", reason=" ", at=AT
        )
    imports.accept_problem(
        by=clerk, batch=batch, sheet="欠费明细", row=2, code="negative_amount", reason="多收退回", at=AT
    )
    run_waiting_jobs()
    batch.refresh_from_db()
    assert batch.summary["outstanding_fen"] == 5000
    assert batch.accepted == {"欠费明细!2!negative_amount": "多收退回"}


def test_a_cell_that_holds_nothing_cannot_be_accepted(clerk):
    batch = read(clerk, arrears_xlsx(("1-1-101", "王芳", "", 90, "物业费", "2024-01-01", "2024-06-30", "九百")))
    assert [each["code"] for each in batch.summary["problems"]] == ["amount_unreadable"]
    with pytest.raises(DomainError, match="没有可以照记的内容"):
        imports.accept_problem(
            by=clerk, batch=batch, sheet="欠费明细", row=2, code="amount_unreadable", reason="就这样", at=AT
        )
    batch.refresh_from_db()
    assert (batch.accepted, batch.state) == ({}, ImportState.PREVIEWED)


def test_a_corrected_mapping_is_remembered_for_the_layout(clerk):
    header = ("房号", "业主", "甲", "乙")
    batch = read(clerk, arrears_xlsx(("1-1-101", "王芳", 100, 7), header=header), estate_name="云栖里")
    plan = batch.plans[0]
    for column in plan["columns"]:
        role = {"甲": ("amount", "outstanding", "物业费"), "乙": ("ignore", "", "")}.get(column["label"])
        if role:
            column["field"], column["measure"], column["item"] = role
    imports.change_mapping(by=clerk, batch=batch, plans=[plan], at=AT)
    run_waiting_jobs()
    batch.refresh_from_db()
    assert batch.summary["outstanding_fen"] == 10000
    assert MappingMemory.objects.count() == 1
    later = read(clerk, arrears_xlsx(("1-1-102", "李军", 200, 9), header=header), "下个月.xlsx", estate_name="云栖里")
    assert later.summary["outstanding_fen"] == 20000


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "空.xlsx", "空"),
        (b"PK\x03\x04not a zip at all", "坏.xlsx", ""),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "坏.xls", ""),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(clerk, data, name, words):
    try:
        batch = read(clerk, data, name)
    except ValueError as refusal:
        assert words in str(refusal)
        return
    assert batch.state == ImportState.REFUSED
    assert len(batch.refusal) > 10
    assert words in batch.refusal


def test_another_company_cannot_see_or_touch_it(clerk):
    batch = committed(clerk, three_households())
    stranger = make_actor(make_organisation(), Role.ADMIN)
    with pytest.raises(NotFound):
        get_import_for(stranger, batch.pk)
    own = imports.upload(by=stranger, file_name="x.xlsx", data=three_households(), at=AT)
    assert own.pk != batch.pk, "同一个文件在别家公司是另一次导入"


def test_a_steward_may_not_import(clerk):
    steward = Actor(clerk.organisation_id, clerk.membership_id, Role.STEWARD)
    with pytest.raises(NotPermitted, match="导入"):
        imports.upload(by=steward, file_name="x.xlsx", data=three_households(), at=AT)


@pytest.mark.parametrize("start", list(ImportState))
@pytest.mark.parametrize("to", list(ImportState))
def test_only_the_moves_in_the_table_are_possible(clerk, start, to):
    batch = imports.upload(by=clerk, file_name="x.xlsx", data=three_households(), at=AT, wake=False)
    ImportBatch.objects.filter(pk=batch.pk).update(state=start)
    batch.state = start
    if to in IMPORT_MOVES[start]:
        imports.move(batch, to=to, by_no=None, at=AT)
        assert ImportBatch.objects.get(pk=batch.pk).state == to
    else:
        with pytest.raises(imports.WrongMoment):
            imports.move(batch, to=to, by_no=None, at=AT)


def test_of_the_same_file_uploaded_twice_only_the_first_confirmed_is_written(clerk):
    data = three_households()
    first, second = read(clerk, data), read(clerk, data)
    for batch in (first, second):
        imports.commit(by=clerk, batch=batch, at=AT)
    run_waiting_jobs()
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (ImportState.COMMITTED, ImportState.REFUSED)
    assert "已经入过账" in second.refusal
    assert (Charge.objects.count(), owed(clerk.organisation_id)) == (4, 460050)
    imports.undo_import(by=clerk, batch=first, at=AT)
    assert committed(clerk, data).pk not in (first.pk, second.pk), "after the undo the file can come again"


def test_a_stale_page_cannot_confirm_twice(clerk):
    batch = read(clerk, three_households())
    stale = ImportBatch.objects.get(pk=batch.pk)
    imports.commit(by=clerk, batch=batch, at=AT)
    with pytest.raises(imports.WrongMoment, match="刷新"):
        imports.commit(by=clerk, batch=stale, at=AT)

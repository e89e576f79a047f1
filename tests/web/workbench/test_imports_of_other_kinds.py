"""The import pages for payments, service records and repair tickets."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from jiefen.accounts.roles import Role
from jiefen.ledger.models import ImportBatch, MappingMemory, Payment
from jiefen.ledger.states import ImportState
from jiefen.service_log.models import RepairTicket, ServiceRecord
from jiefen.shared.jobs.runner import run_waiting_jobs
from tests.factories.world import make_estate, make_membership, make_organisation, make_premises

pytestmark = pytest.mark.django_db
PAID = """收款日期,房号,业主姓名,实收金额,收款方式,收据号,摘要
2024-03-05,1-1-101,王芳,50.25,微信,R1,
2024-03-05,1-1-999,王芳,1,现金,R2,
2024-03-06,1-1-101,赵云,2,现金,R3,
2024-03-07,1-1-101,王芳,3,现金,R1,
"""
DONE = "日期,位置,类别,工作内容\n2024-03-05,1-1-101,维修,换灯\n2024-03-05,东门,绿化,修剪\n"
BROKEN = "报修日期,房号,报修内容,状态\n2024-03-05,1-1-101,漏水,处理中\n"


@pytest.fixture
def clerk() -> Client:
    organisation = make_organisation()
    make_premises(make_estate(organisation, "云栖里"), "101")
    client = Client()
    user = make_membership(organisation, Role.FINANCE).user
    client.force_login(user, backend="jiefen.accounts.backends.MembershipBackend")
    return client


def upload(client: Client, kind: str, data: str, name: str = "表.csv") -> ImportBatch:
    body = {"file": SimpleUploadedFile(name, data.encode()), "kind": kind}
    assert client.post(reverse("imports"), body).status_code == 302
    run_waiting_jobs()
    return ImportBatch.objects.latest("pk")


def text(client: Client, name: str, *args: object) -> str:
    response = client.get(reverse(name, args=args))
    assert response.status_code == 200
    return response.content.decode()


def confirm(client: Client, batch: ImportBatch) -> str:
    client.post(reverse("import_commit", args=[batch.pk]))
    run_waiting_jobs()
    return text(client, "import", batch.pk)


def test_payments_from_upload_to_undo(clerk):
    batch = upload(clerk, "payments", PAID)
    page = text(clerk, "import", batch.pk)
    for words in (
        "确认入账",
        "收款合计",
        "留作预存",
        "1栋1单元101",
        "没有可抵的账单",
        "账上没有 1-1-999 这个房号",
        "赵云",
    ):
        assert words in page
    page = confirm(clerk, batch)
    assert "2 笔收款" in page
    assert "52.25" in page
    assert Payment.objects.count() == 2
    assert "52.25" in text(clerk, "imports")
    assert "冲正" in text(clerk, "import_undo", batch.pk)
    page = clerk.post(reverse("import_undo", args=[batch.pk]), follow=True).content.decode()
    assert "已撤销：冲回 2 行账。" in page


def test_doubts_about_payments_are_corrected_and_accepted(clerk):
    batch = upload(clerk, "payments", PAID)
    page = text(clerk, "import", batch.pk)
    assert page.count("按原样接受</") == 1, "only the repeated serial may be accepted"
    cell = {"sheet": "表", "row": 3, "column": 1, "value": "1-1-101"}
    clerk.post(reverse("import_correct", args=[batch.pk]), cell)
    run_waiting_jobs()
    doubt = {"sheet": "表", "row": 5, "code": "serial_repeated", "reason": "一张收据两笔"}
    clerk.post(reverse("import_accept", args=[batch.pk]), doubt)
    run_waiting_jobs()
    batch.refresh_from_db()
    assert (batch.summary["payments"], batch.summary["held_back"]) == (4, 0)


def test_the_workbook_comes_back_with_the_doubts_beside_the_ledger(clerk):
    batch = upload(clerk, "payments", PAID)
    response = clerk.get(reverse("import_problems", args=[batch.pk]))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(response.content)).get_sheet_by_index(0).to_python()
    assert rows[0][-1] == "问题"
    assert "1-1-999" in rows[2][-1]
    assert rows[1][-1] == ""


def test_the_mapping_of_a_payment_sheet(clerk):
    batch = upload(clerk, "payments", "甲,乙,丙\n2024-03-05,1-1-101,12.50\n")
    assert "没有找到“收款日期”一列" in text(clerk, "import", batch.pk)
    page = text(clerk, "import_mapping", batch.pk)
    assert "流水号或收据号" in page
    assert "滞纳金" not in page
    body = {"role-0-0": "date", "role-0-1": "room", "role-0-2": "amount"}
    clerk.post(reverse("import_mapping", args=[batch.pk]), body)
    run_waiting_jobs()
    batch.refresh_from_db()
    assert (batch.summary["amount_fen"], MappingMemory.objects.count()) == (1250, 1)


@pytest.mark.parametrize(
    ("kind", "data", "model", "count", "words"),
    [
        ("service_records", DONE, ServiceRecord, 2, ("云栖里(整个小区)", "东门:修剪", "维修")),
        ("repair_tickets", BROKEN, RepairTicket, 1, ("1栋1单元101", "漏水", "处理中")),
    ],
)
def test_services_from_upload_to_undo(clerk, kind, data, model, count, words):
    batch = upload(clerk, kind, data)
    page = text(clerk, "import", batch.pk)
    assert "确认写入" in page
    assert [word for word in words if word not in page] == []
    page = confirm(clerk, batch)
    assert f"写入 {count} 条" in page
    assert model.objects.count() == count
    assert "会删去" in text(clerk, "import_undo", batch.pk)
    page = clerk.post(reverse("import_undo", args=[batch.pk]), follow=True).content.decode()
    assert f"已撤销：删去 {count} 条记录。" in page
    assert not model.objects.exists()
    assert "表.csv" in text(clerk, "imports")


def test_nothing_new_offers_the_mapping(clerk):
    confirm(clerk, upload(clerk, "repair_tickets", BROKEN))
    batch = upload(clerk, "repair_tickets", BROKEN + "\n")
    page = text(clerk, "import", batch.pk)
    assert batch.state == ImportState.PREVIEWED
    assert "没有新的内容" in page
    assert "确认写入" not in page


def test_a_long_sheet_of_payments_has_pages(clerk):
    rows = "".join(f"2024-03-05,1-1-101,王芳,{n},现金,N{n},\n" for n in range(1, 61))
    batch = upload(clerk, "payments", PAID.splitlines()[0] + "\n" + rows)
    first = text(clerk, "import", batch.pk)
    later = clerk.get(reverse("import", args=[batch.pk]), {"rows": 3}).content.decode()
    assert first.count("1栋1单元101") == 25
    assert later.count("1栋1单元101") == 10

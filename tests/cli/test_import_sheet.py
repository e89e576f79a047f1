"""./run manage import_sheet and undo_import."""

from __future__ import annotations

import json

import pytest
from django.core.management import CommandError, call_command

from jiefen.ledger.models import ImportBatch, Payment
from jiefen.service_log.models import RepairTicket
from tests.factories.world import make_estate, make_organisation, make_premises

pytestmark = pytest.mark.django_db
PAID = "收款日期,房号,业主姓名,实收金额,收据号\n2024-03-05,1-1-101,王芳,50.25,R1\n2024-03-05,1-1-999,王芳,1,R2\n"


@pytest.fixture(autouse=True)
def _home():
    make_premises(make_estate(make_organisation()), "101")


def run(capsys, path, *options: str) -> dict:
    call_command("import_sheet", str(path), "--json", *options)
    return json.loads(capsys.readouterr().out)


@pytest.fixture
def paid(tmp_path):
    path = tmp_path / "收款.csv"
    path.write_text(PAID, "gb18030")
    return path


def test_a_dry_run_writes_nothing(capsys, paid):
    report = run(capsys, paid, "--kind", "payments", "--dry-run")
    assert (report["new_rows"], report["amount_fen"], report["prepaid_fen"], report["import_id"]) == (
        1,
        5025,
        5025,
        None,
    )
    assert [(p["row"], p["column"], p["code"]) for p in report["problems"]] == [(3, "房号", "room_unknown")]
    assert report["columns"]["实收金额"] == "amount"
    assert not Payment.objects.exists()
    assert not ImportBatch.objects.exists()


def test_payments_come_once_and_can_be_undone(capsys, paid):
    first = run(capsys, paid, "--kind", "payments")
    assert (first["new_rows"], Payment.objects.get().amount_fen) == (1, 5025)
    again = run(capsys, paid, "--kind", "payments")
    assert (again["import_id"], again["new_rows"], again["duplicates"]) == (first["import_id"], 0, 1)
    call_command("undo_import", str(first["import_id"]), "--json")
    assert json.loads(capsys.readouterr().out) == {"import_id": first["import_id"], "reversed_rows": 1}


def test_repair_tickets(capsys, tmp_path):
    path = tmp_path / "工单.csv"
    path.write_text("报修日期,房号,报修内容\n2024-03-05,1-1-101,漏水\n", "utf-8")
    call_command("import_sheet", str(path), "--kind", "repair_tickets")
    number = ImportBatch.objects.get().pk
    assert capsys.readouterr().out == f"报修工单 1 条。已写入，导入编号 {number}。\n"
    call_command("undo_import", str(number))
    assert capsys.readouterr().out == "已撤销：删去 1 条记录。\n"
    assert not RepairTicket.objects.exists()


def test_a_sheet_without_anything_new_is_refused_and_leaves_no_open_import(tmp_path):
    path = tmp_path / "空.csv"
    path.write_text("收款日期,房号,实收金额\n2024-03-05,1-1-999,1\n", "utf-8")
    with pytest.raises(CommandError, match="没有可以入账的新收款"):
        call_command("import_sheet", str(path), "--kind", "payments")
    assert set(ImportBatch.objects.values_list("state", flat=True)) == {"discarded"}


def test_the_kind_has_to_be_one_of_three(paid):
    with pytest.raises(CommandError, match="没有“arrears”，可以写 payments"):
        call_command("import_sheet", str(paid), "--kind", "arrears")


def test_undoing_with_letters_and_undoing_twice_are_refused_in_words(capsys, paid):
    with pytest.raises(CommandError, match="应是导入编号"):
        call_command("undo_import", "abc")
    first = run(capsys, paid, "--kind", "payments")
    call_command("undo_import", str(first["import_id"]))
    with pytest.raises(CommandError, match="已经撤销过了"):
        call_command("undo_import", str(first["import_id"]))
    assert Payment.objects.count() == 2, "one payment and its reversal"

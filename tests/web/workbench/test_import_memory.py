"""What a clerk says of the columns once is remembered for the layout, and for nothing but the layout."""

from __future__ import annotations

import io
import json
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from jiefen.accounts.models import Membership
from jiefen.accounts.roles import Role
from jiefen.ledger.models import ImportBatch, MappingMemory
from jiefen.shared.jobs.runner import run_waiting_jobs
from jiefen.web.workbench.import_forms import MappingForm, SheetPlan
from tests.factories.world import make_membership, make_organisation

pytestmark = pytest.mark.django_db
ODD = ["房号", "业主", "甲", "乙", "丙"]


def client_of(membership: Membership) -> Client:
    client = Client()
    client.force_login(membership.user, backend="jiefen.accounts.backends.MembershipBackend")
    return client


@pytest.fixture
def clerk() -> Client:
    return client_of(make_membership(make_organisation(), Role.FINANCE))


def sheet(*rows: list[Any], more: dict[str, list[list[Any]]] | None = None) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for name, lines in (more or {}).items():
        page = book.create_sheet(name)
        for row in lines:
            page.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def upload(client: Client, data: bytes, name: str) -> ImportBatch:
    body = {"file": SimpleUploadedFile(name, data), "kind": "arrears", "estate_name": "云栖里"}
    assert client.post(reverse("imports"), body).status_code == 302
    run_waiting_jobs()
    return ImportBatch.objects.latest("pk")


def correct(client: Client, batch: ImportBatch, roles: dict[str, str], **texts: str) -> ImportBatch:
    """Post the mapping page as a browser would: every field as it stands, but for the clerk's changes."""
    form = MappingForm([SheetPlan.from_json(plan) for plan in batch.plans])
    body = {name: field.initial for name, field in form.fields.items() if field.initial not in (False, None)}
    response = client.post(reverse("import_mapping", args=[batch.pk]), body | roles | texts)
    assert response.status_code == 302, response.content.decode()
    run_waiting_jobs()
    batch.refresh_from_db()
    return batch


def figures(batch: ImportBatch) -> tuple[int, int, int]:
    return batch.summary["premises"], batch.summary["charge_rows"], batch.summary["outstanding_fen"]


JUNE = [
    ["3-1-101", "王芳", 100.5, 7, 31],
    ["3-1-102", "李军", 200.25, 9, 32],
]
JULY = [
    ["3-1-101", "王芳", 300.5, 1, 41],
    ["3-1-103", "赵雷", 0.25, 2, 42],
    ["3-2-201", "孙丽", 1000, 3, 43],
]
SAID = {"role-0-2": "amount:outstanding", "role-0-3": "ignore", "role-0-4": "amount:outstanding"}


def test_the_second_file_of_a_layout_comes_out_right_on_its_own(clerk):
    first = correct(
        clerk, upload(clerk, sheet(ODD, *JUNE), "六月.xlsx"), SAID, **{"item-0-2": "物业费", "item-0-4": "水费"}
    )
    assert figures(first) == (2, 4, 100_50 + 200_25 + 31_00 + 32_00)
    second = upload(clerk, sheet(["7月底欠费"], ODD, *JULY), "七月.xlsx")
    assert figures(second) == (3, 6, 300_50 + 25 + 1000_00 + 41_00 + 42_00 + 43_00)
    assert {line["item"]: line["fen"] for line in second.summary["by_item"]} == {"物业费": 1300_75, "水费": 126_00}
    clerk.post(reverse("import_commit", args=[second.pk]))
    run_waiting_jobs()
    second.refresh_from_db()
    assert second.summary["written"]["outstanding_fen"] == 1426_75


def test_another_layout_and_another_company_are_not_touched(clerk):
    correct(clerk, upload(clerk, sheet(ODD, *JUNE), "六月.xlsx"), SAID, **{"item-0-2": "物业费", "item-0-4": "水费"})
    swapped = ["房号", "业主", "乙", "甲", "丙"]
    other = upload(clerk, sheet(swapped, *JUNE), "换了列.xlsx")
    assert all(c["why"] != "由你确认" for c in other.plans[0]["columns"])
    stranger = client_of(make_membership(make_organisation(), Role.FINANCE))
    theirs = upload(stranger, sheet(ODD, *JUNE), "六月.xlsx")
    assert all(c["why"] != "由你确认" for c in theirs.plans[0]["columns"])


def test_sheets_without_a_header_are_all_alike_and_teach_nothing(clerk):
    bare = [["3-1-101", "王芳", 100.5, 12.5], ["3-1-102", "李军", 200.25, 13.5]]
    roles = {"role-0-2": "amount:outstanding", "role-0-3": "ignore"}
    first = correct(clerk, upload(clerk, sheet(*bare), "没有表头.xlsx"), roles)
    assert figures(first)[2] == 300_75
    assert MappingMemory.objects.count() == 0
    second = upload(clerk, sheet(["3-1-101", "王芳", 98.5, 512.5], ["3-1-102", "李军", 77.25, 613.5]), "另一张.xlsx")
    assert figures(second)[2] == 1126_00


def test_the_year_of_month_columns_stays_the_file_s_own(clerk):
    head = ["房号", "业主", "1月", "2月", "杂"]
    data = sheet(["2023年欠费明细"], head, ["3-1-101", "王芳", 10, 20, 5], ["3-1-102", "李军", 30, 40, 6])
    first = correct(clerk, upload(clerk, data, "2023.xlsx"), {"role-0-4": "ignore"})
    assert first.summary["sample"][0]["period"].startswith("2023-01-01")
    later = sheet(["2024年欠费明细"], head, ["3-1-101", "王芳", 11, 21, 7], ["3-1-102", "李军", 31, 41, 8])
    second = upload(clerk, later, "2024.xlsx")
    assert MappingMemory.objects.count() == 1
    assert figures(second) == (2, 4, 104_00)
    assert {line["period"][:4] for line in second.summary["sample"]} == {"2024"}


def test_a_month_in_a_header_does_not_make_another_layout(clerk):
    head = ["房号", "业主", "2024年6月欠费", "甲"]
    first = upload(clerk, sheet(head, ["3-1-101", "王芳", 10, 5], ["3-1-102", "李军", 30, 6]), "6月.xlsx")
    correct(clerk, first, {"role-0-3": "amount:outstanding"}, **{"item-0-3": "水费"})
    head = ["房号", "业主", "2024年7月欠费", "甲"]
    second = upload(clerk, sheet(head, ["3-1-101", "王芳", 11, 7], ["3-1-102", "李军", 31, 8]), "7月.xlsx")
    assert figures(second)[2] == 57_00
    assert "2024-07-01 至 2024-07-31" in {line["period"] for line in second.summary["sample"]}
    assert not any("2024-06" in line["period"] for line in second.summary["sample"])


def test_the_fee_item_of_the_title_stays_the_file_s_own(clerk):
    head = ["房号", "业主", "金额甲", "杂"]
    data = sheet(["物业费欠费表"], head, ["3-1-101", "王芳", 10, 5], ["3-1-102", "李军", 30, 6])
    correct(clerk, upload(clerk, data, "物业费.xlsx"), {"role-0-2": "amount:outstanding", "role-0-3": "ignore"})
    data = sheet(["停车费欠费表"], head, ["3-1-101", "王芳", 11, 5], ["3-1-102", "李军", 31, 6])
    second = upload(clerk, data, "停车费.xlsx")
    assert [line["item"] for line in second.summary["by_item"]] == ["停车费"]


def test_a_column_nobody_knew_is_asked_about_again_when_it_holds_money(clerk):
    first = upload(clerk, sheet(ODD, *[[*row[:4], ""] for row in JUNE]), "六月.xlsx")
    correct(clerk, first, {"role-0-2": "amount:outstanding", "role-0-3": "ignore"}, **{"item-0-2": "物业费"})
    second = upload(clerk, sheet(ODD, *JULY), "七月.xlsx")
    assert second.plans[0]["columns"][2]["measure"] == "outstanding"
    assert any(problem["code"] == "unknown_column" for problem in second.summary["problems"])


def test_sheets_of_one_layout_in_one_file_follow_the_one_that_was_corrected(clerk):
    data = sheet(ODD, *JUNE, more={"二栋": [ODD, *JULY]})
    batch = correct(clerk, upload(clerk, data, "两栋.xlsx"), SAID, **{"item-0-2": "物业费", "item-0-4": "水费"})
    assert figures(batch)[2] == 363_75 + 1426_75  # both sheets read by what was said of the first
    assert MappingMemory.objects.get().plan["columns"][4]["item"] == "水费"


def test_the_command_reads_by_what_the_company_taught(clerk, capsys, tmp_path):
    correct(clerk, upload(clerk, sheet(ODD, *JUNE), "六月.xlsx"), SAID, **{"item-0-2": "物业费", "item-0-4": "水费"})
    path = tmp_path / "七月.xlsx"
    path.write_bytes(sheet(ODD, *JULY))
    capsys.readouterr()
    call_command("import_arrears", str(path), "--estate", "云栖里", "--dry-run", "--json")
    assert json.loads(capsys.readouterr().out)["outstanding_fen"] == 1426_75


def test_a_sheet_left_out_as_a_copy_is_counted_when_the_clerk_says_so(clerk):
    rows = [
        ["房号", "业主", "欠费期间", "欠费金额"],
        ["3-1-101", "王芳", "2024.1-2024.6", 10],
        ["3-1-102", "李军", "2024.1", 30],
    ]
    batch = upload(clerk, sheet(*rows, more={"副本": rows}), "两张.xlsx")
    assert figures(batch)[2] == 40_00
    form = MappingForm([SheetPlan.from_json(plan) for plan in batch.plans])
    left_out = [name for name in ("skip-0", "skip-1") if form.fields[name].initial]
    assert len(left_out) == 1
    batch = correct(clerk, batch, {left_out[0]: ""})
    assert batch.summary["duplicates"] == 2


def test_of_two_tables_side_by_side_each_can_be_said_and_is_remembered(clerk):
    head = ["房号", "业主", "物业费", "房号", "业主", "年份", "欠费", "甲"]
    batch = upload(
        clerk,
        sheet(
            head,
            ["1-1-101", "王芳", 100, "1-1-201", "李明", 2023, 40, 7],
            ["1-1-102", "赵云", 50, "1-1-202", "孙燕", 2023, 60, 9],
        ),
        "并排.xlsx",
    )
    form = MappingForm([SheetPlan.from_json(plan) for plan in batch.plans])
    assert [name for _, name, _, _ in form.sheets()] == ["Sheet · 从左数第 1 张表", "Sheet · 从左数第 2 张表"]
    assert [[role.label for _, role, _ in columns] for _, _, _, columns in form.sheets()] == [head[:3], head[3:]]
    assert batch.summary["outstanding_fen"] == 150_00 + 100_00
    batch = correct(clerk, batch, {"role-1-7": "amount:outstanding"}, **{"item-1-7": "电梯费"})
    assert batch.summary["outstanding_fen"] == 150_00 + 100_00 + 16_00
    later = sheet(head, ["1-1-101", "王芳", 30, "1-1-201", "李明", 2024, 10, 8])
    batch = upload(clerk, later, "并排二.xlsx")
    assert batch.summary["outstanding_fen"] == 30_00 + 10_00 + 8_00
    lift = [line for line in batch.summary["sample"] if line["item"] == "电梯费"]
    assert [(line["room"], line["fen"]) for line in lift] == [("1-1-201", 800)]
    assert "2024" in lift[0]["period"]

"""Several tables under one another in one sheet: each can be corrected on the mapping page, left out, and is remembered."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from jiefen.accounts.roles import Role
from jiefen.ledger.models import ImportBatch
from jiefen.web.workbench.import_forms import MappingForm, SheetPlan
from tests.factories.world import make_membership, make_organisation
from tests.web.workbench.test_import_memory import client_of, correct, sheet, upload

pytestmark = pytest.mark.django_db

FLATS = ["房号", "业主", "物业费"]
PARKING = ["房号", "业主", "电话", "车位费", "甲"]
SMALL = ["档案", "电费", "水费", "车位费"]
SHOPS = ["房号", "业主", "年份", "欠费金额"]


@pytest.fixture
def clerk() -> Client:
    return client_of(make_membership(make_organisation(), Role.FINANCE))


def three_tables(parking: int = 40, odd: int = 7) -> bytes:
    return sheet(
        FLATS,
        ["1-1-101", "王芳", 100],
        ["1-1-102", "赵云", 50],
        [],
        PARKING,
        ["1-1-101", "王芳", "13800000001", parking, odd],
        ["1-1-103", "孙燕", "13800000002", 60, 9],
        [],
        SHOPS,
        ["1-1-104", "周全", 2023, 200],
    )


def names(batch: ImportBatch) -> list[str]:
    return [name for _, name, _, _ in the_form(batch).sheets()]


def the_form(batch: ImportBatch) -> MappingForm:
    return MappingForm([SheetPlan.from_json(plan) for plan in batch.plans])


def fen_of(batch: ImportBatch, item: str) -> int:
    return sum(line["fen"] for line in batch.summary["by_item"] if line["item"] == item)


def test_each_table_has_its_own_columns_on_the_page(clerk):
    batch = upload(clerk, three_tables(), "上下.xlsx")
    assert batch.summary["outstanding_fen"] == 450_00
    assert names(batch) == ["Sheet", "Sheet · 第 5 行起的表", "Sheet · 第 9 行起的表"]
    shown = [[role.label for _, role, _ in columns] for _, _, _, columns in the_form(batch).sheets()]
    assert [labels[: len(head)] for labels, head in zip(shown, (FLATS, PARKING, SHOPS), strict=True)] == [
        FLATS,
        PARKING,
        SHOPS,
    ]
    page = clerk.get(reverse("import_mapping", args=[batch.pk])).content.decode()
    assert "第 9 行起的表" in page
    assert 'id="table-2"' in page


def test_a_column_of_the_second_table_is_corrected_and_nothing_else_changes(clerk):
    batch = upload(clerk, three_tables(), "上下.xlsx")
    batch = correct(clerk, batch, {"role-1-4": "amount:outstanding"}, **{"item-1-4": "电梯费"})
    assert fen_of(batch, "电梯费") == 16_00
    assert batch.summary["outstanding_fen"] == 450_00 + 16_00
    assert len(names(batch)) == 3
    batch = correct(clerk, batch, {"role-1-4": "ignore", "role-2-3": "ignore"})
    assert batch.summary["outstanding_fen"] == 450_00 - 200_00


def test_what_was_said_of_a_table_is_remembered_for_its_layout(clerk):
    batch = upload(clerk, three_tables(), "一月.xlsx")
    correct(clerk, batch, {"role-1-4": "amount:outstanding"}, **{"item-1-4": "电梯费"})
    later = upload(clerk, three_tables(parking=41, odd=8), "二月.xlsx")
    assert fen_of(later, "电梯费") == 17_00
    assert later.summary["outstanding_fen"] == 451_00 + 17_00
    other = client_of(make_membership(make_organisation(), Role.FINANCE))
    assert fen_of(upload(other, three_tables(), "别家.xlsx"), "电梯费") == 0


def test_a_table_is_left_out_and_those_under_it_are_still_read(clerk):
    batch = upload(clerk, three_tables(), "上下.xlsx")
    batch = correct(clerk, batch, {"skip-1": "on"})
    assert batch.summary["outstanding_fen"] == 350_00
    assert [name.initial for name in skips(batch)] == [False, True, False]
    assert [doubt["code"] for doubt in batch.summary["problems"] if doubt["code"] == "second_table"] == []
    batch = correct(clerk, batch, {"skip-1": "", "skip-2": "on"})
    assert batch.summary["outstanding_fen"] == 250_00
    batch = correct(clerk, batch, {"skip-1": "", "skip-2": ""})
    assert batch.summary["outstanding_fen"] == 450_00


def skips(batch: ImportBatch) -> list[Any]:
    return [field for name, field in the_form(batch).fields.items() if name.startswith("skip-")]


def with_a_small_table(amount: int, *small: list[Any]) -> bytes:
    flats = [[f"1-1-{101 + n}", "王芳", amount, "13800000001"] for n in range(2)]
    return sheet([*FLATS, "电话"], *flats, [], SMALL, *small)


def test_a_table_without_rooms_can_be_said_to_hold_some(clerk):
    batch = upload(clerk, with_a_small_table(50, ["甲", 3, 4, 0], ["乙", 5, 6, 0]), "小表.xlsx")
    doubts = [doubt["code"] for doubt in batch.summary["problems"]]
    page = clerk.get(reverse("import", args=[batch.pk])).content.decode()
    place = f"?at={1 + doubts.index('sheet_without_rooms')}#table-1"
    assert reverse("import_mapping", args=[batch.pk]) + place in page
    assert batch.summary["outstanding_fen"] == 100_00
    batch = correct(clerk, batch, {"role-1-0": "room", "skip-1": ""})
    assert batch.summary["outstanding_fen"] == 118_00
    later = upload(clerk, with_a_small_table(35, ["甲", 1, 1, 0]), "小表二.xlsx")
    assert later.summary["outstanding_fen"] == 72_00


def test_tables_of_one_layout_that_come_again_are_read_as_the_first_was_said(clerk):
    rows = [FLATS, ["1-1-101", "王芳", 100], PARKING, ["1-1-101", "王芳", "", 40, 7]]
    again = [FLATS, ["2-1-101", "李明", 30], PARKING, ["2-1-101", "李明", "", 20, 5]]
    batch = upload(clerk, sheet(*rows, *again), "反复.xlsx")
    assert len(names(batch)) == 4
    batch = correct(clerk, batch, {"role-1-4": "amount:outstanding"}, **{"item-1-4": "电梯费"})
    assert fen_of(batch, "电梯费") == 12_00


def test_a_corrected_first_table_leaves_the_others_as_they_were(clerk):
    batch = upload(clerk, three_tables(), "上下.xlsx")
    batch = correct(clerk, batch, {"role-0-2": "ignore"})
    assert batch.summary["outstanding_fen"] == 300_00
    assert len(names(batch)) == 3


def test_tables_under_tables_side_by_side_are_all_there(clerk):
    head = ["房号", "业主", "物业费", "房号", "业主", "年份", "欠费", "甲"]
    below = ["房号", "业主", "水费", "房号", "业主", "电话", "车位费", "乙"]
    data = sheet(
        head,
        ["1-1-101", "王芳", 100, "1-1-201", "李明", 2023, 40, 7],
        below,
        ["1-1-102", "赵云", 50, "1-1-202", "孙燕", "13800000001", 60, 9],
    )
    batch = upload(clerk, data, "并排.xlsx")
    before = batch.summary["outstanding_fen"]
    assert before == 250_00
    assert len(names(batch)) == len(set(names(batch))) == 4
    number = next(n for n, name in enumerate(names(batch)) if "第 2 张表 · 第 3 行" in name)
    batch = correct(clerk, batch, {f"role-{number}-7": "amount:outstanding"}, **{f"item-{number}-7": "电梯费"})
    assert fen_of(batch, "电梯费") == 9_00
    assert batch.summary["outstanding_fen"] == before + 9_00


def test_another_organisation_sees_none_of_it(clerk):
    batch = upload(clerk, three_tables(), "上下.xlsx")
    other = client_of(make_membership(make_organisation(), Role.FINANCE))
    assert other.get(reverse("import_mapping", args=[batch.pk])).status_code == 404


def test_a_doubt_about_the_columns_of_a_table_leads_to_that_table(clerk):
    batch = upload(clerk, three_tables(), "上下.xlsx")
    numbers = [n for n, doubt in enumerate(batch.summary["problems"], 1) if doubt["code"] == "unknown_column"]
    page = clerk.get(reverse("import", args=[batch.pk])).content.decode()
    assert f"{reverse('import_mapping', args=[batch.pk])}?at={numbers[0]}#table-1" in page
    card = page.split("“甲”这一列是数字，但看不出意思，没有计入")[1].split("</section>")[0]
    assert "第 5 行" in card
    assert "改这一格" not in card

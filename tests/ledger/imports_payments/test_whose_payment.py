"""Which household a payment belongs to, and when it is asked about instead."""

from __future__ import annotations

import pytest

from jiefen.estates.models import PremisesKind
from jiefen.ledger.models import Payment
from tests.factories.world import make_estate, make_premises
from tests.ledger.imports_payments.conftest import bank, codes, make_company


def line(payer: str = "", memo: str = "", serial: str = "A1", amount: str = "100.00", day: str = "2026-03-05") -> str:
    return f"{day},{serial},,{amount},,{payer},,{memo}"


@pytest.mark.parametrize(
    "memo", ["1-1-101", "1栋1单元101室物业费", "1号楼1单元101", "缴01-1-101 2026年1-3月", "1-101物业费"]
)
def test_a_room_in_the_memo_however_it_is_written(company, memo):
    batch = company.take_in(bank(line("王芳", memo)))
    assert codes(batch) == []
    assert Payment.objects.get().premises == company.homes["101"]


def test_a_name_only_one_owner_has(company):
    batch = company.take_in(bank(line("王芳", "物业费")))
    assert codes(batch) == [(4, "matched_by_name")]
    assert batch.summary["sample"][0]["how"] == "姓名"
    assert Payment.objects.get().premises == company.homes["101"]


def test_a_name_two_households_share_is_asked_about(company):
    batch = company.read(bank(line("陈晨", "物业费")))
    assert codes(batch) == [(4, "several_owners")]
    assert "2 户" in batch.summary["problems"][0]["message"]
    assert batch.summary["payments"] == 0


def test_a_flat_and_a_parking_space_of_one_owner(company):
    space = make_premises(company.estate, "B12", owner="王芳")
    space.kind = PremisesKind.PARKING
    space.save()
    company.take_in(bank(line("王芳", "物业费", "A1"), line("王芳", "车位管理费", "A2", "200.00")))
    assert Payment.objects.get(reference="A1").premises == company.homes["101"]
    assert Payment.objects.get(reference="A2").premises == space


def test_a_phone_when_the_name_is_unknown(company):
    batch = company.take_in(bank(line("王某", "手机13800000001物业费")))
    assert codes(batch) == [(4, "matched_by_phone")]
    assert Payment.objects.get().premises == company.homes["101"]


def test_a_phone_in_its_own_column(company):
    header = "收款日期,付款人,手机号,实收金额,收据号\n"
    batch = company.take_in((header + "2026-03-05,陌生人,138-0000-0001,50,R1\n").encode())
    assert codes(batch) == [(2, "matched_by_phone")]


def test_somebody_else_pays_for_a_room(company):
    batch = company.take_in(
        bank(line("赵云", "1-1-101"), line("王*", "1-1-101", "A2"), line("财付通支付科技", "1-1-101", "A3"))
    )
    assert codes(batch) == [(4, "payer_differs")]
    assert "赵云" in batch.summary["problems"][0]["message"]
    assert Payment.objects.filter(premises=company.homes["101"]).count() == 3


def test_a_room_that_does_not_exist_is_held_back_with_a_hint(company):
    batch = company.read(bank(line("王芳", "1-1-909")))
    problem = batch.summary["problems"][0]
    assert (problem["code"], problem["blocking"], problem["letter"]) == ("room_unknown", True, "H")
    assert "1-1-909" in problem["message"]
    assert "1栋1单元101" in problem["suggestion"]
    assert batch.summary["payments"] == 0


def test_nobody_is_guessed(company):
    batch = company.read(bank(line("路人", "转账")))
    assert codes(batch) == [(4, "room_not_named")]
    assert batch.summary["held_back"] == 1


def test_another_company_s_rooms_and_owners_are_never_found(company):
    other = make_company()
    make_premises(other.estate, "777", owner="独孤求败", phone="13900000007")
    batch = company.read(bank(line("独孤求败", "1-1-777"), line("独孤求败", "", "A2"), line("", "13900000007", "A3")))
    assert [code for _, code in codes(batch)] == ["room_unknown", "room_not_named", "room_not_named"]
    assert "777" not in batch.summary["problems"][0]["suggestion"]


def test_two_estates_with_the_same_room(company):
    second = make_estate(company.estate.organisation, "碧波湾")
    there = make_premises(second, "102", owner="周瑜")
    batch = company.read(
        bank(line("路人", "1-1-102"), line("周瑜", "1-1-102", "A2"), line("路人", "碧波湾1-1-102", "A3"))
    )
    assert codes(batch) == [(4, "several_rooms"), (6, "payer_differs")]
    company.confirm(batch)
    assert set(Payment.objects.values_list("premises_id", "reference")) == {(there.pk, "A2"), (there.pk, "A3")}


def test_the_clerk_s_estate_narrows_the_whole_file(company):
    second = make_estate(company.estate.organisation, "碧波湾")
    there = make_premises(second, "102", owner="周瑜")
    company.take_in(bank(line("路人", "1-1-102")), estate="碧波湾小区")
    assert Payment.objects.get().premises == there


def test_an_estate_nobody_knows_holds_the_whole_file_back(company):
    batch = company.read(bank(line("王芳", "1-1-101"), line("王芳", "1-1-101", "A2")), estate="不存在的地方")
    assert codes(batch) == [(0, "estate_unknown")]
    assert batch.summary["payments"] == 0


def test_a_bare_room_number_needs_the_owner_s_name(company):
    header = "收款日期,房号,业主姓名,实收金额,收据号\n"
    rows = "2026-03-05,102,李军,50,R1\n2026-03-05,102,路人,50,R2\n"
    batch = company.read((header + rows).encode())
    assert codes(batch) == [(3, "room_incomplete")]
    assert [one["room"] for one in batch.summary["sample"]] == ["1栋1单元102"]

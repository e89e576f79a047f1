"""A payer who names an item or a period says which debt he pays (Civil Code 560); what he did not name stays open."""

from __future__ import annotations

import datetime as dt

from jiefen.ledger import positions
from jiefen.ledger.models import Allocation, FeeItemKind, Payment
from jiefen.ledger.positions import differences
from tests.factories.world import AT, make_charge, make_fee_item
from tests.ledger.imports_payments.conftest import bank, codes

HEAD = "收款日期,房号,业主,费用项目,费用期间,实收金额,收据号\n"


def _settled() -> list[tuple[str, int, int]]:
    rows = Allocation.objects.order_by("payment__reference", "charge__due_on", "pk")
    return list(rows.values_list("payment__reference", "charge__period_start__month", "amount_fen"))


def test_a_period_in_the_memo_is_settled_first_and_what_is_left_goes_by_law(company):
    company.charge("101", 10000, 10000, 10000)
    company.take_in(bank("2026-05-05,A1,,150.00,,王芳,,1-1-101物业费2026年3月"))
    assert _settled() == [("A1", 1, 5000), ("A1", 3, 10000)]
    assert Allocation.objects.get(charge__period_start__month=3).reason.startswith("付款时指定")
    assert differences(company.clerk.organisation_id, at=AT) == []


def test_a_period_column_is_a_designation_too(company):
    company.charge("101", 10000, 10000, 10000)
    text = HEAD + "2026-05-05,1-1-101,王芳,物业费,2026.02-2026.03,200,R1\n"
    company.take_in(text)
    assert _settled() == [("R1", 2, 10000), ("R1", 3, 10000)]


def test_a_period_of_which_nothing_is_open_stays_prepayment_and_is_said(company):
    company.charge("101", 10000)
    batch = company.take_in(bank("2026-05-05,A1,,100.00,,王芳,,1-1-101物业费2027年1-12月"))
    assert codes(batch) == [(4, "period_not_owed")]
    assert batch.summary["prepaid_fen"] == 10000
    assert company.owing("101") == (10000, 10000)


def test_an_item_in_the_memo_settles_that_item_only(company):
    company.charge("101", 10000)
    parking = make_fee_item(company.estate.organisation, "车位费", FeeItemKind.PARKING)
    make_charge(company.homes["101"], 5000, dt.date(2026, 3, 1), item=parking)
    positions.refresh([company.homes["101"].pk], at=AT)
    company.take_in(bank("2026-05-05,A1,,80.00,,王芳,,1-1-101车位费"))
    assert _settled() == [("A1", 3, 5000)]
    assert company.owing("101") == (10000, 3000)


def test_a_deposit_in_the_memo_is_no_property_fee(company):
    company.charge("101", 10000)
    batch = company.read(bank("2026-05-05,A1,,100.00,,王芳,,1-1-101装修押金"))
    assert codes(batch) == [(4, "item_not_owed")]
    assert batch.summary["payments"] == 0


def test_water_is_the_water_collected_for_others(company):
    water = make_fee_item(company.estate.organisation, "代收水费", FeeItemKind.COLLECTED_FOR_OTHERS)
    make_charge(company.homes["101"], 3000, dt.date(2026, 3, 1), item=water)
    company.charge("101", 10000)
    company.take_in(bank("2026-05-05,A1,,30.00,,王芳,,1-1-101水费"))
    assert _settled() == [("A1", 3, 3000)]


def test_several_rooms_in_one_memo_are_asked_about(company):
    batch = company.read(
        bank("2026-05-05,A1,,300.00,,陈晨,,2-1-201、2-1-202物业费", "2026-05-05,A2,,1.00,,李军,,1-1-102")
    )
    assert codes(batch) == [(4, "rooms_in_one")]
    assert "2 户：2-1-201、2-1-202" in batch.summary["problems"][0]["message"]
    assert batch.summary["payments"] == 1


def test_columns_of_items_come_once_however_often_they_are_exported(company):
    company.charge("101", 10000)
    head = "日期,房号,业主,物业费,车位费,合计,收据号\n"
    company.take_in(head + "2026-05-05,1-1-101,王芳,100,50,150,R1\n")
    assert set(Payment.objects.values_list("reference", "amount_fen")) == {("R1", 10000), ("R1 (分项2)", 5000)}
    more = company.take_in(
        head + "2026-05-05,1-1-101,王芳,100,50,150,R1\n2026-05-06,1-1-102,李军,10,,10,R2\n", name="b.csv"
    )
    assert (more.summary["duplicates"], more.summary["payments"]) == (2, 1)


def test_without_numbers_an_overlapping_export_adds_only_what_is_new(company):
    head = "日期,房号,业主,金额\n"
    company.take_in(head + "2026-05-05,1-1-101,王芳,100\n")
    more = company.take_in(head + "2026-05-05,1-1-101,王芳,100\n2026-05-06,1-1-101,王芳,100\n", name="b.csv")
    assert (more.summary["duplicates"], more.summary["payments"]) == (1, 1)


def test_a_day_before_there_were_rules_is_held_back(company):
    company.charge("101", 10000)
    assert codes(company.read(bank("1999-01-01,A1,,100.00,,王芳,,1-1-101"))) == [(4, "date_too_early")]

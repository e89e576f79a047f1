"""Payments that are known already or cannot be taken, and what a clerk can do about them."""

from __future__ import annotations

import datetime as dt

from jiefen.accounts.roles import Role
from jiefen.ledger.actions import imports
from jiefen.ledger.actions.freeze import freeze_period
from jiefen.ledger.actions.payments import record_payment
from jiefen.ledger.models import FeeItemKind, MappingMemory, Payment
from jiefen.shared.jobs.runner import run_waiting_jobs
from tests.factories.sheets import arrears_xlsx
from tests.factories.world import AT, make_actor, make_charge, make_fee_item
from tests.ledger.imports_payments.conftest import bank, codes

CASHIER = ("收款日期", "房号", "业主姓名", "费用项目", "实收金额", "收款方式", "收据号", "备注")


def receipts(*rows: tuple[object, ...]) -> bytes:
    return arrears_xlsx(*rows, header=CASHIER, title="3月收款台账")


def test_the_same_serial_twice_in_one_file(company):
    row = "2026-03-05,A001,,100.00,,王芳,,1-1-101"
    batch = company.take_in(bank(row, row, "2026-03-06,A001,,70.00,,王芳,,1-1-101"))
    assert codes(batch) == [(5, "duplicate"), (6, "serial_repeated")]
    assert list(Payment.objects.values_list("amount_fen", flat=True)) == [10000]


def test_a_repeated_serial_can_be_accepted(company):
    batch = company.read(bank("2026-03-05,A001,,100.00,,王芳,,1-1-101", "2026-03-06,A001,,70.00,,王芳,,1-1-101"))
    imports.accept_problem(
        by=company.clerk, batch=batch, sheet="流水", row=5, code="serial_repeated", reason="分两次到账", at=AT
    )
    run_waiting_jobs()
    batch.refresh_from_db()
    company.confirm(batch)
    assert set(Payment.objects.values_list("reference", "amount_fen")) == {("A001", 10000), ("A001 (分项2)", 7000)}


def test_a_serial_the_ledger_has_for_something_else(company):
    record_payment(
        premises_id=company.homes["102"].pk, amount_fen=10000, paid_on=dt.date(2026, 3, 5), method="transfer",
        reference="A001", by=company.clerk, at=AT,
    )  # fmt: skip
    batch = company.read(bank("2026-03-05,A001,,100.00,,王芳,,1-1-101"))
    assert codes(batch) == [(4, "serial_taken")]


def test_money_already_entered_by_hand_without_a_serial(company):
    record_payment(
        premises_id=company.homes["101"].pk, amount_fen=10000, paid_on=dt.date(2026, 3, 5), method="cash",
        by=company.clerk, at=AT,
    )  # fmt: skip
    batch = company.read(bank("2026-03-05,A001,,100.00,,王芳,,1-1-101"))
    assert codes(batch) == [(4, "looks_like_twice")]
    assert company.read(bank("2026-03-05,A002,,100.01,,王芳,,1-1-101"), name="b.csv").summary["payments"] == 1


def test_future_days_closed_months_and_unreadable_days(company):
    manager = make_actor(company.estate.organisation, Role.MANAGER)
    freeze_period(estate_id=company.estate.pk, month=dt.date(2026, 1, 1), by=manager, at=AT)
    batch = company.read(
        bank(
            "2026-11-30,F,,1.00,,王芳,,1-1-101", "2026-01-31,C,,1.00,,王芳,,1-1-101", "昨天,U,,1.00,,王芳,,1-1-101",
            "1926-03-05,O,,1.00,,王芳,,1-1-101", "2026-02-01,K,,1.00,,王芳,,1-1-101",
        )
    )  # fmt: skip
    assert codes(batch) == [(4, "future_date"), (5, "month_closed"), (6, "no_date"), (7, "date_too_early")]
    assert [one["row"] for one in batch.summary["sample"]] == [8]
    assert all(problem["letter"] == "A" for problem in batch.summary["problems"])


def test_refunds_are_not_payments(company):
    batch = company.read(receipts(("2026-03-06", "1-1-102", "李军", "物业费", -50, "现金", "S2", "退款")))
    assert codes(batch) == [(3, "refund")]
    assert "冲正" in batch.summary["problems"][0]["suggestion"]
    assert batch.summary["payments"] == 0


def test_prepayment_used_up_is_not_new_money(company):
    batch = company.read(receipts(("2026-03-06", "1-1-102", "李军", "物业费", 50, "预存抵扣", "S2", "")))
    assert codes(batch) == [(3, "not_new_money")]


def test_one_receipt_for_two_fee_items(company):
    fee, parking = (
        company.charge("101", 120000)[0],
        make_fee_item(company.estate.organisation, "车位费", FeeItemKind.PARKING),
    )
    space = make_charge(company.homes["101"], 30000, dt.date(2026, 1, 1), item=parking)
    company.charge("101")
    batch = company.take_in(
        receipts(
            ("2026-03-05", "1-1-101", "王芳", "车位费", 300, "微信", "S001", ""),
            ("2026-03-05", "1-1-101", "王芳", "物业服务费", 200, "微信", "S001", ""),
        )
    )
    assert codes(batch) == []
    assert Payment.objects.get(reference="S001").allocations.get().charge == space
    assert Payment.objects.get(reference="S001 (分项2)").allocations.get().charge == fee
    assert set(Payment.objects.values_list("method", flat=True)) == {"wechat"}
    again = company.read(
        receipts(("2026-03-05", "1-1-101", "王芳", "物业服务费", 200, "微信", "S001", "")), name="b.xlsx"
    )
    assert (again.summary["duplicates"], again.summary["payments"]) == (1, 0)


def test_a_named_item_that_is_not_owed_stays_prepayment(company):
    company.charge("101", 10000)
    batch = company.take_in(receipts(("2026-03-05", "1-1-101", "王芳", "车位费", 300, "现金", "S1", "")))
    assert company.owing("101") == (10000, 30000)
    assert codes(batch) == []


def test_a_deposit_never_becomes_property_fee(company):
    company.charge("101", 10000)
    row = ("2026-03-05", "1-1-101", "王芳", "装修押金", 2000, "现金", "S1", "")
    batch = company.read(receipts(row))
    assert codes(batch) == [(3, "item_not_owed")]
    deposit = make_fee_item(company.estate.organisation, "装修押金", FeeItemKind.DEPOSIT)
    owed = make_charge(company.homes["101"], 200000, dt.date(2026, 1, 1), item=deposit)
    imports.discard(by=company.clerk, batch=batch, at=AT)
    company.take_in(receipts(row))
    assert Payment.objects.get().allocations.get().charge == owed
    assert company.owing("101") == (10000, 0)


def test_a_corrected_memo_places_the_payment(company):
    batch = company.read(bank("2026-03-05,A001,,100.00,,路人,,转账"))
    problem = batch.summary["problems"][0]
    assert (problem["letter"], problem["value"]) == ("H", "转账")
    imports.correct_cell(by=company.clerk, batch=batch, sheet="流水", row=4, column=7, value="1-1-101", at=AT)
    run_waiting_jobs()
    batch.refresh_from_db()
    assert [one["room"] for one in batch.summary["sample"]] == ["1栋1单元101"]


def test_a_corrected_mapping_is_used_and_remembered(company):
    odd = "甲,乙,丙\n2026-03-05,1-1-101,12.50\n"
    batch = company.read(odd.encode())
    assert {problem["code"] for problem in batch.summary["problems"]} == {"column_missing"}
    plan = batch.plans[0]
    for column, part in zip(plan["columns"], ("date", "room", "amount"), strict=True):
        column["field"] = part
    imports.change_mapping(by=company.clerk, batch=batch, plans=[plan], at=AT)
    run_waiting_jobs()
    batch.refresh_from_db()
    assert (batch.summary["payments"], batch.summary["amount_fen"]) == (1, 1250)
    assert MappingMemory.objects.get().kind == "payments"
    later = company.read("甲,乙,丙\n2026-03-06,1-1-102,20\n".encode(), name="下月.csv")
    assert later.summary["amount_fen"] == 2000


def test_a_header_repeated_in_the_middle_is_no_payment(company):
    header = ",".join(CASHIER)
    text = (
        f"{header}\n2026-03-05,1-1-101,王芳,,5,现金,S1,\n{header}\n2026-03-06,1-1-102,李军,,6,现金,S2,\n合计,,,,11,,,\n"
    )
    batch = company.read(text.encode())
    assert (batch.summary["payments"], batch.summary["amount_fen"], codes(batch)) == (2, 1100, [])


def test_a_customer_number_is_no_serial(company):
    text = "收款日期,房号,客户编号,实收金额\n2026-03-05,1-1-101,K7,5\n2026-03-06,1-1-101,K7,6\n"
    company.take_in(text.encode())
    assert list(Payment.objects.order_by("pk").values_list("reference", "amount_fen")) == [("", 500), ("", 600)]

"""A bank's export from upload to ledger and back."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db.models import Sum

from jiefen.accounts.roles import Role
from jiefen.ledger.actions import imports
from jiefen.ledger.actions.corrections import reverse_payment
from jiefen.ledger.actions.freeze import freeze_period
from jiefen.ledger.actions.payments import allocate_prepayment, record_payment
from jiefen.ledger.imports.undo import ImportBuiltUpon
from jiefen.ledger.models import Allocation, Payment
from jiefen.ledger.positions import differences
from jiefen.ledger.states import ImportState
from tests.factories.household import make_household
from tests.factories.world import AT, make_actor
from tests.ledger.imports_payments.conftest import bank, codes

TWO = bank(
    "2026-03-05 10:20:11,A001,,1200.00,5000.00,王芳,622,1-1-101物业费",
    "20260306,A002,300.00,,4700.00,电力公司,622,电费",
    "2026-03-07,A003,,80.50,4700.00,李军,622,1栋1单元102 转账",
    "合计,,300.00,1280.50,,,,",
)


def test_reading_writes_nothing_and_shows_what_each_payment_settles(company):
    company.charge("101", 50000, 50000, 50000)
    batch = company.read(TWO)
    found = batch.summary
    assert (found["payments"], found["amount_fen"], found["allocated_fen"], found["prepaid_fen"]) == (
        2,
        128050,
        120000,
        8050,
    )
    first, second = found["sample"]
    assert (first["row"], first["room"], first["how"], first["fen"]) == (4, "1栋1单元101", "摘要里的房号", 120000)
    assert first["settles"] == "物业费 2026.01–2026.03（3 笔）1,200.00 元"
    assert (second["settles"], second["prepaid_fen"]) == ("没有可抵的账单", 8050)
    assert not Payment.objects.exists()


def test_confirmed_payments_settle_the_earliest_due_first(company):
    company.charge("101", 50000, 50000, 50000)
    batch = company.take_in(TWO)
    assert company.owing("101") == (30000, 0)
    assert company.owing("102") == (0, 8050)
    payment = Payment.objects.get(reference="A001")
    assert (payment.amount_fen, payment.paid_on, payment.method) == (120000, dt.date(2026, 3, 5), "transfer")
    assert (payment.payer_name, payment.batch_no, payment.note) == ("王芳", batch.pk, "1-1-101物业费")
    rows = payment.allocations.order_by("charge__due_on")
    assert [row.amount_fen for row in rows] == [50000, 50000, 20000]
    assert {row.effective_on for row in rows} == {dt.date(2026, 3, 5)}
    assert batch.summary["written"] == {
        "premises": 2, "payments": 2, "amount_fen": 128050, "allocated_fen": 120000, "prepaid_fen": 8050,
    }  # fmt: skip
    assert differences(company.clerk.organisation_id, at=AT) == []


def test_import_and_single_entry_agree_row_by_row(company):
    """The same payments through record_payment give the same allocations, sentences included."""
    company.charge("101", 30000, 70000, 50000)
    company.take_in(bank("2026-02-10,B1,,450.00,,王芳,,1-1-101", "2026-04-10,B2,,900.00,,王芳,,1-1-101"))
    twin = make_household(30000, 70000, 50000)
    for fen, on in ((45000, dt.date(2026, 2, 10)), (90000, dt.date(2026, 4, 10))):
        twin.pay(fen, on)
    columns = ("charge__period_start", "amount_fen", "component", "reason", "effective_on")
    ours = Allocation.objects.filter(charge__premises=company.homes["101"])
    theirs = Allocation.objects.filter(charge__premises=twin.premises)
    assert list(ours.order_by("pk").values_list(*columns)) == list(theirs.order_by("pk").values_list(*columns))
    assert company.owing("101") == twin.owing()


def test_payments_are_allocated_in_the_order_of_their_days(company):
    january, february = company.charge("101", 10000, 10000)
    company.take_in(bank("2026-05-09,L,,100.00,,王芳,,1-1-101", "2026-05-01,E,,100.00,,王芳,,1-1-101"))
    assert Payment.objects.get(reference="E").allocations.get().charge == january
    assert Payment.objects.get(reference="L").allocations.get().charge == february


def test_the_same_file_again_changes_nothing(company):
    company.charge("101", 50000)
    first = company.take_in(TWO)
    again = imports.upload(by=company.clerk, file_name="x.csv", data=TWO.encode("gb18030"), at=AT, kind="payments")
    assert again.pk == first.pk
    assert Payment.objects.count() == 2


def test_an_overlapping_export_adds_only_what_is_new(company):
    company.take_in(TWO)
    wider = bank(
        "2026-03-05,A001,,1200.00,,王芳,622,1-1-101物业费",
        "2026-03-07,A003,,80.50,,李军,622,1栋1单元102 转账",
        "2026-03-08,A004,,10.00,,李军,622,1栋1单元102",
    )
    batch = company.take_in(wider)
    assert (batch.summary["duplicates"], batch.summary["payments"], codes(batch)) == (2, 1, [])
    assert Payment.objects.count() == 3


def test_undo_reverses_everything_and_the_file_can_come_again(company):
    company.charge("101", 50000, 50000, 50000)
    batch = company.take_in(TWO)
    done = imports.undo_import(by=company.clerk, batch=batch, at=AT)
    assert done == {"reversed_rows": 5}
    assert company.owing("101") == (150000, 0)
    assert company.owing("102") == (0, 0)
    assert Payment.objects.aggregate(x=Sum("amount_fen"))["x"] == 0
    company.take_in(TWO)
    assert company.owing("101") == (30000, 0)
    assert set(Payment.objects.filter(reversals=None, reversal_of=None).values_list("reference", flat=True)) == {
        "A001 (重录1)", "A003 (重录1)",
    }  # fmt: skip
    assert differences(company.clerk.organisation_id, at=AT) == []


def test_undo_is_refused_while_its_prepayment_was_used(company):
    batch = company.take_in(TWO)
    company.charge("102", 5000)
    allocate_prepayment(premises_id=company.homes["102"].pk, by=company.clerk, at=AT)
    with pytest.raises(ImportBuiltUpon, match="收款已被别处使用"):
        imports.undo_import(by=company.clerk, batch=batch, at=AT)
    batch.refresh_from_db()
    assert batch.state == ImportState.COMMITTED


def test_undo_is_refused_once_the_month_is_closed(company):
    batch = company.take_in(TWO)
    manager = make_actor(company.estate.organisation, Role.MANAGER)
    freeze_period(estate_id=company.estate.pk, month=dt.date(2026, 3, 1), by=manager, at=AT)
    with pytest.raises(ImportBuiltUpon, match="2026年3月"):
        imports.undo_import(by=company.clerk, batch=batch, at=AT)


def test_a_payment_reversed_by_hand_is_left_out_of_the_undo(company):
    batch = company.take_in(TWO)
    reverse_payment(payment_id=Payment.objects.get(reference="A003").pk, note="记错", by=company.clerk, at=AT)
    assert imports.undo_import(by=company.clerk, batch=batch, at=AT) == {"reversed_rows": 1}
    assert Payment.objects.aggregate(x=Sum("amount_fen"))["x"] == 0


def test_what_was_recorded_by_hand_meanwhile_is_seen_when_confirming(company):
    """Between preview and confirmation somebody enters the same payment: it is not written twice."""
    company.charge("101", 50000)
    batch = company.read(bank("2026-03-05,A001,,500.00,,王芳,,1-1-101", "2026-03-06,A009,,1.00,,李军,,1-1-102"))
    record_payment(
        premises_id=company.homes["101"].pk, amount_fen=50000, paid_on=dt.date(2026, 3, 5), method="transfer",
        reference="A001", by=company.clerk, at=AT,
    )  # fmt: skip
    company.confirm(batch)
    assert Payment.objects.filter(premises=company.homes["101"]).count() == 1
    assert batch.summary["written"]["payments"] == 1


def test_more_payments_to_more_households_need_no_more_queries(company, django_assert_max_num_queries):
    for room in company.homes:
        company.charge(room, 500, 500)
    rooms = ("1-1-101", "1-1-102", "2-1-201", "2-1-202")
    lines = [f"2026-03-{day:02d},N{day:04d},,1.00,,某人,,{rooms[day % 4]}" for day in range(1, 29)]
    few, many = company.read(bank(lines[0])), company.read(bank(*lines[1:]), name="多.csv")
    with django_assert_max_num_queries(64) as first:
        company.confirm(few)
    with django_assert_max_num_queries(64) as second:
        company.confirm(many)
    assert len(second) <= len(first) + 2

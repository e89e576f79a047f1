"""登记收款, 减免, 核销, 冲正, 时效事件 and 关账: what a person enters, and every way it is refused beside the form."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jiefen.accounts.roles import Role
from jiefen.audit.models import Event
from jiefen.ledger.actions.corrections import reverse_payment
from jiefen.ledger.actions.freeze import freeze_period
from jiefen.ledger.actions.limitation_events import record_limitation_event
from jiefen.ledger.actions.payments import record_payment
from jiefen.ledger.actions.waivers import record_waiver, write_off
from jiefen.ledger.models import (
    Allocation,
    Charge,
    HouseholdPosition,
    LimitationEvent,
    Payment,
    PeriodFreeze,
    Waiver,
    WriteOff,
)
from tests.factories.arrears import give_to, make_debtor
from tests.factories.world import AT, TODAY, make_actor, make_charge, make_estate, make_fee_item, make_organisation
from tests.web.workbench.signed_in import on_the_day, sign_in, text_of

pytestmark = pytest.mark.django_db
__all__ = ["on_the_day"]
GOOD = {"amount": "150", "on": "2026-11-20", "method": "cash", "payer_name": "王芳", "reference": ""}


@pytest.fixture
def estate():
    return make_estate(make_organisation(), "云栖里")


@pytest.fixture
def home(estate):
    """100.00 for each of two months."""
    return make_debtor(estate, "101", (2026, 8), (2026, 9))


def owed(home) -> int:
    return HouseholdPosition.objects.get(premises=home).outstanding_fen


def pay_url(home) -> str:
    return reverse("payment_add", args=[home.pk])


def seen_in(response) -> str:
    return re.search(r'name="seen" value="([^"]*)"', text_of(response))[1]


def pay(client, home, **said):
    """Through the preview to the confirmation."""
    said = GOOD | said
    preview = client.post(pay_url(home), said | {"step": "preview"})
    if preview.status_code != 200:
        return preview
    return client.post(pay_url(home), said | {"step": "confirm", "seen": seen_in(preview)})


def beside_the_form(response) -> str:
    """The page of a refused form, which kept what was typed."""
    assert response.status_code == 422, response.status_code
    page = response.content.decode()
    assert "error-summary" in page
    return page


def record(home, actor, **said) -> Payment:
    facts = {"amount_fen": 15_000, "paid_on": dt.date(2026, 11, 20), "method": "cash"} | said
    return record_payment(premises_id=home.pk, by=actor, at=AT, **facts)


# ---------------------------------------------------------------- 登记收款


def test_a_payment_is_previewed_in_words_of_law_then_entered_once(client, estate, home):
    sign_in(client, estate.organisation, Role.FINANCE)
    preview = client.post(pay_url(home), GOOD | {"amount": "250", "step": "preview"})
    page = text_of(preview)
    for words in ("这笔钱会这样抵", "2026年8月 物业费", "民法典第560条第2款", "付清", "预交", "¥50.00"):
        assert words in page, words
    assert page.count("button--primary") == 1
    assert not Payment.objects.exists()
    done = client.post(
        pay_url(home), GOOD | {"amount": "250", "step": "confirm", "seen": seen_in(preview)}, follow=True
    )
    assert done.redirect_chain == [(reverse("household", args=[home.pk]), 302)]
    assert "已登记收款 250.00 元：抵了 2 笔账单，50.00 元记作预交。" in text_of(done)
    payment = Payment.objects.get()
    assert (payment.amount_fen, payment.payer_name, owed(home)) == (25_000, "王芳", 0)
    assert Event.objects.filter(code="ledger.payment_recorded").count() == 1


def test_the_payer_names_his_bills(client, estate, home):
    sign_in(client, estate.organisation)
    later = Charge.objects.get(period_start=dt.date(2026, 9, 1))
    assert pay(client, home, amount="100", bills=[later.pk]).status_code == 302
    assert Allocation.objects.get().charge == later
    gone = beside_the_form(client.post(pay_url(home), GOOD | {"bills": [later.pk]}))
    assert "已经付清或冲正了" in gone


def test_nothing_is_entered_on_a_preview_that_is_no_longer_true(client, estate, home):
    sign_in(client, estate.organisation)
    seen = seen_in(client.post(pay_url(home), GOOD))
    record(home, make_actor(estate.organisation), method="wechat")
    again = client.post(pay_url(home), GOOD | {"step": "confirm", "seen": seen})
    assert "账单刚刚有变化" in text_of(again)
    assert Payment.objects.count() == 1


def test_one_may_go_back_and_change(client, estate, home):
    sign_in(client, estate.organisation)
    page = text_of(client.post(pay_url(home), GOOD | {"step": "edit", "reference": "W8812"}))
    for kept in ('value="150"', 'value="2026-11-20"', 'value="王芳"', 'value="W8812"'):
        assert kept in page, kept
    assert "error-summary" not in page


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"amount": "1e5"}, "不像一个金额"),
        ({"amount": "12,50"}, "不像一个金额"),
        ({"amount": ""}, "请写收到的金额"),
        ({"amount": "0"}, "金额要大于零"),
        ({"amount": "-3"}, "金额要大于零"),
        ({"amount": "999999999999"}, "一笔不能超过"),
        ({"on": "2026-11-24"}, "还没到"),
        ({"on": "0226-01-01"}, "日期不能早于"),
        ({"on": "昨天"}, "请写成 2026-01-31 这样的日期"),
        ({"method": "prior"}, "选择"),
        ({"method": ""}, "请选一种收款方式"),
        ({"payer_name": "王" * 81}, "最多 80 个字，现在有 81 个"),
        ({"bills": ["x"]}, "请重新选择"),
    ],
)
def test_what_cannot_be_entered_is_said_beside_the_form(client, estate, home, said, words):
    sign_in(client, estate.organisation)
    said = GOOD | {"reference": "W8812"} | said
    page = beside_the_form(client.post(pay_url(home), said))
    assert words in page
    assert 'value="W8812"' in page
    assert 'name="is_second"' not in page
    assert not Payment.objects.exists()


def test_full_width_digits_are_understood(client, estate, home):
    sign_in(client, estate.organisation)
    wide = "\uff11\uff15\uff10.\uff15"
    assert pay(client, home, amount=wide, on="\uff12\uff10\uff12\uff16-11-20").status_code == 302
    assert Payment.objects.get().amount_fen == 15_050


def test_a_closed_month_is_refused_before_the_preview(client, estate, home):
    member = make_actor(estate.organisation)
    freeze_period(estate_id=estate.pk, month=dt.date(2026, 10, 1), by=member, at=AT)
    sign_in(client, estate.organisation)
    page = beside_the_form(client.post(pay_url(home), GOOD | {"on": "2026-10-08"}))
    assert "2026年10月及以前已关账" in page
    assert 'value="2026-10-08"' in page


def test_a_bank_serial_counts_once(client, estate, home):
    record(home, make_actor(estate.organisation), reference="W8812")
    sign_in(client, estate.organisation)
    page = beside_the_form(pay(client, home, reference="W8812", amount="20"))
    assert "流水号 W8812 已经登记过" in page
    assert 'value="W8812"' in page
    assert Payment.objects.count() == 1


def test_the_same_payment_twice_asks_whether_it_is_another_one(client, estate, home):
    record(home, make_actor(estate.organisation))
    sign_in(client, estate.organisation)
    page = beside_the_form(pay(client, home))
    assert "已经登记过一笔 150.00 元的收款" in page
    assert 'name="is_second"' in page
    assert pay(client, home, is_second="on").status_code == 302
    assert Payment.objects.count() == 2


def test_the_tick_survives_the_preview(client, estate, home):
    sign_in(client, estate.organisation)
    page = text_of(client.post(pay_url(home), GOOD | {"is_second": "on"}))
    assert re.search(r'name="is_second" value="(on|True)"', page)
    assert 'type="checkbox" name="is_second"' in text_of(
        client.post(pay_url(home), GOOD | {"is_second": "on", "step": "edit"})
    )


def test_an_open_deposit_can_be_named(client, estate, home):
    deposit = make_charge(home, 3_000, dt.date(2026, 6, 1), item=make_fee_item(estate.organisation, "押金", "deposit"))
    sign_in(client, estate.organisation)
    pay(client, home, amount="30", bills=[deposit.pk])
    assert Allocation.objects.get().charge == deposit


# ---------------------------------------------------------------- 减免、核销


def test_a_waiver_says_what_it_means_and_is_granted(client, estate, home):
    sign_in(client, estate.organisation)
    url = reverse("waiver_add", args=[Charge.objects.first().pk])
    page = text_of(client.get(url))
    assert "少付这么多" in page
    assert page.count("button--primary") == 1
    done = client.post(url, {"component": "principal", "amount": "40", "note": "漏水"}, follow=True)
    assert "已减免本金 40.00 元。" in text_of(done)
    assert "减免本金 · " in done.content.decode()
    assert (Waiver.objects.get().amount_fen, owed(home)) == (4_000, 16_000)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"amount": "100.01"}, "减免本金不能超过这一笔还剩的 100.00 元"),
        ({"amount": "1", "component": "late_charge"}, "减免违约金不能超过"),
        ({"component": "all"}, "选择"),
        ({"component": ""}, "请选减免本金还是违约金"),
        ({"amount": "1e5"}, "不像一个金额"),
        ({"amount": "0"}, "金额要大于零"),
        ({"note": " "}, "请写明原因"),
        ({"note": "长" * 121}, "最多 120 个字"),
    ],
)
def test_a_waiver_is_refused_beside_the_form(client, estate, home, said, words):
    sign_in(client, estate.organisation)
    url = reverse("waiver_add", args=[Charge.objects.first().pk])
    page = beside_the_form(client.post(url, {"component": "principal", "amount": "40", "note": "漏水"} | said))
    assert words in page
    assert "note" in said or 'value="漏水"' in page
    assert not Waiver.objects.exists()


def test_a_late_charge_is_waived_without_touching_the_principal(client):
    estate = make_estate(make_organisation(), late_charge_daily_rate="0.0005")
    home = make_debtor(estate, "101", (2025, 1))
    sign_in(client, estate.organisation)
    url = reverse("waiver_add", args=[Charge.objects.get().pk])
    assert "还没付的违约金" in text_of(client.get(url))
    assert client.post(url, {"component": "late_charge", "amount": "1", "note": "商定"}).status_code == 302
    assert (Waiver.objects.get().component, owed(home)) == ("late_charge", 10_000)


def test_a_bad_debt_is_written_off_and_too_much_is_refused(client, estate, home):
    sign_in(client, estate.organisation)
    url = reverse("write_off_add", args=[Charge.objects.first().pk])
    page = text_of(client.get(url))
    assert 'value="100.00"' in page
    assert "业主在法律上还欠这笔钱" in page
    assert "核销金额不能超过" in beside_the_form(client.post(url, {"amount": "200", "note": "失联"}))
    assert "已核销 60.00 元。" in text_of(client.post(url, {"amount": "60", "note": "失联"}, follow=True))
    assert owed(home) == 14_000


def test_relief_on_a_charge_that_was_taken_back(client, estate, home):
    manager = sign_in(client, estate.organisation)
    charge = Charge.objects.first()
    client.post(reverse("charge_reverse", args=[charge.pk]), {"note": "重复"})
    reversal = Charge.objects.get(reversal_of=charge)
    assert manager.pk == reversal.recorded_by_no
    url = reverse("waiver_add", args=[charge.pk])
    assert "这笔应收已经冲正" in beside_the_form(
        client.post(url, {"component": "principal", "amount": "1", "note": "x"})
    )
    assert client.get(reverse("waiver_add", args=[reversal.pk])).status_code == 404


# ---------------------------------------------------------------- 冲正


def test_a_payment_is_taken_back_with_all_it_settled(client, estate, home):
    payment = record(home, make_actor(estate.organisation), amount_fen=25_000)
    sign_in(client, estate.organisation, Role.FINANCE)
    url = reverse("payment_reverse", args=[payment.pk])
    assert url in text_of(client.get(reverse("household", args=[home.pk])))
    page = text_of(client.get(url))
    for words in ("2026年8月 物业费 重新变成没付 100.00 元", "预交少 50.00 元", "退回付款以前的日期"):
        assert words in page, words
    assert "请写明原因" in beside_the_form(client.post(url, {"note": ""}))
    assert "已冲正收款" in text_of(client.post(url, {"note": "记错户了"}, follow=True))
    assert owed(home) == 20_000
    assert url not in text_of(client.get(reverse("household", args=[home.pk])))
    assert "已经冲正过了" in beside_the_form(client.post(url, {"note": "再来"}))


def test_a_reversing_payment_cannot_be_reversed(client, estate, home):
    actor = make_actor(estate.organisation)
    reversal = reverse_payment(payment_id=record(home, actor).pk, note="x", by=actor, at=AT)
    sign_in(client, estate.organisation)
    url = reverse("payment_reverse", args=[reversal.pk])
    assert "冲正记录本身不能再冲正" in beside_the_form(client.post(url, {"note": "x"}))


def test_waiver_and_write_off_are_taken_back_from_the_household_page(client, estate, home):
    actor, (first, second) = make_actor(estate.organisation), Charge.objects.order_by("pk")
    waiver = record_waiver(charge_id=first.pk, amount_fen=10_000, reason="漏水", by=actor, at=AT)
    gone = write_off(charge_id=second.pk, amount_fen=10_000, reason="失联", by=actor, at=AT)
    sign_in(client, estate.organisation)
    page = text_of(client.get(reverse("household", args=[home.pk])))
    for name, row, left in (("waiver_reverse", waiver, 10_000), ("write_off_reverse", gone, 20_000)):
        url = reverse(name, args=[row.pk])
        assert url in page
        assert row.reason in text_of(client.get(url))
        assert client.post(url, {"note": "批错了"}).status_code == 302
        assert owed(home) == left
    assert Waiver.objects.count() == WriteOff.objects.count() == 2


def test_a_charge_is_taken_back_unless_money_stands_on_it(client, estate, home):
    actor, (first, second) = make_actor(estate.organisation), Charge.objects.order_by("pk")
    record(home, actor, amount_fen=10_000)
    sign_in(client, estate.organisation)
    standing = beside_the_form(client.post(reverse("charge_reverse", args=[first.pk]), {"note": "重复"}))
    assert "这笔应收上还有 1 笔收款核销" in standing
    assert 'value="重复"' in standing
    assert client.post(reverse("charge_reverse", args=[second.pk]), {"note": "重复"}).status_code == 302
    assert owed(home) == 0


# ---------------------------------------------------------------- 时效事件


def events_url(home) -> str:
    return reverse("limitation_events", args=[home.pk])


def test_a_proved_demand_moves_the_clock_on_the_household_page(client, estate, home):
    sign_in(client, estate.organisation, Role.MANAGER)
    said = {"kind": "demand", "proof": "ems_signed", "on": "2026-11-12", "note": "EMS 1234"}
    done = client.post(events_url(home), said, follow=True)
    page = text_of(done)
    assert "已登记“催告”" in page
    assert "2029-11-12" in page
    assert HouseholdPosition.objects.get().first_expiry_on == dt.date(2029, 11, 12)


def test_a_demand_without_proof_is_recorded_and_said_to_prove_nothing(client, estate, home):
    sign_in(client, estate.organisation)
    page = text_of(client.post(events_url(home), {"kind": "demand", "proof": "", "on": "2026-11-12"}, follow=True))
    assert "还不能让时效重新起算" in page
    assert HouseholdPosition.objects.get().first_expiry_on == dt.date(2029, 8, 31)
    assert "不算数" in text_of(client.get(events_url(home)))


def test_an_event_may_speak_of_one_bill(client, estate, home):
    sign_in(client, estate.organisation)
    second = Charge.objects.order_by("pk")[1]
    said = {"kind": "filing", "proof": "court_record", "on": "2026-11-12", "bills": [second.pk]}
    assert client.post(events_url(home), said).status_code == 302
    assert list(LimitationEvent.objects.get().covers.values_list("charge_id", flat=True)) == [second.pk]
    assert "只涉及 1 笔账单" in text_of(client.get(events_url(home)))


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"kind": ""}, "请选发生了什么事"),
        ({"kind": "part_payment"}, "选择"),
        ({"proof": "asserted"}, "选择"),
        ({"on": "2026-11-24"}, "没有发生的事不能登记"),
        ({"on": "1926-11-12"}, "请核对年份"),
        ({"on": ""}, "请填哪一天"),
        ({"bills": ["999999"]}, "请重新选择"),
        ({"note": "长" * 201}, "最多 200 个字"),
    ],
)
def test_an_event_is_refused_beside_the_form(client, estate, home, said, words):
    sign_in(client, estate.organisation)
    good = {"kind": "demand", "proof": "ems_signed", "on": "2026-11-12", "note": "EMS 1234"}
    page = beside_the_form(client.post(events_url(home), good | said))
    assert words in page
    assert "note" in said or 'value="EMS 1234"' in page
    assert not LimitationEvent.objects.exists()


def test_the_ladder_of_proofs_is_explained(client, estate, home):
    sign_in(client, estate.organisation)
    page = text_of(client.get(events_url(home)))
    for words in ("EMS 签收记录", "寄出不等于送达", "业主自己的表示", "能证明送到业主", "起诉", "民法典第195条"):
        assert words in page, words
    for hidden in ("不认识的证明", "业主付了一部分</option>"):
        assert hidden not in page


def test_an_event_is_retracted_with_a_reason(client, estate, home):
    said = {"on": dt.date(2026, 11, 12), "kind": "demand", "proof": "ems_signed"}
    event = record_limitation_event(premises_id=home.pk, by=make_actor(estate.organisation), at=AT, **said)
    sign_in(client, estate.organisation)
    url = reverse("limitation_event_retract", args=[event.pk])
    assert url in text_of(client.get(events_url(home)))
    assert "可能提前" in text_of(client.get(url))
    assert "请写明原因" in beside_the_form(client.post(url, {"note": ""}))
    assert "已撤回“催告”" in text_of(client.post(url, {"note": "日期写错"}, follow=True))
    assert HouseholdPosition.objects.get().first_expiry_on == dt.date(2029, 8, 31)
    listed = text_of(client.get(events_url(home)))
    assert "撤回原因：日期写错" in listed
    assert url not in listed
    assert "已经冲正过了" in beside_the_form(client.post(url, {"note": "再来"}))


# ---------------------------------------------------------------- 关账


def test_a_month_is_closed_after_a_last_look(client, estate, home):
    sign_in(client, estate.organisation, Role.FINANCE)
    assert reverse("closing") in text_of(client.get(reverse("numbers")))
    assert "还没关过" in text_of(client.get(reverse("closing")))
    url = reverse("closing_estate", args=[estate.pk])
    assert "关账不能撤回" in text_of(client.get(url))
    page = text_of(client.post(url, {"month": "2026-09"}, follow=True))
    assert "云栖里已关账：2026年9月及以前。" in page
    assert "2026年10月" in page
    assert PeriodFreeze.objects.get().month == dt.date(2026, 9, 1)


@pytest.mark.parametrize("month", ["2026-11", "2026-08", "2026-13", "", "x"])
def test_a_month_that_cannot_be_closed(client, estate, month):
    freeze_period(estate_id=estate.pk, month=dt.date(2026, 8, 1), by=make_actor(estate.organisation), at=AT)
    sign_in(client, estate.organisation)
    beside_the_form(client.post(reverse("closing_estate", args=[estate.pk]), {"month": month}))
    assert PeriodFreeze.objects.count() == 1


def test_when_nothing_is_left_to_close_one_is_told_when(client, estate):
    freeze_period(estate_id=estate.pk, month=dt.date(2026, 10, 1), by=make_actor(estate.organisation), at=AT)
    sign_in(client, estate.organisation)
    page = text_of(client.get(reverse("closing_estate", args=[estate.pk]), follow=True))
    assert "已经关到2026年10月" in page
    assert "2026年11月过完以后" in page


def test_the_estates_to_close_cost_the_same_for_one_and_for_four(client, estate):
    sign_in(client, estate.organisation)
    counts = []
    for more in (0, 3):
        for _ in range(more):
            make_estate(estate.organisation)
        with CaptureQueriesContext(connection) as captured:
            text_of(client.get(reverse("closing")))
        counts.append(len(captured))
    assert counts[0] == counts[1]


# ---------------------------------------------------------------- who may


def every_page(home) -> dict[str, str]:
    """Every entry page of a household with one of each row: address → what to post."""
    actor, charge = make_actor(home.organisation), Charge.objects.filter(premises=home).first()
    rows = {
        "payment_reverse": record(home, actor, amount_fen=100),
        "waiver_reverse": record_waiver(charge_id=charge.pk, amount_fen=100, reason="x", by=actor, at=AT),
        "write_off_reverse": write_off(charge_id=charge.pk, amount_fen=100, reason="x", by=actor, at=AT),
        "charge_reverse": charge,
        "waiver_add": charge,
        "write_off_add": charge,
        "payment_add": home,
        "closing_estate": home.estate,
    }
    return {reverse(name, args=[row.pk]): name for name, row in rows.items()}


def test_a_steward_records_events_and_nothing_about_money(client, estate, home):
    pages = every_page(home)
    give_to(sign_in(client, estate.organisation, Role.STEWARD), estate)
    page = text_of(client.get(reverse("household", args=[home.pk])))
    assert events_url(home) in page
    for url in [*pages, reverse("closing")]:
        assert url not in page, url
        assert client.get(url).status_code == 403, url
        assert client.post(url, {"note": "x"}).status_code in (403, 405), url
    said = {"kind": "demand", "proof": "sms_delivered", "on": "2026-11-12"}
    assert client.post(events_url(home), said).status_code == 302
    assert "关账</a>" not in text_of(client.get(reverse("numbers")))


def test_finance_takes_money_but_grants_nothing(client, estate, home):
    pages = every_page(home)
    sign_in(client, estate.organisation, Role.FINANCE)
    household = text_of(client.get(reverse("household", args=[home.pk])))
    refused = {"waiver_reverse", "write_off_reverse", "waiver_add", "write_off_add"}
    for url, name in pages.items():
        assert client.get(url).status_code == (403 if name in refused else 200), name
        assert (url in household) == (name not in refused and name != "closing_estate"), name
    assert client.get(events_url(home)).status_code == 403
    assert events_url(home) not in household


def test_another_organisation_finds_nothing(client, estate, home):
    event = record_limitation_event(
        premises_id=home.pk, on=TODAY, kind="filing", by=make_actor(estate.organisation), at=AT
    )
    urls = [*every_page(home), events_url(home), reverse("limitation_event_retract", args=[event.pk])]
    before = (Payment.objects.count(), LimitationEvent.objects.count())
    sign_in(client, make_organisation())
    said = GOOD | {"component": "principal", "note": "x", "kind": "filing", "month": "2026-10"}
    for url in urls:
        assert client.get(url).status_code == 404, url
        assert client.post(url, said).status_code == 404, url
    assert before == (Payment.objects.count(), LimitationEvent.objects.count())


def test_a_bill_of_another_household_cannot_be_named(client, estate, home):
    foreign = make_charge(make_debtor(estate, "102"), 10_000, dt.date(2026, 9, 1))
    sign_in(client, estate.organisation)
    beside_the_form(client.post(pay_url(home), GOOD | {"bills": [foreign.pk]}))
    beside_the_form(client.post(events_url(home), {"kind": "filing", "on": "2026-11-12", "bills": [foreign.pk]}))


def test_a_steward_of_another_estate_finds_nothing(client, estate, home):
    member = sign_in(client, estate.organisation, Role.STEWARD)
    other = make_debtor(make_estate(estate.organisation), "101")
    give_to(member, other.estate)
    assert client.get(events_url(home)).status_code == 404
    assert client.get(events_url(other)).status_code == 200


def test_forms_without_their_token_are_refused(estate, home):
    client = Client(enforce_csrf_checks=True)
    sign_in(client, estate.organisation)
    for url in (pay_url(home), events_url(home), reverse("closing_estate", args=[estate.pk])):
        assert client.post(url, GOOD).status_code == 403
    assert not Payment.objects.exists()


@pytest.mark.parametrize("name", ["payment_add", "limitation_events"])
def test_long_histories_cost_no_more_queries(client, estate, name):
    sign_in(client, estate.organisation)
    short = make_debtor(estate, "101", (2026, 9))
    long = make_debtor(estate, "102", *((2025, month) for month in range(1, 13)))
    actor = make_actor(estate.organisation)
    for day in range(1, 6):
        on = TODAY.replace(day=day)
        record(long, actor, amount_fen=100, paid_on=on)
        record_limitation_event(premises_id=long.pk, on=on, kind="demand", proof="ems_signed", by=actor, at=AT)
    counts = []
    client.get(reverse(name, args=[short.pk]))
    for one in (short, long):
        with CaptureQueriesContext(connection) as captured:
            text_of(client.get(reverse(name, args=[one.pk])))
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 9

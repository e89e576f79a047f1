"""The statement of one household: hand-checked figures, totals that agree with the positions, few queries."""

from __future__ import annotations

import datetime as dt
from operator import attrgetter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiefen.ledger import positions
from jiefen.ledger.actions.corrections import reverse_charge, reverse_payment
from jiefen.ledger.actions.limitation_events import record_limitation_event
from jiefen.ledger.actions.payments import allocate_prepayment
from jiefen.ledger.actions.waivers import record_waiver, write_off
from jiefen.ledger.models import Charge, FeeItemKind, StatedLateCharge
from jiefen.ledger.queries.statement import Statement, statement_of
from jiefen.rules.limitation import State
from tests.factories.household import Household, make_household
from tests.factories.world import AT, TODAY, make_charge, make_fee_item

pytestmark = pytest.mark.django_db
QUERIES = 5


def statement(home: Household) -> Statement:
    return statement_of(home.premises.pk, today=TODAY)


def busy_household() -> Household:
    """Three charges: one paid, one part paid, waived and written off, one reversed; a demand; money too much."""
    home = make_household(10000, 10000, 7000, late_charge_daily_rate="0.0005")
    charges = [charge.pk for charge in home.charges]
    home.pay(14000, dt.date(2026, 3, 10), designation=charges[:2], payer_name="王芳", reference="B1")
    record_waiver(charge_id=charges[1], amount_fen=1000, reason="空置", by=home.by, at=AT)
    write_off(charge_id=charges[1], amount_fen=500, reason="尾数", by=home.by, at=AT)
    reverse_charge(charge_id=charges[2], note="重复", by=home.by, at=AT)
    record_limitation_event(
        premises_id=home.premises.pk, on=dt.date(2026, 5, 5), kind="demand", proof="sms_sent", by=home.by, at=AT
    )
    return home


def test_every_charge_with_what_became_of_it():
    lines = statement(busy_household()).charges
    columns = attrgetter("amount_fen", "paid_fen", "waived_fen", "written_off_fen", "outstanding_fen", "is_reversed")
    found = [columns(line) for line in lines]
    assert found == [
        (10000, 10000, 0, 0, 0, False),
        (10000, 4000, 1000, 500, 4500, False),
        (7000, 0, 0, 0, 0, True),
    ]
    assert [line.fee_item for line in lines] == ["物业费"] * 3
    assert [row.kind for row in lines[1].settlements] == ["allocation", "waiver", "write_off"]


def test_the_clock_of_what_is_open_with_its_reasons():
    paid, part, reversed_ = statement(busy_household()).charges
    assert (paid.clock, reversed_.clock) == (None, None)
    assert (part.clock.expires_on, part.clock.state) == (dt.date(2029, 3, 10), State.RUNNING)
    codes = [reason.code for reason in part.clock.reasons]
    assert "no_proof_of_arrival" in codes
    assert any("2026-03-10" in reason.text for reason in part.clock.reasons)


def test_late_charges_fall_with_the_principal():
    paid, part, reversed_ = statement(busy_household()).charges
    # 10,000 分 × 38 days (1 Feb – 10 Mar) × 0.05 % and × LPR 3.0 % × 1.3 / 365
    assert (paid.late.rule.contractual_fen, paid.late.rule.claimed_fen, paid.late.rule.days) == (190, 41, 38)
    # 10,000 × 10 days + 6,000 × 258 days (11 Mar – 23 Nov, the day of waiver and write-off included)
    assert (part.late.rule.contractual_fen, part.late.rule.claimed_fen) == (824, 176)
    assert reversed_.late is None


def test_totals_and_aging_agree_with_the_lists():
    home = busy_household()
    item = make_fee_item(home.premises.organisation, "装修押金", FeeItemKind.DEPOSIT)
    make_charge(home.premises, 30000, dt.date(2026, 1, 1), item=item)
    Charge.objects.create(
        organisation=home.premises.organisation, premises=home.premises, fee_item=home.charges[0].fee_item,
        amount_fen=250, recorded_at=AT,
    )  # fmt: skip
    StatedLateCharge.objects.create(
        organisation=home.premises.organisation, premises=home.premises, as_of=TODAY, amount_fen=999, recorded_at=AT
    )
    positions.refresh([home.premises.pk], at=AT)
    found = statement(home)
    totals = found.totals
    assert (totals.outstanding_fen, totals.undated_fen, totals.deposits_open_fen) == (4750, 250, 30000)
    assert (totals.late_contractual_fen, totals.late_claimed_fen, totals.late_open_fen) == (190 + 824, 217, 217)
    assert totals.late_stated_fen == 999
    assert {line.code: line.amount_fen for line in found.aging if line.amount_fen} == {"d181_365": 4500}
    assert home.owing() == (totals.outstanding_fen, totals.prepaid_fen) == (4750, 0)
    assert [line.outstanding_fen for line in found.open_charges] == [4500, 250]


def test_payments_with_what_they_settled_newest_first():
    home = make_household(10000)
    first = home.pay(12000, dt.date(2026, 3, 10), payer_name="王芳", reference="B1")
    second = home.pay(500, dt.date(2026, 4, 1))
    reverse_payment(payment_id=second.pk, note="退票", by=home.by, at=AT)
    lines = statement(home).payments
    found = [(x.payment_id, x.method, x.amount_fen, x.prepaid_fen, x.is_reversed, x.reversal_note) for x in lines]
    assert found == [
        (second.pk, "银行转账", 500, 0, True, "退票"),
        (first.pk, "银行转账", 12000, 2000, False, ""),
    ]
    settled = [(row.charge_id, row.amount_fen, row.stands) for row in lines[1].settled]
    assert settled == [(home.charges[0].pk, 10000, True)]
    assert (lines[0].reversed_on, lines[1].payer_name, lines[1].reference) == (TODAY, "王芳", "B1")


def test_an_empty_household():
    found = statement(make_household())
    assert (found.charges, found.payments, found.totals.outstanding_fen) == ((), (), 0)
    assert len(found.aging) == 9


def test_an_unreadable_rate_claims_nothing():
    home = make_household(10000, late_charge_daily_rate="千分之三")
    assert statement(home).totals.late_contractual_fen == 0


def test_money_collected_for_others_bears_no_late_charge():
    home = make_household(late_charge_daily_rate="0.0005")
    item = make_fee_item(home.premises.organisation, "代收水费", FeeItemKind.COLLECTED_FOR_OTHERS)
    make_charge(home.premises, 5000, dt.date(2026, 1, 1), item=item)
    totals = statement(home).totals
    assert (totals.outstanding_fen, totals.late_contractual_fen) == (5000, 0)


@pytest.mark.parametrize("charges", [1, 30])
def test_the_number_of_queries_does_not_depend_on_the_number_of_charges(charges):
    home = make_household(late_charge_daily_rate="0.0005")
    for number in range(charges):
        make_charge(home.premises, 10000, dt.date(2024 + number // 12, number % 12 + 1, 1))
        home.pay(4000, dt.date(2026, 10, 1))
        record_limitation_event(
            premises_id=home.premises.pk, on=dt.date(2026, 5, 5), kind="demand", proof="ems_signed",
            covers=[Charge.objects.latest("pk").pk], by=home.by, at=AT,
        )  # fmt: skip
    with CaptureQueriesContext(connection) as seen:
        found = statement(home)
    assert len(found.open_charges) >= charges // 2
    assert len(seen) == QUERIES, [query["sql"][:120] for query in seen.captured_queries]


def test_no_late_charge_runs_while_the_company_holds_the_money():
    home = make_household(late_charge_daily_rate="0.0005")
    home.pay(6000, dt.date(2026, 1, 15))
    make_charge(home.premises, 10000, dt.date(2026, 1, 1))
    allocate_prepayment(premises_id=home.premises.pk, by=home.by, at=AT)
    (line,) = statement(home).charges
    assert line.settlements[0].effective_on == TODAY
    assert line.late.rule.contractual_fen == 592  # 4,000 × 296 days × 0.05 %; nothing on the 6,000 held since January

"""Recording payments: what they settle, what stays prepayment, what is refused."""

from __future__ import annotations

import datetime as dt

import pytest

from jiefen.accounts.roles import Role
from jiefen.audit.queries import events_about
from jiefen.ledger import refusals
from jiefen.ledger.actions.corrections import reverse_payment
from jiefen.ledger.actions.payments import allocate_prepayment, propose_allocation, record_payment
from jiefen.ledger.actions.posting import MAX_ENTRY_FEN
from jiefen.ledger.models import Allocation, FeeItemKind, Payment
from jiefen.rules.allocation import AllocationError
from jiefen.shared.errors import NotFound, NotPermitted
from tests.factories.household import make_household
from tests.factories.world import AT, make_charge, make_fee_item

pytestmark = pytest.mark.django_db
JUNE = dt.date(2026, 6, 15)


def settled(payment: Payment) -> list[tuple[int, str, int]]:
    rows = Allocation.objects.filter(payment=payment).order_by("pk")
    return [(row.charge_id, row.component, row.amount_fen) for row in rows]


def test_the_earliest_due_is_settled_first_with_the_reason_in_words():
    home = make_household(10000, 10000, 10000)
    payment = home.pay(15000)
    assert settled(payment) == [(home.charges[0].pk, "principal", 10000), (home.charges[1].pk, "principal", 5000)]
    reason = Allocation.objects.filter(payment=payment).order_by("pk").first().reason
    assert "先到期的先还" in reason and "2026年1月31日" in reason
    assert home.owing() == (15000, 0)
    assert set(Allocation.objects.values_list("effective_on", flat=True)) == {JUNE}


def test_the_payers_designation_comes_first():
    home = make_household(10000, 10000, 10000)
    payment = home.pay(12000, designation=[home.charges[2].pk])
    assert settled(payment) == [(home.charges[2].pk, "principal", 10000), (home.charges[0].pk, "principal", 2000)]


def test_what_is_too_much_stays_prepayment_and_can_be_allocated_later():
    home = make_household(10000)
    home.pay(15000)
    assert home.owing() == (0, 5000)
    late = make_charge(home.premises, 8000, dt.date(2026, 9, 1))
    rows = allocate_prepayment(premises_id=home.premises.pk, by=home.by, at=AT)
    assert [(row.charge_id, row.amount_fen, row.effective_on) for row in rows] == [(late.pk, 5000, AT.date())]
    assert home.owing() == (3000, 0)
    with pytest.raises(refusals.NothingToAllocate):
        allocate_prepayment(premises_id=home.premises.pk, by=home.by, at=AT)


def test_prepayment_is_drawn_from_the_oldest_payment_first():
    home = make_household()
    second, first = home.pay(3000, dt.date(2026, 5, 2)), home.pay(3000, dt.date(2026, 5, 1))
    make_charge(home.premises, 4000, dt.date(2026, 5, 1))
    rows = allocate_prepayment(premises_id=home.premises.pk, by=home.by, at=AT)
    assert [(row.payment_id, row.amount_fen) for row in rows] == [(first.pk, 3000), (second.pk, 1000)]


def test_a_preview_says_exactly_what_recording_does_and_writes_nothing():
    home = make_household(10000, 7000)
    preview = propose_allocation(premises_id=home.premises.pk, amount_fen=20000, paid_on=JUNE, by=home.by)
    assert Allocation.objects.count() == 0
    payment = home.pay(20000)
    assert [(line.debt_id, "principal", line.amount_fen) for line in preview.lines] == settled(payment)
    assert preview.unallocated_fen == 3000 == home.owing()[1]


def test_the_late_charge_only_takes_money_when_asked_to():
    home = make_household(100_000, late_charge_daily_rate="0.0005")
    payment = home.pay(50_000, claim_late_charge=True)
    late, principal = settled(payment)
    assert late[1:] == ("late_charge", 1442)  # 135 days: LPR 3.0 % × 1.3 stays below the contract's rate
    assert principal[1:] == ("principal", 50_000 - 1442)
    assert home.owing() == (100_000 - (50_000 - 1442), 0)


def test_without_asking_the_whole_amount_goes_to_the_principal():
    home = make_household(100_000, late_charge_daily_rate="0.0005")
    assert [row[1:] for row in settled(home.pay(50_000))] == [("principal", 50_000)]


def test_a_charge_without_a_due_date_comes_last_and_its_reason_names_no_date():
    home = make_household()
    undated = make_charge(home.premises, 5000, dt.date(2026, 1, 1))
    undated_row = type(undated).objects.create(
        organisation=home.premises.organisation, premises=home.premises, fee_item=undated.fee_item,
        amount_fen=4000, recorded_at=AT,
    )  # fmt: skip
    payment = home.pay(6000)
    assert settled(payment) == [(undated.pk, "principal", 5000), (undated_row.pk, "principal", 1000)]
    assert "没有写到期日" in Allocation.objects.get(charge=undated_row).reason


def test_a_deposit_is_only_paid_when_named():
    home = make_household(10000)
    item = make_fee_item(home.premises.organisation, "装修押金", FeeItemKind.DEPOSIT)
    deposit = make_charge(home.premises, 20000, dt.date(2025, 1, 1), item=item)
    assert settled(home.pay(15000)) == [(home.charges[0].pk, "principal", 10000)]
    assert settled(home.pay(20000, designation=[deposit.pk])) == [(deposit.pk, "principal", 20000)]
    assert home.owing() == (0, 5000)


def test_an_event_without_personal_facts_is_logged():
    home = make_household(10000)
    payment = home.pay(10000, payer_name="王芳", reference="B1")
    event = events_about(
        organisation_id=home.by.organisation_id, subject_type="ledger.payment", subject_no=payment.pk
    ).get()
    assert event.code == "ledger.payment_recorded"
    assert event.data == {
        "premises": home.premises.pk, "amount_fen": 10000, "paid_on": "2026-06-15", "method": "transfer",
        "prepaid_fen": 0, "charges": [home.charges[0].pk],
    }  # fmt: skip


@pytest.mark.parametrize("amount", [0, -1, True, 1.5, MAX_ENTRY_FEN + 1])
def test_an_impossible_amount_is_refused(amount):
    home = make_household(10000)
    with pytest.raises(refusals.AmountRefused):
        home.pay(amount)
    assert Payment.objects.count() == 0


@pytest.mark.parametrize("on", [AT.date() + dt.timedelta(days=1), dt.date(226, 1, 1)])
def test_an_impossible_day_is_refused(on):
    with pytest.raises(refusals.DateRefused):
        make_household(10000).pay(100, on)


@pytest.mark.parametrize("method", ["prior", "offset", "gold", ""])
def test_a_method_nobody_can_enter_is_refused(method):
    with pytest.raises(refusals.MethodRefused):
        make_household(10000).pay(100, method=method)


@pytest.mark.parametrize("text", [{"payer_name": "王" * 81}, {"reference": "9" * 71}])
def test_a_text_that_does_not_fit_is_refused(text):
    with pytest.raises(refusals.TextRefused):
        make_household(10000).pay(100, **text)


def test_control_characters_and_spaces_are_tidied():
    payment = make_household(10000).pay(100, payer_name="  王\x00 芳\n", reference=" 12 \t3 ")
    assert (payment.payer_name, payment.reference) == ("王 芳", "12 3")


def test_a_bank_reference_is_taken_once_and_the_refusal_names_the_earlier_payment():
    home = make_household(10000)
    first = home.pay(100, reference="20260615001")
    with pytest.raises(
        refusals.ReferenceTaken, match=rf"2026年6月15日，{home.premises.label}，1\.00 元（编号 {first.pk}）"
    ):
        home.pay(200, reference=" 20260615001 ")


def test_a_reference_is_free_again_after_the_payment_was_reversed():
    home = make_household(10000)
    for expected in ("B7", "B7 (重录1)", "B7 (重录2)"):
        payment = home.pay(100, reference="B7")
        assert payment.reference == expected
        with pytest.raises(refusals.ReferenceTaken):
            home.pay(100, reference="B7")
        reverse_payment(payment_id=payment.pk, note="记错户", by=home.by, at=AT)


def test_two_organisations_may_have_the_same_reference():
    first, second = (make_household(100).pay(100, reference="1") for _ in range(2))
    assert first.reference == second.reference == "1"


def test_what_looks_like_the_same_payment_needs_a_confirmation():
    home = make_household(10000)
    first = home.pay(100, is_second=False)
    with pytest.raises(refusals.LooksLikeTwice, match=f"编号 {first.pk}"):
        home.pay(100, is_second=False)
    home.pay(101, is_second=False)
    home.pay(100, dt.date(2026, 6, 16), is_second=False)
    home.pay(100, is_second=True)
    assert Payment.objects.count() == 4


def test_a_designation_of_something_else_is_refused_and_nothing_is_written():
    home, other = make_household(10000), make_household(10000)
    for designation in ([other.charges[0].pk], [home.charges[0].pk] * 2, [0]):
        with pytest.raises(AllocationError):
            home.pay(100, designation=designation)
    assert not Payment.objects.exists() and not Allocation.objects.exists()


def test_foreign_premises_do_not_exist():
    home, other = make_household(10000), make_household(10000)
    with pytest.raises(NotFound):
        home.pay(100, by=other.by)
    with pytest.raises(NotFound):
        propose_allocation(premises_id=home.premises.pk, amount_fen=1, paid_on=JUNE, by=other.by)
    with pytest.raises(NotFound):
        allocate_prepayment(premises_id=home.premises.pk, by=other.by, at=AT)


def test_a_steward_does_not_record_payments():
    home = make_household(10000)
    with pytest.raises(NotPermitted, match="登记收款"):
        home.pay(100, by=home.in_role(Role.STEWARD))
    with pytest.raises(NotPermitted):
        allocate_prepayment(premises_id=home.premises.pk, by=home.in_role(Role.STEWARD), at=AT)


def test_finance_records_payments():
    home = make_household(10000)
    by = home.in_role(Role.FINANCE)
    record_payment(premises_id=home.premises.pk, amount_fen=1, paid_on=AT.date(), method="cash", by=by, at=AT)
    assert home.owing() == (9999, 0)


def test_two_desks_in_the_same_instant_get_a_refusal_not_a_crash(monkeypatch):
    home = make_household(10000)
    home.pay(100, reference="B9")
    monkeypatch.setattr("jiefen.ledger.actions.payments.entries_of_reference", lambda *_: [])
    with pytest.raises(refusals.ReferenceTaken, match="刚刚由别人登记"):
        home.pay(100, reference="B9")
    assert Payment.objects.count() == 1

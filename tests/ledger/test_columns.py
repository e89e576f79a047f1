"""Packed columns follow the ledger like positions do: written with every entry, rebuilt and checked at night."""

from __future__ import annotations

import datetime as dt

import pytest

from jiefen.engine import nightly
from jiefen.engine.bill_columns import BILL, BILL_WITHOUT_LATE, SETTLED, Line, day_number, join, unpack
from jiefen.engine.nightly_kernel import FEN_180, LATE, OLDEST, OUTSTANDING, RATE
from jiefen.ledger import positions
from jiefen.ledger.actions.corrections import reverse_payment
from jiefen.ledger.models import ChargePosition, FeeItemKind, HouseholdColumns, HouseholdPosition
from jiefen.ledger.queries.accounts import accounts_of
from jiefen.ledger.queries.late_charges import late_charge_of
from tests.factories.household import YEAR, make_household
from tests.factories.world import AT, TODAY, make_charge, make_fee_item, make_premises

pytestmark = pytest.mark.django_db


def lines_of(premises_id: int) -> list[Line]:
    return unpack(bytes(HouseholdColumns.objects.get(premises_id=premises_id).packed))[2]


def test_open_bills_with_what_was_put_against_them():
    home = make_household(10_000, 20_000)
    home.pay(14_000, dt.date(YEAR, 6, 15))
    building, paid, lines = unpack(bytes(HouseholdColumns.objects.get().packed))
    assert (building, paid) == (home.premises.building_id, day_number(dt.date(YEAR, 6, 15)))
    position = ChargePosition.objects.get()
    bill = Line(BILL, 16_000, day_number(dt.date(YEAR, 2, 28)), day_number(position.expires_on))
    assert lines == [bill, Line(SETTLED, 4_000, day_number(dt.date(YEAR, 6, 15)))]


def test_who_owes_nothing_has_no_columns_and_a_reversal_brings_them_back():
    home = make_household(10_000)
    payment = home.pay(10_000)
    assert not HouseholdColumns.objects.exists()
    reverse_payment(payment_id=payment.pk, note="记错了", by=home.by, at=AT)
    assert [line.fen for line in lines_of(home.premises.pk)] == [10_000]


def test_money_collected_for_others_bears_no_late_charge():
    home = make_household(10_000)
    item = make_fee_item(home.premises.organisation, "代收水费", FeeItemKind.COLLECTED_FOR_OTHERS)
    make_charge(home.premises, 3_000, dt.date(YEAR, 3, 1), item=item)
    positions.refresh([home.premises.pk], at=AT)
    assert [line.kind for line in lines_of(home.premises.pk)] == [BILL, BILL_WITHOUT_LATE]


def test_the_kernel_reads_what_positions_and_late_charges_say():
    home = make_household(10_000, 20_000, 130_000_000_00, late_charge_daily_rate="0.0005")
    home.pay(14_000, dt.date(YEAR, 6, 15))
    rate = nightly.rate_of("0.0005", TODAY)
    facts = nightly.no_facts(1)
    facts[0, RATE] = 0
    row = HouseholdColumns.objects.get()
    columns = join([row.premises_id], [bytes(row.packed)])
    money = nightly.plan(columns, facts, nightly.night_terms(TODAY, (rate,))).money[0]
    stored = HouseholdPosition.objects.get()
    assert (money[OUTSTANDING], money[OLDEST]) == (stored.outstanding_fen, day_number(stored.oldest_due_on))
    claims = [late_charge_of(account, as_of=TODAY) for account in accounts_of(home.premises.pk)]
    assert money[LATE] == sum(claim.open_fen for claim, owed in zip(claims, (0, 1, 1), strict=True) if claim and owed)
    assert money[FEN_180] == 0


def test_differences_finds_and_repairs_tampered_columns():
    home = make_household(10_000)
    assert positions.differences(home.premises.organisation_id, at=AT) == []
    HouseholdColumns.objects.update(packed=b"\0" * 16)
    found = positions.differences(home.premises.organisation_id, at=AT)
    assert [(item.kind, item.number) for item in found] == [("columns", home.premises.pk)]
    assert [line.fen for line in lines_of(home.premises.pk)] == [10_000]


def test_far_apart_premises_are_written_alone():
    home = make_household(10_000)
    homes = [make_premises(home.estate) for _ in range(8)]
    for premises in homes:
        make_charge(premises, 500, dt.date(YEAR, 1, 1))
    positions.refresh([home.premises.pk, homes[-1].pk], at=AT)
    assert set(HouseholdColumns.objects.values_list("premises_id", flat=True)) == {home.premises.pk, homes[-1].pk}
    positions.rebuild(home.premises.organisation_id, at=AT)
    assert HouseholdColumns.objects.count() == 9

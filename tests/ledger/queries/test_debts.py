"""Open debts as rules.allocation wants them."""

from __future__ import annotations

import datetime as dt

import pytest

from jiefen.ledger.actions.corrections import reverse_charge
from jiefen.ledger.actions.waivers import record_waiver
from jiefen.ledger.models import FeeItemKind
from jiefen.ledger.queries.debts import open_debts
from jiefen.rules.allocation import Debt
from tests.factories.household import make_household
from tests.factories.world import AT, TODAY, make_charge, make_fee_item

pytestmark = pytest.mark.django_db


def test_what_is_open_and_nothing_else():
    home = make_household(10000, 10000, 10000, 10000)
    first, second, third, fourth = (charge.pk for charge in home.charges)
    home.pay(10000, designation=[first])
    home.pay(2500, designation=[second])
    record_waiver(charge_id=second, amount_fen=500, reason="空置", by=home.by, at=AT)
    reverse_charge(charge_id=third, note="重复", by=home.by, at=AT)
    assert open_debts(home.premises.pk, as_of=TODAY) == [
        Debt(id=second, due_on=dt.date(2026, 2, 28), outstanding_fen=7000),
        Debt(id=fourth, due_on=dt.date(2026, 4, 30), outstanding_fen=10000),
    ]


def test_late_charges_stand_beside_the_principal_when_claimed():
    home = make_household(100_000, late_charge_daily_rate="0.0005")
    debt = Debt(id=home.charges[0].pk, due_on=dt.date(2026, 1, 31), outstanding_fen=100_000, burden=500)
    assert open_debts(home.premises.pk, as_of=TODAY) == [debt]
    claimed = open_debts(home.premises.pk, as_of=TODAY, claim_late_charge=True)
    assert [(row.outstanding_fen, row.late_interest_fen) for row in claimed] == [(100_000, 3163)]


def test_a_late_charge_stays_open_after_the_principal_is_paid():
    home = make_household(100_000, late_charge_daily_rate="0.0005")
    home.pay(100_000)
    assert open_debts(home.premises.pk, as_of=TODAY) == []
    late = open_debts(home.premises.pk, as_of=TODAY, claim_late_charge=True)
    assert [(row.outstanding_fen, row.late_interest_fen) for row in late] == [(0, 1442)]
    home.pay(1500, TODAY, claim_late_charge=True)
    assert open_debts(home.premises.pk, as_of=TODAY, claim_late_charge=True) == []
    assert home.owing() == (0, 58)


def test_deposits_only_when_named():
    home = make_household()
    item = make_fee_item(home.premises.organisation, "装修押金", FeeItemKind.DEPOSIT)
    deposit = make_charge(home.premises, 20000, dt.date(2026, 1, 1), item=item)
    assert open_debts(home.premises.pk, as_of=TODAY) == []
    assert [debt.id for debt in open_debts(home.premises.pk, as_of=TODAY, designated=[deposit.pk])] == [deposit.pk]

"""Entering a single charge."""

from __future__ import annotations

import datetime as dt

import pytest

from jiefen.accounts.roles import Role
from jiefen.estates.actions import change_owner
from jiefen.estates.people import Person
from jiefen.ledger import refusals
from jiefen.ledger.actions.charges import record_charge
from jiefen.ledger.models import Charge
from jiefen.shared.errors import NotFound, NotPermitted
from tests.factories.household import Household, make_household
from tests.factories.world import AT, make_fee_item

pytestmark = pytest.mark.django_db


def charge(home: Household, amount_fen: int = 5000, **more: object) -> Charge:
    terms = {
        "premises_id": home.premises.pk, "fee_item_id": make_fee_item(home.premises.organisation).pk,
        "period_start": dt.date(2026, 10, 1), "period_end": dt.date(2026, 10, 31), "due_on": dt.date(2026, 11, 10),
        "by": home.by, "at": AT, **more,
    }  # fmt: skip
    return record_charge(amount_fen=amount_fen, **terms)


def test_a_charge_is_owed():
    home = make_household()
    row = charge(home, note=" 补录 ")
    assert (row.amount_fen, row.due_on, row.note, row.payer.name) == (5000, dt.date(2026, 11, 10), "补录", "王芳")
    assert home.owing() == (5000, 0)
    assert home.position().first_expiry_on == dt.date(2029, 11, 10)


def test_the_contracts_rule_gives_the_due_date():
    home = make_household(due_rule="next_month:10")
    assert charge(home, due_on=None).due_on == dt.date(2026, 11, 10)


def test_a_charge_without_period_or_due_date_is_allowed():
    home = make_household()
    row = charge(home, period_start=None, period_end=None, due_on=None)
    assert (row.due_on, home.owing()) == (None, (5000, 0))


def test_the_payer_is_the_owner_of_that_period():
    home = make_household()
    change_owner(premises_id=home.premises.pk, owners=[Person("李军")], on=dt.date(2026, 10, 15), by=home.by, at=AT)
    assert charge(home).payer.name == "王芳"
    assert charge(home, period_start=dt.date(2026, 11, 1), period_end=dt.date(2026, 11, 30)).payer.name == "李军"


@pytest.mark.parametrize(
    ("terms", "refusal"),
    [
        ({"amount_fen": 0}, refusals.AmountRefused),
        ({"amount_fen": -1}, refusals.AmountRefused),
        ({"period_end": None}, refusals.DateRefused),
        ({"period_end": dt.date(2026, 9, 30)}, refusals.DateRefused),
        ({"period_start": dt.date(1026, 10, 1)}, refusals.DateRefused),
        ({"due_on": dt.date(2062, 1, 1)}, refusals.DateRefused),
        ({"note": "长" * 201}, refusals.TextRefused),
        ({"fee_item_id": 10**9}, NotFound),
        ({"premises_id": 10**9}, NotFound),
    ],
)
def test_odd_input_is_refused(terms, refusal):
    home = make_household()
    with pytest.raises(refusal):
        charge(home, **terms)
    assert not Charge.objects.exists()


def test_foreign_premises_and_fee_items_do_not_exist():
    home, other = make_household(), make_household()
    with pytest.raises(NotFound):
        charge(home, by=other.by)
    with pytest.raises(NotFound):
        charge(home, fee_item_id=make_fee_item(other.premises.organisation).pk)


def test_a_steward_does_not_charge():
    home = make_household()
    with pytest.raises(NotPermitted):
        charge(home, by=home.in_role(Role.STEWARD))

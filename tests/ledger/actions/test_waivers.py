"""Waivers and write-offs: never more than what is open, always with a reason, only by those who may."""

from __future__ import annotations

import datetime as dt

import pytest

from jiefen.accounts.roles import Role
from jiefen.ledger import refusals
from jiefen.ledger.actions.corrections import reverse_charge
from jiefen.ledger.actions.waivers import record_waiver, write_off
from jiefen.ledger.models import Waiver, WriteOff
from jiefen.ledger.queries.statement import statement_of
from jiefen.shared.errors import NotFound, NotPermitted
from tests.factories.household import Household, make_household
from tests.factories.world import AT, TODAY

pytestmark = pytest.mark.django_db


def waive(home: Household, amount_fen: int, **more: object) -> Waiver:
    terms = {"charge_id": home.charges[0].pk, "reason": "漏水三个月", "by": home.by, "at": AT, **more}
    return record_waiver(amount_fen=amount_fen, **terms)


def lose(home: Household, amount_fen: int, **more: object) -> WriteOff:
    terms = {"charge_id": home.charges[0].pk, "reason": "失联", "by": home.by, "at": AT, **more}
    return write_off(amount_fen=amount_fen, **terms)


def test_a_waiver_lowers_the_debt():
    home = make_household(10000)
    row = waive(home, 4000, reason="  漏水 三个月 ")
    assert (row.reason, row.component, row.effective_on) == ("漏水 三个月", "principal", TODAY)
    assert home.owing() == (6000, 0)


def test_a_waiver_up_to_what_is_left_and_no_further():
    home = make_household(10000)
    home.pay(3000)
    with pytest.raises(refusals.TooMuch, match=r"减免本金不能超过这一笔还剩的 70\.00 元"):
        waive(home, 7001)
    waive(home, 7000)
    assert home.owing() == (0, 0)
    with pytest.raises(refusals.TooMuch):
        waive(home, 1)


def test_a_late_charge_waiver_leaves_the_principal_alone():
    home = make_household(100_000, late_charge_daily_rate="0.0005")
    open_fen = statement_of(home.premises.pk, today=TODAY).totals.late_open_fen
    assert open_fen == 3163  # 296 days × LPR 3.0 % × 1.3
    with pytest.raises(refusals.TooMuch, match=r"减免违约金不能超过这一笔还剩的 31\.63 元"):
        waive(home, open_fen + 1, component="late_charge")
    waive(home, open_fen, component="late_charge")
    totals = statement_of(home.premises.pk, today=TODAY).totals
    assert (totals.late_claimed_fen, totals.late_waived_fen, totals.late_open_fen) == (0, 3163, 0)
    assert home.owing() == (100_000, 0)


def test_without_an_agreed_rate_there_is_no_late_charge_to_waive():
    with pytest.raises(refusals.TooMuch, match=r"0\.00 元"):
        waive(make_household(10000), 1, component="late_charge")


def test_a_write_off_up_to_what_is_left():
    home = make_household(10000)
    with pytest.raises(refusals.TooMuch, match="核销金额"):
        lose(home, 10001)
    lose(home, 10000)
    assert home.owing() == (0, 0)


@pytest.mark.parametrize("act", [waive, lose])
@pytest.mark.parametrize(
    ("terms", "refusal"),
    [
        ({"amount_fen": 0}, refusals.AmountRefused),
        ({"amount_fen": -5}, refusals.AmountRefused),
        ({"reason": " "}, refusals.TextRefused),
        ({"reason": "长" * 121}, refusals.TextRefused),
        ({"on": TODAY + dt.timedelta(days=1)}, refusals.DateRefused),
    ],
)
def test_odd_input_is_refused(act, terms, refusal):
    home = make_household(10000)
    with pytest.raises(refusal):
        act(home, **{"amount_fen": 100, **terms})
    assert home.owing() == (10000, 0)


def test_an_unknown_component_is_refused():
    with pytest.raises(refusals.LedgerRefused, match="本金还是违约金"):
        waive(make_household(10000), 1, component="interest")


@pytest.mark.parametrize("act", [waive, lose])
def test_nothing_is_put_on_a_reversed_charge_or_its_reversal(act):
    home = make_household(10000)
    reversal = reverse_charge(charge_id=home.charges[0].pk, note="重复", by=home.by, at=AT)
    with pytest.raises(refusals.ChargeGone):
        act(home, 1)
    with pytest.raises(refusals.ReversalOfReversal):
        act(home, 1, charge_id=reversal.pk)


@pytest.mark.parametrize("act", [waive, lose])
def test_foreign_charges_do_not_exist_and_finance_does_not_decide(act):
    home, other = make_household(10000), make_household(10000)
    with pytest.raises(NotFound):
        act(home, 1, by=other.by)
    for role in (Role.FINANCE, Role.STEWARD):
        with pytest.raises(NotPermitted):
            act(home, 1, by=home.in_role(role))

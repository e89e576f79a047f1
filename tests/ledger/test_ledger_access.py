"""The doors to single rows: 404 for other organisations, and for stewards outside their estates."""

from __future__ import annotations

import pytest

from jiefen.accounts.roles import Role
from jiefen.ledger import access
from jiefen.ledger.actions.limitation_events import record_limitation_event
from jiefen.ledger.actions.waivers import record_waiver, write_off
from jiefen.shared.errors import NotFound
from tests.factories.household import Household, make_household
from tests.factories.world import AT, TODAY

pytestmark = pytest.mark.django_db
KINDS = ["charge", "payment", "allocation", "waiver", "write_off", "limitation_event"]


def rows_of(home: Household) -> dict[str, int]:
    charge = home.charges[0].pk
    payment = home.pay(100)
    return {
        "charge": charge,
        "payment": payment.pk,
        "allocation": payment.allocations.get().pk,
        "waiver": record_waiver(charge_id=charge, amount_fen=1, reason="a", by=home.by, at=AT).pk,
        "write_off": write_off(charge_id=charge, amount_fen=1, reason="a", by=home.by, at=AT).pk,
        "limitation_event": record_limitation_event(
            premises_id=home.premises.pk, on=TODAY, kind="demand", by=home.by, at=AT
        ).pk,
    }


@pytest.mark.parametrize("kind", KINDS)
def test_one_sees_ones_own_rows_only(kind):
    home, other = make_household(10000), make_household(10000)
    number = rows_of(home)[kind]
    door = getattr(access, f"get_{kind}_for")
    assert door(home.by, number).pk == number
    for actor, wanted in ((other.by, number), (home.by, 10**9)):
        with pytest.raises(NotFound):
            door(actor, wanted)


@pytest.mark.parametrize("kind", KINDS)
def test_a_steward_sees_the_estates_of_his_buildings(kind):
    home = make_household(10000)
    number = rows_of(home)[kind]
    steward = home.in_role(Role.STEWARD)
    door = getattr(access, f"get_{kind}_for")
    with pytest.raises(NotFound):
        door(steward, number)
    home.premises.building.steward_id = steward.membership_id
    home.premises.building.save()
    assert door(steward, number).pk == number

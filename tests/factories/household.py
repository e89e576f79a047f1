"""One household with a ledger, and short ways to act on it. Tests of the ledger start from here."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from jiefen.accounts.actors import Actor
from jiefen.accounts.roles import Role
from jiefen.estates.models import Estate, Premises
from jiefen.ledger import positions
from jiefen.ledger.actions.payments import record_payment
from jiefen.ledger.models import Charge, HouseholdPosition, Payment
from tests.factories.world import AT, make_actor, make_charge, make_estate, make_organisation, make_premises

YEAR = 2026


@dataclass
class Household:
    """Premises with their organisation's manager ``by``; ``charges`` of January onwards, due at the month's end."""

    by: Actor
    estate: Estate
    premises: Premises
    charges: list[Charge]

    def pay(self, amount_fen: int, on: dt.date = dt.date(YEAR, 6, 15), **more: Any) -> Payment:
        terms = {"method": "transfer", "is_second": True, "by": self.by, "at": AT, **more}
        return record_payment(premises_id=self.premises.pk, amount_fen=amount_fen, paid_on=on, **terms)

    def position(self) -> HouseholdPosition:
        return HouseholdPosition.objects.get(premises=self.premises)

    def owing(self) -> tuple[int, int]:
        """(outstanding, prepaid) in 分, as lists show it."""
        position = self.position()
        return position.outstanding_fen, position.prepaid_fen

    def in_role(self, role: str) -> Actor:
        return make_actor(self.premises.organisation, role)


def make_household(*amounts: int, role: str = Role.MANAGER, **terms: object) -> Household:
    """A household charged ``amounts`` 分 for January, February, … of 2026."""
    organisation = make_organisation()
    estate = make_estate(organisation, **terms)
    premises = make_premises(estate)
    charges = [make_charge(premises, fen, dt.date(YEAR, month, 1)) for month, fen in enumerate(amounts, start=1)]
    positions.refresh([premises.pk], at=AT)
    return Household(make_actor(organisation, role), estate, premises, charges)

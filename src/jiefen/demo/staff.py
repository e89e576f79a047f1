"""The demo company and its people, as accounts/demo_people names them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from jiefen.accounts.actions import add_member
from jiefen.accounts.actors import system_actor
from jiefen.accounts.demo_people import DEMO_PEOPLE
from jiefen.accounts.models import Organisation
from jiefen.accounts.roles import Role

COMPANY: Final = "和风细雨物业（演示公司）"


@dataclass(frozen=True)
class Staff:
    """Membership ids: the stewards in order, who keeps the books, who manages."""

    organisation_id: int
    stewards: tuple[int, ...]
    finance: int
    manager: int


def demo_is_loaded() -> bool:
    """Whether the demo company exists."""
    return Organisation.objects.filter(name=COMPANY).exists()


def hire(at: dt.datetime) -> Staff:
    """Create the company and its people."""
    organisation = Organisation.objects.create(name=COMPANY, created_at=at)
    actor = system_actor(organisation.pk)
    of_role: dict[Role, tuple[int, ...]] = {}
    for one in DEMO_PEOPLE:
        member = add_member(
            by=actor, phone=one.phone, display_name=one.name, role=one.role, password=one.password, at=at
        )
        of_role[one.role] = (*of_role.get(one.role, ()), member.membership_id)
    return Staff(organisation.pk, of_role[Role.STEWARD], of_role[Role.FINANCE][0], of_role[Role.MANAGER][0])

"""The collection world for tests: a household with bills and a steward, and short ways to talk, promise and plan.

``home = make_home(10_000, 10_000)`` · ``home.talk(promise=home.promise_draft(5_000))`` · ``home.pay(5_000)``.
Everything happens at AT (2026-11-23 10:00, a Monday) unless said otherwise.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field, replace
from typing import Any

from jiefen.accounts.actors import Actor
from jiefen.accounts.queries import actor_of_membership
from jiefen.accounts.roles import Role
from jiefen.collection import actions
from jiefen.collection.actions import ContactDraft, PromiseDraft, Talk
from jiefen.collection.models import ContactAttempt, PromiseToPay, RepaymentPlan
from jiefen.estates.models import Building, Premises
from jiefen.ledger import positions
from jiefen.ledger.actions.payments import record_payment
from jiefen.ledger.models import Charge, ImportBatch, Payment
from tests.factories.world import (
    AT,
    TODAY,
    make_actor,
    make_charge,
    make_estate,
    make_membership,
    make_organisation,
    make_premises,
)

DAY = dt.timedelta(days=1)
FROM_OWNER = {
    "channel": "phone",
    "at": AT,
    "reached": "owner",
    "initiated_by": "owner",
    "identity_check": "known_voice",
}


def new_key() -> str:
    """A client key, as a phone would make it."""
    return str(uuid.uuid4())


@dataclass
class Home:
    """Premises with ``charges`` (January 2026 onwards, due at each month's end), a ``steward``, a ``manager``, an ``admin``."""

    steward: Actor
    manager: Actor
    admin: Actor
    premises: Premises
    charges: list[Charge] = field(default_factory=list)

    @property
    def id(self) -> int:
        return self.premises.pk

    def draft(self, **more: Any) -> ContactDraft:
        """A call from the owner (no guard rail stands in the way), with what is given changed."""
        return replace(ContactDraft(**FROM_OWNER), **more)

    def talk(self, *, key: str = "", by: Actor | None = None, now: dt.datetime = AT, **more: Any) -> ContactAttempt:
        """Record that draft at ``now``; ``at`` is when it happened."""
        terms = {"client_key": key or new_key(), "by": by or self.steward, "at": now}
        return actions.record_contact(premises_id=self.id, draft=self.draft(**more), **terms)

    def promise(self, fen: int, due_on: dt.date = TODAY + 7 * DAY, at: dt.datetime = AT, **more: Any) -> PromiseToPay:
        """The owner's promise of ``fen`` 分, a week from now."""
        return actions.make_promise(premises_id=self.id, amount_fen=fen, due_on=due_on, by=self.steward, at=at, **more)

    def plan(self, months: int = 3, *, agreed: bool = True, approved: bool = True, **more: Any) -> RepaymentPlan:
        """A plan from next month on, agreed and approved unless said otherwise."""
        terms = {"months": months, "first_due_on": TODAY + 7 * DAY, "by": self.steward, "at": AT, **more}
        plan = actions.propose_plan(premises_id=self.id, **terms)
        if agreed:
            plan = actions.agree_plan(plan_id=plan.pk, agreed_by="signed", by=self.steward, at=AT)
        if agreed and approved and plan.state == "awaiting_approval":
            plan = actions.approve_plan(plan_id=plan.pk, by=self.manager, at=AT)
        return plan

    def pay(self, fen: int, on: dt.date = TODAY, at: dt.datetime | None = None, **more: Any) -> Payment:
        """Money that came ``on`` that day, entered at ``at`` (default: noon of that day, not before AT)."""
        noon = dt.datetime.combine(on, dt.time(12), AT.tzinfo)
        terms = {"method": "transfer", "is_second": True, "by": self.manager, "at": at or max(noon, AT), **more}
        return record_payment(premises_id=self.id, amount_fen=fen, paid_on=on, **terms)


def know_payments(organisation: Any, at: dt.datetime = AT - DAY) -> ImportBatch:
    """A payment import that was committed at ``at``, so that what we know of payments is fresh."""
    return ImportBatch.objects.create(
        organisation=organisation, kind="payments", state="committed", file_name="收款.xlsx", file_sha256="0" * 64,
        file_key="none", created_at=at, committed_at=at,
    )  # fmt: skip


def make_home(*amounts: int, **estate: Any) -> Home:
    """A household charged ``amounts`` 分 for January, February, … of 2026, looked after by its own steward."""
    organisation = make_organisation()
    premises = make_premises(make_estate(organisation, **estate))
    membership = make_membership(organisation, Role.STEWARD)
    Building.objects.filter(pk=premises.building_id).update(steward=membership)
    charges = [make_charge(premises, fen, dt.date(2026, month, 1)) for month, fen in enumerate(amounts, start=1)]
    positions.refresh([premises.pk], at=AT)
    know_payments(organisation)
    return Home(
        actor_of_membership(membership),
        make_actor(organisation, Role.MANAGER),
        make_actor(organisation, Role.ADMIN),
        premises,
        charges,
    )


__all__ = ["AT", "DAY", "TODAY", "Home", "PromiseDraft", "Talk", "make_home", "new_key"]

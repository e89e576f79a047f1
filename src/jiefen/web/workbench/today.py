"""今日: whom to talk to first, the reason before the name. Each card leads to its household."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from jiefen.accounts.actors import Actor
from jiefen.accounts.roles import Capability
from jiefen.collection.models import Channel, Purpose
from jiefen.collection.queries.capacity import capacities
from jiefen.collection.queries.today import TodayCard, todays_list
from jiefen.estates.queries import reachable_buildings
from jiefen.rules.contact_policy import Permission, may_contact
from jiefen.rules.stages import Step
from jiefen.shared import clock
from jiefen.web.gate import signed_in
from jiefen.web.session import actor_of
from jiefen.web.ui.parts import Filter, Option
from jiefen.web.workbench.household_filters import Places, number_in
from jiefen.web.workbench.shell import shell

_ACTIONS: Final = {
    Step.CONTACT: "先预演一分钟",
    Step.CARE: "去关心一下",
    Step.OFFICE: "核对这一户",
    Step.APPROVAL: "看看这一户",
}


@dataclass(frozen=True)
class Card:
    """One card as the page shows it."""

    card: TodayCard
    permission: Permission | None = None  # for a contact by us now; None where the step is office work

    @property
    def who(self) -> str:
        """The owners' names."""
        return self.card.owner_name or "姓名未登记"

    @property
    def where(self) -> str:
        """Estate and door."""
        return f"{self.card.estate} {self.card.label}"

    @property
    def household_url(self) -> str:
        """The household."""
        return reverse("household", args=[self.card.premises_id])

    @property
    def talk_url(self) -> str:
        """Where a talk is written down."""
        return reverse("talk", args=[self.card.premises_id])

    @property
    def is_barred(self) -> bool:
        """Whether a rule says: not now."""
        return self.permission is not None and not self.permission.allowed

    @property
    def url(self) -> str:
        """The next step: the rehearsal before a talk about money, the talk itself for care, else the household."""
        if self.is_barred or self.card.step not in (Step.CONTACT, Step.CARE):
            return self.household_url
        if self.card.step is Step.CARE:
            return f"{self.talk_url}?purpose={Purpose.CARE}"
        return reverse("rehearsal", args=[self.card.premises_id])

    @property
    def action(self) -> str:
        """What the button says."""
        return "看看这一户" if self.is_barred else _ACTIONS[self.card.step]

    @property
    def note(self) -> str:
        """Why nobody should be called now, and from when on."""
        return self.permission.message if self.permission and self.is_barred else ""

    def kept(self, day: dt.date, person: int | None) -> dict[str, object]:
        """What a phone keeps until the evening, for a talk without a network."""
        return {
            "id": self.card.premises_id, "owner": self.who, "label": self.where, "reason": self.card.sentence,
            "url": self.talk_url, "day": day.isoformat(), "person": str(person or ""),
        }  # fmt: skip

    @property
    def place(self) -> str:
        """Estate and door, and the appointment of today: 云栖里 1栋101 · 今天 15:30 约好."""
        at = self.card.agreed_at
        if at is None:
            return self.where
        return f"{self.where} · 今天{f' {at:%H:%M} ' if at > dt.time() else ''}约好"

    @property
    def tone(self) -> str:
        """Red only for a limitation date; amber where something waits to be looked at."""
        if self.card.deadline_on:
            return "deadline"
        return "attention" if self.card.step is Step.CARE else "neutral"


def _buildings(actor: Actor, places: Places, steward_id: int | None) -> list[int] | None:
    """Which buildings the list covers; None: all of the organisation."""
    if steward_id is not None:
        return places.of_steward(steward_id)
    return None if places.sees_all else places.of_steward(actor.membership_id or 0)


_PURPOSES: Final = {Step.CONTACT: Purpose.BILL, Step.CARE: Purpose.CARE}


def _card(card: TodayCard, now: dt.datetime) -> Card:
    """The card with what the contact rules say of a call now. No query."""
    purpose = _PURPOSES.get(card.step)
    said = may_contact(card.contact.request(now, Channel.PHONE, purpose)) if purpose else None
    return Card(card, said)


@require_safe
@signed_in(Capability.VIEW_HOUSEHOLD)
def today(request: HttpRequest) -> HttpResponse:
    """The list of the signed-in steward, or of everybody (or one steward) for those who see all estates."""
    actor, now = actor_of(request), clock.now()
    day = clock.day_of(now)
    places = Places([], reachable_buildings(actor), actor.can(Capability.VIEW_ALL_ESTATES))
    stewards = places.stewards if places.sees_all else {}
    steward_id = number_in(request.GET.get("steward"), stewards)
    building_ids = _buildings(actor, places, steward_id)
    whose = steward_id if places.sees_all else actor.membership_id
    found = todays_list(actor, today=day, building_ids=building_ids, steward_id=whose, at=now)
    cards = [_card(each, now) for each in found]
    options = [Option(str(pk), name) for pk, name in stewards.items()]
    context = shell(
        request,
        "today",
        cards=cards,
        kept=[card.kept(day, actor.membership_id) for card in cards],
        filters=[Filter("steward", "管家", options, value=str(steward_id or ""))] if len(options) > 1 else [],
        is_fresh=places.sees_all and not places.buildings,
        has_no_buildings=not places.sees_all and not building_ids,
        is_away=not cards and capacities(actor.organisation_id, day).get(whose or 0) == 0,
        may_import=actor.can(Capability.IMPORT),
        may_plan=actor.can(Capability.APPROVE_RELIEF),
        today=day,
    )
    return render(request, "workbench/today.html", context)

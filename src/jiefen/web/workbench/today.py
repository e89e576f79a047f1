"""今日: whom to talk to first, the reason before the name. Each card leads to its household."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from jiefen.accounts.actors import Actor
from jiefen.accounts.roles import Capability
from jiefen.collection.queries.today import TodayCard, todays_list
from jiefen.rules.stages import Step
from jiefen.shared import clock
from jiefen.web.gate import signed_in
from jiefen.web.session import actor_of
from jiefen.web.ui.parts import Filter, Option
from jiefen.web.workbench.household_filters import Places, number_in
from jiefen.web.workbench.shell import shell

_ACTIONS: Final = {
    Step.CONTACT: "看看这一户",
    Step.CARE: "先看报修和服务",
    Step.OFFICE: "核对这一户",
    Step.APPROVAL: "看看再请经理定",
}


@dataclass(frozen=True)
class Card:
    """One card as the page shows it."""

    card: TodayCard

    @property
    def who(self) -> str:
        """The owners' names."""
        return self.card.owner_name or "姓名未登记"

    @property
    def where(self) -> str:
        """Estate and door."""
        return f"{self.card.estate} {self.card.label}"

    @property
    def url(self) -> str:
        """The household."""
        return reverse("household", args=[self.card.premises_id])

    @property
    def action(self) -> str:
        """What the button says."""
        return _ACTIONS[self.card.step]

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


@require_safe
@signed_in(Capability.VIEW_HOUSEHOLD)
def today(request: HttpRequest) -> HttpResponse:
    """The list of the signed-in steward, or of everybody (or one steward) for those who see all estates."""
    actor, day = actor_of(request), clock.today()
    places = Places.of(actor)
    stewards = places.stewards if places.sees_all else {}
    steward_id = number_in(request.GET.get("steward"), stewards)
    building_ids = _buildings(actor, places, steward_id)
    cards = [Card(each) for each in todays_list(actor, today=day, building_ids=building_ids)]
    options = [Option(str(pk), name) for pk, name in stewards.items()]
    context = shell(
        request,
        "today",
        cards=cards,
        filters=[Filter("steward", "管家", options, value=str(steward_id or ""))] if len(options) > 1 else [],
        is_fresh=places.sees_all and not places.buildings,
        has_no_buildings=not places.sees_all and not building_ids,
        may_import=actor.can(Capability.IMPORT),
        today=day,
    )
    return render(request, "workbench/today.html", context)

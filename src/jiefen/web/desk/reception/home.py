"""Who wants to be asked, what he is asked now, whom he talks with."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from jiefen.accounts.roles import Capability
from jiefen.consultations.actions import duty
from jiefen.consultations.actions.offers import DECLINES, accept_offer, decline_offer
from jiefen.consultations.queries.desk import desk_of
from jiefen.consultations.refusals import Conflicted, NoPlace, NotOnDuty, OfferOver
from jiefen.consultations.wakeup import look_if_overdue
from jiefen.shared import clock
from jiefen.shared.errors import NotFound
from jiefen.web.desk.reception.notices import notices_for
from jiefen.web.desk.shell import shell
from jiefen.web.gate import signed_in
from jiefen.web.session import actor_of

ON, OFF = "on", "off"
WHY_OFFLINE: Final = {
    "ignored": "连着几单没有回应，已替你转为离线。人在的话点一下就回来，不影响已有的对话。",
    "away": "页面关了几分钟，已替你转为离线。",
}


@require_safe
@signed_in(Capability.ANSWER_QUESTIONS)
def home(request: HttpRequest) -> HttpResponse:
    """The desk. A lawyer without a card is told where to get one."""
    try:
        context = {**_now(request), "notices": notices_for(actor_of(request), today=clock.today())}
        return render(request, "desk/reception/home.html", shell(request, "desk", **context))
    except NotFound as error:
        return render(request, "desk/reception/no_card.html", shell(request, "desk", sentence=str(error)))


@require_safe
@signed_in(Capability.ANSWER_QUESTIONS)
def now(request: HttpRequest) -> HttpResponse:
    """Offers and talks alone, asked for every few seconds and after every event: also the desk's sign of life."""
    look_if_overdue(clock.now())
    return render(request, "desk/reception/now.html", _now(request))


@require_POST
@signed_in(Capability.ANSWER_QUESTIONS)
def presence(request: HttpRequest) -> HttpResponse:
    """Come or go."""
    if request.POST.get("want") == ON:
        places = request.POST.get("places", "")
        duty.go_online(places=int(places) if places.isdecimal() else 0, by=actor_of(request), at=clock.now())
        messages.success(request, "你在线了。有问题来时，这里会响一声，网页标题也会提醒。")
    else:
        duty.go_offline(by=actor_of(request), at=clock.now())
        messages.success(request, "已离线，不再派新的问题。正在谈的不受影响。")
    return redirect("desk")


@require_POST
@signed_in(Capability.ANSWER_QUESTIONS)
def accept(request: HttpRequest, offer_id: int) -> HttpResponse:
    """Take it: the winner goes to the conversation, everybody else is told plainly."""
    try:
        question = accept_offer(offer_id=offer_id, by=actor_of(request), at=clock.now())
    except (OfferOver, NoPlace, NotOnDuty, Conflicted) as error:
        messages.info(request, str(error))
        return redirect("desk")
    return redirect("desk_talk", question.public_id)


@require_POST
@signed_in(Capability.ANSWER_QUESTIONS)
def decline(request: HttpRequest, offer_id: int) -> HttpResponse:
    """Say no."""
    try:
        decline_offer(
            offer_id=offer_id, reason=request.POST.get("reason", "busy"), by=actor_of(request), at=clock.now()
        )
    except OfferOver as error:
        messages.info(request, str(error))
    return redirect("desk")


def _now(request: HttpRequest) -> dict[str, Any]:
    actor, at = actor_of(request), clock.now()
    duty.heartbeat(by=actor, at=at)
    view = desk_of(actor, at=at)
    desk = view.desk
    return {
        "view": view, "declines": DECLINES, "at": at, "today": clock.today(),
        "is_online": desk is not None and desk.is_online,
        "why_offline": WHY_OFFLINE.get(desk.offline_reason, "") if desk and not desk.is_online else "",
        "at_once": desk.places if desk else 3, "place_choices": range(1, duty.MOST_PLACES + 1),
        "taken": len(view.talks),
    }  # fmt: skip

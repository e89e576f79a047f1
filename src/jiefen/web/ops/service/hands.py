"""By hand: look at one question, read it with a reason, give it to somebody else, take spam out, answer complaints."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from jiefen.accounts.roles import Capability
from jiefen.chat.refusals import SeatRefused
from jiefen.consultations.access import question_for_operator
from jiefen.consultations.actions import staff
from jiefen.consultations.actions.records import release_by_operator
from jiefen.consultations.models import Feedback, Grievance, Offer, TranscriptReading
from jiefen.consultations.queries.board import there
from jiefen.consultations.queries.desk import city_name
from jiefen.consultations.queries.keeping import holds_of, kept_until
from jiefen.consultations.queries.readings import reading_of
from jiefen.consultations.refusals import AfterwardsRefused, Conflicted, NoPlace, NotOnDuty
from jiefen.consultations.states import LIVE_STATES
from jiefen.shared import clock
from jiefen.shared.errors import NotFound
from jiefen.web.chat.panel import panel_context
from jiefen.web.gate import signed_in
from jiefen.web.ops.shell import shell
from jiefen.web.session import actor_of
from jiefen.web.ui.parts import Crumb

SAID = (AfterwardsRefused, Conflicted, NoPlace, NotOnDuty, SeatRefused)


@require_safe
@signed_in(Capability.RUN_SERVICE)
def question(request: HttpRequest, public_id: str) -> HttpResponse:
    """What happened to it, without a word of what it says."""
    found, now = question_for_operator(actor_of(request), public_id), clock.now()
    offers = Offer.objects.filter(question=found).select_related("lawyer").order_by("pk")
    context: dict[str, Any] = {
        "question": found, "city": city_name(found.city_code), "today": clock.today(), "offers": list(offers),
        "reading": reading_of(found.pk, at=now), "is_live": found.state in LIVE_STATES, "there": [each for each in there(now) if each.lawyer_id != found.lawyer_id],
        "feedback": list(Feedback.objects.filter(question=found).order_by("pk")),
        "readings": list(TranscriptReading.objects.filter(question=found).order_by("pk")),
        "grievances": list(Grievance.objects.filter(question=found).order_by("pk")),
        "holds": holds_of(found, today=clock.today()), "kept_until": kept_until(found, at=now),
        "crumbs": [Crumb("总览", reverse("ops")), Crumb(found.area)],
    }  # fmt: skip
    return render(request, "ops/service/question.html", shell(request, "ops", **context))


@require_POST
@signed_in(Capability.RUN_SERVICE)
def read(request: HttpRequest, public_id: str) -> HttpResponse:
    """The conversation, for a reason the client will see."""
    actor = actor_of(request)
    try:
        seat = staff.read_transcript(
            public_id=public_id, reason=request.POST.get("reason", ""), by=actor, at=clock.now()
        )
    except SAID as error:
        messages.info(request, str(error))
        return redirect("ops_question", public_id)
    found = question_for_operator(actor, public_id)
    back = reverse("ops_question", args=[public_id])
    context = {"crumbs": [Crumb("总览", reverse("ops")), Crumb(found.area, back), Crumb("对话")]}
    return render(request, "ops/service/read.html", shell(request, "ops", **context, **panel_context(request, seat)))


@require_POST
@signed_in(Capability.RUN_SERVICE)
def reassign(request: HttpRequest, public_id: str) -> HttpResponse:
    """To a lawyer who is there."""
    number = request.POST.get("lawyer", "")
    return _do(
        request, lambda: staff.reassign(
            public_id=public_id, to_lawyer_id=int(number) if number.isdecimal() else 0,
            reason=request.POST.get("reason", ""), by=actor_of(request), at=clock.now(),
        ), "已改派，咨询人看得到换了人。", public_id,
    )  # fmt: skip


@require_POST
@signed_in(Capability.RUN_SERVICE)
def void(request: HttpRequest, public_id: str) -> HttpResponse:
    """Spam."""
    reason = request.POST.get("reason", "")
    return _do(
        request, lambda: staff.void(public_id=public_id, reason=reason, by=actor_of(request), at=clock.now()),
        "已作废，不计入任何数字。", public_id,
    )  # fmt: skip


@require_POST
@signed_in(Capability.RUN_SERVICE)
def release(request: HttpRequest, public_id: str) -> HttpResponse:
    """A lawyer's hold without ground."""
    reason = request.POST.get("reason", "")
    return _do(
        request, lambda: release_by_operator(
            public_id=public_id, reason=reason, by=actor_of(request), at=clock.now()
        ), "已解除留存。", public_id,
    )  # fmt: skip


@require_POST
@signed_in(Capability.RUN_SERVICE)
def answer(request: HttpRequest, grievance_id: int) -> HttpResponse:
    """A complaint."""
    found = Grievance.objects.filter(pk=grievance_id).select_related("question").first()
    if found is None:
        raise NotFound
    words = request.POST.get("words", "")
    return _do(
        request, lambda: staff.answer_grievance(
            grievance_id=grievance_id, words=words, by=actor_of(request), at=clock.now()
        ), "已答复，咨询人看得到。", found.question.public_id,
    )  # fmt: skip


def _do(request: HttpRequest, act: Callable[[], object], done: str, public_id: str) -> HttpResponse:
    try:
        act()
    except SAID as error:
        messages.info(request, str(error))
    else:
        messages.success(request, done)
    return redirect("ops_question", public_id)

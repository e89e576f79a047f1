"""One conversation at the desk: the facts, the law at hand, the panel, and the ways out."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from jiefen.accounts.roles import Capability
from jiefen.chat.access import Person, seat_for
from jiefen.consultations.access import question_for_lawyer
from jiefen.consultations.actions import talking
from jiefen.consultations.actions.records import hold_record, release_record
from jiefen.consultations.models import Question
from jiefen.consultations.queries.desk import city_name, colleagues_there
from jiefen.consultations.queries.keeping import holds_of
from jiefen.consultations.refusals import AfterwardsRefused, Conflicted, NoPlace, NotOnDuty
from jiefen.consultations.states import QuestionState
from jiefen.engine.urgency import Flag, flags_in, flags_named
from jiefen.rules.asking import SAFETY
from jiefen.rules.forgetting import hold_reasons
from jiefen.shared import clock
from jiefen.statutes import articles, search
from jiefen.statutes.articles import Article
from jiefen.web.chat.panel import panel_context
from jiefen.web.desk.shell import shell
from jiefen.web.gate import signed_in
from jiefen.web.session import actor_of
from jiefen.web.ui.parts import Crumb

LAWS = 4


@require_safe
@signed_in(Capability.ANSWER_QUESTIONS)
def talk(request: HttpRequest, public_id: str) -> HttpResponse:
    """The conversation with everything beside it."""
    actor = actor_of(request)
    question = question_for_lawyer(actor, public_id)
    assert question.thread is not None and question.lawyer_id is not None  # noqa: S101 — it was accepted
    seat = seat_for(Person(membership_id=actor.membership_id), question.thread.public_id)
    is_open = question.state == QuestionState.ACCEPTED
    context: dict[str, Any] = {
        "question": question, "city": city_name(question.city_code), "parties": list(question.parties.all()),
        "flags": to_mind(question, clock.today()),
        "laws": law_at_hand(question), "is_open": is_open, "returns": talking.RETURNS, "today": clock.today(),
        "colleagues": colleagues_there(question.lawyer_id) if is_open else [],
        "holds": holds_of(question, today=clock.today()), "hold_reasons": hold_reasons(clock.today()),
        "crumbs": [Crumb("接待", reverse("desk")), Crumb(question.area)],
        **panel_context(request, seat),
    }  # fmt: skip
    return render(request, "desk/reception/talk.html", shell(request, "desk", **context))


@require_POST
@signed_in(Capability.ANSWER_QUESTIONS)
def close(request: HttpRequest, public_id: str) -> HttpResponse:
    """End it."""
    talking.close_by_lawyer(public_id=public_id, by=actor_of(request), at=clock.now())
    messages.success(request, "这次答疑已结束。咨询人可以接着问，会先找你。")
    return redirect("desk")


@require_POST
@signed_in(Capability.ANSWER_QUESTIONS)
def give_back(request: HttpRequest, public_id: str) -> HttpResponse:
    """Back to the queue."""
    talking.return_to_queue(
        public_id=public_id, reason=request.POST.get("reason", ""), by=actor_of(request), at=clock.now()
    )
    messages.success(request, "已退回队列，平台正在找下一位。")
    return redirect("desk")


@require_POST
@signed_in(Capability.ANSWER_QUESTIONS)
def hold(request: HttpRequest, public_id: str) -> HttpResponse:
    """Keep the record by rule, or need it no longer (``reason`` empty)."""
    actor, reason, now = actor_of(request), request.POST.get("reason", ""), clock.now()
    try:
        if reason:
            hold_record(public_id=public_id, reason=reason, by=actor, at=now)
        else:
            release_record(public_id=public_id, by=actor, at=now)
    except AfterwardsRefused as error:
        messages.info(request, str(error))
    else:
        messages.success(request, "已留存，咨询人看得到理由和期限。" if reason else "已解除留存。")
    return redirect("desk_talk", public_id)


@require_POST
@signed_in(Capability.ANSWER_QUESTIONS)
def transfer(request: HttpRequest, public_id: str) -> HttpResponse:
    """To a colleague."""
    number = request.POST.get("lawyer", "")
    try:
        talking.transfer(
            public_id=public_id, to_lawyer_id=int(number) if number.isdecimal() else 0, by=actor_of(request),
            at=clock.now(),
        )  # fmt: skip
    except (NotOnDuty, NoPlace, Conflicted) as error:
        messages.info(request, str(error))
        return redirect("desk_talk", public_id)
    messages.success(request, "已转给同事。")
    return redirect("desk")


def to_mind(question: Question, today: dt.date) -> tuple[Flag, ...]:
    """What cannot wait, in the question's own words and in what the client wrote since (his words have named it once)."""
    if not question.words:
        return ()
    asked = flags_in(question.words, today=today)
    later = [code for code in question.flags if code in SAFETY and code not in {flag.code for flag in asked}]
    return (*flags_named(later, today=today), *asked)


def law_at_hand(question: Question) -> list[Article]:
    """The articles the question most likely turns on: their wording where a collection is imported, else our plain words."""
    if not question.words:
        return []
    hits = search.find(question.words, k=LAWS, areas={question.area: 1.0})
    return list(articles.found(hit.reference for hit in hits).values())

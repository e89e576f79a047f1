"""沟通: one form in the order a talk goes. It is also where a phone sends what it kept while there was no network."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from jiefen.accounts.roles import Capability
from jiefen.collection.actions import attach, record_contact
from jiefen.collection.models import Channel, ContactAttempt, Purpose
from jiefen.collection.queries.contact_facts import permission_for
from jiefen.collection.queries.suggestions import suggested_obstacles
from jiefen.estates.access import get_premises_for
from jiefen.estates.models import Premises
from jiefen.rules.errors import RuleError
from jiefen.shared import clock
from jiefen.shared.errors import DomainError
from jiefen.web.errors import status_of
from jiefen.web.gate import signed_in
from jiefen.web.session import actor_of
from jiefen.web.ui.parts import Crumb
from jiefen.web.workbench.shell import shell
from jiefen.web.workbench.talks.draft import draft_of
from jiefen.web.workbench.talks.files import taken_files
from jiefen.web.workbench.talks.forms import TalkForm
from jiefen.web.workbench.talks.offers import TalkFacts, talk_facts
from jiefen.web.workbench.talks.refusals import barring_rule, show_beside

FROM_PHONE = "sync"  # the value of X-Requested-With when offline.js sends a kept draft


@require_http_methods(["GET", "POST"])
@signed_in(Capability.CONTACT)
def talk(request: HttpRequest, pk: int) -> HttpResponse:
    """The form; writing the contact down; the same for a draft a phone kept (answered in JSON)."""
    premises = get_premises_for(actor_of(request), pk)
    facts = talk_facts(premises, today=clock.today())
    form = _form(request, facts)
    barred = ""
    if request.method == "POST" and form.is_valid():
        try:
            attempt = _write_down(request, form, facts)
        except DomainError as error:
            if _is_sync(request):
                return _refused(error)
            show_beside(form, error)
            barred = barring_rule(error)
        else:
            return _written(request, attempt)
    if request.method == "POST" and _is_sync(request):
        return JsonResponse({"code": "talk.form", "message": _first_problem(form)}, status=422)
    return _page(request, form, facts, barred)


@require_POST
@signed_in(Capability.CONTACT)
def obstacle_suggestions(request: HttpRequest, pk: int) -> HttpResponse:
    """Which obstacles the words point to, as chips to confirm; a machine's suggestion, and it says so."""
    get_premises_for(actor_of(request), pk)
    found = suggested_obstacles(request.POST.get("owner_words", ""))
    return render(request, "workbench/talks/suggested.html", {"found": found})


def _form(request: HttpRequest, facts: TalkFacts) -> TalkForm:
    initial: dict[str, Any] = {
        "client_key": uuid.uuid4(),
        "rehearsal": request.GET.get("rehearsal") or None,
        "purpose": request.GET.get("purpose", "bill"),
        "amount": f"{facts.principal_fen / 100:.2f}" if facts.principal_fen else "",
    }
    options = [(option.code.value, option.label) for option in facts.offered]
    data = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    return TalkForm(options, facts.bills, facts.questions, *data, initial=initial)


def _write_down(request: HttpRequest, form: TalkForm, facts: TalkFacts) -> ContactAttempt:
    """The contact, then its files: each once, whatever the phone sends again."""
    actor, now, said = actor_of(request), clock.now(), form.cleaned_data
    if said["stamped"] and said["happened_at"]:
        said["happened_at"] = min(said["happened_at"], now)  # a phone whose clock is fast
    attempt = record_contact(
        premises_id=facts.premises.pk, draft=draft_of(said, facts, now), client_key=str(said["client_key"]),
        by=actor, at=now,
    )  # fmt: skip
    for taken in taken_files(said["photos"], said["voice"]):
        key = str(uuid.uuid5(said["client_key"], taken.kind))
        attach(
            attempt_id=attempt.pk, kind=taken.kind, data=taken.data, media_type=taken.media_type, client_key=key,
            by=actor, at=now,
        )  # fmt: skip
    return attempt


def _written(request: HttpRequest, attempt: ContactAttempt) -> HttpResponse:
    url = reverse("household", args=[attempt.premises_id])
    if _is_sync(request):
        return JsonResponse({"id": attempt.pk, "url": url}, status=201)
    messages.success(request, "记下了。后面的事会按约好的日子提醒你。")
    return redirect(url)


def _refused(error: RuleError) -> HttpResponse:
    """What a phone shows beside the draft it keeps. ``rule``: which contact rule said no, "" for anything else."""
    rule = barring_rule(error)
    answer = {"code": error.code, "message": str(error), "barred": bool(rule), "rule": rule}
    response = JsonResponse(answer, status=status_of(error), json_dumps_params={"ensure_ascii": False})
    response["X-Refusal"] = error.code
    return response


def _is_sync(request: HttpRequest) -> bool:
    return request.headers.get("X-Requested-With") == FROM_PHONE


def _first_problem(form: TalkForm) -> str:
    return next(str(error) for errors in form.errors.values() for error in errors)


def _page(request: HttpRequest, form: TalkForm, facts: TalkFacts, barred: str) -> HttpResponse:
    premises: Premises = facts.premises
    crumbs = [Crumb("今日", reverse("today")), Crumb(premises.label, reverse("household", args=[premises.pk]))]
    context = shell(
        request, "today", form=form, facts=facts, premises=premises, crumbs=[*crumbs, Crumb("沟通")], barred=barred,
        permission=permission_for(premises.pk, channel=Channel.PHONE, purpose=_purpose(form), at=clock.now()),
        today=clock.today(),
    )  # fmt: skip
    return render(request, "workbench/talks/talk.html", context, status=_status(form, barred))


def _purpose(form: TalkForm) -> str:
    """What the form says it is for; an address may say anything."""
    said = str(form["purpose"].value())
    return said if said in Purpose.values else Purpose.BILL


def _status(form: TalkForm, barred: str) -> int:
    """409: a rule said no; 422: something to change; 200."""
    return 409 if barred else 422 if form.errors else 200

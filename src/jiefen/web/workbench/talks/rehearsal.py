"""一分钟预演: three cards, one question each, before anybody is rung or visited."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from jiefen.accounts.roles import Capability
from jiefen.collection.actions import finish_rehearsal, start_rehearsal
from jiefen.collection.queries.preparation import Preparation, prepare
from jiefen.estates.access import get_premises_for
from jiefen.shared import clock
from jiefen.shared.errors import DomainError
from jiefen.web.gate import signed_in
from jiefen.web.session import actor_of
from jiefen.web.ui.parts import Crumb
from jiefen.web.workbench.household_standing import practice_url
from jiefen.web.workbench.shell import shell
from jiefen.web.workbench.talks.forms import RehearsalForm


@require_http_methods(["GET", "POST"])
@signed_in(Capability.CONTACT)
def rehearsal(request: HttpRequest, pk: int) -> HttpResponse:
    """The three cards, then on to the talk."""
    premises = get_premises_for(actor_of(request), pk)
    prepared = prepare(premises, today=clock.today())
    choices = [(each.key, each.words) for each in prepared.values]
    form = RehearsalForm(choices, request.POST or None, initial={"client_key": uuid.uuid4()})
    if request.method == "POST" and form.is_valid():
        try:
            return _go_on(request, pk, form, prepared)
        except DomainError as error:
            form.add_error(None, str(error))
    crumbs = [Crumb("今日", reverse("today")), Crumb(premises.label, reverse("household", args=[pk])), Crumb("预演")]
    context = shell(
        request, "today", form=form, prepared=prepared, premises=premises, crumbs=crumbs,
        talk_url=reverse("talk", args=[pk]), practice_url=practice_url(pk, prepared.obstacle), today=clock.today(),
    )  # fmt: skip
    return render(request, "workbench/talks/rehearsal.html", context, status=422 if form.errors else 200)


def _go_on(request: HttpRequest, pk: int, form: RehearsalForm, prepared: Preparation) -> HttpResponse:
    actor, now, said = actor_of(request), clock.now(), form.cleaned_data
    begun = start_rehearsal(premises_id=pk, client_key=str(said["client_key"]), by=actor, at=now)
    chosen = set(said["values"])
    values: list[dict[str, Any]] = [
        {"kind": each.kind, "number": each.number, "words": each.words}
        for each in prepared.values
        if each.key in chosen
    ]
    finish_rehearsal(
        rehearsal_id=begun.pk, owner_side=said["owner_side"], values=values, picture=said["picture"], aim=said["aim"],
        by=actor, at=now,
    )  # fmt: skip
    return redirect(f"{reverse('talk', args=[pk])}?rehearsal={begun.pk}#main")  # not at a step of the card

"""One step, or one thing begun: what it is about, the few things it asks, and back to the household."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from jiefen.accounts.actors import Actor
from jiefen.estates.access import get_premises_for
from jiefen.estates.models import Premises
from jiefen.rules.errors import RuleError
from jiefen.shared import clock
from jiefen.shared.errors import NotFound
from jiefen.web.gate import safe_next, signed_in
from jiefen.web.session import actor_of
from jiefen.web.ui.parts import Crumb
from jiefen.web.workbench.entries.forms import offer
from jiefen.web.workbench.shell import shell
from jiefen.web.workbench.steps.fields import StepForm
from jiefen.web.workbench.steps.openings import OPENINGS, Opening
from jiefen.web.workbench.steps.registry import KINDS, Step
from jiefen.web.workbench.steps.words import about


@require_http_methods(["GET", "POST"])
@signed_in()
def step(request: HttpRequest, kind: str, pk: int, name: str) -> HttpResponse:
    """Ask and do. What is out of reach is not found; what the state does not allow is refused by the action."""
    actor, chosen = actor_of(request), _chosen(kind, name)
    actor.require(chosen.capability)
    row = KINDS[kind].get(actor, pk)
    form = StepForm(
        dict(chosen.asks), request.POST if request.method == "POST" else None, initial=chosen.initial(row)
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            _do(chosen, pk, form, actor)
        except NotFound:
            raise
        except RuleError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, chosen.done)
            return redirect(safe_next(request, reverse("household", args=[row.premises_id])))
    return _page(request, row, kind, chosen, form)


@require_http_methods(["GET", "POST"])
@signed_in()
def opening(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Begin something for a household. Out of reach is not found; what may not be is refused by the action."""
    actor = actor_of(request)
    if name not in OPENINGS:
        raise Http404
    chosen = OPENINGS[name]
    actor.require(chosen.capability)
    premises = get_premises_for(actor, pk)
    form = StepForm(dict(chosen.asks), request.POST if request.method == "POST" else None)
    for asked, choices in chosen.offers.items():
        offer(form, asked, [("", "请选择"), *choices(pk)])
    if request.method == "POST" and form.is_valid():
        try:
            chosen.act(premises_id=pk, **_answers(form), by=actor, at=clock.now())
        except NotFound:
            raise
        except RuleError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, chosen.done)
            return redirect("household", pk)
    return _form_page(request, premises, chosen, form)


def _chosen(kind: str, name: str) -> Step:
    try:
        return KINDS[kind].steps[name]
    except KeyError:
        raise Http404 from None


def _do(chosen: Step, pk: int, form: StepForm, actor: Actor) -> None:
    chosen.act(**{chosen.key: pk}, **_answers(form), by=actor, at=clock.now())


def _answers(form: StepForm) -> dict[str, Any]:
    return {name: value for name, value in form.cleaned_data.items() if value is not None}


def _page(request: HttpRequest, row: Any, kind: str, chosen: Step, form: StepForm) -> HttpResponse:
    text = getattr(row, "agreement_text", "")
    return _form_page(request, row.premises, chosen, form, facts=[*about(kind, row), *chosen.beside(row)], text=text)


def _form_page(
    request: HttpRequest, premises: Premises, chosen: Step | Opening, form: StepForm, *, facts: Any = (), text: str = ""
) -> HttpResponse:
    back = reverse("household", args=[premises.pk])
    crumbs = [Crumb("住户", reverse("households")), Crumb(premises.label, back), Crumb(chosen.title)]
    context = shell(
        request, "households", step=chosen, form=form, premises=premises, crumbs=crumbs, facts=facts,
        text=text, next=safe_next(request, ""), cancel_url=safe_next(request, back),
        today=clock.today(),
    )  # fmt: skip
    return render(request, "workbench/steps/step.html", context, status=422 if form.errors else 200)

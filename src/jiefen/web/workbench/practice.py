"""练习: talk to a simulated owner before talking to a real one. Works by plain POST; htmx only saves the reload."""

from __future__ import annotations

import contextlib
import secrets
from typing import Final

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jiefen.accounts.roles import Capability
from jiefen.collection.actions.practice import PracticeRefused, finish_practice, say, start_practice
from jiefen.collection.models import PracticeSession
from jiefen.collection.queries.practice import feedback_of, met_personas, my_practice, practice_for, talk_of
from jiefen.engine.obstacle_lines import OBSTACLES
from jiefen.engine.practice.clauses import LONGEST
from jiefen.engine.practice.partner import TalkIsOver
from jiefen.engine.practice.vocabulary import MOOD_LABELS
from jiefen.shared import clock
from jiefen.shared.language_model import configured_model
from jiefen.web.gate import signed_in
from jiefen.web.session import actor_of
from jiefen.web.ui.parts import Crumb
from jiefen.web.workbench import practice_view as view
from jiefen.web.workbench.shell import shell

_SEEDS: Final = 2**31


class SayForm(forms.Form):
    """One thing to say. ``seen``: utterances on the page it was written on."""

    words = forms.CharField(
        label="你说", required=False, strip=True,
        widget=forms.Textarea({"rows": 2, "autocomplete": "off", "maxlength": LONGEST, "enterkeyhint": "send"}),
    )  # fmt: skip
    seen = forms.IntegerField(widget=forms.HiddenInput)


@require_GET
@signed_in(Capability.VIEW_HOUSEHOLD)
def practice(request: HttpRequest) -> HttpResponse:
    """Choose whom to talk to."""
    actor = actor_of(request)
    obstacle, mood = _known(request, "obstacle", OBSTACLES), _known(request, "mood", MOOD_LABELS)
    context = shell(
        request,
        "practice",
        people=view.people(met_personas(actor), obstacle, mood),
        filters=view.filters(obstacle, mood),
        past=[view.PastLine(each) for each in my_practice(actor)],
        premises=request.GET.get("premises", "") if request.GET.get("premises", "").isdecimal() else "",
        has_model=configured_model() is not None,
        today=clock.today(),
    )
    return render(request, "workbench/practice.html", context)


@require_POST
@signed_in(Capability.VIEW_HOUSEHOLD)
def practice_start(request: HttpRequest) -> HttpResponse:
    """Somebody picks up: the chosen one, or anybody of those on the page."""
    premises = request.POST.get("premises", "")
    code = request.POST.get("persona") or secrets.choice(request.POST.getlist("shown") or [""])
    session = start_practice(
        persona=code, seed=secrets.randbelow(_SEEDS), premises_id=int(premises) if premises.isdecimal() else None,
        with_model="with_model" in request.POST, by=actor_of(request), at=clock.now(),
    )  # fmt: skip
    return redirect("practice_talk", session.pk)


@require_http_methods(["GET", "POST"])
@signed_in(Capability.VIEW_HOUSEHOLD)
def practice_talk(request: HttpRequest, pk: int) -> HttpResponse:
    """The talk; POST says something or ends it."""
    actor = actor_of(request)
    session = practice_for(actor, pk)
    if request.method != "POST":
        return _talk_page(request, session, _fresh(session))
    if "end" in request.POST:
        return _end(request, session)
    form = SayForm(request.POST)
    if not form.is_valid():
        return redirect("practice_talk", pk)
    try:
        session = say(
            session_id=pk, words=form.cleaned_data["words"], seen=form.cleaned_data["seen"],
            model=configured_model(), by=actor, at=clock.now(),
        )  # fmt: skip
    except PracticeRefused as error:
        return _talk_page(request, session, _again(form, session, error))
    except TalkIsOver:
        return redirect("practice_feedback", pk)
    if getattr(request, "htmx", False):
        return _talk_page(request, session, _fresh(session))
    return redirect(reverse("practice_talk", args=[pk]) + "#latest")


@require_GET
@signed_in(Capability.VIEW_HOUSEHOLD)
def practice_feedback(request: HttpRequest, pk: int) -> HttpResponse:
    """The moments of a finished talk; one that goes on leads back to it."""
    session = practice_for(actor_of(request), pk)
    report = feedback_of(session)
    if not report:
        return redirect("practice_talk", pk)
    talk = talk_of(session)
    context = shell(
        request, "practice", session=session, person=talk.persona, report=view.feedback_words(report), heart=f"{talk.persona.pronoun}真正在意的",
        bubbles=view.bubbles(talk), crumbs=_crumbs(talk.persona.name, "反馈"), today=clock.today(),
    )  # fmt: skip
    return render(request, "workbench/practice_feedback.html", context)


def _end(request: HttpRequest, session: PracticeSession) -> HttpResponse:
    """To the feedback, also when somebody else ended it a moment before."""
    with contextlib.suppress(TalkIsOver):
        finish_practice(session_id=session.pk, by=actor_of(request), at=clock.now())
    return redirect("practice_feedback", session.pk)


def _talk_page(request: HttpRequest, session: PracticeSession, form: SayForm) -> HttpResponse:
    """The whole page, or for htmx only the talk."""
    talk = talk_of(session)
    context = {
        "session": session, "talk": talk, "person": talk.persona, "bubbles": view.bubbles(talk), "form": form,
        "temper": view.temper(talk), "household_words": view.household_words(talk),
    }  # fmt: skip
    status = 422 if form.errors else 200
    if getattr(request, "htmx", False):
        return render(request, "workbench/parts/practice_talk.html", context)
    page = shell(request, "practice", crumbs=_crumbs(talk.persona.name), **context)
    return render(request, "workbench/practice_talk.html", page, status=status)


def _fresh(session: PracticeSession) -> SayForm:
    return SayForm(initial={"seen": session.turns})


def _again(form: SayForm, session: PracticeSession, error: PracticeRefused) -> SayForm:
    """What was typed stays; the page behind it is the newest."""
    again = SayForm({"words": form.cleaned_data["words"], "seen": session.turns})
    again.add_error("words", str(error))
    return again


def _known(request: HttpRequest, name: str, known: object) -> str:
    value = request.GET.get(name, "")
    return value if isinstance(known, dict) and value in known else ""


def _crumbs(*names: str) -> list[Crumb]:
    return [Crumb("练习", reverse("practice")), *(Crumb(name) for name in names)]

"""From the box of the front page to a lawyer: the words come along by POST, and are kept only once the person goes on."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from jiefen.consultations.actions.handing_over import draft_with_words
from jiefen.consultations.queries.estimate import outlook
from jiefen.engine.classify import classify
from jiefen.engine.practice_areas import OTHER, areas
from jiefen.rules.errors import RuleError
from jiefen.rules.regions import cities
from jiefen.shared import clock
from jiefen.web.portal.answering import LONGEST
from jiefen.web.portal.ask import steps, wanted_lawyer
from jiefen.web.portal.ask_forms import NamesForm, WordsForm
from jiefen.web.portal.ask_words import outlook_words
from jiefen.web.portal.fitting_lawyers import city_in
from jiefen.web.portal.public import meta_of, public_page
from jiefen.web.session import address_of
from jiefen.web.visitor import remember, welcome


class HandoverForm(WordsForm, NamesForm):
    """Everything of the first two steps on one page. Nothing is required but the words."""

    area = forms.ChoiceField(label="像是哪一类事", choices=[(each.name, each.name) for each in areas()])
    field_order = ("words", "area", "city", "own_name", "others")


@never_cache
@sensitive_post_parameters("text", "words", "own_name", "others")
@require_http_methods(["GET", "POST", "HEAD"])
def handover(request: HttpRequest) -> HttpResponse:
    """The question form filled in with what was written (``text``), or, sent back, a draft. A GET carries nothing."""
    if request.method != "POST":
        return redirect("ask")
    if "words" not in request.POST:
        return _page(request, HandoverForm(initial=_suggested(request)))
    form = HandoverForm(request.POST)
    if form.is_valid():
        try:
            return _drafted(request, form)
        except RuleError as error:
            form.add_error(None, str(error))
    return _page(request, form)


def _drafted(request: HttpRequest, form: HandoverForm) -> HttpResponse:
    """On to the last look."""
    visitor_id, token = welcome(request, at=clock.now())
    given = dict(form.cleaned_data)
    question = draft_with_words(
        visitor_id=visitor_id, address=address_of(request), at=clock.now(), city_code=given.pop("city"),
        wanted_lawyer_id=wanted_lawyer(request)[0] or None, **given,
    )  # fmt: skip
    return remember(redirect("ask_check", question.public_id), token)


def _suggested(request: HttpRequest) -> dict[str, str]:
    """The words, the city they name and the area they sound like; what the person chose before wins."""
    text = " ".join(request.POST.get("text", "").split())[:LONGEST]
    chosen = request.POST.get("area", "")
    known = any(each.name == chosen for each in areas())
    guessed = classify(text, today=clock.today()).areas[0].area if text else OTHER
    city = city_in(text)
    return {"words": text, "city": city.name if city else "", "area": chosen if known else guessed}


def _page(request: HttpRequest, form: HandoverForm) -> HttpResponse:
    now, wanted = clock.now(), wanted_lawyer(request)
    return public_page(
        request, "portal/ask/handover.html", meta_of(request, "问律师", may_index=False), form=form, steps=steps(1),
        outlook=outlook_words(outlook(None, at=now), now), wanted_id=wanted[0], wanted_name=wanted[1],
        cities=[each.name for each in cities().values()],
    )  # fmt: skip

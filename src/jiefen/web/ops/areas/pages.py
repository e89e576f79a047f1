"""/ops/areas/: questions whose askers allow it, one at a time without their persons; what the operator says is learned."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiefen.accounts.roles import Capability
from jiefen.area_learning import actions, queries
from jiefen.area_learning.queries import Correctable
from jiefen.engine.practice_areas import areas
from jiefen.rules.errors import RuleError
from jiefen.shared import clock
from jiefen.shared.errors import NotFound
from jiefen.web.gate import signed_in
from jiefen.web.ops.shell import shell
from jiefen.web.session import actor_of
from jiefen.web.ui.parts import Crumb

_AREAS = [(each.name, each.name) for each in areas()]


class CorrectionForm(forms.Form):
    """What may be learned: the words as they are left, the main area, others that apply too."""

    text = forms.CharField(
        label="留下来学的话", max_length=actions.LONGEST, widget=forms.Textarea({"rows": 6}),
        error_messages={"required": "留下的话不能是空的。不合用的请点“放在一边”。"},
    )  # fmt: skip
    main = forms.ChoiceField(label="主要是哪一类", choices=_AREAS)
    others = forms.MultipleChoiceField(
        label=f"还牵涉哪几类（最多 {actions.MOST_AREAS - 1} 类，没有就不选）", choices=_AREAS, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    is_clean = forms.BooleanField(label="读过一遍，里面没有能认出人的内容", required=False)

    @property
    def areas(self) -> list[str]:
        """The main one first."""
        return [
            self.cleaned_data["main"],
            *(one for one in self.cleaned_data["others"] if one != self.cleaned_data["main"]),
        ]


@require_safe
@signed_in(Capability.RUN_SERVICE)
def areas_page(request: HttpRequest) -> HttpResponse:
    """What waits, what was done, and the model in use."""
    waiting, count = queries.waiting(actor_of(request))
    context: dict[str, Any] = {
        "waiting": waiting, "count": count, "stored": queries.stored(), "model": queries.model_in_use(),
        "today": clock.today(),
    }  # fmt: skip
    return render(request, "ops/areas/list.html", shell(request, "ops_areas", **context))


@sensitive_post_parameters("text")
@require_http_methods(["GET", "POST"])
@signed_in(Capability.RUN_SERVICE)
def area_question(request: HttpRequest, public_id: str) -> HttpResponse:
    """One question: the look is logged; a post releases it and goes on to the next."""
    by, at = actor_of(request), clock.now()
    if request.method != "POST":
        found = actions.look_at(public_id=public_id, by=by, at=at)
        return _page(request, found, CorrectionForm(initial={"text": found.text, "main": found.chances[0].area}))
    form = CorrectionForm(request.POST)
    if form.is_valid():
        given = {"text": form.cleaned_data["text"], "areas": form.areas, "is_clean": form.cleaned_data["is_clean"]}
        try:
            actions.correct(public_id=public_id, by=by, at=at, **given)
        except NotFound:
            raise
        except RuleError as error:
            form.add_error(None, str(error))
        else:
            return _next(request, "记下了。")
    return _page(request, queries.correctable(by, public_id, today=clock.today()), form)


@require_POST
@signed_in(Capability.RUN_SERVICE)
def area_aside(request: HttpRequest, public_id: str) -> HttpResponse:
    """Nothing to learn."""
    actions.put_aside(public_id=public_id, by=actor_of(request), at=clock.now())
    return _next(request, "放在一边了，不再出现。")


def _next(request: HttpRequest, said: str) -> HttpResponse:
    messages.success(request, said)
    waiting, _ = queries.waiting(actor_of(request))
    return redirect("ops_area_question", waiting[0].public_id) if waiting else redirect("ops_areas")


def _page(request: HttpRequest, found: Correctable, form: CorrectionForm) -> HttpResponse:
    crumbs = [Crumb("分类更正", reverse("ops_areas")), Crumb(found.asked_area or "一条提问")]
    context = shell(request, "ops_areas", found=found, form=form, crumbs=crumbs)
    return render(request, "ops/areas/question.html", context)

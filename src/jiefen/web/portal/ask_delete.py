"""Having one's words deleted: what goes and what stays is shown first, then one button."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from jiefen.area_learning.actions import withdraw_learning
from jiefen.area_learning.queries import consent_of
from jiefen.consultations.access import question_of_visitor
from jiefen.consultations.actions.forgetting import forget_words
from jiefen.consultations.models import Question
from jiefen.consultations.queries.keeping import preview
from jiefen.consultations.refusals import KeptByRule
from jiefen.consultations.states import QuestionState
from jiefen.shared import clock
from jiefen.web.portal.ask_forms import DeleteForm
from jiefen.web.visitor import visitor_of


@never_cache
@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest, public_id: str) -> HttpResponse:
    """The page; posted with the tick it deletes. What a rule keeps is refused on the page, with the rule."""
    found = question_of_visitor(visitor_of(request), public_id)
    if found.state == QuestionState.DRAFTED or found.thread is None:
        return redirect("ask_question", found.public_id)
    form = DeleteForm(request.POST if request.method == "POST" else None)
    if request.method == "GET" or not form.is_valid():
        return _page(request, found, form, 422 if request.method == "POST" else 200)
    try:
        with transaction.atomic():  # what was released for the classifier are his words too: both go, or neither
            forget_words(question=found, at=clock.now())
            withdraw_learning(question=found, at=clock.now())
    except KeptByRule:
        return _page(request, found, form, 409)  # the page says by which rule
    messages.success(request, "删除了。对话内容任何人都不能再看到。")
    return redirect("ask_question", public_id)


def _page(request: HttpRequest, found: Question, form: DeleteForm, status: int) -> HttpResponse:
    context = {
        "question": found, "plan": preview(found, at=clock.now()), "form": form, "learning": consent_of(found)
    }  # fmt: skip
    return render(request, "portal/ask/delete.html", context, status=status)

"""Posts beside the conversation: feedback, stars, a number for one notice, a complaint."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from jiefen.consultations.access import question_of_visitor
from jiefen.consultations.actions import afterwards
from jiefen.rules.errors import RuleError
from jiefen.shared import clock
from jiefen.web.portal.ask_forms import ContactForm, FeedbackForm, GrievanceForm, RatingForm
from jiefen.web.portal.ask_question import question_page
from jiefen.web.visitor import visitor_of


@require_POST
def feedback(request: HttpRequest, public_id: str) -> HttpResponse:
    """Did it help."""
    return _take(
        request, public_id, "feedback_form", FeedbackForm(request.POST), afterwards.give_feedback, "谢谢您告诉我们。"
    )


@require_POST
def rating(request: HttpRequest, public_id: str) -> HttpResponse:
    """Stars."""
    return _take(request, public_id, "rating_form", RatingForm(request.POST), afterwards.rate, "谢谢您的评价。")


@require_POST
def contact(request: HttpRequest, public_id: str) -> HttpResponse:
    """A number for one notice."""
    form = ContactForm(request.POST)
    return _take(request, public_id, "contact_form", form, afterwards.leave_contact, "记下了，律师答复后通知您一次。")


@require_POST
def grievance(request: HttpRequest, public_id: str) -> HttpResponse:
    """A complaint."""
    form = GrievanceForm(request.POST)
    return _take(request, public_id, "grievance_form", form, afterwards.raise_grievance, "收到了，平台会在这里回复您。")


def _take(
    request: HttpRequest, public_id: str, name: str, form: forms.Form, act: Callable[..., Any], thanks: str
) -> HttpResponse:
    """Act on a valid form, or show the page again with what is wrong."""
    found = question_of_visitor(visitor_of(request), public_id)
    if form.is_valid():
        try:
            act(question=found, at=clock.now(), **form.cleaned_data)
        except RuleError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, thanks)
            return redirect("ask_question", public_id)
    return question_page(request, found, status=422, **{name: form})

"""Asking in three short steps: names, words, one look. Everything is posted; no phone number before help."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from jiefen.area_learning.actions import allow_learning
from jiefen.consultations.access import question_of_visitor
from jiefen.consultations.actions import intake
from jiefen.consultations.models import Question
from jiefen.consultations.queries.client import own_questions
from jiefen.consultations.queries.estimate import outlook
from jiefen.consultations.refusals import IntakeRefused
from jiefen.consultations.states import QuestionState
from jiefen.engine.urgency import flags_in
from jiefen.lawyers.queries import cards_of
from jiefen.rules.asking import SAFETY
from jiefen.rules.errors import RuleError
from jiefen.rules.regions import cities
from jiefen.shared import clock
from jiefen.web.portal.ask_forms import CheckForm, NamesForm, WordsForm
from jiefen.web.portal.ask_words import demo_lawyer, outlook_words
from jiefen.web.portal.public import meta_of
from jiefen.web.session import address_of
from jiefen.web.ui.parts import Step
from jiefen.web.visitor import remember, visitor_of, welcome

NUMBER_DIGITS = 16
ABOUT = "平台公益答疑：写下遇到的事，由一位核验过执业证的律师一对一答复。不收费，不用留电话。"
STEPS = ("当事人", "说说事情", "看一眼再提交")


@never_cache
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """One's own questions, and the first step of a new one."""
    form, wanted = NamesForm(request.POST or None), wanted_lawyer(request)
    if request.method == "POST" and form.is_valid():
        visitor_id, token = welcome(request, at=clock.now())
        try:
            question = intake.draft(
                visitor_id=visitor_id,
                address=address_of(request),
                at=clock.now(),
                wanted_lawyer_id=wanted[0],
                **form.cleaned_data,
            )
        except RuleError as error:
            form.add_error(None, str(error))
        else:
            return remember(redirect("ask_words", question.public_id), token)
    now = clock.now()
    return render(
        request, "portal/ask/begin.html",
        {
            "meta": meta_of(request, "问律师", description=ABOUT),
            "form": form, "wanted_id": wanted[0], "wanted_name": wanted[1], "steps": steps(0), "today": clock.today(), "mine": own_questions(visitor_of(request)),
            "outlook": outlook_words(outlook(None, at=now), now), "demo": demo_lawyer(),
        },
    )  # fmt: skip


@never_cache
@require_http_methods(["GET", "POST"])
def names(request: HttpRequest, public_id: str) -> HttpResponse:
    """Back to the first step of a draft."""
    question = _draft(request, public_id)
    parties = list(question.parties.all())
    first = {
        "own_name": next((each.name for each in parties if each.is_asker), ""),
        "others": "\n".join(each.name for each in parties if not each.is_asker),
    }
    form = NamesForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            intake.name_parties(question=question, **form.cleaned_data)
        except RuleError as error:
            form.add_error(None, str(error))
        else:
            return redirect("ask_words", question.public_id)
    return render(request, "portal/ask/names.html", {"form": form, "steps": steps(0), "question": question})


@never_cache
@require_http_methods(["GET", "POST"])
def words(request: HttpRequest, public_id: str) -> HttpResponse:
    """What happened, and where."""
    question = _draft(request, public_id)
    known = cities().get(question.city_code)
    form = WordsForm(request.POST or None, initial={"words": question.words, "city": known.name if known else ""})
    if request.method == "POST" and form.is_valid():
        try:
            intake.describe(
                question=question, words=form.cleaned_data["words"], city_code=form.cleaned_data["city"], at=clock.now()
            )
        except RuleError as error:
            form.add_error(None, str(error))
        else:
            return redirect("ask_check", question.public_id)
    context = {
        "form": form,
        "steps": steps(1),
        "question": question,
        "cities": [each.name for each in cities().values()],
    }
    return render(request, "portal/ask/words.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, public_id: str) -> HttpResponse:
    """One look: help lines first, then the kind of matter and what one agrees to."""
    question = _draft(request, public_id)
    if not question.words:
        return redirect("ask_words", question.public_id)
    parties = list(question.parties.all())
    form = CheckForm(request.POST or None, has_names=bool(parties), initial={"area": question.area})
    if request.method == "POST" and form.is_valid():
        try:
            intake.ask(question=question, area=form.cleaned_data["area"], agreed=form.agreed, at=clock.now())
        except RuleError as error:
            form.add_error(None, str(error))
        else:
            if form.cleaned_data["learn"]:
                allow_learning(question=question, at=clock.now())
            return redirect("ask_question", question.public_id)
    found = flags_in(question.words, today=clock.today())
    context: dict[str, Any] = {
        "form": form, "steps": steps(2), "question": question, "parties": parties,
        "danger": [each for each in found if each.code in SAFETY],
        "flags": [each for each in found if each.code not in SAFETY], "city": cities().get(question.city_code),
    }  # fmt: skip
    return render(request, "portal/ask/check.html", context)


@require_POST
def drop(request: HttpRequest, public_id: str) -> HttpResponse:
    """Delete a draft."""
    intake.drop_draft(question=_draft(request, public_id), at=clock.now())
    messages.success(request, "草稿已删除，您写的内容和姓名都没有留下。")
    return redirect("ask")


def wanted_lawyer(request: HttpRequest) -> tuple[int, str]:
    """The lawyer the person came for (``?lawyer=``) and his name; zero and nothing without one on show."""
    number = request.POST.get("lawyer") or request.GET.get("lawyer", "")
    found = cards_of([int(number)]) if number.isdecimal() and len(number) < NUMBER_DIGITS else ()
    return (found[0].lawyer_id, found[0].name) if found else (0, "")


def steps(current: int) -> list[Step]:
    """Where one is on the way."""
    states = ("done", "current", "todo")
    return [Step(label, states[1 + (place > current) - (place < current)]) for place, label in enumerate(STEPS)]


def _draft(request: HttpRequest, public_id: str) -> Question:
    """The visitor's own draft; what was asked already is refused by the actions. Raises NotFound."""
    question = question_of_visitor(visitor_of(request), public_id)
    if question.state != QuestionState.DRAFTED:
        raise IntakeRefused("这个问题已经提交。有补充可以直接写在对话里。")
    return question

"""A question's own page: where it stands, the conversation, and every way on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jiefen.area_learning.actions import withdraw_learning
from jiefen.area_learning.queries import consent_of
from jiefen.chat.access import Person, seat_for
from jiefen.consultations.access import question_of_visitor
from jiefen.consultations.actions import afterwards, talking
from jiefen.consultations.models import AnswerContact, Feedback, Grievance, Question, Rating, TranscriptReading
from jiefen.consultations.queries.estimate import outlook
from jiefen.consultations.queries.keeping import holds_of
from jiefen.consultations.states import WAITING_STATES, QuestionState
from jiefen.consultations.wakeup import look_if_overdue
from jiefen.shared import clock
from jiefen.web.chat.panel import head_context, panel_context
from jiefen.web.portal.ask_forms import ContactForm, FeedbackForm, GrievanceForm, RatingForm
from jiefen.web.portal.ask_words import Standing, demo_lawyer, standing
from jiefen.web.visitor import visitor_of

DONE: Final[dict[str, tuple[Callable[..., object], str]]] = {
    "leave": (talking.leave, "好的，不再为您询问律师。"),
    "come-back": (talking.come_back, "接着为您找律师。"),
    "close": (talking.close_by_client, "这次答疑已结束。"),
    "reopen": (talking.reopen, "可以接着问了。"),
    "stop-learning": (withdraw_learning, "好的，您的话不再用来改进分类，留下的已经删去。"),
    "withdraw-contact": (afterwards.withdraw_contact, "号码已删除。"),
}


@never_cache
@require_safe
def question(request: HttpRequest, public_id: str) -> HttpResponse:
    """The page; a draft goes on where it stopped."""
    found = question_of_visitor(visitor_of(request), public_id)
    if found.state == QuestionState.DRAFTED:
        return redirect("ask_check" if found.words else "ask_words", found.public_id)
    if found.thread is None:
        return render(request, "portal/ask/gone.html", {})
    talking.note_seen(question=found, at=clock.now())
    return question_page(request, found)


@never_cache
@require_safe
def state(request: HttpRequest, public_id: str) -> HttpResponse:
    """The head alone, asked for every few seconds. When the conversation opens or ends, what stands before and after it
    comes along; the conversation itself stays as it is, because somebody may be writing or recording there.
    """
    found = question_of_visitor(visitor_of(request), public_id)
    now = clock.now()
    talking.note_seen(question=found, at=now)
    look_if_overdue(now)
    here = _standing(found)
    if request.GET.get("was", here.side) == here.side or found.thread is None:
        return render(request, "portal/ask/state.html", {"question": found, "standing": here})
    seat = seat_for(Person(visitor_id=found.visitor_id), found.thread.public_id)
    return render(request, "portal/ask/changed.html", {**_around(found, here), **head_context(seat)})


@require_POST
def do(request: HttpRequest, public_id: str, what: str) -> HttpResponse:
    """One button: leave, come back, close, go on, take the number back."""
    if what not in DONE:
        raise Http404
    act, sentence = DONE[what]
    act(question=question_of_visitor(visitor_of(request), public_id), at=clock.now())
    messages.success(request, sentence)
    return redirect("ask_question", public_id)


def question_page(request: HttpRequest, found: Question, status: int = 200, **forms: Any) -> HttpResponse:
    """The page, with forms that came back to be corrected. About twenty queries."""
    assert found.thread is not None  # noqa: S101 — it was asked
    seat = seat_for(Person(visitor_id=found.visitor_id), found.thread.public_id)
    context: dict[str, Any] = {
        **_around(found, _standing(found)),
        "grievance_form": GrievanceForm(), "grievances": list(Grievance.objects.filter(question=found).order_by("pk")),
        "readings": list(TranscriptReading.objects.filter(question=found).order_by("pk")),
        "holds": holds_of(found, today=clock.today()), "learning": consent_of(found),
        **panel_context(request, seat), **forms,
    }  # fmt: skip
    context["feedback_open"] = context["feedback_open"] or "feedback_form" in forms
    return render(request, "portal/ask/question.html", context, status=status)


def _around(found: Question, here: Standing) -> dict[str, Any]:
    """What stands before and after the conversation, and changes with it."""
    answered = found.answered_at is not None and found.state in (QuestionState.ACCEPTED, QuestionState.CLOSED)
    answered = answered and found.forgotten_at is None
    rated = Rating.objects.filter(question=found).first()
    over, waits = found.state == QuestionState.CLOSED, found.state in WAITING_STATES
    said = Feedback.objects.filter(question=found).order_by("-pk").first() if answered else None
    return {
        "question": found, "standing": here, "today": clock.today(), "waits": waits,
        "demo": demo_lawyer() if waits else None,
        "contact": AnswerContact.objects.filter(question=found).first(),
        "contact_form": ContactForm() if waits else None,
        "feedback": said, "feedback_open": over and said is None,
        "feedback_form": FeedbackForm() if answered else None,
        "rating": rated, "rating_form": RatingForm() if over and answered and not rated else None,
    }  # fmt: skip


def _standing(found: Question) -> Standing:
    now = clock.now()
    return standing(found, outlook(found, at=now) if found.state in WAITING_STATES else None, now)

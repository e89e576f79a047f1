"""Posts of the panel: a script gets JSON, a plain form goes back to the page it stood on."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_POST, require_safe

from jiefen.chat.actions.messages import post_message, withdraw
from jiefen.chat.actions.notes import add_note
from jiefen.chat.models import Message
from jiefen.chat.queries import lines_of
from jiefen.rules.errors import RuleError
from jiefen.shared import clock
from jiefen.web.chat.panel import panel_context
from jiefen.web.chat.people import number_in, seat_of, writing_seat_of
from jiefen.web.errors import status_of
from jiefen.web.gate import safe_next


@require_safe
def page(request: HttpRequest, public_id: str) -> HttpResponse:
    """The conversation alone, for whoever has a seat in it: in a window of its own, or where nothing else is known of it."""
    response = render(request, "conversation/page.html", panel_context(request, seat_of(request, public_id)))
    add_never_cache_headers(response)
    return response


@require_POST
def send(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write a text."""
    now = clock.now()
    try:
        posted = post_message(
            by=writing_seat_of(request, public_id, now), client_id=request.POST.get("client_id", ""), text=request.POST.get("text", ""),
            quote_of=number_in(request.POST.get("quote_of", "")), at=now,
        )  # fmt: skip
    except RuleError as error:
        return refused(request, error)
    return answered(request, posted.message)


@require_POST
def take_back(request: HttpRequest, public_id: str) -> HttpResponse:
    """Withdraw a message of one's own."""
    now = clock.now()
    try:
        seat = writing_seat_of(request, public_id, now)
        message = withdraw(by=seat, seq=number_in(request.POST.get("seq", "")) or 0, at=now)
    except RuleError as error:
        return refused(request, error)
    return answered(request, message)


@require_POST
def note(request: HttpRequest, public_id: str) -> HttpResponse:
    """A note the client never sees."""
    now = clock.now()
    seat = writing_seat_of(request, public_id, now)
    add_note(by=seat, client_id=request.POST.get("client_id", ""), text=request.POST.get("text", ""), at=now)
    return back(request, "#notes")


def answered(request: HttpRequest, message: Message) -> HttpResponse:
    """The message as JSON, or the page again."""
    if wants_json(request):
        return JsonResponse({"message": lines_of([message])[0].wire}, status=201)
    return back(request, "#latest")


def refused(request: HttpRequest, error: RuleError) -> HttpResponse:
    """The sentence as JSON for a script; a plain form gets the page of refusals."""
    if not wants_json(request):
        raise error
    return JsonResponse({"code": error.code, "message": str(error)}, status=status_of(error))


def back(request: HttpRequest, place: str) -> HttpResponse:
    """To the page the form stood on."""
    return redirect(safe_next(request, reverse("home")) + place)


def wants_json(request: HttpRequest) -> bool:
    """Whether a script asks."""
    return request.headers.get("X-Requested-With") == "chat"

"""The question asked: suggestions while one types, and the page that answers. The words come by POST and are not kept."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from jiefen.accounts.attempts import TooManyAttempts
from jiefen.shared import clock
from jiefen.web.portal.answering import answer
from jiefen.web.portal.lanes import shown_lanes
from jiefen.web.portal.pace import ANSWER, PACE, SUGGEST
from jiefen.web.portal.public import meta_of, public_page
from jiefen.web.session import address_of


@never_cache
@sensitive_post_parameters("text")
@require_POST
def suggest(request: HttpRequest) -> HttpResponse:
    """The part under the box, while one types. Too fast a typist reads why, with status 429."""
    try:
        PACE.note(SUGGEST, address=address_of(request), at=clock.now())
    except TooManyAttempts as error:
        return render(request, "portal/parts/too_fast.html", {"sentence": str(error)}, status=429)
    found = answer(request.POST.get("text", ""), today=clock.today(), laws=3)
    return render(request, "portal/parts/suggestions.html", {"answer": found, "is_live": True})


@never_cache
@sensitive_post_parameters("text")
@require_http_methods(["GET", "POST", "HEAD"])
def answer_page(request: HttpRequest) -> HttpResponse:
    """The whole answer. A GET has no words to answer and leads to the box."""
    if request.method != "POST":
        return redirect("home")
    PACE.note(ANSWER, address=address_of(request), at=clock.now())
    today, text = clock.today(), request.POST.get("example") or request.POST.get("text", "")
    found = answer(text, today=today, leaning=request.POST.get("leaning", ""), count=True)
    context: dict[str, Any] = {
        "answer": found,
        "lanes": shown_lanes(today=today),
        "is_live": False,
    }
    meta = meta_of(request, "您的事怎么办", may_index=False)
    return public_page(request, "portal/answer.html", meta, **context)

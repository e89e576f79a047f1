"""Where a lawyer begins the day."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jiefen.accounts.roles import Capability
from jiefen.web.desk.shell import shell
from jiefen.web.gate import signed_in


@require_safe
@signed_in(Capability.ANSWER_QUESTIONS)
def home(request: HttpRequest) -> HttpResponse:
    """The places of this surface."""
    return render(request, "desk/home.html", shell(request, "desk"))

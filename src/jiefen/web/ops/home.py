"""Where an operator begins the day."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jiefen.accounts.roles import Capability
from jiefen.web.gate import signed_in
from jiefen.web.ops.shell import shell


@require_safe
@signed_in(Capability.RUN_SERVICE)
def home(request: HttpRequest) -> HttpResponse:
    """The places of this surface."""
    return render(request, "ops/home.html", shell(request, "ops"))

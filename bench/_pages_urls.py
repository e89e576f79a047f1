"""The site's addresses and one view that does nothing: what Django, our middleware and a signed-in session cost."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def empty(request: HttpRequest) -> HttpResponse:
    """Nothing."""
    return HttpResponse("")


urlpatterns = [path("empty/", empty), path("", include("jiefen.config.urls"))]
handler404 = "jiefen.web.errors.page_not_found"

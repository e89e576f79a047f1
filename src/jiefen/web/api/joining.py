"""The API joins the site on its first call: its type machinery is a fifth of a start-up that few installations need."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse

from jiefen.web.session import GetResponse

PREFIX: Final = "/api/"


class ApiOnFirstCall:
    """Gives requests below ``/api/`` the URL map that has the API in it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Choose the map and go on."""
        if request.path_info.startswith(PREFIX):
            setattr(request, "urlconf", "jiefen.config.urls_with_api")  # noqa: B010 — HttpRequest declares no such attribute
        return self.get_response(request)

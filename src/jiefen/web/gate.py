"""The door of every signed-in page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme

from jiefen.accounts.roles import Capability
from jiefen.web.session import actor_or_none

View = Callable[..., HttpResponse]
NEXT = "next"


def signed_in(
    capability: Capability | None = None, *, temporary_password_will_do: bool = False
) -> Callable[[View], View]:
    """Only for people with an active membership (and ``capability``, else a 403 page that says what is missing).

    Such pages are about people: neither a proxy nor the back button of a shared computer may keep them.
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            actor = actor_or_none(request)
            if actor is None:
                return _to_the_door(request)
            if actor.must_change_password and not temporary_password_will_do:
                return _go(request, "change_password")
            if capability is not None:
                actor.require(capability)
            response = view(request, *args, **kwargs)
            add_never_cache_headers(response)
            return response

        return guarded

    return wrap


def safe_next(request: HttpRequest, otherwise: str) -> str:
    """The page to go on to: ``next`` when it stays on this site, else ``otherwise``."""
    wanted = request.POST.get(NEXT) or request.GET.get(NEXT) or ""
    stays = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if stays else otherwise


def _to_the_door(request: HttpRequest) -> HttpResponse:
    """To the sign-in page; who is signed in but has no place here any more chooses another one first."""
    return _go(request, "choose_organisation" if request.user.is_authenticated else "sign_in")


def _go(request: HttpRequest, name: str) -> HttpResponse:
    """A redirect of the whole page, also when only a part of it was asked for by htmx."""
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": reverse(name)})
    back = f"?{urlencode({NEXT: request.get_full_path()})}" if request.method == "GET" else ""
    return redirect(reverse(name) + back)

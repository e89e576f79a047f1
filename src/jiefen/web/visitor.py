"""From the browser's cookie to the visitor who asks without an account."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from jiefen.accounts.visitors import COOKIE, REMEMBERED_FOR, new_visitor, visitor_with


def visitor_of(request: HttpRequest) -> int | None:
    """The visitor's number, or None for a browser that never asked anything. One query, none without the cookie."""
    return visitor_with(request.COOKIES.get(COOKIE, ""))


def welcome(request: HttpRequest, *, at: dt.datetime) -> tuple[int, str]:
    """The visitor's number, made when he is new; then also the secret for ``remember``, else an empty string."""
    known = visitor_of(request)
    return (known, "") if known else new_visitor(at=at)


def remember(response: HttpResponse, token: str) -> HttpResponse:
    """Let the browser keep the secret (nothing for somebody known): out of reach of scripts and of other sites."""
    if token:
        response.set_cookie(
            COOKIE, token, max_age=REMEMBERED_FOR, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
        )
    return response

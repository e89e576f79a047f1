"""Who is reading: the person signed in, else the visitor the browser knows, else somebody passing by."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest

from jiefen.articles import readers
from jiefen.web.session import actor_or_none, address_of
from jiefen.web.visitor import visitor_of, welcome


def known_reader(request: HttpRequest) -> str:
    """The reader's key; empty for somebody we do not know."""
    if actor_or_none(request) and request.user.pk:
        return readers.person(request.user.pk)
    visitor = visitor_of(request)
    return readers.visitor(visitor) if visitor else ""


def passing_reader(request: HttpRequest, day: dt.date) -> str:
    """The key somebody we do not know counts under today."""
    return readers.passing(address_of(request), request.headers.get("User-Agent", ""), day)


def reader_who_acts(request: HttpRequest, *, at: dt.datetime) -> tuple[str, str]:
    """The reader's key, made for somebody new; then also the secret his browser is to keep."""
    if actor_or_none(request) and request.user.pk:
        return readers.person(request.user.pk), ""
    visitor, token = welcome(request, at=at)
    return readers.visitor(visitor), token

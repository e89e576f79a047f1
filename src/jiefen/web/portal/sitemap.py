"""/sitemap.xml and /robots.txt: what search engines may find. Every part of the site registers its public pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

PAGE: Final = 20_000  # addresses a file; the protocol allows 50,000
XML: Final = "application/xml; charset=utf-8"
_NAMESPACE: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
_CLOSED: Final = ("/workbench/", "/desk/", "/ops/", "/api/", "/sign-in/", "/account/", "/ui/", "/articles/favourites/", "/articles/complaints/")  # fmt: skip


@dataclass(frozen=True)
class Address:
    """A public page: its path, and the day it last changed where known."""

    path: str
    changed_on: dt.date | None = None


@dataclass(frozen=True)
class Provider:
    """``count`` says how many public pages there are now; ``pages(start, stop)`` gives a slice of them."""

    count: Callable[[], int]
    pages: Callable[[int, int], Iterable[Address]]


_providers: dict[str, Provider] = {}


def provide(name: str, provider: Provider) -> None:
    """Register the public pages of a part of the site under ``name`` (letters); the last one wins."""
    _providers[name] = provider


def fixed(pages: Callable[[], Sequence[Address]]) -> Provider:
    """A provider of a short list."""
    return Provider(lambda: len(pages()), lambda start, stop: pages()[start:stop])


@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """The list of sitemap files that hold at least one page."""
    files = [
        request.build_absolute_uri(reverse("sitemap_part", args=[name, number]))
        for name, provider in sorted(_providers.items())
        for number in range(1, -(-provider.count() // PAGE) + 1)
    ]
    entries = "".join(f"<sitemap><loc>{escape(each)}</loc></sitemap>" for each in files)
    return _xml(f'<sitemapindex xmlns="{_NAMESPACE}">{entries}</sitemapindex>')


@require_safe
def sitemap_part(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """One file of addresses."""
    provider = _providers.get(name)
    if provider is None or number < 1:
        raise Http404
    pages = list(provider.pages((number - 1) * PAGE, number * PAGE))
    if not pages:
        raise Http404
    entries = "".join(
        f"<url><loc>{escape(request.build_absolute_uri(each.path))}</loc>"
        + (f"<lastmod>{each.changed_on.isoformat()}</lastmod>" if each.changed_on else "")
        + "</url>"
        for each in pages
    )
    return _xml(f'<urlset xmlns="{_NAMESPACE}">{entries}</urlset>')


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Public pages are free to read; people's workplaces are not."""
    closed = "".join(f"Disallow: {path}\n" for path in _CLOSED)
    text = f"User-agent: *\n{closed}Sitemap: {request.build_absolute_uri(reverse('sitemap'))}\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def _xml(body: str) -> HttpResponse:
    return HttpResponse(f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n', content_type=XML)

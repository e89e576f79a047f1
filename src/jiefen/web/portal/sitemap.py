"""What search engines may read: robots.txt, and sitemap.xml made of sections others add to."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from jiefen.shared.errors import NotFound
from jiefen.statutes import articles
from jiefen.statutes.gists import gists
from jiefen.web.portal.laws_found import article_url

A_FILE: Final = 20_000  # addresses in one file; the protocol allows 50,000
CLOSED: Final = ("/workbench/", "/api/", "/ui/", "/account/", "/sign-in/", "/answer/", "/suggest/", "/search/")


@dataclass(frozen=True)
class Mapped:
    """One address, and the day its content last changed where that is known (ISO)."""

    path: str
    changed_on: str = ""


def pages() -> Iterable[Mapped]:
    """The front page and the lists."""
    return (Mapped(reverse("home")), Mapped(reverse("law_index")))


def laws() -> Iterable[Mapped]:
    """Every law."""
    return (Mapped(reverse("law_page", args=[law.name])) for law in articles.laws())


def plain_words() -> Iterable[Mapped]:
    """The articles we say in plain words: what is our own on these pages."""
    return (Mapped(article_url(articles.Article(law, number, 0))) for law, number in gists())


SECTIONS: dict[str, Callable[[], Iterable[Mapped]]] = {"pages": pages, "laws": laws, "articles-of-law": plain_words}


@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """The list of section files. A section longer than one file is cut; none is today."""
    urls = [request.build_absolute_uri(reverse("sitemap_section", args=[name])) for name in SECTIONS]
    return render(request, "portal/sitemap_index.xml", {"urls": urls}, content_type="application/xml")


@require_safe
def sitemap_section(request: HttpRequest, name: str) -> HttpResponse:
    """The addresses of one section."""
    if name not in SECTIONS:
        raise NotFound
    entries = [(request.build_absolute_uri(one.path), one.changed_on) for one in islice(SECTIONS[name](), A_FILE)]
    return render(request, "portal/sitemap.xml", {"entries": entries}, content_type="application/xml")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Public pages may be read; signed-in ones and those that carry somebody's words may not."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED)]
    lines.append(f"Sitemap: {request.build_absolute_uri(reverse('sitemap_index'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")

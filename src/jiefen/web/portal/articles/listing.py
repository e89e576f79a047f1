"""The list of articles by area, with search, and what a reader kept."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from jiefen.articles.models import Article
from jiefen.articles.queries.public import areas_in_use, favourites, found_of, in_order, listed, of_area, ranked
from jiefen.articles.states import PUBLIC
from jiefen.shared import clock
from jiefen.web.portal.articles.lines import Line, line
from jiefen.web.portal.articles.reader import known_reader
from jiefen.web.portal.legible import areas_of
from jiefen.web.portal.public import CARD, meta_of, public_page
from jiefen.web.ui.parts import Tab

PAGE = 12
LONGEST_SEARCH = 100
ABOUT = "执业律师写的法律知识，用平常话写，写明依据的法条，经平台审核。"


@require_safe
def articles(request: HttpRequest) -> HttpResponse:
    """Newest first, or best first for words one looks for."""
    words = request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    areas = areas_in_use()
    area = request.GET.get("area", "")
    area = area if area in dict(areas) else ""
    page, rows = _page(request, area, words)
    context: dict[str, Any] = {
        "page": page,
        "lines": [line(found_of(row)) for row in rows],
        "tabs": _tabs(areas, area, words),
        "area": area,
        "words": words,
        "today": clock.today(),
    }
    meta = meta_of(
        request, f"{area} · 知识文章" if area else "知识文章", description=ABOUT, image=static(CARD),
        canonical=reverse("articles") + (f"?{urlencode({'area': area})}" if area else ""),
        may_index=not words and page.number == 1 and bool(rows),
    )  # fmt: skip
    return public_page(request, "portal/articles/list.html", meta, **context)


def _page(request: HttpRequest, area: str, words: str) -> tuple[Page[Any], list[Article]]:
    """The page asked for, and its articles: best first for words, else newest first."""
    if words:
        found = ranked(words, whole=not areas_of(words, today=clock.today()))
        page: Page[Any] = Paginator(of_area(found, area), PAGE).get_page(request.GET.get("page"))
        return page, in_order(list(page))
    page = Paginator(listed(area=area), PAGE).get_page(request.GET.get("page"))
    return page, list(page)


@require_safe
def favourite_articles(request: HttpRequest) -> HttpResponse:
    """What this reader kept, last first; texts taken down stay as a line that says so."""
    page = Paginator(favourites(known_reader(request)), PAGE).get_page(request.GET.get("page"))
    kept = [_kept(row.article) for row in page]
    meta = meta_of(request, "我的收藏", may_index=False)
    response = public_page(request, "portal/articles/favourites.html", meta, page=page, kept=kept, today=clock.today())
    response["Cache-Control"] = "private, no-store"
    return response


def _kept(article: Article) -> tuple[Line, bool]:
    """The line, and whether its text can still be read."""
    return line(found_of(article)), article.state in PUBLIC


def _tabs(areas: tuple[tuple[str, int], ...], area: str, words: str) -> list[Tab]:
    """全部, then every area that has articles."""
    kept = {"q": words} if words else {}
    every = Tab("全部", "?" + urlencode(kept), current=not area, count=sum(many for _, many in areas))
    return [every] + [
        Tab(name, "?" + urlencode({**kept, "area": name}), current=name == area, count=many) for name, many in areas
    ]

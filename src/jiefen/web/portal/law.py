"""Laws and their articles: the list, one law, one article."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jiefen.shared import clock
from jiefen.shared.errors import NotFound
from jiefen.statutes import articles
from jiefen.web.portal.law_view import article_view, laws_by_category, matching
from jiefen.web.portal.public import public

LAWS_A_PAGE, ARTICLES_A_PAGE = 60, 60


@require_safe
def law_index(request: HttpRequest) -> HttpResponse:
    """Every law, by category; ``q`` narrows by name."""
    wanted = request.GET.get("q", "").strip()[:60]
    found = matching(articles.laws(), wanted)
    page = Paginator(found, LAWS_A_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "groups": laws_by_category(page.object_list),
        "page": page,
        "q": wanted,
        "count": len(found),
    }
    return render(request, "portal/law_index.html", public(request, place="law", is_narrowed=bool(wanted), **context))


@require_safe
def law_page(request: HttpRequest, law: str) -> HttpResponse:
    """One law: its articles in their order, with our plain words beside them."""
    found = articles.articles_of(law)
    if not found:
        raise NotFound("没有找到这部法。可以在“查法条”里按名称找。")
    page = Paginator(found, ARTICLES_A_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {"law": found[0].law, "page": page, "has_text": bool(found[0].text), "count": len(found)}
    return render(request, "portal/law_page.html", public(request, place="law", **context))


@require_safe
def article_page(request: HttpRequest, law: str, article: str) -> HttpResponse:
    """One article; ``on=2019-01-31`` shows the wording of that day."""
    today, on = clock.today(), _day(request.GET.get("on", ""))
    numbered = re.fullmatch(r"([0-9]{1,5})(?:-([0-9]{1,3}))?", article)
    found = articles.article(law, int(numbered[1]), int(numbered[2] or 0), on=on) if numbered else None
    if found is None:
        raise NotFound("没有找到这一条。可以回到这部法的目录，或在“查法条”里搜一搜。")
    view = article_view(found, today=today)
    context: dict[str, Any] = {"view": view, "is_past": on is not None, "canonical": view.url}
    return render(request, "portal/law_article.html", public(request, place="law", **context))


def _day(written: str) -> dt.date | None:
    """A day as 2019-01-31; anything else is as if it were not there."""
    try:
        return dt.date.fromisoformat(written) if re.fullmatch(r"\d{4}-\d\d-\d\d", written) else None
    except ValueError:
        return None

"""Laws and their articles: the list, one law, one article."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.text import Truncator
from django.views.decorators.http import require_safe

from jiefen.shared import clock
from jiefen.shared.errors import NotFound
from jiefen.statutes import articles
from jiefen.web.portal.law_view import article_view, laws_by_category, matching
from jiefen.web.portal.public import meta_of, public_page

LAWS_A_PAGE, ARTICLES_A_PAGE = 60, 60
INDEX_ABOUT = "常用的法律、司法解释，一条一条看：原文、施行日期、大白话要旨和相关的条文。"


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
    title = f"查法条：{wanted}" if wanted else "查法条"
    meta = meta_of(
        request, title, description=INDEX_ABOUT, may_index=not wanted, canonical=_numbered(request, page.number)
    )
    return public_page(request, "portal/law_index.html", meta, **context)


@require_safe
def law_page(request: HttpRequest, law: str) -> HttpResponse:
    """One law: its articles in their order, with our plain words beside them."""
    found = articles.articles_of(law)
    if not found:
        raise NotFound("没有找到这部法。可以在“查法条”里按名称找。")
    page = Paginator(found, ARTICLES_A_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {"law": found[0].law, "page": page, "has_text": bool(found[0].text), "count": len(found)}
    name, number = found[0].law, page.number
    meta = meta_of(
        request,
        name if number == 1 else f"{name}（第 {number} 页）",
        description=f"《{name}》的条文目录：{len(found):,} 条，常用的附大白话要旨。",
        canonical=_numbered(request, number),
    )
    return public_page(request, "portal/law_page.html", meta, **context)


@require_safe
def article_page(request: HttpRequest, law: str, article: str) -> HttpResponse:
    """One article; ``on=2019-01-31`` shows the wording of that day."""
    today, on = clock.today(), _day(request.GET.get("on", ""))
    numbered = re.fullmatch(r"([0-9]{1,5})(?:-([0-9]{1,3}))?", article)
    found = articles.article(law, int(numbered[1]), int(numbered[2] or 0), on=on) if numbered else None
    if found is None:
        raise NotFound("没有找到这一条。可以回到这部法的目录，或在“查法条”里搜一搜。")
    view = article_view(found, today=today)
    name = f"《{found.law}》{found.label}"
    meta = meta_of(
        request, name, description=f"{found.gist or Truncator(found.text).chars(100)}——{name}", canonical=view.url,
        may_index=on is None, kind="article", json_ld=view.linked,
    )  # fmt: skip
    return public_page(request, "portal/law_article.html", meta, view=view)


def _numbered(request: HttpRequest, number: int) -> str:
    """The address of a page of a list: the first has no number."""
    return request.path if number == 1 else f"{request.path}?page={number}"


def _day(written: str) -> dt.date | None:
    """A day as 2019-01-31; anything else is as if it were not there."""
    try:
        return dt.date.fromisoformat(written) if re.fullmatch(r"\d{4}-\d\d-\d\d", written) else None
    except ValueError:
        return None

"""Like, keep, share."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST, require_safe

from jiefen.articles.access import get_public_article
from jiefen.articles.actions.marks import set_favourite, set_like
from jiefen.articles.queries.public import marks_of
from jiefen.shared import clock
from jiefen.web.portal.articles.lines import address_of_article
from jiefen.web.portal.articles.reader import reader_who_acts
from jiefen.web.visitor import remember

_ACTS: Final = {"like": set_like, "favourite": set_favourite}


@require_POST
def mark_article(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Like or keep (``wanted=1``), or take it back. Whoever does it for the first time gets a visitor's cookie."""
    article, at = get_public_article(pk), clock.now()
    reader, token = reader_who_acts(request, at=at)
    _ACTS[what](article_id=pk, reader=reader, wanted=request.POST.get("wanted") == "1", at=at)
    if getattr(request, "htmx", False):
        article.refresh_from_db(fields=["like_count", "favourite_count"])
        context: dict[str, Any] = {"article": article, "marks": marks_of(reader, pk)}
        return remember(render(request, "portal/articles/parts/marks.html", context), token)
    return remember(redirect(address_of_article(pk, article.slug) + "#marks"), token)


@require_safe
def share_article(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """The address as a code to scan, drawn in the page itself."""
    article = get_public_article(pk)
    if slug != article.slug:
        return redirect("article_share", pk, article.slug, permanent=True)
    import segno  # only this page draws codes

    address = request.build_absolute_uri(address_of_article(pk, article.slug))
    code = segno.make(address, error="m").svg_inline(scale=6, border=2, dark="#1e2a32", light="#ffffff", omitsize=True)
    context = {
        "title": article.live.title if article.live else "",
        "back_url": address_of_article(pk, article.slug),
        "address": address,
        "code": mark_safe(code),  # noqa: S308 — made here, of an address of our own
    }
    return render(request, "portal/articles/share.html", context)

"""Serving pictures of articles. Their address holds their fingerprint, so a browser may keep a public one for good."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from jiefen.articles.access import get_picture
from jiefen.shared.errors import NotFound
from jiefen.shared.files import read_private
from jiefen.web.session import actor_or_none

KEPT = "public, max-age=31536000, immutable"


@require_safe
def article_picture(request: HttpRequest, pk: int, fingerprint: str, width: int) -> HttpResponse:
    """One width of a picture as WebP."""
    picture = get_picture(actor_or_none(request), pk, fingerprint)
    key = picture.files.get(str(width))
    if key is None:
        raise NotFound
    return _served(read_private(key), "image/webp", is_public=picture.is_public)


@require_safe
def article_card(request: HttpRequest, pk: int, fingerprint: str) -> HttpResponse:
    """The JPEG for link previews."""
    picture = get_picture(actor_or_none(request), pk, fingerprint)
    return _served(read_private(picture.card_key), "image/jpeg", is_public=picture.is_public)


def _served(data: bytes, kind: str, *, is_public: bool) -> HttpResponse:
    headers = {"Cache-Control": KEPT if is_public else "private, no-store", "Content-Disposition": "inline"}
    return HttpResponse(data, content_type=kind, headers=headers)

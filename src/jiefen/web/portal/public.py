"""The one frame around every public page: its head and foot, and what it tells search engines and link previews."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString

from jiefen.web.portal.linked_data import linked_data

SITE: Final = "解纷"
CARD: Final = "portal/articles-card.png"  # the static picture of a link preview


@dataclass(frozen=True)
class PageMeta:
    """What machines are told of a page. ``canonical`` and ``image`` are absolute.

    ``more``: further Open Graph properties. A page that may not be indexed has no link preview and no JSON-LD either.
    """

    title: str
    description: str
    canonical: str
    may_index: bool
    image: str
    kind: str
    more: tuple[tuple[str, str], ...]
    json_ld: SafeString | None


def meta_of(
    request: HttpRequest, title: str, *, description: str = "", canonical: str = "", may_index: bool = True,
    image: str = "", kind: str = "website", more: tuple[tuple[str, str], ...] = (), json_ld: Mapping[str, Any] | None = None,
) -> PageMeta:  # fmt: skip
    """``canonical``: the path, with its query where that names other content; default: the path asked for without its query."""
    return PageMeta(
        title=title,
        description=description,
        canonical=request.build_absolute_uri(canonical or request.path),
        may_index=may_index,
        image=request.build_absolute_uri(image) if image else "",
        kind=kind,
        more=more,
        json_ld=linked_data(json_ld) if json_ld and may_index else None,
    )


def public_page(
    request: HttpRequest, template: str, meta: PageMeta, *, status: int = 200, **context: Any
) -> HttpResponse:
    """Render a page that extends ``portal/base_public.html``. What may not be indexed says so in a header too."""
    response = render(request, template, {"meta": meta, **context}, status=status)
    if not meta.may_index:
        response["X-Robots-Tag"] = "noindex"
    return response

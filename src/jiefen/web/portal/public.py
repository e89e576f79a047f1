"""The frame around every public page: where one can go from here, its canonical address and its description."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest
from django.urls import reverse

from jiefen.web.doors import home_of
from jiefen.web.portal.pages import page_url
from jiefen.web.session import actor_or_none


@dataclass(frozen=True)
class PublicPlace:
    """One link of the head; ``current``: we are there."""

    label: str
    url: str
    current: bool


_PLACES: Final = (
    ("law", "查法条", "law_index"),
    ("lawyers", "找律师", "lawyer_directory"),
    ("articles", "看文章", "articles"),
)


def public(request: HttpRequest, *, place: str = "", canonical: str = "", **context: Any) -> dict[str, Any]:
    """Context of a page that extends ``portal/base_public.html``; only places that are built are offered.

    ``canonical``: the path search engines should know this page by; default: the path asked for, without its query.
    """
    places = (PublicPlace(label, page_url(name), slug == place) for slug, label, name in _PLACES)
    is_signed_in = actor_or_none(request) is not None
    return {
        "own_place": PublicPlace("我的工作台", home_of(request), False) if is_signed_in else None,
        "join_url": page_url("lawyer_join"),
        "public_places": [one for one in places if one.url],
        "search_page": reverse("search"),
        "canonical": request.build_absolute_uri(canonical or request.path),
        **context,
    }

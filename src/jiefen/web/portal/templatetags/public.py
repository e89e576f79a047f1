"""The frame of a public page. It asks only the request: no view has to pass the navigation on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django import template
from django.http import HttpRequest
from django.template import Context
from django.urls import reverse

from jiefen.web.doors import home_of
from jiefen.web.portal.pages import page_url
from jiefen.web.portal.public import SITE, PageMeta
from jiefen.web.session import actor_or_none

register = template.Library()


@dataclass(frozen=True)
class Place:
    """A link of the frame; ``current``: we are there."""

    label: str
    url: str
    current: bool = False


# Words, URL name, and the beginnings of the addresses that belong to it. A place that is not built is not offered.
HEAD: Final = (
    ("查法条", "law_index", ("/law/",)),
    ("找律师", "lawyer_directory", ("/lawyers/", "/firms/")),
    ("看文章", "articles", ("/articles/",)),
    ("问律师", "ask", ("/ask/",)),
)
FOOT: Final = (
    ("查法条", "law_index"),
    ("找律师", "lawyer_directory"),
    ("律师事务所", "firm_directory"),
    ("怎样排序", "how_we_rank"),
    ("看文章", "articles"),
    ("搜索", "search"),
    ("律师入驻", "lawyer_join"),
)


@register.inclusion_tag("portal/parts/meta.html", takes_context=True)
def public_meta(context: Context) -> dict[str, Any]:
    """Description, canonical address, link preview and JSON-LD. A page without ``meta`` is private: not indexed."""
    meta = context.get("meta")
    return {"meta": meta if isinstance(meta, PageMeta) else None, "site": SITE}


@register.inclusion_tag("portal/parts/head.html", takes_context=True)
def public_head(context: Context) -> dict[str, Any]:
    """Brand, the four places, search, light, and the door of whoever works here."""
    request = _request(context)
    places = (Place(label, page_url(name), request.path.startswith(begins)) for label, name, begins in HEAD)
    return {"places": [one for one in places if one.url], "search_url": reverse("search"), "door": _door(request)}


@register.inclusion_tag("portal/parts/foot.html", takes_context=True)
def public_foot(context: Context) -> dict[str, Any]:
    """What this is and is not, and every public list."""
    door = _door(_request(context))
    places = [one for one in (Place(label, page_url(name)) for label, name in FOOT) if one.url]
    return {"places": [*places, door if door.current else Place("物业工作台", reverse("today"))]}


def _door(request: HttpRequest) -> Place:
    """Where somebody signed in works (``current``), or the sign-in page."""
    if actor_or_none(request) is None:
        return Place("登录", reverse("sign_in"))
    return Place("我的工作台", home_of(request), current=True)


def _request(context: Context) -> HttpRequest:
    request: HttpRequest = context["request"]
    return request

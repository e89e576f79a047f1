"""The frame of a page. What a view need not pass is given its empty value here, not guessed at in templates."""

from __future__ import annotations

from typing import Any, Final

from django.template import Context
from django.utils.html import format_html

from jiefen.web.ui.library import register
from jiefen.web.ui.parts import NavItem, of_kind

TABS_ON_PHONE: Final = 5
_WORDS: Final = (
    "organisation_name", "person_name", "person_role", "person_links", "sign_out_url", "search_url", "csrf_token",
)  # fmt: skip


@register.inclusion_tag("ui/shell/brand_link.html", takes_context=True)
def brand_link(context: Context) -> dict[str, Any]:
    """The word-mark, leading home."""
    return {"home_url": context.get("home_url", "/")}


@register.inclusion_tag("ui/shell/top_bar.html", takes_context=True)
def top_bar(context: Context) -> dict[str, Any]:
    """Organisation, search, theme and the person who is working."""
    words = {name: context.get(name, "") for name in _WORDS}
    return {**words, "home_url": context.get("home_url", "/"), "nav": context.get("nav") or []}


@register.inclusion_tag("ui/shell/side_nav.html", takes_context=True)
def side_nav(context: Context) -> dict[str, Any]:
    """All places, at the side of a desk."""
    return {"nav": of_kind(NavItem, context.get("nav") or [])}


@register.inclusion_tag("ui/shell/tab_bar.html", takes_context=True)
def tab_bar(context: Context) -> dict[str, Any]:
    """The places under a thumb; from six on, four and the rest behind 更多."""
    nav = of_kind(NavItem, context.get("nav") or [])
    shown = nav if len(nav) <= TABS_ON_PHONE else nav[: TABS_ON_PHONE - 1]
    return {"shown": shown, "more": nav[len(shown) :]}


@register.simple_tag(takes_context=True)
def csrf_header(context: Context) -> str:
    """The attribute that lets htmx post from anywhere on the page."""
    token = context.get("csrf_token", "")
    return format_html(' hx-headers=\'{{"x-csrftoken": "{}"}}\'', token) if token else ""


@register.inclusion_tag("ui/parts/error_page.html", takes_context=True)
def error_page(context: Context, title: str, sentence: str) -> dict[str, Any]:
    """What happened, what to do, and the number to name. A view's own `sentence` wins."""
    return {
        "title": title,
        "sentence": context.get("sentence") or sentence,
        "reference": context.get("reference", ""),
    }

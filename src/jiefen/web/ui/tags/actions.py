"""Buttons, links that act, badges, money and dates: the small words of every screen."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from jiefen.web.ui import words
from jiefen.web.ui.library import register

TONES = frozenset({"neutral", "attention", "deadline", "info", "success"})
BUTTONS = frozenset({"primary", "quiet", "plain"})


def checked(value: str, allowed: frozenset[str]) -> str:
    """A misspelt tone or kind fails where the page is written, not silently in grey."""
    if value not in allowed:
        raise ValueError(f"{value!r} is not one of {', '.join(sorted(allowed))}")
    return value


def attributes(extra: dict[str, Any]) -> dict[str, Any]:
    """Tag keywords → HTML attributes: ``hx_post`` becomes ``hx-post``; False and None are left out."""
    return {key.replace("_", "-"): value for key, value in extra.items() if value not in (None, False)}


@register.inclusion_tag("ui/parts/button.html")
def button(
    label: str, kind: str = "quiet", type: str = "submit", icon: str = "", wide: bool = False, **extra: Any
) -> dict[str, Any]:
    """A <button>; `kind` primary (one per screen), quiet or plain. Further keywords become attributes."""
    return {
        "label": label,
        "kind": checked(kind, BUTTONS),
        "type": type,
        "icon": icon,
        "wide": wide,
        "extra": attributes(extra),
    }


@register.inclusion_tag("ui/parts/link_button.html")
def link_button(
    label: str, url: str, kind: str = "quiet", icon: str = "", wide: bool = False, **extra: Any
) -> dict[str, Any]:
    """A link that looks like a button."""
    return {
        "label": label,
        "url": url,
        "kind": checked(kind, BUTTONS),
        "icon": icon,
        "wide": wide,
        "extra": attributes(extra),
    }


@register.simple_tag(name="icon")
def icon_svg(name: str, size: int = 20, label: str = "") -> SafeString:
    """An icon of the sprite, silent unless `label` says what it means."""
    hidden = (
        '<svg class="icon" width="{0}" height="{0}" aria-hidden="true" focusable="false"><use href="#i-{1}"/></svg>'
    )
    spoken = '<svg class="icon" width="{0}" height="{0}" role="img" aria-label="{2}"><use href="#i-{1}"/></svg>'
    return format_html(spoken if label else hidden, size, name, label)


@register.simple_tag
def badge(text: str, tone: str = "neutral", icon: str = "") -> SafeString:
    """A status: always words, colour by meaning."""
    sign = icon_svg(icon, 16) if icon else ""
    return format_html('<span class="badge badge--{}">{}{}</span>', checked(tone, TONES), sign, text)


@register.simple_tag
def money(fen: int | None, unit: bool = True, big: bool = False) -> SafeString:
    """分 → ¥12,480.50 in figures of equal width; `unit` off inside tables; `big` sets the 分 smaller."""
    text = words.yuan(fen) if unit else words.money(fen)
    if not big or fen is None:
        return format_html('<span class="money">{}</span>', text)
    whole, rest = text.split(".")
    return format_html('<span class="money money--big">{}<span class="money__fen">.{}</span></span>', whole, rest)


@register.simple_tag
def day(on: date | None, today: date | None = None, relative: bool = True) -> SafeString:
    """The exact date, and beside it how far away it is."""
    if on is None:
        return format_html("{}", words.NOTHING)
    beside = words.relative_day(on, today) if relative and today is not None else ""
    return format_html(
        '<time class="day" datetime="{}">{}</time>{}',
        on.isoformat(),
        words.day(on, today),
        format_html(' <span class="day__relative">{}</span>', beside) if beside else "",
    )


@register.simple_tag
def stamp(at: datetime | None, today: date | None = None) -> SafeString:
    """An instant to the minute in local time."""
    if at is None:
        return format_html("{}", words.NOTHING)
    local = timezone.localtime(at) if timezone.is_aware(at) else at
    return format_html('<time class="day" datetime="{}">{}</time>', at.isoformat(), words.moment(local, today))

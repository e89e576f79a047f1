"""Doors to pages that may or may not be built yet: a link by URL name where the name resolves, else none."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse


def door(name: str, *args: object) -> str:
    """The address behind a URL name, or "" while there is no such page."""
    try:
        return reverse(name, args=args) if name else ""
    except NoReverseMatch:
        return ""


def door_or(name: str, otherwise: str, *args: object) -> str:
    """The address behind ``name``, else ``otherwise``."""
    return door(name, *args) or otherwise

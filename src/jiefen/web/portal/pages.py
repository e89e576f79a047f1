"""Links to pages that may or may not be built yet: by URL name where the name resolves, else none."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse


def page_url(name: str, *args: object) -> str:
    """The address behind a URL name, or "" while there is no such page."""
    try:
        return reverse(name, args=args) if name else ""
    except NoReverseMatch:
        return ""

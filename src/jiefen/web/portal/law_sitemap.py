"""The laws in the sitemap: the list, every law, and the articles we say in plain words.

Registered when the app starts, so what it needs is imported only when a sitemap is asked for.
"""

from __future__ import annotations

from django.urls import reverse

from jiefen.web.portal.sitemap import Address, fixed, provide


def register() -> None:
    """Tell the sitemap about them."""
    provide("laws", fixed(_laws))
    provide("plain", fixed(_plain_words))


def _laws() -> list[Address]:
    from jiefen.statutes import articles

    return [Address(reverse("law_index"))] + [Address(reverse("law_page", args=[law.name])) for law in articles.laws()]


def _plain_words() -> list[Address]:
    """Only these: what is our own on the page of an article is what we say of it."""
    from jiefen.statutes.gists import gists

    return [Address(reverse("law_article", args=[one.law, one.slug])) for one in gists().values()]

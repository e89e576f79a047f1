"""The articles in the sitemap. Imports what it reads when it is asked: every start registers it."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from jiefen.web.portal.sitemap import Address, Provider, fixed, provide


def register() -> None:
    """The front page, the list, and every public article."""
    provide("site", fixed(lambda: (Address(reverse("home")), Address(reverse("articles")))))
    provide("articles", Provider(_count, _pages))


def _count() -> int:
    from jiefen.articles.queries.public import public

    return public().count()


def _pages(start: int, stop: int) -> Iterable[Address]:
    from jiefen.articles.queries.public import public
    from jiefen.shared.clock import day_of
    from jiefen.web.portal.articles.lines import address_of_article

    rows = public().order_by("pk").values_list("pk", "slug", "changed_at")[start:stop]
    return [Address(address_of_article(pk, slug), day_of(at) if at else None) for pk, slug, at in rows]

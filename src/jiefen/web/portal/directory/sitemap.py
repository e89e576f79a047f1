"""The directory in the sitemap: only real lawyers, their firms, and the lists of a city, an area or both that hold one.

Registered when the app starts, so what it needs is imported only when a sitemap is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.urls import reverse

from jiefen.web.portal.sitemap import Address, Provider, fixed, provide

KEPT: Final = 3600  # seconds the lists are remembered: they go through every card


def register() -> None:
    """Tell the sitemap about them."""
    provide("lawyers", Provider(_count, _lawyers))
    provide("firms", fixed(_firms))
    provide("places", fixed(_places))


def _count() -> int:
    from jiefen.lawyers.queries.indexed import real_lawyers

    return real_lawyers().count()


def _lawyers(start: int, stop: int) -> Iterable[Address]:
    from jiefen.lawyers.queries.indexed import real_lawyers

    rows = real_lawyers().order_by("pk").values_list("pk", "licence__checked_on")[start:stop]
    return [Address(reverse("lawyer_profile", args=[pk]), checked_on) for pk, checked_on in rows]


def _firms() -> list[Address]:
    from jiefen.lawyers.queries.indexed import real_firms

    return [Address(reverse("firm_profile", args=[pk])) for pk in real_firms()]


def _places() -> list[Address]:
    """How the rule works is always there; the lists only when somebody real stands in them."""
    from django.core.cache import cache

    from jiefen.lawyers.queries.indexed import real_places
    from jiefen.web.portal.directory.choice import Choice

    pairs = cache.get_or_set("sitemap-places", real_places, KEPT)
    lists = {Choice(city=city, area=area).address() for city, area in pairs or ()}
    here = reverse("lawyer_directory")
    fixed_pages = [reverse("how_we_rank"), reverse("lawyer_join")]
    return [Address(path) for path in (*fixed_pages, *((here, reverse("firm_directory")) if lists else ()))] + [
        Address(here + query) for query in sorted(lists)
    ]

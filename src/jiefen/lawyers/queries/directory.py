"""Reads of the directory: cards, pages by city and area."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Count

from jiefen.lawyers import columns
from jiefen.lawyers.models import Affiliation, CourtPractice, Lawyer, Licence, VerifiedMatter
from jiefen.lawyers.states import LicenceState
from jiefen.rules.regions import cities
from jiefen.shared.errors import NotFound

UNMEASURED: Final = "—"
PAGE: Final = 20
MOST_COURT_CHOICES: Final = 80


@dataclass(frozen=True)
class Card:
    """A card on show: verified facts only. Figures nobody measured read “—”."""

    lawyer_id: int
    name: str
    firm: str
    city: str
    areas: tuple[str, ...]
    topics: tuple[str, ...]
    languages: tuple[str, ...]
    category: str
    first_year: int | None
    checked_on: dt.date
    verified_matters: int
    is_online: bool
    is_demo: bool
    people_served: str = UNMEASURED
    typical_first_reply: str = UNMEASURED


@dataclass(frozen=True)
class DirectoryPage:
    """One page of a city × area list in the non-personal order, and how many there are in all."""

    cards: tuple[Card, ...]
    count: int
    page: int


def cards_of(ids: Sequence[int]) -> tuple[Card, ...]:
    """Cards on show in the order given, four queries whatever the number; hidden ones are left out."""
    on_show = Licence.objects.filter(lawyer_id__in=ids, state=LicenceState.VERIFIED).select_related("lawyer")
    licences = {each.lawyer_id: each for each in on_show.prefetch_related("lawyer__areas")}
    current = Affiliation.objects.filter(lawyer_id__in=ids, until_on=None).select_related("firm")
    firms = {each.lawyer_id: each.firm.name for each in current}
    matters: dict[int, int] = {}
    for lawyer in VerifiedMatter.objects.filter(lawyer_id__in=ids).values_list("lawyer_id", flat=True):
        matters[lawyer] = matters.get(lawyer, 0) + 1
    return tuple(
        _card(licences[each], firms[each], matters.get(each, 0)) for each in ids if each in licences and each in firms
    )


def card(lawyer_id: int) -> Card:
    """One card on show, or NotFound."""
    found = cards_of([lawyer_id])
    if not found:
        raise NotFound
    return found[0]


def directory(
    *, city_code: str = "", area: str = "", page: int = 1, online_only: bool = False, language: str = "",
    court: str = "", with_matters: bool = False,
) -> DirectoryPage:  # fmt: skip
    """One page of the non-personal order: of a city, an area, both or everybody. Five queries whatever the number.

    Raises BadQuestion for an unknown choice, NoColumns before the first build.
    """
    page = max(page, 1)
    ids, count = columns.ranker().neutral(
        area=area, city=city_code, online_only=online_only, must_speak=[language] if language else (),
        with_matters=with_matters, among=at_court(court) if court else None, skip=(page - 1) * PAGE, take=PAGE,
    )  # fmt: skip
    return DirectoryPage(cards_of(ids), count, page)


def at_court(court: str) -> list[int]:
    """The lawyers who named this court, by its exact name. One query."""
    return list(CourtPractice.objects.filter(court=court).values_list("lawyer_id", flat=True))


def courts_of_city(city_code: str) -> list[str]:
    """Courts named by verified lawyers of the city, the one named most often first. One query."""
    rows = CourtPractice.objects.filter(lawyer__city_code=city_code, lawyer__licence__state=LicenceState.VERIFIED)
    counted = rows.values("court").annotate(n=Count("pk")).order_by("-n", "court")
    return [row["court"] for row in counted[:MOST_COURT_CHOICES]]


def real_lawyers_on_show() -> bool:
    """Whether anybody not invented is on show: only then may directory pages be indexed."""
    return Lawyer.objects.filter(is_demo=False, licence__state=LicenceState.VERIFIED).exists()


def _card(licence: Licence, firm: str, matters: int) -> Card:
    lawyer = licence.lawyer
    areas = sorted(lawyer.areas.all(), key=lambda each: each.place)
    checked_on = licence.checked_on
    assert checked_on is not None  # noqa: S101 — a verified licence has a day of its check
    return Card(
        lawyer.pk, lawyer.name, firm, cities()[lawyer.city_code].name, tuple(each.area for each in areas),
        tuple(lawyer.words), tuple(lawyer.languages), licence.category, licence.first_year, checked_on, matters,
        lawyer.is_online, lawyer.is_demo,
    )  # fmt: skip

"""Reads of the directory: cards, pages by city and area, the operator's queue, the index's facts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from jiefen.accounts.actors import Actor
from jiefen.accounts.roles import Capability
from jiefen.lawyers import columns
from jiefen.lawyers.models import Affiliation, Lawyer, Licence, VerifiedMatter
from jiefen.lawyers.states import LicenceState
from jiefen.rules.regions import cities
from jiefen.shared.errors import NotFound

UNMEASURED: Final = "—"
PAGE: Final = 20


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


@dataclass(frozen=True)
class Waiting:
    """One line of the operator's queue."""

    lawyer_id: int
    name: str
    state: str
    since: dt.datetime
    recheck_due_on: dt.date | None


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


def directory(*, city_code: str, area: str, page: int = 1, online_only: bool = False) -> DirectoryPage:
    """The lawyers of a city in an area, read from the columns. Raises BadQuestion, NoColumns before the first build."""
    page = max(page, 1)
    ids, count = columns.ranker().neutral(
        area=area, city=city_code, online_only=online_only, skip=(page - 1) * PAGE, take=PAGE
    )
    return DirectoryPage(cards_of(ids), count, page)


def verification_queue(*, by: Actor) -> tuple[Waiting, ...]:
    """What waits for the operator: submitted licences, oldest first, then yearly re-checks. Raises NotPermitted."""
    by.require(Capability.VERIFY_LAWYERS)
    rows = Licence.objects.filter(state__in=(LicenceState.SUBMITTED, LicenceState.DUE_FOR_RECHECK))
    waiting = [
        Waiting(row.lawyer_id, row.lawyer.name, row.state, row.submitted_at, row.recheck_due_on)
        for row in rows.select_related("lawyer").order_by("submitted_at", "pk")
    ]
    return tuple(sorted(waiting, key=lambda each: each.state != LicenceState.SUBMITTED))


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

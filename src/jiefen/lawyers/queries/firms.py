"""Firms as the public sees them: those with at least one lawyer on show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from jiefen.accounts.actors import Actor
from jiefen.accounts.roles import Capability
from jiefen.lawyers.models import Affiliation, LawFirm, PracticeArea
from jiefen.lawyers.queries.directory import Card, cards_of
from jiefen.lawyers.queries.penalties import PenaltyLine, published_penalties
from jiefen.lawyers.states import LicenceState
from jiefen.rules.regions import cities
from jiefen.shared.errors import NotFound

FIRMS: Final = 30  # a page
PEOPLE: Final = 20  # a page
REGISTERED: Final = 100


@dataclass(frozen=True)
class FirmLine:
    """One firm in a list."""

    firm_id: int
    name: str
    city: str
    lawyers: int
    is_demo: bool


@dataclass(frozen=True)
class FirmList:
    """One page of firms, and how many there are in all."""

    firms: tuple[FirmLine, ...]
    count: int
    page: int


@dataclass(frozen=True)
class FirmPage:
    """A firm, one page of its lawyers on show, and its areas with how many of them work there."""

    firm: FirmLine
    code: str
    city_code: str
    cards: tuple[Card, ...]
    areas: tuple[tuple[str, int], ...]
    page: int
    penalties: tuple[PenaltyLine, ...] = ()


def firm_list(*, city_code: str = "", page: int = 1) -> FirmList:
    """Firms by name, in one city or everywhere. Two queries."""
    page = max(page, 1)
    rows = _on_show().filter(city_code=city_code) if city_code else _on_show()
    some = rows.annotate(n=_people()).order_by("name", "pk")[(page - 1) * FIRMS : page * FIRMS]
    return FirmList(tuple(_line(each, each.n) for each in some), rows.count(), page)


def firm_page(firm_id: int, *, page: int = 1) -> FirmPage:
    """One firm; eight queries. Raises NotFound, also for a firm without anybody on show."""
    page = max(page, 1)
    firm = _on_show().annotate(n=_people()).filter(pk=firm_id).first()
    if firm is None:
        raise NotFound
    there = _current().filter(firm_id=firm_id).order_by("lawyer_id").values_list("lawyer_id", flat=True)
    areas = PracticeArea.objects.filter(lawyer__in=there.order_by()).values("area").annotate(n=Count("pk"))
    return FirmPage(
        _line(firm, firm.n), firm.code, firm.city_code, cards_of(list(there[(page - 1) * PEOPLE : page * PEOPLE])),
        tuple((each["area"], each["n"]) for each in areas.order_by("-n", "area")), page,
        published_penalties(firm_id=firm_id),
    )  # fmt: skip


def registered_firms(*, by: Actor, name: str = "") -> list[dict[str, object]]:
    """For the operator: firms by name, also those with nobody on show; 100 at most. One query. Raises NotPermitted."""
    by.require(Capability.VERIFY_LAWYERS)
    rows = LawFirm.objects.filter(name__contains=name) if name else LawFirm.objects.all()
    people = Count("affiliations", filter=Q(affiliations__until_on=None))
    return [
        {"name": each.name, "code": each.code, "city": cities()[each.city_code].name, "lawyers": each.n,
         "space": "有" if each.organisation_id else "还没有", "pk": each.pk}
        for each in rows.annotate(n=people).order_by("name", "pk")[:REGISTERED]
    ]  # fmt: skip


def _current() -> QuerySet[Affiliation]:
    return Affiliation.objects.filter(until_on=None, lawyer__licence__state=LicenceState.VERIFIED)


def _on_show() -> QuerySet[LawFirm]:
    return LawFirm.objects.filter(Exists(_current().filter(firm=OuterRef("pk"))))


def _people() -> Count:
    shown = Q(affiliations__until_on=None, affiliations__lawyer__licence__state=LicenceState.VERIFIED)
    return Count("affiliations", filter=shown)


def _line(firm: LawFirm, people: int) -> FirmLine:
    return FirmLine(firm.pk, firm.name, cities()[firm.city_code].name, people, firm.is_demo)

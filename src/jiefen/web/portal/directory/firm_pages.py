"""/firms/ and /firms/<pk>/: firms with verified lawyers."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from jiefen.lawyers.queries import firm_list, firm_page
from jiefen.lawyers.queries.firms import FIRMS, PEOPLE
from jiefen.shared import clock
from jiefen.web.portal.directory.choice import Choice, choice_of, filters
from jiefen.web.portal.directory.searching import shown
from jiefen.web.portal.public import meta_of, public_page
from jiefen.web.ui.parts import Crumb


@require_safe
def firm_directory(request: HttpRequest) -> HttpResponse:
    """Firms by name, in one city or everywhere."""
    choice = choice_of(request.GET)
    found = firm_list(city_code=choice.city, page=choice.page)
    meta = meta_of(
        request, f"{choice.city_name} 律师事务所".strip(), canonical=reverse("firm_directory") + _query(choice.city, choice.page),
        may_index=any(not firm.is_demo for firm in found.firms),
        description=f"{choice.city_name or '全国'}有律师在这里核验过执业证的律师事务所 {found.count:,} 家。",
    )  # fmt: skip
    return public_page(
        request, "directory/firms.html", meta, choice=choice, found=found,
        filters=[each for each in filters(Choice(city=choice.city)) if each.name == "city"],
        page=Paginator(range(found.count), FIRMS).get_page(choice.page),
        is_demo=any(firm.is_demo for firm in found.firms),
    )  # fmt: skip


@require_safe
def firm_profile(request: HttpRequest, firm_id: int) -> HttpResponse:
    """One firm and its lawyers on show."""
    choice = choice_of(request.GET)
    found = firm_page(firm_id, page=choice.page)
    firm = found.firm
    here = reverse("firm_profile", args=[firm_id])
    address = {"@type": "PostalAddress", "addressLocality": firm.city}
    meta = meta_of(
        request, firm.name, canonical=here + _query("", found.page), may_index=not firm.is_demo,
        description=f"{firm.name}，{firm.city}，在这里核验过执业证的律师 {firm.lawyers} 位。",
        json_ld={"@type": "LegalService", "name": firm.name, "url": request.build_absolute_uri(here), "address": address},
    )  # fmt: skip
    return public_page(
        request, "directory/firm.html", meta, found=found, firm=firm, today=clock.today(),
        items=shown(found.cards), page=Paginator(range(firm.lawyers), PEOPLE).get_page(choice.page),
        crumbs=[Crumb("律师事务所", reverse("firm_directory")), Crumb(firm.name)],
        areas=[(name, reverse("lawyer_directory") + Choice(area=name, city=found.city_code).address(), count)
               for name, count in found.areas],
    )  # fmt: skip


def _query(city: str, page: int) -> str:
    query = Choice(city=city).address(page=page)
    return query if query != "?" else ""

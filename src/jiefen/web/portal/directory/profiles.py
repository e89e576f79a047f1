"""/lawyers/<pk>/: one lawyer, verified facts only; the licence number stands on a page search engines do not keep."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from jiefen.lawyers.queries import Profile, licence_facts, profile
from jiefen.rules.day_words import full_day
from jiefen.shared import clock
from jiefen.web.portal.directory.choice import Choice
from jiefen.web.portal.directory.slots import NOTHING, articles_of, ask_url, measured
from jiefen.web.portal.public import meta_of, public_page
from jiefen.web.ui.parts import Crumb


@require_safe
def lawyer_profile(request: HttpRequest, lawyer_id: int) -> HttpResponse:
    """The profile; not found for a card that is not on show."""
    who = profile(lawyer_id)
    card = who.card
    here = reverse("lawyer_profile", args=[lawyer_id])
    meta = meta_of(
        request, f"{card.name}律师 {card.firm}", may_index=not card.is_demo, description=_description(who),
        kind="profile", json_ld=_linked(request, who, here),
    )  # fmt: skip
    return public_page(
        request, "directory/profile.html", meta, who=who, card=card, today=clock.today(),
        figures=measured([lawyer_id]).get(lawyer_id, NOTHING), articles=articles_of(lawyer_id),
        ask=ask_url(lawyer_id), crumbs=_crumbs(who), licence_url=reverse("lawyer_licence", args=[lawyer_id]),
        is_part_time=card.category == "兼职律师",
    )  # fmt: skip


@require_safe
def lawyer_licence(request: HttpRequest, lawyer_id: int) -> HttpResponse:
    """The licence and its check, as a page or, asked for by htmx, as the part that goes into the profile."""
    facts = licence_facts(lawyer_id)
    template = "licence_part" if request.headers.get("HX-Request") else "licence"
    response = public_page(
        request, f"directory/{template}.html", meta_of(request, f"{facts.name}律师的执业证", may_index=False),
        facts=facts, today=clock.today(),
        crumbs=[Crumb("找律师", reverse("lawyer_directory")), Crumb(facts.name, reverse("lawyer_profile", args=[lawyer_id])),
                Crumb("执业证")],
    )  # fmt: skip
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive, nosnippet"
    return response


def _description(who: Profile) -> str:
    card = who.card
    return f"{card.name}，{card.firm}，{card.city}。领域：{'、'.join(card.areas)}。执业证于 {full_day(card.checked_on)}核验。"


def _crumbs(who: Profile) -> list[Crumb]:
    listed = reverse("lawyer_directory")
    area = who.card.areas[0] if who.card.areas else ""
    middle = [Crumb(area, listed + Choice(area=area).address())] if area else []
    return [Crumb("找律师", listed), *middle, Crumb(who.card.name)]


def _linked(request: HttpRequest, who: Profile, here: str) -> dict[str, Any]:
    """Person at a LegalService. No number, no rating, no price: nothing the page itself does not say."""
    card = who.card
    return {
        "@type": "Person", "name": card.name, "jobTitle": "律师", "url": request.build_absolute_uri(here),
        "knowsAbout": [*card.areas, *card.topics], "knowsLanguage": list(card.languages),
        "worksFor": {
            "@type": "LegalService", "name": card.firm,
            "url": request.build_absolute_uri(reverse("firm_profile", args=[who.firm_id])),
        },
        "workLocation": {"@type": "Place", "address": {"@type": "PostalAddress", "addressLocality": card.city}},
    }  # fmt: skip

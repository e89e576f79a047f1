"""The gallery: every component with its states, for whoever builds the next page."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from jiefen.web.ui import gallery as samples
from jiefen.web.ui.parts import Crumb, NavItem, Tab


def gallery(request: HttpRequest, sheet: str) -> HttpResponse:
    """One sheet of the gallery, for developers and signed-in staff; to others the page does not exist."""
    if not (settings.DEBUG or getattr(request, "actor", None)) or sheet not in samples.SHEETS:
        raise Http404
    context = {**_frame(sheet), "today": samples.TODAY, **samples.SHEETS[sheet].context()}
    return render(request, f"ui/gallery/{sheet}.html", context)


def _frame(current: str) -> dict[str, Any]:
    """A shell like that of a real surface, so that the shell itself can be looked at."""
    home = reverse("ui_gallery")
    tabs = [
        Tab(sheet.label, reverse("ui_gallery_sheet", args=[key]), current=key == current)
        for key, sheet in samples.SHEETS.items()
    ]
    nav = [
        NavItem(label, home, icon, current=icon == "today", count=12 if icon == "today" else None)
        for label, icon in samples.PLACES
    ]
    return {
        "sheets": tabs,
        "crumbs": [Crumb("组件", home), Crumb(samples.SHEETS[current].label)],
        "nav": nav,
        "organisation_name": "和悦物业",
        "home_url": home,
        "person_name": "周宁",
        "person_role": "管家",
        "search_url": home,
    }

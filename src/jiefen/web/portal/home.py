"""The front page: one box, four lanes, and the property companies' door."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jiefen.rules.hotlines import hotlines_for
from jiefen.shared import clock
from jiefen.shared.errors import NotFound
from jiefen.web.portal.lanes import lane_named, shown_lanes
from jiefen.web.portal.public import public

EXAMPLES: Final = (
    "公司欠我三个月工资，说没钱",
    "房东不退押金，说墙弄脏了",
    "朋友借了五万，两年没还，有借条",
    "老公喝了酒就动手，我想离婚",
)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What somebody meets who has a problem, and where property companies go in."""
    today = clock.today()
    context: dict[str, Any] = {"lanes": shown_lanes(today=today), "examples": EXAMPLES, "is_demo": settings.DEMO}
    return render(request, "portal/home.html", public(request, place="home", **context))


@require_safe
def lane_today(request: HttpRequest, slug: str) -> HttpResponse:
    """A lane that is not open yet: what there is today instead."""
    lane = lane_named(slug)
    if lane is None:
        raise NotFound
    lines = hotlines_for(["诉讼仲裁"] if slug == "litigate" else [], today=clock.today())
    return render(request, "portal/lane_today.html", public(request, lane=lane, hotlines=lines))

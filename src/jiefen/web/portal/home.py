"""The front page: one box, four lanes, and the property companies' door."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from jiefen.rules.hotlines import hotlines_for
from jiefen.shared import clock
from jiefen.shared.errors import NotFound
from jiefen.web.doors import home_of
from jiefen.web.portal.lanes import lane_named, shown_lanes
from jiefen.web.portal.public import CARD, SITE, meta_of, public_page
from jiefen.web.session import actor_or_none

TITLE: Final = "遇到纠纷怎么办：法律怎么说、可以找谁"
ABOUT: Final = "写一句话，马上看到这是哪一类事、法律怎么说、有没有期限在走、可以找谁。不用登录，写的话不保存。也帮物业公司把账算清、把话说好。"
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
    context: dict[str, Any] = {
        "lanes": shown_lanes(today=today),
        "examples": EXAMPLES,
        "is_demo": settings.DEMO,
        "own_place": home_of(request) if actor_or_none(request) else "",
    }
    meta = meta_of(request, TITLE, description=ABOUT, image=static(CARD), json_ld=_site(request))
    return public_page(request, "portal/home.html", meta, **context)


@require_safe
def lane_today(request: HttpRequest, slug: str) -> HttpResponse:
    """A lane that is not open yet: what there is today instead."""
    lane = lane_named(slug)
    if lane is None:
        raise NotFound
    lines = hotlines_for(["诉讼仲裁"] if slug == "litigate" else [], today=clock.today())
    meta = meta_of(request, lane.name, may_index=False)
    return public_page(request, "portal/lane_today.html", meta, lane=lane, hotlines=lines)


def _site(request: HttpRequest) -> dict[str, Any]:
    """The site itself, and that it can be searched."""
    search = request.build_absolute_uri(reverse("search"))
    return {
        "@type": "WebSite",
        "name": SITE,
        "url": request.build_absolute_uri(reverse("home")),
        "inLanguage": "zh-CN",
        "potentialAction": {
            "@type": "SearchAction",
            "target": f"{search}?q={{words}}",
            "query-input": "required name=words",
        },
    }

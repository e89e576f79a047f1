"""/lawyers/: the list by city and area, and the published rule behind it."""

from __future__ import annotations

from typing import Any, Final

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from jiefen.engine.ranker_columns import NoColumns
from jiefen.lawyers import columns
from jiefen.rules.regions import cities
from jiefen.shared import clock
from jiefen.web.portal.directory.choice import FIT, KEPT, NEUTRAL, Choice, choice_of, filters
from jiefen.web.portal.directory.near import Missing
from jiefen.web.portal.directory.ranking_words import exposure_on, parts_on
from jiefen.web.portal.directory.reading_words import with_city
from jiefen.web.portal.directory.searching import FIT_PAGE, Listing, listing
from jiefen.web.portal.public import meta_of, public_page
from jiefen.web.ui.parts import Tab

PLACES_SHOWN: Final = 24


@require_safe
def lawyer_directory(request: HttpRequest) -> HttpResponse:
    """The list as the address says: by fit with reasons, or neutral."""
    choice = choice_of(request.GET)
    placed = with_city(choice)
    if placed != choice:  # the words named a city: chosen like any other, for all to see
        return redirect(_address(placed))
    try:
        found = listing(choice, today=clock.today(), count=_is_a_person(request))
    except NoColumns:
        return public_page(request, "directory/not_ready.html", meta_of(request, "找律师", may_index=False))
    last = max(1, -(-found.count // found.page_size))
    if choice.page > last:  # an old link, or a hand-written one: not “nobody”, but the last there are
        return redirect(_address(choice, page=last))
    lead, may_index = _lead(choice, found), choice.is_plain and any(not item.card.is_demo for item in found.items)
    meta = meta_of(
        request, " ".join(filter(None, (choice.city_name, choice.area, "找律师"))), canonical=_address(choice, order=""),
        may_index=may_index, description=lead, json_ld=_linked(request, found) if may_index else None,
    )  # fmt: skip
    return public_page(
        request, "directory/lawyers.html", meta, choice=choice, found=found, filters=filters(choice),
        orders=_orders(choice, found), page=Paginator(range(found.count), found.page_size).get_page(choice.page),
        page_also={KEPT: found.kept} if found.kept else {}, lead=lead, unknown=_unknown(choice, found),
        without_words=_address(choice, q=""), places=_places() if choice == Choice() or found.is_lost else {}, is_demo=any(item.card.is_demo for item in found.items),
    )  # fmt: skip


@require_safe
def how_we_rank(request: HttpRequest) -> HttpResponse:
    """The rule, from the same table the ranking reads."""
    today = clock.today()
    about = "找律师时谁排在前面，看哪八项、各占多少，怎样看不按个人情况的次序。"
    meta = meta_of(request, "找律师时怎样排序", description=about)
    return public_page(
        request, "directory/how_we_rank.html", meta, parts=parts_on(today), exposure=exposure_on(today),
        page_size=FIT_PAGE,
    )  # fmt: skip


def _is_a_person(request: HttpRequest) -> bool:
    """Whether this showing counts: not a check of the address, and not a page fetched ahead."""
    return request.method == "GET" and "prefetch" not in request.headers.get("Sec-Purpose", "")


def _orders(choice: Choice, found: Listing) -> list[Tab]:
    return [
        Tab("按合适程度", choice.address(order=FIT), current=found.by_fit),
        Tab("不按个人情况排序", choice.address(order=NEUTRAL), current=not found.by_fit),
    ]


def _lead(choice: Choice, found: Listing) -> str:
    if found.is_lost:
        return ""
    if found.by_name:
        return f"名叫“{choice.q}”的律师 {found.count:,} 位，执业证已核验。"
    where = choice.city_name or "全国"
    area = choice.area or "".join(found.understood[:1])
    what = f"“{area}”" if area else "各领域"
    if found.by_fit:
        return f"{where}，{what}：按合适程度列出 {found.count} 位，每一位都写了为什么。"
    return f"{where}，{what}：执业证已核验的律师 {found.count:,} 位。"


def _unknown(choice: Choice, found: Listing) -> list[tuple[Missing, list[tuple[str, str]]]]:
    """What was not found or not used, each with the (name, address) of what may have been meant."""
    return [
        (each, [(near.name, _address(choice, **_instead(choice, each, near.value))) for near in each.near])
        for each in (*choice.missing, *found.unread)
    ]


def _instead(choice: Choice, missing: Missing, value: str) -> dict[str, Any]:
    """The change of the choice that puts ``value`` where something unknown stood; of a word, always a city."""
    if missing.field != "q":
        return {missing.field: value, "page": 1}
    used = [] if missing.value == choice.q else [each for each in choice.q.split() if each != missing.value]
    return {"q": " ".join(used), "city": value, "page": 1}


def _address(choice: Choice, **changes: Any) -> str:
    query = choice.address(**{"page": choice.page, **changes})
    return reverse("lawyer_directory") + (query if query != "?" else "")


def _places() -> dict[str, list[tuple[str, str, int]]]:
    """Areas and the cities with most lawyers, as (words, address, how many)."""
    by_city, by_area = columns.ranker().on_show()
    most = sorted(by_city.items(), key=lambda pair: (-pair[1], pair[0]))[:PLACES_SHOWN]
    return {
        "areas": [(name, Choice(area=name).address(), count) for name, count in by_area.items()],
        "cities": [(cities()[code].name, Choice(city=code).address(), count) for code, count in most],
    }


def _linked(request: HttpRequest, found: Listing) -> dict[str, Any]:
    return {
        "@type": "ItemList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": item.card.name,
             "url": request.build_absolute_uri(reverse("lawyer_profile", args=[item.card.lawyer_id]))}
            for place, item in enumerate(found.items, 1)
        ],
    }  # fmt: skip

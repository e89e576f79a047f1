"""What somebody chose on the list, read from the address. Unknown values are kept as ``missing``, to be said plainly."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final
from urllib.parse import urlencode

from django.http import QueryDict

from jiefen.engine.practice_areas import areas
from jiefen.lawyers.columns import LANGUAGES
from jiefen.lawyers.queries import courts_of_city
from jiefen.rules.regions import cities
from jiefen.web.portal.directory.near import Missing, city_code, missing_area, missing_city, missing_language
from jiefen.web.ui.parts import Filter, Option

LONGEST_WORDS: Final = 60
FIT, NEUTRAL = "fit", "neutral"
MOST_PAGES: Final = 100_000
KEPT: Final = "list"  # the address's name for the list being paged through
LONGEST_KEPT: Final = 1000


@dataclass(frozen=True)
class Choice:
    """``city``: a code; ``order``: FIT or NEUTRAL as asked (see ``by_fit``); ``kept``: the list being paged through.

    ``missing``: what the address asked for and is not known here; such a list shows nobody.
    """

    q: str = ""
    area: str = ""
    city: str = ""
    language: str = ""
    court: str = ""
    online: bool = False
    matters: bool = False
    order: str = ""
    page: int = 1
    kept: str = ""
    missing: tuple[Missing, ...] = ()

    @property
    def can_fit(self) -> bool:
        """Whether there is enough to say who fits: words, or an area and a city."""
        return bool(self.q or (self.area and self.city))

    @property
    def by_fit(self) -> bool:
        """Whether the list is ordered by fit."""
        return self.can_fit and self.order != NEUTRAL

    @property
    def is_plain(self) -> bool:
        """Only city and area: the lists that have an address of their own for search engines."""
        return replace(self, area="", city="", page=1, order="", kept="") == Choice()

    @property
    def city_name(self) -> str:
        """The city in words, "" for none."""
        return cities()[self.city].name if self.city else ""

    def address(self, **changes: Any) -> str:
        """The query of this choice with ``changes``; starts with "?"; on page one unless changed."""
        wanted = replace(self, **{"page": 1, **changes})
        values = {
            "q": wanted.q, "area": wanted.area, "city": wanted.city, "language": wanted.language, "court": wanted.court,
            "online": "1" * wanted.online, "matters": "1" * wanted.matters, "order": wanted.order,
            "page": str(wanted.page) if wanted.page > 1 else "",
        }  # fmt: skip
        return "?" + urlencode({name: value for name, value in values.items() if value})


def choice_of(query: QueryDict) -> Choice:
    """The choice an address says. A city may be given by name."""
    page = query.get("page", "")
    area, city, language = (_said(query, name) for name in ("area", "city", "language"))
    return Choice(
        " ".join(query.get("q", "").replace("\x00", " ").split())[:LONGEST_WORDS],
        _one_of(area, _areas()),
        city_code(city),
        _one_of(language, LANGUAGES),
        query.get("court", "").replace("\x00", "").strip()[:80],
        query.get("online") == "1",
        query.get("matters") == "1",
        _one_of(query.get("order", ""), (FIT, NEUTRAL)),
        min(int(page), MOST_PAGES) if page.isascii() and page.isdigit() and int(page) else 1,
        query.get(KEPT, "")[:LONGEST_KEPT],
        _missing(area, city, language),
    )


def _said(query: QueryDict, name: str) -> str:
    return " ".join(query.get(name, "").replace("\x00", " ").split())[:LONGEST_WORDS]


def _missing(area: str, city: str, language: str) -> tuple[Missing, ...]:
    """What of these is asked for and not known."""
    found = []
    if city and not city_code(city):
        found.append(missing_city(city))
    if area and area not in _areas():
        found.append(missing_area(area))
    if language and language not in LANGUAGES:
        found.append(missing_language(language))
    return tuple(found)


def filters(choice: Choice) -> list[Filter]:
    """The selects of the list. One query when a city is chosen (its courts), else none."""
    courts = courts_of_city(choice.city) if choice.city else []
    if choice.court and choice.court not in courts:
        courts = [choice.court, *courts]
    found = [
        Filter("city", "城市", _city_options(), choice.city, "不限"),
        Filter("area", "领域", [Option(each, each) for each in _areas()], choice.area, "不限"),
        Filter("language", "语言", [Option(each, each) for each in LANGUAGES], choice.language, "不限"),
        Filter("online", "在线", [Option("1", "只看在线")], "1" * choice.online, "不限"),
        Filter("matters", "同类经验", [Option("1", "有核验过的")], "1" * choice.matters, "不限"),
    ]
    if courts:
        found.insert(3, Filter("court", "常去的法院", [Option(each, each) for each in courts], choice.court, "不限"))
    return found


@lru_cache
def _areas() -> tuple[str, ...]:
    return tuple(area.name for area in areas())


@lru_cache
def _city_options() -> tuple[Option, ...]:
    return tuple(
        Option(code, city.name if city.name == city.province else f"{city.province} · {city.name}")
        for code, city in cities().items()
    )


def _one_of(value: str, known: Container[str]) -> str:
    return value if value in known else ""

"""What was asked for and is not known here, and what was probably meant: by name, by sound, by letters typed."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import Final

from jiefen.engine import classify
from jiefen.engine.practice_areas import OTHER, areas
from jiefen.lawyers.columns import LANGUAGES
from jiefen.rules.regions import UnknownRegion, cities, city_named, provinces
from jiefen.shared import clock

MOST: Final = 6
ALIKE: Final = 0.8  # of the letters of two names, so that a slip of the finger is still found
LONGEST: Final = 30  # characters of what was asked that are said back
SHORTEST_PART: Final = 2  # one character in common means nothing
_TAILS: Final = ("特别行政区", "自治区", "自治州", "地区", "市", "省", "区", "县")


@dataclass(frozen=True)
class Near:
    """One thing that may have been meant: its name and the value the address wants for it."""

    name: str
    value: str


@dataclass(frozen=True)
class Missing:
    """A ``value`` of the address' ``field`` that nobody here knows; ``kind``: what the field is called on the page."""

    field: str
    kind: str
    value: str
    near: tuple[Near, ...] = ()

    @property
    def said(self) -> str:
        """What was asked for, short enough to say back."""
        return self.value if len(self.value) <= LONGEST else f"{self.value[:LONGEST]}…"


def city_code(value: str) -> str:
    """The code of a city given by code or by name, "" for none that is known."""
    if value in cities():
        return value
    try:
        return city_named(_plain(value)).code
    except UnknownRegion:
        return ""


def province_code(value: str) -> str:
    """The two digits of the province of that name (江苏, 江苏省), "" for none."""
    plain = _plain(value)
    return next((code for code, name in provinces().items() if name in (plain, _without_tail(plain))), "")


def missing_city(value: str) -> Missing:
    """Cities of that province, else those of a like name or sound (苏洲, suzhou, 苏州工业园区 → 苏州)."""
    return Missing("city", "城市", value, near_cities(value))


def missing_area(value: str) -> Missing:
    """Areas of a like name or sound, else the one the words belong to (工伤 → 劳动社保)."""
    names = [area.name for area in areas() if area.name != OTHER]
    found = _alike(_plain(value), names) or _meant(value)
    return Missing("area", "领域", value, tuple(Near(each, each) for each in found[:MOST]))


def missing_language(value: str) -> Missing:
    """Languages of a like name or sound."""
    return Missing(
        "language", "语言", value, tuple(Near(each, each) for each in _alike(_plain(value), LANGUAGES)[:MOST])
    )


def near_cities(value: str) -> tuple[Near, ...]:
    """Cities probably meant by ``value``, at most MOST unless it is a province: then all of its cities."""
    plain = _plain(value)
    if province := province_code(value):
        return tuple(Near(city.name, number) for number, city in cities().items() if number.startswith(province))
    by_name = {city.name: number for number, city in cities().items()}
    return tuple(Near(name, by_name[name]) for name in _alike(_without_tail(plain), by_name)[:MOST])


def _alike(plain: str, names: Iterable[str]) -> list[str]:
    """Names that share a part with ``plain``, else that sound like it or begin like the letters typed."""
    all_names = list(names)
    if len(plain) < SHORTEST_PART:
        return []
    parts = [name for name in all_names if plain in name or (len(name) >= SHORTEST_PART and name in plain)]
    if parts:
        return parts
    sounds = {name: _sound(name) for name in all_names}
    sound = _sound(plain)
    if not sound.isascii() or not sound:
        return []
    same = [name for name in all_names if sounds[name] == sound]
    if same:
        return same
    typed = [name for name in all_names if plain.isascii() and sounds[name].startswith(sound)]
    close = set(get_close_matches(sound, sounds.values(), n=MOST, cutoff=ALIKE))
    return list(dict.fromkeys([*typed, *(name for name in all_names if sounds[name] in close)]))


def _meant(value: str) -> list[str]:
    """The areas the classifier takes the words for."""
    chances = classify.classify(value[:LONGEST], today=clock.today()).areas
    return [one.area for one in chances if one.p >= classify.VAGUE and one.area != OTHER]


def _plain(value: str) -> str:
    return "".join(unicodedata.normalize("NFKC", value).split()).lower()


def _without_tail(plain: str) -> str:
    for tail in _TAILS:
        if plain.endswith(tail) and len(plain) > len(tail) + 1:
            return plain.removesuffix(tail)
    return plain


@lru_cache(maxsize=1024)
def _sound(name: str) -> str:
    from pypinyin import lazy_pinyin  # a third of a second; only an unknown name needs it

    return "".join(lazy_pinyin(name)).replace("'", "").replace("-", "").lower()

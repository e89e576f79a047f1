"""Provinces and prefecture-level cities by their GB/T 2260 codes (table ``regions``).

A city code has four digits (3205 苏州). A municipality is one city: its code ends in 00 (1100 北京); the last two
digits of a licence number name its districts there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from jiefen.rules.errors import RuleError
from jiefen.rules.tables_io import load_table


class UnknownRegion(RuleError):
    """No province or city of that name or code."""

    code = "regions.unknown"


@dataclass(frozen=True, slots=True)
class City:
    """A prefecture-level city, or a whole municipality or special region (code ends in 00)."""

    code: str
    name: str
    province: str


@lru_cache
def provinces() -> Mapping[str, str]:
    """Two-digit code → name."""
    return {row.text("code"): row.text("name") for row in load_table("regions")}


@lru_cache
def cities() -> Mapping[str, City]:
    """Four-digit code → city, in the order of the standard."""
    found: dict[str, City] = {}
    for row in load_table("regions"):
        code, name, words = row.text("code"), row.text("name"), row.text("cities").split()
        if not words:
            found[f"{code}00"] = City(f"{code}00", name, name)
        for digits, city in zip(words[::2], words[1::2], strict=True):
            found[code + digits] = City(code + digits, city, name)
    return found


def city_named(name: str) -> City:
    """The city of that name, with or without 市. Raises UnknownRegion."""
    plain = name.strip()
    found = _by_name().get(plain) or _by_name().get(plain.removesuffix("市"))
    if found is None:
        raise UnknownRegion(f"没有找到“{name}”这个城市，请写地级市或直辖市的名称，例如苏州、上海。")
    return found


def is_municipality(province_code: str) -> bool:
    """Whether the two digits name one of the four municipalities."""
    return any(
        row.text("code") == province_code and row.text("kind") == "municipality" for row in load_table("regions")
    )


@lru_cache
def _by_name() -> Mapping[str, City]:
    return {city.name: city for city in cities().values()}

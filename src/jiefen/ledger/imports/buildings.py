"""Lists of buildings and entrances in one cell: ``1、2、3栋``, ``1栋,2栋大堂``, ``1-3栋``, ``3栋1单元、3栋2单元``, ``1、2单元``."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from jiefen.ledger.imports import rooms

_WORD: Final = r"(?:号楼|#楼?|栋|幢|座|楼)"
_UNIT: Final = r"(?:单元|门栋)"
_ONE: Final = rf"(?:第?[A-Z]?\d{{1,3}}|[A-Z]){_WORD}?(?:\d{{1,2}}{_UNIT})?(?:[-~至到]\d{{1,3}}{_WORD})?"
_LIST: Final = re.compile(rf"({_ONE}(?:[、,/;和及&→>]{_ONE})*)(?:共?\d*[栋幢])?(\D*)")
_RANGE: Final = re.compile(rf"(\d{{1,3}}){_WORD}?[-~至到](\d{{1,3}}){_WORD}")
_UNITS: Final = re.compile(rf"(\d{{1,2}}){_UNIT}?((?:[、,/;和及&→>]\d{{1,2}}{_UNIT}?)+)")
_SEPARATOR: Final = re.compile("[、,/;和及&→>]")
_MOST: Final = 60


class Several(NamedTuple):
    """``places``: (building, entrance), each at least a building; ``rest``: what follows them (大堂)."""

    places: list[tuple[str, str]]
    rest: str


def several(text: str) -> Several | None:
    """The buildings of a cell that names at least two, or two entrances of one; None for every other cell."""
    found = _LIST.fullmatch(rooms.without_noise(text)) if text else None
    if not found or not re.search(_WORD, found[1]):
        return None
    places = [place for part in _SEPARATOR.split(found[1]) for place in _between(part)]
    places = list(dict.fromkeys(places))
    return Several(places, found[2]) if len(places) >= 2 else None


def entrances(text: str) -> list[str]:
    """1 and 2 of ``1、2单元``; none when the cell names one at most."""
    found = _UNITS.fullmatch(rooms.without_noise(text)) if text else None
    return [rooms.entrance_of(part) for part in _SEPARATOR.split(found[0])] if found else []


def _between(part: str) -> list[tuple[str, str]]:
    """3栋 → 3; 1-3栋 → 1, 2, 3; 3栋2单元 → 3 and its entrance 2."""
    found = _RANGE.fullmatch(part)
    if found and int(found[1]) < int(found[2]) < int(found[1]) + _MOST:
        return [(str(n), "") for n in range(int(found[1]), int(found[2]) + 1)]
    place = rooms.section(part) or rooms.building_of(part)
    return [(f"{place.phase}{place.building}", place.entrance)]

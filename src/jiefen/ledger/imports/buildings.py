"""Lists of buildings in one cell: ``1、2、3栋``, ``1栋,2栋``, ``1-3栋``, ``1、2栋大堂``."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from jiefen.ledger.imports import rooms

_WORD: Final = r"(?:号楼|#楼?|栋|幢|座|楼)"
_ONE: Final = rf"(?:第?[A-Z]?\d{{1,3}}|[A-Z]){_WORD}?(?:[-~至到]\d{{1,3}}{_WORD})?"
_LIST: Final = re.compile(rf"({_ONE}(?:[、,/;和及&]{_ONE})*)(?:共?\d*[栋幢])?(\D*)")
_RANGE: Final = re.compile(rf"(\d{{1,3}}){_WORD}?[-~至到](\d{{1,3}}){_WORD}")
_MOST: Final = 60


class Several(NamedTuple):
    """``names`` of the buildings; ``rest``: what follows them (大堂)."""

    names: list[str]
    rest: str


def several(text: str) -> Several | None:
    """The buildings of a cell that names at least two; None for every other cell."""
    found = _LIST.fullmatch(rooms.without_noise(text)) if text else None
    if not found or not re.search(_WORD, found[1]):
        return None
    names: list[str] = []
    for part in re.split("[、,/;和及&]", found[1]):
        names += _between(part)
    names = list(dict.fromkeys(names))
    return Several(names, found[2]) if len(names) >= 2 else None


def _between(part: str) -> list[str]:
    """3栋 → 3; 1-3栋 → 1, 2, 3."""
    found = _RANGE.fullmatch(part)
    if found and int(found[1]) < int(found[2]) < int(found[1]) + _MOST:
        return [str(n) for n in range(int(found[1]), int(found[2]) + 1)]
    return [rooms.building_of(part).building]

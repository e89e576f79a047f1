"""A pivot table as Excel lays it out: buildings, rooms and fee items under each other in one column called 行标签, each with
the sum of what stands beneath it. Written as one line a room and item, the sums left out.
"""

from __future__ import annotations

from typing import Final

from jiefen.ledger.imports import items, rooms, totals
from jiefen.ledger.imports.cells import compact, text_of
from jiefen.ledger.imports.grid import Row

LABEL: Final = "行标签"
_TOTAL, _BUILDING, _ROOM, _ITEM = "total", "building", "room", "item"
_DEPTH: Final = (_BUILDING, _ROOM, _ITEM)


def is_pivot(first: list[Row]) -> bool:
    """A quick no for almost every sheet."""
    return any(c == LABEL for row in first for c in row if c.__class__ is str)


def spread(first: list[Row], rows: list[Row]) -> list[Row] | None:
    """The rows with 楼栋, 房号 and 费用项 behind them; None unless rooms have buildings above or items below them."""
    at = next((i for i, row in enumerate(first) if any(compact(c) == LABEL for c in row)), None)
    if at is None:
        return None
    column = [compact(c) for c in first[at]].index(LABEL)
    kinds = [_kind(row[column] if column < len(row) else "") if i > at else "" for i, row in enumerate(rows)]
    if _ROOM not in kinds or not {_BUILDING, _ITEM} & set(kinds):
        return None
    width = max(map(len, rows))
    place: dict[str, str] = {}
    written: list[Row] = []
    for i, row in enumerate(rows):
        kind, deeper = kinds[i], i + 1 < len(kinds) and _is_deeper(kinds[i], kinds[i + 1])
        if kind in _DEPTH:
            place = {k: v for k, v in place.items() if _DEPTH.index(k) < _DEPTH.index(kind)}
            place[kind] = text_of(row[column]).strip()
        behind = ["楼栋", "房号", "费用项"] if i == at else ["", "", ""]
        if kind in _DEPTH and not deeper and _ROOM in place:
            behind = [place.get(k, "") for k in _DEPTH]
        kept = [] if deeper else ["" if c == column and kind in _DEPTH else v for c, v in enumerate(row)]
        behind = behind if _ITEM in kinds else behind[:2]
        written.append([*kept, *[""] * (width - len(kept)), *behind])
    return written


def _is_deeper(kind: str, below: str) -> bool:
    return kind in _DEPTH and below in _DEPTH and _DEPTH.index(below) > _DEPTH.index(kind)


def _kind(value: object) -> str:
    text = compact(value)
    if not text or totals.WORD.search(text):
        return _TOTAL if text else ""
    if items.looks_like_item(text):
        return _ITEM
    if rooms.section(text) is not None:
        return _BUILDING
    key = rooms.parse_room(text)
    return _ROOM if key and key.kind != rooms.OTHER and any(map(str.isdigit, text)) else ""

"""A sheet that names each household above its own small table (房号:3-1-101 户主:王建国), or in the sheet's name: the same
rows with the household written behind every line of its table.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from jiefen.ledger.imports import headers, rooms, totals
from jiefen.ledger.imports.cells import compact, text_of
from jiefen.ledger.imports.grid import Row, label_of
from jiefen.ledger.imports.script import simplified

MAX_ROWS: Final = 20_000
LOOK_AT: Final = 40  # rows in which the first household and the first header must stand
LABELS: Final = {
    "estate": "小区",
    "building": "楼栋",
    "entrance": "单元",
    "room": "房号",
    "owner": "业主",
    "phone": "电话",
    "area": "面积",
}
_TOLD: Final = re.compile(r"([\u4e00-\u9fa5]{1,8})(?:\([^)]*\))?[ \u3000]*[:：][ \u3000]*([^\s:：,，;；]*)")
_PREFIX: Final = re.compile(
    r"^(?:20\d\d年度?\s*)?(?:[一二三四五六七八九十]{1,3}[、.]\s*)?"
    r"(?:(?:客户|业主|户主|住户|房号|房屋|对象)(?:名称)?[:：]\s*)?"
)
_YEAR: Final = re.compile(r"20\d\d年度?")
Facts = dict[str, str]


def spread(name: str, first: list[Row], every: Callable[[], list[Row]]) -> list[Row] | None:
    """The rows with 房号, 业主 … behind them; None for every sheet that names its households in its rows. ``first``: its
    first rows, ``every``: how to come by all of them.
    """
    head = next((i for i, row in enumerate(first) if _is_header(row)), None)
    if head is None or any(_field(v) == "room" for v in first[head]):
        return None
    if any(_several(row) for row in first):
        return None  # cards of two households side by side: whose a line is, its row does not say
    placed = any(_field(v) in ("building", "owner", "object_no", "entrance") for v in first[head])
    if any(_facts(row, alone=not placed) for row in first):
        return _written(every(), {}, alone=not placed)
    own = {} if placed else _from_name(name)
    return _written(every(), own, alone=False) if own else None


def _written(rows: list[Row], facts: Facts, *, alone: bool) -> list[Row]:
    """``facts``: those of the only household, when the sheet's name tells it; else they stand above each table."""
    width = max(map(len, rows))
    named = [{} if facts else _facts(row, alone=alone) for row in rows]
    fields = [field for field in LABELS if field in facts or any(field in found for found in named)]
    written: list[Row] = []
    for row, found in zip(rows, named, strict=True):
        facts = found or facts  # the next household begins
        behind = [""] * len(fields)
        if not found and _is_header(row):
            behind = [LABELS[field] for field in fields]
        elif not found and _is_line(row):
            behind = [facts.get(field, "") for field in fields]
        kept = [m[0] for c in row[:1] if (m := _YEAR.match(str(c)))] if found else row  # 2024年 3-1-101 王建国
        written.append([*kept, *[""] * (width - len(kept)), *behind])
    return written


def _is_line(row: Row) -> bool:
    """Whether a row of a small table says something about its household: no total, no heading."""
    filled = [c for c in row if c not in ("", None)]
    if any(isinstance(c, str) and totals.WORD.search(compact(c)) for c in filled):
        return False
    return len(filled) > 1 and any(not isinstance(c, str) or any(map(str.isdigit, c)) for c in filled)


def _is_header(row: Row) -> bool:
    """Two labels and more, one of them of money, nothing that is a figure."""
    texts = [c for c in row if c not in ("", None)]
    if len(texts) < 2 or not all(isinstance(c, str) and len(c) <= 24 and ":" not in c and "：" not in c for c in texts):
        return False
    if 2 * sum(any(map(str.isalpha, text)) for text in texts) < len(texts):
        return False  # 物业费, 2024-01, 2024-06, 1305 in a text file
    found = [headers.meaning(label_of(text), 2000).field for text in texts]
    return found.count("amount") >= 1 and sum(map(bool, found)) >= max(2, 0.6 * len(found))


def _field(value: object) -> str:
    return headers.field_of(simplified(value))[0] if isinstance(value, str) and len(value) <= 24 else ""


def _facts(row: Row, *, alone: bool) -> Facts:
    """What a line says about one household; {} unless it names the room. ``alone``: 3-1-101 王建国 as the only cell of
    its row is such a line.
    """
    cells = [c for c in row if c not in ("", None)]
    if alone and len(cells) == 1 and isinstance(cells[0], str) and (own := _from_name(_PREFIX.sub("", cells[0]))):
        return own
    found: Facts = {}
    if alone and cells and isinstance(cells[0], str) and (first := _TOLD.search(cells[0])):
        found = _from_name(_PREFIX.sub("", cells[0][: first.start()]))  # 3栋1单元101 户主:王建国 电话:…
    if not found and not any(isinstance(c, str) and "房" in simplified(c) for c in cells):
        return {}
    for at, cell in enumerate(cells):
        after = cells[at + 1] if at + 1 < len(cells) else ""
        told = _TOLD.findall(simplified(cell)) if isinstance(cell, str) else []
        if not told and isinstance(cell, str) and not _field(after):
            told = [(compact(cell), "")]
        for label, value in told:
            field = headers.field_of(label)[0]
            if field in LABELS and (text := value or text_of(after)) and not _TOLD.match(text):
                found.setdefault(field, text)
    key = rooms.parse_room(found.get("room", ""))
    return found if key and key.kind != rooms.OTHER and any(map(str.isdigit, key.room)) else {}


def _several(row: Row) -> bool:
    """Whether a row labels two rooms."""
    texts = [simplified(c) for c in row if isinstance(c, str) and "房" in simplified(c)]
    labels = [label for text in texts for label in ([t[0] for t in _TOLD.findall(text)] or [compact(text)])]
    return sum(headers.field_of(label)[0] == "room" for label in labels) > 1


def _from_name(name: str) -> Facts:
    """The household a sheet called 3-1-101 or 3-1-101王建国 is about."""
    name = name.strip()
    key = rooms.parse_room(name) if len(name) <= 40 else None
    if not key or key.kind != rooms.RESIDENCE or not key.building or len(key.room) < 3:
        return {}
    named = rooms.split_owner(name)
    return {"room": key.text, "owner": named[1]} if named else {"room": key.text}

"""What a column holds, judged by its values: for vague headers, missing headers and rival columns."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from itertools import pairwise
from typing import Any

from jiefen.ledger.imports import headers, items, periods, rooms
from jiefen.ledger.imports.cells import amount, compact, hundredths, id_number, phones, text_of
from jiefen.ledger.imports.grid import Row
from jiefen.ledger.imports.plan import ColumnPlan

BY_VALUES = "按内容判断"  # ColumnPlan.why of a column known by its cells, not by its header
_NAME = re.compile(r"[\u4e00-\u9fa5·]{2,4}(?:[,、/][\u4e00-\u9fa5·]{2,4})*")
_DAY_DIGITS = re.compile(r"20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")  # 20250603 looks like a landline number
_ROOMISH = re.compile(
    r"[A-Z]?\d{1,3}[A-Z]?(?:栋|幢|座|号楼|#楼?|-).*\d{2,4}.*|\d{1,2}单元\d{3,4}室?|[A-Z]座?\d{3,4}|.*(?:商铺|车位)[A-Z\d-]*\d"
)


def shares(values: list[Any]) -> dict[str, float]:
    """Which kinds of value a column holds, as shares of its filled cells."""
    tests: dict[str, Callable[[Any], bool]] = {
        "phone": lambda v: bool(phones(v).numbers) and len(compact(v)) >= 7 and not _DAY_DIGITS.fullmatch(compact(v)),
        "id_no": lambda v: len(compact(v)) == 18 and id_number(v)[1] is None,
        "room": lambda v: (
            isinstance(v, str) and bool(_ROOMISH.fullmatch(rooms.without_noise(v))) and periods.parse_text(v) is None
        ),
        "owner": lambda v: isinstance(v, str) and bool(_NAME.fullmatch(compact(v))) and not items.looks_like_item(v),
        "item": lambda v: (
            isinstance(v, str) and (items.looks_like_item(v) or headers.dated_item(compact(v), None)[1] is not None)
        ),
        "period": lambda v: isinstance(v, str | datetime.date) and periods.parse_value(v) is not None,
        "building": lambda v: isinstance(v, str) and rooms.section(v) is not None,
        "number": lambda v: not isinstance(v, datetime.date) and amount(v).fen is not None,
    }
    filled = [v for v in values if compact(v) not in ("", "-", "—", "/")]
    count = max(1, len(filled))
    return {name: sum(1 for v in filled if test(v)) / count for name, test in tests.items()} if filled else {}


def column_of(data: list[Row], index: int, limit: int = 120) -> list[Any]:
    """The first values of a column, top down."""
    return [row[index] for row in data[:limit] if index < len(row)]


def area_or_seq(column: ColumnPlan, values: list[Any]) -> None:
    """Tell a running number (steps of one) from an area (15–1000 m²) in a sheet without a header."""
    numbers = [n for v in values if (n := hundredths(v)) is not None]
    if numbers and all(b - a == 100 for a, b in pairwise(numbers)):
        column.field = "seq"
    elif numbers and all(1500 <= n <= 100_000 for n in numbers):
        column.field = "area"


def fitness(column: ColumnPlan, name: str, data: list[Row]) -> tuple[float, ...]:
    """How well a column serves as the only one of its field; larger is better."""
    values = [v for v in column_of(data, column.index) if compact(v)]
    filled = len(values) / max(1, min(len(data), 120))
    if name == "room":
        keys = [rooms.parse_room(text_of(v)) for v in values]
        plain = [k for k in keys if k and k.kind != rooms.OTHER]
        whole, count = sum(1 for k in plain if k.building), max(1, len(values))
        now = float(not re.search("^[原旧老曾]", column.label))  # 原房号 beside 现房号
        return now, whole / count, len(plain) / count, float("房号" in column.label), filled, -column.index
    if name == "area":
        return (
            float("计费" in column.label or "收费" in column.label),
            float("建筑" in column.label),
            filled,
            -column.index,
        )
    if name == "months":
        return float("月" in column.label), filled, -column.index
    if name in ("period_end", "period_start", "period"):
        good = sum(1 for v in values if periods.parse_value(v))
        return good / max(1, len(values)), column.confidence, filled, -column.index
    return column.confidence, float(filled > 0.3), -column.index

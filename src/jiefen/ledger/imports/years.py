"""2022-2023年度 beside 2023-2024年度: years that run from one into the next. From which month on, nobody has said."""

from __future__ import annotations

import datetime
import re
from itertools import pairwise
from typing import Any, Final

from jiefen.ledger.imports.cells import compact
from jiefen.ledger.imports.grid import Row
from jiefen.ledger.imports.plan import ColumnPlan, SheetPlan
from jiefen.ledger.imports.values import column_of

_SPAN: Final = re.compile(r"(20\d\d)年?度?[-~—–至到/](20\d\d)年?(?:度|采暖季|供暖季|采暖期|供暖期)?")


def span_of(value: Any) -> tuple[int, int] | None:
    """The two years of ``2022-2023年度``, when the second follows the first."""
    found = _SPAN.fullmatch(compact(value))
    years = (int(found[1]), int(found[2])) if found else None
    return years if years and years[1] == years[0] + 1 else None


def doubt(plan: SheetPlan, data: list[Row]) -> None:
    """Take no calendar years from a sheet in which such spans overlap: its columns and cells are asked about."""
    heads = [(column, span) for column in plan.columns if (span := _of(column))]
    if _overlap([span for _, span in heads]):
        for column, _ in heads:
            column.start = column.end = ""
    dated = [c for name in ("period", "year") for c in plan.by_field(name)]
    found = {c.index: [s for value in column_of(data, c.index, len(data)) if (s := span_of(value))] for c in dated}
    winters = any("暖" in c.label and found[c.index] for c in dated)  # 采暖期: 2023-2024
    plan.spanning = winters or _overlap([span for spans in found.values() for span in spans])


def _of(column: ColumnPlan) -> tuple[int, int] | None:
    """The two whole calendar years an amount column was read as."""
    if column.field != "amount" or not (column.start and column.end):
        return None
    start, end = datetime.date.fromisoformat(column.start), datetime.date.fromisoformat(column.end)
    whole = (start.month, start.day, end.month, end.day) == (1, 1, 12, 31) and end.year == start.year + 1
    return (start.year, end.year) if whole else None


def _overlap(spans: list[tuple[int, int]]) -> bool:
    return any(a[1] == b[0] for a, b in pairwise(sorted(set(spans))))

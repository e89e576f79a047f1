"""Year and month of a debt's first and last month in four columns: 起始年, 起始月, 截止年, 截止月."""

from __future__ import annotations

import re
from typing import Final

from jiefen.ledger.imports import headers
from jiefen.ledger.imports.grid import Head
from jiefen.ledger.imports.plan import SheetPlan

START, END = "起", "止"  # ColumnPlan.pair of such year and month columns
_LEAF: Final = re.compile(r"(.*?)(年|年份|年度|月|月份)")
_FROM: Final = re.compile(r".*(?:起始?|开始|自|从)")
_UNTIL: Final = re.compile(r".*(?:截[止至]|结束|终止|止|至|到)")


def find(plan: SheetPlan, head: Head) -> None:
    """Join the year and the month column of each edge; an edge that has only one of them stays as it is."""
    found: dict[str, dict[str, int]] = {}
    for index, path in enumerate(head.paths):
        leaf = _LEAF.fullmatch(headers.bare(path[-1])) if path else None
        if leaf and (edge := _edge(leaf[1] or "".join(map(headers.bare, path[:-1])))):
            found.setdefault(edge, {}).setdefault("year" if leaf[2][0] == "年" else "month", index)
    for edge, parts in found.items():
        for name, index in parts.items() if len(parts) == 2 else ():
            column = plan.columns[index]
            column.field, column.pair, column.why = name, edge, "表头"


def _edge(text: str) -> str:
    return START if _FROM.fullmatch(text) else END if _UNTIL.fullmatch(text) else ""

"""What a reader of the file does not see, or sees otherwise: hidden rows and columns, amounts torn by a comma."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from jiefen.ledger.imports.grid import Patches, Row
from jiefen.ledger.imports.plan import SheetPlan
from jiefen.ledger.imports.problems import Problems
from jiefen.ledger.imports.reader import Sheet

_HEAD: Final = re.compile(r"-?[¥￥]?\d{1,3}")
_REST: Final = re.compile(r"\d{3}(?:\.\d{1,2})?(?:元)?")


def report(plan: SheetPlan, sheet: Sheet, problems: Problems) -> None:
    """Hidden rows and columns count like all others, for a filter is no decision; it is said, once each."""
    rows = sum(1 for number in sheet.unseen.rows if plan.first_row <= number <= sheet.height)
    if rows:
        message = f"这张表有 {rows} 行是隐藏或被筛选掉的，也一并计入了。"
        problems.add(plan.sheet, 0, "rows_hidden", value=rows, message=message)
    for column in plan.columns:
        if column.index in sheet.unseen.columns and column.field == "amount":
            problems.add(plan.sheet, 0, "column_hidden", index=column.index, label=column.label)


def torn_amounts(plan: SheetPlan, rows: Iterable[Row]) -> Patches:
    """Rows of a text file that are longer than the header because 1,200.50 was written without quotation marks: the amount
    is replaced by words nobody can take for one, so that the row is asked about.
    """
    labelled = [c.index for c in plan.columns if c.label]
    money = [c.index for c in plan.columns if c.field in ("amount", "total")]
    found: Patches = {}
    width = max(labelled, default=-1) + 1
    for number, row in enumerate(rows, 1):
        if number < plan.first_row or not money or len(row) <= width or not any(c.strip() for c in row[width:]):
            continue
        at = next((i for i in money if _HEAD.fullmatch(row[i].strip()) and _REST.fullmatch(row[i + 1].strip())), None)
        if at is not None:
            shown = f"{row[at].strip()},{row[at + 1].strip()}(被逗号拆成了两格)"
            found[number] = dict.fromkeys(money, shown)
    return found

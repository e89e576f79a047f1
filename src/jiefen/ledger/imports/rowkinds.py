"""Several rows a household, each of another kind: 应收, 实收 and 欠费 under each other. Only what is owed counts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, Final

from jiefen.ledger.imports.cells import compact
from jiefen.ledger.imports.grid import Patches, Row
from jiefen.ledger.imports.plan import SheetPlan

_OWED: Final = re.compile(r"(?:本期|本年|期末|累计)?(?:欠费|欠缴|欠交|欠收|未收|未缴|未交|尚欠|结欠|余欠)(?:金额|额)?")
_OTHER: Final = re.compile(
    r"(?:本期|本年|累计)?(?:应收|应缴|应交|实收|实缴|实交|已收|已缴|已交|减免|优惠|冲抵|预存)(?:金额|额|数)?|(?:缴费|交费|收款)?(?:日期|时间)|收据号"
)
_YEAR: Final = re.compile("20\\d\\d年度?")  # over the table of a household
_PERSON: Final = ("room", "building", "entrance", "owner", "phone")


def find(plan: SheetPlan, rows: list[Row]) -> None:
    """Note the column that names the kind of each row; where no row says what is owed, no amount counts and it is asked."""
    for column in plan.columns:
        if column.field not in ("item", "estate", "unknown", "ignore", "note", ""):
            continue
        texts = _kinds(column.index, rows, column.label)
        if not any(t.startswith("应") for t in texts):
            continue
        column.field, column.why = "ignore", "写的是每一行是应收、实收还是欠费"
        if any(_OWED.fullmatch(t) for t in texts):
            plan.row_kind = column.index
            return
        for money in [c for c in plan.columns if c.field in ("amount", "total")]:
            money.field, money.why = "ignore", f"“{column.label}”没有说哪一行是欠费"
        message = f"“{column.label}”一列写着{'、'.join(sorted(texts))}，没有欠费，所以没有计入。请补上欠费的行。"
        plan.doubts.append(("columns_disagree", column.index, message))
        return


def _kinds(index: int, rows: list[Row], label: str) -> set[str]:
    """The kinds of row a column names; empty when it names anything else. Its header may stand over each household."""
    found: set[str] = set()
    beside = {"", label.rpartition("/")[2]}
    for row in rows:
        text = compact(row[index]) if index < len(row) else ""
        if text in beside or _YEAR.fullmatch(text):
            continue
        if text not in found and not _OWED.fullmatch(text) and not _OTHER.fullmatch(text):
            return set()
        found.add(text)
    return found


def written(plan: SheetPlan, rows: Callable[[], Iterable[Row]]) -> Patches:
    """Blank amounts in rows of another kind, and the household's own cells where they stand only in its first row."""
    found: Patches = {}
    if plan.row_kind < 0 or plan.columns[plan.row_kind].field != "ignore":  # a clerk has said what else it is
        return found
    person = [c.index for c in plan.columns if c.field in _PERSON]
    money = [c.index for c in plan.columns if c.field in ("amount", "total")]
    above: dict[int, Any] = {}
    for number, row in enumerate(rows(), 1):
        kind = compact(row[plan.row_kind]) if plan.row_kind < len(row) else ""
        if number < plan.first_row or not kind:
            continue
        if any(i < len(row) and compact(row[i]) for i in person):
            above = {i: row[i] for i in person if i < len(row)}
        found[number] = dict(above)
        if not _OWED.fullmatch(kind):
            found[number] |= dict.fromkeys(money, "")
    return found

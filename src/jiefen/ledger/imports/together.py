"""Several columns of money received for one debt (第一次缴费, 第二次缴费; 微信实收, 现金实收): taken together, once."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from jiefen.ledger.imports.grid import Patches, Row
from jiefen.ledger.imports.headers import OUTSTANDING, RECEIVABLE, RECEIVED
from jiefen.ledger.imports.plan import ColumnPlan, SheetPlan
from jiefen.ledger.imports.rivals import TOLERANCE, fen_of


def find(plan: SheetPlan, rows: list[Row]) -> None:
    """Of the receipts of one debt keep one column: the one that fits what is left, the one that is all others together, or
    else their sum, which is said unless the sheet's own 欠费 proves it.
    """
    places: dict[tuple[str, ...], list[ColumnPlan]] = {}
    for column in plan.by_field("amount"):
        places.setdefault((column.item, column.start, column.end, column.period_text, column.pair), []).append(column)
    for columns in places.values():
        due, owed = (_only(columns, measure) for measure in (RECEIVABLE, OUTSTANDING))
        paid = [c for c in columns if c.measure == RECEIVED]
        if len(paid) > 1 and due is not None:
            _keep_one(plan, rows, due, owed, paid)


def _only(columns: list[ColumnPlan], measure: str) -> ColumnPlan | None:
    found = [c for c in columns if c.measure == measure]
    return found[0] if len(found) == 1 else None


def _keep_one(
    plan: SheetPlan, rows: list[Row], due: ColumnPlan, owed: ColumnPlan | None, paid: list[ColumnPlan]
) -> None:
    whole = next((c for c in paid if _always(rows, [c], [p for p in paid if p is not c])), None)
    if owed is not None:
        whole = whole or next((c for c in paid if _always(rows, [due], [c], owed)), None)
    kept = whole or paid[0]
    for column in paid:
        if column is not kept:
            column.field, column.why = "ignore", f"算在“{kept.label}”里"
    if whole is None:
        plan.sums[str(kept.index)] = [c.index for c in paid]
        if owed is None or not _always(rows, [due], paid, owed):
            names = "、".join(c.label for c in paid)
            plan.doubts.append(
                ("columns_disagree", kept.index, f"已收有几列（{names}），加在一起从应收里扣减。请核对。")
            )


def _always(rows: list[Row], one: list[ColumnPlan], less: list[ColumnPlan], rest: ColumnPlan | None = None) -> bool:
    """Whether ``one`` less ``less`` is ``rest`` (or nothing) in every row."""
    gaps = [
        sum(fen_of(row, c) for c in one) - sum(fen_of(row, c) for c in less) - (fen_of(row, rest) if rest else 0)
        for row in rows
    ]
    return bool(rows) and all(abs(gap) <= TOLERANCE for gap in gaps)


def written(plan: SheetPlan, rows: Callable[[], Iterable[Row]]) -> Patches:
    """The sum of the receipts in the column that was kept (1-based row → column → value)."""
    found: Patches = {}
    sums = {int(at): parts for at, parts in plan.sums.items() if plan.columns[int(at)].measure == RECEIVED}
    for number, row in enumerate(rows(), 1) if sums else ():
        for at, parts in sums.items():
            filled = [plan.columns[i] for i in parts if i < len(row) and row[i] not in ("", None)]
            if number >= plan.first_row and filled and [c.index for c in filled] != [at]:
                odd = next((row[c.index] for c in filled if not _reads(row, c)), None)  # then the row is asked about
                whole = sum(fen_of(row, c) for c in filled) / plan.columns[at].scale
                found.setdefault(number, {})[at] = whole if odd is None else odd
    return found


def _reads(row: Row, column: ColumnPlan) -> bool:
    return bool(fen_of(row, column)) or row[column.index] in (0, "0", "-", "—", "/")

"""Which amount columns are money owed, which are totals of others, and how they fit together. Decided by labels, then
proved on the sample rows: a 合计 column is a total only of what it really adds up to."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any, Final

from jiefen.ledger.imports import (
    balances,
    headers,
    items,
    late,
    lawsuit,
    marks,
    net,
    opening,
    rivals,
    rooms,
    rowkinds,
    tickgrid,
    together,
)
from jiefen.ledger.imports.cells import amount, compact, text_of
from jiefen.ledger.imports.headers import (
    AMOUNT,
    BALANCE,
    LATE,
    OFFSET,
    OUTSTANDING,
    RECEIVABLE,
    RECEIVED,
    TOTAL,
    WAIVED,
)
from jiefen.ledger.imports.plan import ColumnPlan, SheetPlan
from jiefen.ledger.imports.rivals import TOLERANCE
from jiefen.ledger.imports.rivals import fen_of as _fen
from jiefen.ledger.imports.rivals import share as _share
from jiefen.ledger.imports.totals import PARTIAL, PROVEN

Row = list[Any]
_MINUS: Final = (RECEIVED, OFFSET, WAIVED)


def resolve(plan: SheetPlan, data: list[Row]) -> None:
    """Give every amount column its final measure; mark totals, lump receipts and monthly rates; report what is
    unknown.
    """
    rows = [row for row in data if _is_household(plan, row)][:200]
    lawsuit.costs_apart(plan, rows)
    balances.rolled(plan, rows)
    balances.find(plan, rows)
    for column in plan.columns:
        if column.field in ("amount", "total") and column.measure == BALANCE:
            column.field, column.why = "ignore", "预存余额不是冲抵，不从欠费中扣"
    rowkinds.find(plan, data[:200])
    tickgrid.find(plan, rows)
    marks.find(plan, rows)
    rivals.same_name(plan, rows)
    rivals.before_and_after(plan, rows)
    opening.receipts(plan)
    opening.meters(plan)
    rivals.parts_without_names(plan, rows)
    net.left_of_all(plan, rows)
    opening.remaining(plan)
    opening.settle(plan)
    opening.standards(plan)
    late.settle(plan, rows)
    opening.ticks(plan, rows)
    net.of_waivers(plan, rows)
    opening.recovered(plan, rows)
    opening.paid_rows(plan, rows)
    opening.paid_notes(plan, rows)
    opening.snapshots(plan)
    opening.per_row(plan)
    _generic(plan, rows)
    _unknown(plan, rows)
    _totals(plan, rows)
    for column in plan.columns:
        if column.field == "amount" and not column.measure:
            column.measure = OUTSTANDING
    together.find(plan, rows)
    rivals.told_twice(plan, rows)
    rivals.billed_beside_debts(plan)
    late.inside(plan)
    rivals.unit_unclear(plan, rows)
    _unlabelled(plan, rows)


def _is_household(plan: SheetPlan, row: Row) -> bool:
    index = plan.first("room")
    index = plan.first("building") if index is None else index
    index = plan.first("owner") if index is None else index
    if index is None or index >= len(row):
        return False
    text = compact(row[index])
    return (
        bool(text)
        and not re.search(r"小计|合计|总计|共计|总合", "".join(compact(c) for c in row[: index + 3]))
        and rooms.section(text_of(text)) is None
    )


def _generic(plan: SheetPlan, rows: list[Row]) -> None:
    """金额 and lone 合计 columns: owed money, receivable, or a total, by what stands beside them."""
    amounts = [c for c in plan.columns if c.field == "amount"]
    details = [c for c in amounts if c.is_detailed and c.measure not in (LATE, *_MINUS)]
    for column in [c for c in amounts if c.measure == AMOUNT]:
        peers = [
            c
            for c in amounts
            if c is not column and (c.item, c.start, c.period_text) == (column.item, column.start, column.period_text)
        ]
        if rivals.second_amount(column, peers, rows):
            column.field = "unknown"
        elif any(c.measure == OUTSTANDING for c in peers) or any(c.measure in _MINUS for c in peers):
            column.measure = RECEIVABLE if not any(c.measure == RECEIVABLE for c in peers) else ""
            column.field = "amount" if column.measure else "ignore"
        elif details and not column.is_detailed:
            column.field = "total"
        else:
            column.measure = OUTSTANDING if not any(c.measure == RECEIVABLE for c in peers) else ""
            column.field, column.why = "amount" if column.measure else "ignore", rivals.PLAIN
    for column in plan.columns:  # 欠费合计 with nothing to add up is the amount owed itself
        if column.field == "total" and rivals.sums_its_left(plan, column, rows):
            column.why = PARTIAL
        elif column.field == "total" and not _parts_of(plan, column) and not rivals.is_whole(plan, column, rows):
            if rivals.sums_neighbours(plan, column, rows):
                column.why = PARTIAL
                continue
            column.field = "amount"
            column.measure = OUTSTANDING if column.measure in (TOTAL, AMOUNT, "") else column.measure
    for column in [c for c in plan.columns if c.field == "amount" and c.measure == OUTSTANDING and not c.is_detailed]:
        held = [c for c in details if c is not column and c.field == "amount"]
        kept = [c for c in held if items.kind_of(c.item) == items.DEPOSIT]  # 欠费 beside 押金 is no total of deposits
        if len(kept) < len(held) or (held and _share(rows, lambda row, c=column, k=kept: _adds_up(row, c, k, [])) == 1):
            column.field = "total"


def _parts_of(plan: SheetPlan, total: ColumnPlan) -> list[ColumnPlan]:
    """Amount columns a total may add up: same item and period where it names them; same measure when both name one."""
    parts = []
    for column in plan.columns:
        if column.field != "amount" or column is total or column.measure == LATE:
            continue
        if (total.item and column.item != total.item) or (
            total.start and not (total.start <= (column.start or "0") <= total.end)
        ):
            continue
        if total.period_text and not total.start and column.period_text != total.period_text:
            continue
        wanted = OUTSTANDING if total.measure in (TOTAL, AMOUNT, "") else total.measure
        if (
            (column.measure or OUTSTANDING) == wanted
            or (not column.measure and wanted in (OUTSTANDING, RECEIVABLE))
            or (
                wanted == OUTSTANDING
                and column.measure == RECEIVABLE
                and not any(c.measure == OUTSTANDING for c in plan.columns if c.field == "amount")
            )
        ):
            parts.append(column)
    return parts


def _unknown(plan: SheetPlan, rows: list[Row]) -> None:
    """Numeric columns with an unknown header: fee items when a total needs them, else reported, never dropped
    silently.
    """
    unknown = [c for c in plan.columns if c.field == "unknown" and _is_numeric(rows, c)]
    total = next((c for c in plan.columns if c.field == "total" and not c.start and not c.item), None)
    if unknown and total and rows:
        known = _parts_of(plan, total) + [c for c in plan.columns if c.field == "amount" and c.measure == LATE]
        need = [_fen(row, total) - sum(_fen(row, c) for c in known) for row in rows]
        for column in _explaining(unknown, need, rows):
            column.field, column.item, column.why = (
                "amount",
                column.item
                or ("" if headers.meaning(column.label).measure else items.item_name(column.label) or "其他"),
                "合计里包含这一列",
            )
            column.confidence = 0.7
    rivals.parts_of_the_debt(unknown, plan, rows)
    for column in plan.columns:
        if column.field == "unknown" and headers.may_be_money(column.label) and _is_numeric(rows, column):
            plan.doubts.append(
                (
                    "unknown_column",
                    column.index,
                    f"“{column.label}”这一列是数字，但看不出意思，没有计入。如果是费用，请指定费用项。",
                )
            )


def _unlabelled(plan: SheetPlan, rows: list[Row]) -> None:
    """Figures under no header at all are never dropped in silence, unless they only count the rows."""
    for column in plan.columns if plan.header_rows else ():
        if column.label or column.field not in ("", "unknown") or not _is_numeric(rows, column):
            continue
        found = [_fen(row, column) for row in rows]
        steps = {b - a for a, b in pairwise(found)}
        if sum(map(bool, found)) * 2 >= len(found) and steps != {100} and len(found) > 1:
            message = "这一列没有表头，里面是数字，没有计入。如果是费用，请指定费用项。"
            plan.doubts.append(("unknown_column", column.index, message))


def _is_numeric(rows: list[Row], column: ColumnPlan) -> bool:
    filled = [row[column.index] for row in rows if column.index < len(row) and compact(row[column.index])]
    return bool(filled) and sum(
        1 for v in filled if amount(v).fen is not None or not compact(v).strip("-—/")
    ) >= 0.8 * len(filled)


def _explaining(unknown: list[ColumnPlan], need: list[int], rows: list[Row]) -> list[ColumnPlan]:
    """The smallest set of columns that makes the total right in every sampled row; empty when none does."""
    if all(abs(n) <= TOLERANCE for n in need) or len(unknown) > 8:
        return []
    best: list[ColumnPlan] = []
    for mask in range(1, 1 << len(unknown)):
        chosen = [c for i, c in enumerate(unknown) if mask >> i & 1]
        if (not best or len(chosen) < len(best)) and all(
            abs(n - sum(_fen(row, c) for c in chosen)) <= TOLERANCE for n, row in zip(need, rows, strict=True)
        ):
            best = chosen
    return best


def _totals(plan: SheetPlan, rows: list[Row]) -> None:
    """Prove each total; a 欠费 column that adds up differently is the owed amount itself."""
    fines = [c for c in plan.columns if c.field == "amount" and c.measure == LATE]
    rivals.no_totals(plan, rows, _parts_of)
    for total in plan.by_field("total"):
        parts = _parts_of(plan, total)
        less = _settled_beside(plan, parts)
        if _share(rows, lambda row, t=total, p=parts, m=less: _adds_up(row, t, p, fines, m)) >= 0.8 or not rows:
            total.why = PROVEN
            continue
        if any(_share(rows, lambda row, t=total, p=few: _adds_up(row, t, p, [])) == 1 for few in _beside(total, parts)):
            total.why = PARTIAL
            continue
        if _before_relief(plan, total, rows):
            continue
        if total.measure in (TOTAL, AMOUNT, "", OUTSTANDING) and not total.is_detailed:
            _not_a_sum(plan, total, parts, rows)
    _difference_with_late(plan, rows, fines)
    _lump(plan, rows)


def _before_relief(plan: SheetPlan, total: ColumnPlan, rows: list[Row]) -> bool:
    """欠费总额 = 尚欠 + 优惠 + 已收 in every row: what was owed before, no total of anything that is still owed."""
    owed = [c for c in plan.columns if c.field == "amount" and c.measure == OUTSTANDING and not c.is_detailed]
    less = [c for c in plan.columns if c.measure in _MINUS and not c.is_detailed]
    if len(owed) != 1 or not less or total.is_detailed:
        return False
    gaps = [_fen(r, total) - _fen(r, owed[0]) - sum(abs(_fen(r, c)) for c in less) for r in rows]
    if any(abs(gap) > TOLERANCE for gap in gaps) or not any(_fen(r, c) for r in rows for c in less):
        return False
    total.field, total.why = "ignore", f"减去优惠和已收就是“{owed[0].label}”"
    return True


def _beside(total: ColumnPlan, parts: list[ColumnPlan]) -> list[list[ColumnPlan]]:
    """Runs of at least two parts that end right before a total column or begin right after it."""
    left = [c for c in parts if c.index < total.index]
    right = [c for c in parts if c.index > total.index]
    runs = [left[-n:] for n in range(2, len(left) + 1)] + [right[:n] for n in range(2, len(right) + 1)]
    return [run for run in runs if len(run) < len(parts)]


def _settled_beside(plan: SheetPlan, parts: list[ColumnPlan]) -> list[ColumnPlan]:
    """实收, 冲抵 and 减免 columns of the same fee item and period as a receivable part."""
    places = {(c.item, c.start, c.period_text) for c in parts if c.measure == RECEIVABLE and c.is_detailed}
    return [
        c
        for c in plan.columns
        if c.field == "amount" and c.measure in _MINUS and (c.item, c.start, c.period_text) in places
    ]


def _adds_up(
    row: Row, total: ColumnPlan, parts: list[ColumnPlan], fines: list[ColumnPlan], less: list[ColumnPlan] | None = None
) -> bool:
    if not compact(row[total.index] if total.index < len(row) else ""):
        return True
    stated = _fen(row, total)
    plain = sum(_fen(row, c) for c in parts) - sum(abs(_fen(row, c)) for c in less or ())
    deposits = sum(_fen(row, c) for c in parts if items.kind_of(c.item) == items.DEPOSIT)
    extra = sum(_fen(row, c) for c in fines)
    return any(
        abs(stated - value) <= TOLERANCE + len(parts)
        for value in (plain, plain + extra, plain - deposits, plain - deposits + extra)
    )


def _lumps(plan: SheetPlan) -> list[ColumnPlan]:
    return [c for c in plan.columns if c.field in ("amount", "total") and c.measure in _MINUS and not c.is_detailed]


def _not_a_sum(plan: SheetPlan, total: ColumnPlan, parts: list[ColumnPlan], rows: list[Row]) -> None:
    lumps, months = _lumps(plan), plan.first("months")
    everything = [c for c in plan.columns if c.field == "amount" and c.measure in ("", OUTSTANDING, RECEIVABLE)]
    if lumps and rivals.share(rows, lambda row: _rest(row, everything, lumps) == _fen(row, total)) == 1:
        parts = everything  # 上年结欠 and twelve months due, less what was received
    if (
        parts
        and lumps
        and _share(
            rows,
            lambda row: abs(_rest(row, parts, lumps) - _fen(row, total)) <= TOLERANCE,
        )
        >= 0.8
    ):
        plan.lump, total.why = len(parts) > 1 or parts[0].is_detailed, "等于各项之和减去已收"
        total.field, total.measure = ("total", total.measure) if plan.lump else ("amount", OUTSTANDING)
        return
    if months is not None and parts and _share(rows, lambda row: _rate_times_months(row, parts, total, months)) >= 0.8:
        plan.monthly_rate = True
        _becomes_owed(plan, total, parts, "每月标准 × 欠费月数")
        return
    if total.measure == OUTSTANDING or re.search("欠|未", total.label):
        share = _share(rows, lambda row: _adds_up(row, total, parts, []))
        if share < 0.3 and headers.says_only_owed(total.label) and _less_than_parts(total, parts, rows):
            total.field, total.measure, total.why = "amount", OUTSTANDING, "比各分项之和还少，不是它们的合计"
            message = f"“{total.label}”比旁边几列加起来还少，不是它们的合计，已另外记成一笔欠费。请核对。"
            plan.doubts.append(("columns_disagree", total.index, message))
            return
        if share < 0.3 and not all(c.measure == OUTSTANDING for c in parts):
            _becomes_owed(plan, total, parts, "与各项之和不符，以欠费列为准")
            plan.doubts.append(
                (
                    "columns_disagree",
                    total.index,
                    f"“{total.label}”和各分项加起来对不上，已按“{total.label}”记欠费。请核对。",
                )
            )


def _rest(row: Row, parts: list[ColumnPlan], lumps: list[ColumnPlan]) -> int:
    return sum(_fen(row, c) for c in parts) - sum(_fen(row, c) for c in lumps)


def _less_than_parts(total: ColumnPlan, parts: list[ColumnPlan], rows: list[Row]) -> bool:
    """Whether a 欠费 beside other debts is mostly less than they are together: then it is no total of them."""
    debts = bool(parts) and all(c.measure == OUTSTANDING for c in parts)
    return debts and _share(rows, lambda row: _fen(row, total) < sum(_fen(row, c) for c in parts)) >= 0.5


def _rate_times_months(row: Row, parts: list[ColumnPlan], total: ColumnPlan, months: int) -> bool:
    count = amount(row[months], 1).fen or 0 if months < len(row) else 0
    return abs(sum(_fen(row, c) for c in parts) * count - _fen(row, total)) <= TOLERANCE


def _becomes_owed(plan: SheetPlan, total: ColumnPlan, parts: list[ColumnPlan], why: str) -> None:
    total.field, total.measure, total.why = "amount", OUTSTANDING, why
    if len({c.item for c in parts}) == 1 and parts[0].item:
        total.item = re.sub(r"^每?月(?=..)|^(?:每?月)?(?:收|缴|交)?费额?$", "", parts[0].item)
    for column in parts:
        column.field, column.why = "ignore", why


def _difference_with_late(plan: SheetPlan, rows: list[Row], fines: list[ColumnPlan]) -> None:
    """欠费 = 应收 − 实收 + 滞纳金 in every row: then it is a total, and the fee owed is the difference."""
    plain = [c for c in plan.columns if c.field == "amount" and not c.is_detailed]
    owed = next((c for c in plan.columns if c.field == "amount" and c.measure == OUTSTANDING), None)
    receivable = next((c for c in plain if c.measure == RECEIVABLE), None)
    minus = [c for c in plain if c.measure in _MINUS]
    if owed is None or receivable is None or not fines or not rows or owed.is_detailed:
        return

    def gap(row: Row) -> int:
        return _fen(row, owed) - _fen(row, receivable) + sum(_fen(row, c) for c in minus)

    with_late = [row for row in rows if sum(_fen(row, c) for c in fines)]
    if (
        with_late
        and _share(with_late, lambda row: abs(gap(row) - sum(_fen(row, c) for c in fines)) <= TOLERANCE) >= 0.9
    ):
        owed.field, owed.why = "total", "等于应收减已收再加滞纳金"


def _lump(plan: SheetPlan, rows: list[Row]) -> None:
    """Receipts in one column beside several detailed columns: each row is settled as a whole."""
    details = [
        c for c in plan.columns if c.field == "amount" and c.is_detailed and c.measure in ("", OUTSTANDING, RECEIVABLE)
    ]
    lumps = _lumps(plan)
    if not details or not lumps or len([c for c in details if not c.measure or c.measure == RECEIVABLE]) < len(details):
        return
    owed = [c for c in plan.columns if c.field == "total" and (c.measure == OUTSTANDING or re.search("欠|未", c.label))]
    if owed and not plan.lump:  # the details are what is owed already; receipts are information
        for column in lumps:
            column.field, column.why = "ignore", "各项已经是欠费，不再扣减"
        return
    plan.lump = True


def describe_measure(column: ColumnPlan) -> str:
    """The Chinese name of a measure."""
    names = {
        OUTSTANDING: "欠费",
        RECEIVABLE: "应收",
        RECEIVED: "已收",
        OFFSET: "预存冲抵",
        WAIVED: "减免",
        LATE: "滞纳金",
        headers.TOTAL: "合计",
    }
    return names.get(column.measure, column.measure)

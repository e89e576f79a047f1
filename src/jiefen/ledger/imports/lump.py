"""Rows whose receipts are one lump beside several fee items or months: what is left owing, without guessing its
split.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiefen.ledger.imports import items
from jiefen.ledger.imports.grid import Row
from jiefen.ledger.imports.groups import Group
from jiefen.ledger.imports.headers import LATE, OFFSET, OUTSTANDING, RECEIVED, WAIVED
from jiefen.ledger.imports.owed import Parts
from jiefen.ledger.imports.periods import Period

if TYPE_CHECKING:
    from jiefen.ledger.imports.walk import SheetWalk


def settle(walk: SheetWalk, row: Row, number: int, who: int) -> None:
    """Nothing received: every item stays as it is. One item: the rest of it. Several: one line with the whole
    balance.
    """
    fees: list[tuple[Group, int]] = []
    for group in walk.groups:
        fen = walk.owed.fen(row[group.lead.index], group.lead, number)
        if fen and LATE in group.columns:
            walk.emit(row, number, who, group, "", "", Period(None, None), Parts(fen))
        elif fen:
            fees.append((group, fen))
    taken = {m: _lump_of(walk, row, m) for m in (RECEIVED, OFFSET, WAIVED)}
    total, paid = sum(fen for _, fen in fees), sum(taken.values())
    if paid == 0:
        for group, fen in fees:
            walk.emit(row, number, who, group, "", "", group.period or walk.period(row, number), Parts(fen))
        return
    left = total - paid
    if left == 0 or not fees:
        return
    if left < 0 and not walk.problems.add(
        walk.plan.sheet,
        number,
        "negative_amount",
        index=fees[0][0].lead.index,
        label=fees[0][0].lead.label,
        value=row[fees[0][0].lead.index],
        message="已收多于应收，算出来是负数，可能是预存。",
    ):
        return
    group = fees[0][0] if len(fees) == 1 else _joined(walk, fees, number)
    period = group.period or walk.period(row, number)
    walk.emit(
        row, number, who, group, "", "", period, Parts(left, total, taken[RECEIVED], taken[OFFSET], taken[WAIVED])
    )


def _lump_of(walk: SheetWalk, row: Row, measure: str) -> int:
    columns = [
        c for c in walk.columns if c.field in ("amount", "total") and c.measure == measure and not (c.item or c.start)
    ]
    return sum(abs(walk.owed.quiet(row[c.index], c).fen or 0) for c in columns)


def _joined(walk: SheetWalk, fees: list[tuple[Group, int]], number: int) -> Group:
    names = list(dict.fromkeys(g.item for g, _ in fees if g.item))
    spans = [g.period for g, _ in fees if g.period and g.period.start and g.period.end]
    whole = len(spans) == len([g for g, _ in fees if g.period])  # 上年结欠 among them has no beginning
    period = (
        Period(min(p.start for p in spans if p.start), max(p.end for p in spans if p.end)) if spans and whole else None
    )
    lead = fees[0][0].lead
    walk.problems.add(walk.plan.sheet, number, "lump_settled", index=lead.index, label=lead.label)
    item = "、".join(names)
    kinds = {items.kind_of(n) for n in names}
    return Group(
        item,
        kinds.pop() if len(kinds) == 1 else items.OTHER if names else items.kind_of(walk.plan.default_item),
        period,
        {OUTSTANDING: lead},
        lead,
        True,
        False,
    )

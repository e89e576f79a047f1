"""How many bills of a household are open, and how much: one count for today's list, the rehearsal and the household page.

Deposits are never in it; what is collected for others and what is not due yet are, and are named.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from jiefen.ledger.models import ChargePosition, FeeItemKind
from jiefen.rules.money import format_yuan


@dataclass(frozen=True, slots=True)
class OpenTotal:
    """Open bills and 分. ``others``: collected for others; ``not_due``: whose day is still ahead (parts of the whole)."""

    bills: int
    fen: int
    others: int
    others_fen: int
    not_due: int
    oldest_on: dt.date | None

    @property
    def words(self) -> str:
        """21 笔共 2,856.50 元（其中代收 2 笔 60.00 元，还没到期 1 笔）."""
        parts = []
        if self.others:
            parts.append(f"代收 {self.others} 笔 {format_yuan(self.others_fen)} 元")
        if self.not_due:
            parts.append(f"还没到期 {self.not_due} 笔")
        total = f"{self.bills} 笔共 {format_yuan(self.fen)} 元"
        return f"{total}（其中{'，'.join(parts)}）" if parts else total


def open_total(lines: Iterable[tuple[str, int, dt.date | None]], *, today: dt.date) -> OpenTotal:
    """Of (kind of fee item, open 分, day due) per bill with something open. Pure."""
    open_lines = [line for line in lines if line[1] > 0 and line[0] != FeeItemKind.DEPOSIT]
    others = [fen for kind, fen, _ in open_lines if kind == FeeItemKind.COLLECTED_FOR_OTHERS]
    days = [due for _, _, due in open_lines if due is not None]
    return OpenTotal(
        bills=len(open_lines),
        fen=sum(fen for _, fen, _ in open_lines),
        others=len(others),
        others_fen=sum(others),
        not_due=sum(due > today for due in days),
        oldest_on=min(days, default=None),
    )


def open_total_of(premises_id: int, *, today: dt.date) -> OpenTotal:
    """The same for premises the caller may see. One query over positions."""
    rows = ChargePosition.objects.filter(premises_id=premises_id)
    return open_total(rows.values_list("charge__fee_item__kind", "outstanding_fen", "due_on"), today=today)

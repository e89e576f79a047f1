"""Pure verdicts over money and days: what the payments that stand say of a promise or a plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from jiefen.collection.states import PlanState, PromiseState


def of_promise(amount_fen: int, paid_fen: int, *, last_day: dt.date, today: dt.date) -> str:
    """Kept as soon as the money is there, broken when the last day is over without it, else open."""
    if paid_fen >= amount_fen:
        return PromiseState.KEPT
    return PromiseState.BROKEN if today > last_day else PromiseState.OPEN


@dataclass(frozen=True, slots=True)
class Due:
    """One instalment as agreed; ``last_day``: with grace."""

    no: int
    due_on: dt.date
    amount_fen: int
    last_day: dt.date


@dataclass(frozen=True, slots=True)
class InstalmentStanding:
    """One instalment. ``paid_fen``: of what came so far, filled from the first on. ``is_missed``: its last day is over
    and by then too little had come; money that came later shows in ``paid_fen`` all the same.
    """

    no: int
    due_on: dt.date
    amount_fen: int
    paid_fen: int
    is_missed: bool

    @property
    def left_fen(self) -> int:
        """分 still to come for it."""
        return self.amount_fen - self.paid_fen


def of_instalments(
    lines: Iterable[Due], moneys: Sequence[tuple[dt.date, int]], today: dt.date
) -> tuple[InstalmentStanding, ...]:
    """Each instalment against ``moneys`` (day, 分) that came for the plan."""
    total, before, found = sum(fen for _, fen in moneys), 0, []
    for line in lines:
        in_time = sum(fen for day, fen in moneys if day <= line.last_day)
        paid = min(max(total - before, 0), line.amount_fen)
        missed = today > line.last_day and in_time < before + line.amount_fen
        found.append(InstalmentStanding(line.no, line.due_on, line.amount_fen, paid, missed))
        before += line.amount_fen
    return tuple(found)


def of_plan(standing: Sequence[InstalmentStanding], *, missed_allowed: int) -> str:
    """Completed when every instalment is paid; defaulted while more than ``missed_allowed`` missed ones are unpaid."""
    if not any(each.left_fen for each in standing):
        return PlanState.COMPLETED
    unpaid = sum(1 for each in standing if each.is_missed and each.left_fen)
    return PlanState.DEFAULTED if unpaid > missed_allowed else PlanState.ACTIVE

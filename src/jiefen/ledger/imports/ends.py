"""What a date means in a column of period starts or ends: a day, its whole month, or the first day not owed any more."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from jiefen.ledger.imports import periods
from jiefen.ledger.imports.cells import amount, compact, hundredths
from jiefen.ledger.imports.grid import Row
from jiefen.ledger.imports.plan import SheetPlan
from jiefen.ledger.imports.values import column_of

_ENOUGH = 0.8  # share of the rows that must agree


def style(plan: SheetPlan, data: list[Row], limit: int) -> None:
    """Dates that are all the first of a month stand for months: then an end date means the month's last day, unless a count
    of months or days, or the amount itself, shows that the end date is not owed any more.
    """
    for name in ("period_start", "period_end"):
        index = plan.first(name)
        values = column_of(data, index, limit) if index is not None else []
        days = [day for v in values if (day := _one_day(v))]
        if days and all(day.day == 1 for day in days):
            setattr(plan, "start_is_month" if name == "period_start" else "end_is_month", True)
    if plan.start_is_month and plan.end_is_month:
        votes = [vote for row in data[:limit] if (vote := _vote(plan, row)) is not None]
        plan.end_is_after = sum(votes) >= _ENOUGH * len(votes) if votes else _round_spans(plan, data[:limit])
        if plan.end_is_after and not votes:
            plan.doubts.append(("end_day_excluded", plan.first("period_end") or 0, ""))


def _round_spans(plan: SheetPlan, rows: list[Row]) -> bool:
    """Whether at least three spans are whole quarters only if the end date is not owed any more (2024-01-01 to 2025-01-01)."""
    spans = [_days(plan, row) for row in rows]
    counts = [periods.months_between(a, b) for a, b in spans if a and b and a < b]
    return len(counts) >= 3 and all(count % 3 == 1 and count > 1 for count in counts)


def _days(plan: SheetPlan, row: Row) -> tuple[datetime.date | None, datetime.date | None]:
    """The days in the start and the end column of a row."""
    first, last = (_one_day(row[i]) if (i := plan.first(n)) is not None and i < len(row) else None for n in _PAIR)
    return first, last


def _one_day(value: object) -> datetime.date | None:
    period = periods.parse_value(value) if compact(value) else None
    return period.start if period and period.start and period.start == period.end else None


def _vote(plan: SheetPlan, row: Row) -> bool | None:
    """Whether a row says that its end date is excluded; None when it cannot tell."""
    first, last = _days(plan, row)
    if first is None or last is None or last <= first:
        return None
    months = periods.months_between(first, last)  # when the end month is owed
    for stated in _counts(plan, row, (last - first).days, months):
        if stated in (months, months - 1):
            return stated == months - 1
    return _by_amount(plan, row, months)


_PAIR = ("period_start", "period_end")


def _counts(plan: SheetPlan, row: Row, days: int, months: int) -> Iterator[int]:
    """Months a duration column states; a duration in days counts as the months of the excluded end when it fits."""
    for column in plan.columns:
        if column.field != "months" and not ("时长" in column.label or "数" in column.label):
            continue
        stated = amount(row[column.index], 1).fen if column.index < len(row) else None
        if not stated:
            continue
        if "月" in column.label:
            yield stated
        elif "天" in column.label and abs(stated - days) <= 1:
            yield months - 1


def _by_amount(plan: SheetPlan, row: Row, months: int) -> bool | None:
    area, price = plan.first("area"), plan.first("unit_price")
    owed = [c for c in plan.columns if c.field == "amount" and c.measure in ("outstanding", "receivable")]
    if area is None or price is None or len(owed) != 1 or max(area, price, owed[0].index) >= len(row):
        return None
    size, rate, fen = hundredths(row[area]), hundredths(row[price]), amount(row[owed[0].index], owed[0].scale).fen
    if not size or not rate or not fen:
        return None
    fits = [count for count in (months, months - 1) if abs(size * rate * count // 100 - fen) <= 2]
    return fits == [months - 1] if len(fits) == 1 else None

"""Month columns whose header names no year: which year each belongs to when a title spans two, and when nobody can tell."""

from __future__ import annotations

import re
from typing import Final

from jiefen.ledger.imports import grid, periods
from jiefen.ledger.imports.cells import compact
from jiefen.ledger.imports.grid import Head
from jiefen.ledger.imports.plan import ColumnPlan, SheetPlan

_YEARS: Final = re.compile(r"(20\d\d)年?度?(?:\d{1,2}月)?(?:[-~至到—、/])+(20\d\d)(?=年|\D|$)")
_MOST_YEARS: Final = 12


def years_in(texts: list[str]) -> list[int]:
    """The years a title or a sheet's name spans (``2023年7月至2024年6月`` → 2023, 2024); empty when it names no span."""
    for text in texts:
        if "合同" not in text and (found := _YEARS.search(compact(text))):
            first, last = int(found[1]), int(found[2])
            return list(range(first, last + 1)) if 0 < last - first < _MOST_YEARS else []
    return []


def settle(plan: SheetPlan, yearless: list[ColumnPlan], head: Head) -> None:
    """Give every run of months (7月 … 12月, 1月 … 6月) its own year of the title; more runs than years: no year at all."""
    years = years_in([plan.sheet, *head.above])
    for kind in {_kind(column) for column in yearless}:
        runs = _runs([c for c in yearless if _kind(c) == kind])
        if len(runs) < 2 and not (runs and years):
            continue
        for at, run in enumerate(runs):
            year = years[at] if len(runs) == len(years) else None
            for column in run if year or kind[2] == "amount" else ():  # a total is judged by what it adds up
                path = head.paths[column.index]
                column.set_period(grid.merge_labels(path, year)[1].period if year else _only(path, plan, years))


def _kind(column: ColumnPlan) -> tuple[str, str, str, int]:
    """Columns that may follow one another: of one item and measure, each as long as the others."""
    period = column.period
    length = periods.months_between(period.start, period.end) if period and period.start and period.end else 0
    return column.item, column.measure, column.field, length


def _runs(columns: list[ColumnPlan]) -> list[list[ColumnPlan]]:
    """Columns cut where the months begin again; columns in another order without a repeated month are one run."""
    runs: list[list[ColumnPlan]] = []
    for column in columns:
        if runs and column.start >= runs[-1][-1].start:
            runs[-1].append(column)
        else:
            runs.append([column])
    if len({c.start for c in columns}) == len(columns) and not _turns_the_year(runs):
        return [columns] if columns else []
    return runs


def _turns_the_year(runs: list[list[ColumnPlan]]) -> bool:
    """Whether December is followed by January."""
    return len(runs) == 2 and runs[0][-1].end[5:7] == "12" and runs[1][0].start[5:7] == "01" and len(runs[0]) > 1


def _only(path: list[str], plan: SheetPlan, years: list[int]) -> periods.Period | None:
    """The one year of the title's span in which this month lies inside that span; None when that is not just one."""
    whole = plan.default_period
    if not (years and whole and whole.start and whole.end):
        return None
    found = [grid.merge_labels(path, year)[1].period for year in years]
    inside = [p for p in found if p and p.start and p.end and whole.start <= p.start and p.end <= whole.end]
    return inside[0] if len(inside) == 1 else None

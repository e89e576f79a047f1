"""The day a whole sheet is about: a cashier's day in the title or the sheet's name, or the month of a column of days."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from typing import Final

from jiefen.ledger.imports.cells import compact
from jiefen.ledger.imports.grid import Row
from jiefen.ledger.imports.periods import month_end
from jiefen.ledger.imports.plan import SheetPlan

_DAY: Final = re.compile(r"(20\d\d)[年./-](\d{1,2})[月./-](\d{1,2})(?!\d)")
_MONTH: Final = re.compile(r"(20\d\d)[年./-](\d{1,2})(?:月|$)")
_DIGITS: Final = re.compile(r"(20\d\d)(\d\d)(\d\d)")
_SHORT: Final = re.compile(r"(\d{1,2})[月./-](\d{1,2})[日号]?")
_OTHER: Final = re.compile(r"打印|制表|制单|导出|填表|填报|生成|下载|查询|起|止|至|~|区间|截")


def settle(plan: SheetPlan, rows: Sequence[Row]) -> None:
    """Note the one day, else the one month, that stands above the header or in the sheet's name."""
    above = rows[: plan.header_rows[0] - 1] if plan.header_rows else []
    texts = [compact(cell) for row in above for cell in row if compact(cell)]
    texts = [plan.sheet, *(text for text in texts if not _OTHER.search(text))]
    days = {day for text in texts for m in _DAY.finditer(text) if (day := _date(m[1], m[2], m[3]))}
    if not days and (whole := _DIGITS.fullmatch(compact(plan.sheet))):
        days = {day for day in (_date(whole[1], whole[2], whole[3]),) if day}
    short = _SHORT.fullmatch(compact(plan.sheet)) if plan.default_year else None
    named = _date(str(plan.default_year), short[1], short[2]) if short else None
    days = days or ({named} if named else set())
    months = {day for text in texts for m in _MONTH.finditer(text) if (day := _date(m[1], m[2], "1"))}
    plan.default_start = plan.default_end = ""
    if len(days) == 1:
        plan.default_start = plan.default_end = days.pop().isoformat()
    elif not days and len(months) == 1:
        _note_month(plan, months)


def _note_month(plan: SheetPlan, months: Iterable[dt.date]) -> None:
    first = next(iter(months))
    plan.default_start, plan.default_end = first.isoformat(), month_end(first.year, first.month).isoformat()


def _date(year: str, month: str, day: str) -> dt.date | None:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


def day_of(plan: SheetPlan) -> dt.date | None:
    """The day every row has that names none."""
    one = plan.default_start and plan.default_start == plan.default_end
    return dt.date.fromisoformat(plan.default_start) if one else None


def month_of(plan: SheetPlan) -> tuple[int, int] | None:
    """Year and month of the sheet, for a column that holds only the day of the month."""
    if not plan.default_start or plan.default_start[:7] != plan.default_end[:7]:
        return None
    return int(plan.default_start[:4]), int(plan.default_start[5:7])

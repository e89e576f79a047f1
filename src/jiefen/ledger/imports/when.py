"""The period of one row from its period cells, with what is doubtful about it. Handles 2023.1 stored as a number."""

from __future__ import annotations

import datetime
import re
from typing import Any

from jiefen.ledger.imports import edges, periods, years
from jiefen.ledger.imports.cells import amount, compact, hundredths
from jiefen.ledger.imports.grid import Row
from jiefen.ledger.imports.periods import Period
from jiefen.ledger.imports.plan import SheetPlan

_TENTH_TEXT = re.compile(r"(?:19|20)\d\d\.1")
_MONTHS = re.compile(r"(?:1[0-2]|0?[1-9])(?:[-~至到,/、](?:1[0-2]|0?[1-9]))*")  # 3, 5-6 and 1,2 in a column of months
_DOTTED = re.compile(r"(?:19|20)\d\d\.\d{1,2}")


def _month(year: str, month: str) -> Period | None:
    """The month of a year cell and a month cell; None when they name none."""
    year, month = year.removesuffix("年"), month.removesuffix("月").removesuffix(".0")
    return periods.parse_text(f"{year.removesuffix('.0')}年{month}月") if month else None


class RowPeriods:
    """Reads the period columns of a plan. ``is_text_source``: CSV, where numbers have already lost their last zero."""

    def __init__(self, plan: SheetPlan, *, is_text_source: bool, of: tuple[str, str] = ("", "")) -> None:
        """``of``: the fee item, or the number of the pair, whose own period columns are meant; else the whole row's."""
        self.plan = plan
        own = {c.field: c.index for c in plan.columns if c.field in periods.FIELDS and (c.item, c.pair) == of}
        self.single, self.start, self.end = (own.get(name) for name in periods.FIELDS)
        self.year, self.month = self._whole("year"), self._whole("month")
        self.edges = {
            edge: [c.index for name in ("year", "month") for c in plan.by_field(name) if c.pair == edge]
            for edge in (edges.START, edges.END)
            if of == ("", "") and any(c.pair == edge for c in plan.by_field("year"))
        }
        self.paid_to = self._only_paid_to(plan, of)
        if self.paid_to is not None:
            self.start = self.paid_to
        self.quarterly = self.single is not None and "季" in plan.columns[self.single].label
        self.monthly = self.single is not None and "月" in plan.columns[self.single].label
        self.cells = [c for c in (self.single, self.start, self.end, self.year, self.month) if c is not None]
        self.cells += [index for pair in self.edges.values() for index in pair]
        self.months, self.area, self.price = plan.first("months"), plan.first("area"), plan.first("unit_price")
        self._steady = self.start is None or self.end is not None or self.months is None  # else 欠费月数 matters too
        owed = [c for c in plan.columns if c.field == "amount" and c.measure == "outstanding"]
        self.owed = owed[0] if len(owed) == 1 else None
        self.tenth = plan.tenth_is
        self.year_above = plan.default_year  # of the title, or of the section the rows stand in
        self.is_text_source = is_text_source

    def _whole(self, name: str) -> int | None:
        """The year or month column that belongs to neither edge of a period."""
        return next((c.index for c in self.plan.by_field(name) if not c.pair), None)

    def _only_paid_to(self, plan: SheetPlan, of: tuple[str, str]) -> int | None:
        """The 已交至 column, where nothing else in the row says when: what is owed begins the day after."""
        others = (self.single, self.start, self.end, self.year, self.month)
        dated = any(c.field == "amount" and c.period for c in plan.columns)
        return plan.first("paid_to") if of == ("", "") and not dated and others == (None,) * 5 else None

    def study(self, rows: list[Row]) -> None:
        """Decide from a whole column whether x.1 is January or October: .01–.09 means two digits, a text .10
        means January.
        """
        if self.tenth or not self.cells:
            return
        two = ten = False
        for row in rows:
            for index in (self.single, self.start, self.end):
                value = row[index] if index is not None and index < len(row) else ""
                if isinstance(value, float) and not value.is_integer() and (parts := periods.dotted_float(value)):
                    two = two or 1 <= parts[1] <= 9
                elif isinstance(value, str) and _DOTTED.fullmatch(value.strip()):
                    two = two or value.strip()[5] == "0"
                    ten = ten or value.strip().endswith(".10")
        self.tenth = 1 if ten and not two else 10 if two and not ten else 0

    def needs_study(self, rows: list[Row]) -> bool:
        """Whether a sample holds dotted numbers at all."""
        return any(
            self._dotted(row[i])
            for row in rows
            for i in (self.single, self.start, self.end)
            if i is not None and i < len(row)
        )

    def _dotted(self, value: Any) -> bool:
        if isinstance(value, float):
            return not value.is_integer() and periods.dotted_float(value) is not None
        return isinstance(value, str) and bool(_DOTTED.fullmatch(value.strip()))

    def is_tenth(self, value: Any) -> bool:
        """Whether a cell says 20xx.1 in a way that has lost a possible last zero."""
        if isinstance(value, float):
            parts = None if value.is_integer() else periods.dotted_float(value)
            return parts is not None and parts[1] == 10
        return self.is_text_source and isinstance(value, str) and bool(_TENTH_TEXT.fullmatch(value.strip()))

    def read(self, row: Row) -> tuple[Period | None, bool]:
        """(period, cacheable). A period with ``code`` is doubtful; None when every period cell is blank."""
        doubtful = [i for i in (self.single, self.start, self.end) if i is not None and self.is_tenth(row[i])]
        if not doubtful:
            return self._read(row, 1, 1), self._steady
        if self.tenth:
            return self._read(row, self.tenth, self.tenth), self._steady
        starts = (1, 10) if self.start in doubtful or self.single in doubtful else (1,)
        ends = (1, 10) if self.end in doubtful else (1,)
        found = [self._read(row, a, b) for a in starts for b in ends]
        fitting = [p for p in found if p and p.code is None]
        narrowed = [p for p in fitting if self._fits(row, p)] or fitting
        if len(narrowed) == 1:
            return narrowed[0], False
        first = narrowed[0] if narrowed else found[0]
        return (first._replace(code="period_ambiguous") if first else None), False

    def _fits(self, row: Row, period: Period) -> bool:
        """Whether the months agree with 欠费月数, or with area × price × months = amount."""
        if not period.start or not period.end:
            return False
        count = periods.months_between(period.start, period.end)
        if self.months is not None and (stated := amount(row[self.months], 1).fen):
            return stated == count
        if self.area is None or self.price is None or self.owed is None:
            return False
        area, price, owed = (
            hundredths(row[self.area]),
            hundredths(row[self.price]),
            amount(row[self.owed.index], self.owed.scale).fen,
        )
        return bool(area and price and owed and abs(area * price * count // 100 - owed) <= count)

    def _read(self, row: Row, first: int, last: int) -> Period | None:
        if self.edges:
            return self._between(row)
        if self.start is not None or self.end is not None:
            pair = self._pair(row, first, last)
            if pair is not None or self.single is None:
                return pair
        within = self.single is not None and self.year is not None and compact(row[self.single])
        period = self._one(row[self.single or 0], first, self._year_in(row)) if within else None
        if period and period.code in (None, "period_unreadable"):
            return period  # 年度 beside 季度 or beside 期间: the finer one, and no whole year for what it may say
        if self.year is not None or self.month is not None:
            return self._year_month(row)
        if self.single is None:
            return None
        return self._one(row[self.single], first)

    def _between(self, row: Row) -> Period | None:
        """From the year and month of one edge to those of the other; an edge without columns or cells is open."""
        texts = {edge: [compact(row[index]) for index in pair] for edge, pair in self.edges.items()}
        written = "-".join("".join(cells) for cells in texts.values())
        if not any(map(any, texts.values())):
            return None
        found = {edge: _month(*cells) for edge, cells in texts.items() if any(cells)}
        if None in found.values():
            return Period(None, None, written, "period_unreadable")
        first, last = (found.get(edge) for edge in (edges.START, edges.END))
        start, end = first and first.start, last and last.end
        if start and last is None and edges.END not in self.edges and self._counts_months(row):
            return Period(start, self._after_months(row, start))
        if not start or not end:
            return Period(start, end, written, "period_open")
        return Period(start, end, code="period_reversed" if end < start else None)

    def _year_in(self, row: Row) -> int | None:
        whole = periods.parse_value(row[self.year]) if self.year is not None and compact(row[self.year]) else None
        return whole.start.year if whole and whole.start else self.year_above

    def _one(self, value: Any, tenth: int, year: int | None = None) -> Period | None:
        if not compact(value):
            return None
        if self.quarterly and (quarter := re.fullmatch(r"第?([1-4一二三四])(?:\.0)?", compact(value))):
            value = f"{quarter[1]}季度"
        if self.monthly and _MONTHS.fullmatch(compact(value)):
            value = f"{compact(value)}月"
        if self.plan.spanning and years.span_of(value):
            return Period(None, None, compact(value), "period_vague")
        period = periods.parse_value(self._tenth_text(value, tenth), year or self.year_above, tenth_is=tenth)
        if period is None:
            return Period(None, None, compact(value), "period_unreadable")
        if period.start and period.start == period.end:  # a date in a period column names its month
            day = period.start
            return Period(periods.month_start(day.year, day.month), periods.month_end(day.year, day.month))
        return period

    def _tenth_text(self, value: Any, tenth: int) -> Any:
        return f"{value.strip()}0" if tenth == 10 and isinstance(value, str) and self.is_tenth(value) else value

    def _pair(self, row: Row, first: int, last: int) -> Period | None:
        left = row[self.start] if self.start is not None else ""
        right = row[self.end] if self.end is not None else ""
        year = self._year_in(row)  # 年度 2023, 起 1月, 止 12月
        a = periods.parse_value(self._tenth_text(left, first), year, tenth_is=first) if compact(left) else None
        b = periods.parse_value(self._tenth_text(right, last), year, tenth_is=last) if compact(right) else None
        if not compact(left) and not compact(right):
            return None
        if (compact(left) and a is None) or (compact(right) and b is None):
            return Period(None, None, f"{compact(left)}-{compact(right)}", "period_unreadable")
        start = self._first_day(a) if a else None
        end = self._last_day(b) if b else (a.end if a and a.end != a.start and self.paid_to is None else None)
        if end and start and not b and self.end is None and periods.months_between(start, end) == 1:
            end = self._after_months(row, start) if self._counts_months(row) else None  # since then, but until when?
        if start is None or end is None:
            if start and self.end is None and a and self._counts_months(row):
                return Period(start, self._after_months(row, start))
            return Period(start, end, f"{compact(left)}-{compact(right)}", "period_open")
        return Period(start, end, code="period_reversed" if end < start else None)

    def _after_months(self, row: Row, start: datetime.date) -> datetime.date:
        """The last day when only a start is written: as many months as 欠费月数 says, else its own month."""
        stated = amount(row[self.months or 0], 1).fen if self._counts_months(row) else None
        last = start.year * 12 + start.month - 2 + min(stated or 1, 600)
        return periods.month_end(last // 12, last % 12 + 1)

    def _counts_months(self, row: Row) -> bool:
        """Whether the row says how many months are owed."""
        counted = self.months is not None and "月" in self.plan.columns[self.months].label
        return counted and bool(amount(row[self.months or 0], 1).fen)

    def _first_day(self, period: Period) -> datetime.date | None:
        if self.paid_to is None or period.end is None:
            return period.start
        one_day, month_day = period.start == period.end, period.end.day == 1
        if one_day and month_day:  # 2023年6月 typed into Excel is the 1st of June: June is paid
            return periods.month_end(period.end.year, period.end.month) + datetime.timedelta(days=1)
        return period.end + datetime.timedelta(days=1)

    def _last_day(self, period: Period) -> datetime.date | None:
        end = period.end
        if end and self.plan.end_is_after and period.start == end:
            return end - datetime.timedelta(days=1)
        if end and self.plan.end_is_month and period.start == end:
            return periods.month_end(end.year, end.month)
        return end

    def _year_month(self, row: Row) -> Period | None:
        year_text = compact(row[self.year]) if self.year is not None else ""
        month_text = compact(row[self.month]) if self.month is not None else ""
        if not year_text and not month_text:
            return None
        whole = periods.parse_value(row[self.year]) if year_text and self.year is not None else None
        if self.plan.spanning and years.span_of(year_text):
            return Period(None, None, f"{year_text}{month_text}", "period_vague")
        year = self._year_in(row)
        if not month_text:
            return whole or Period(None, None, year_text, "period_unreadable")
        text = month_text if re.search(r"[月季半Q]|\d{4}", month_text) else f"{month_text}月"
        period = periods.parse_text(text, year)
        return period or Period(None, None, f"{year_text}{month_text}", "period_unreadable")

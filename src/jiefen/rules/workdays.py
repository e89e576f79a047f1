"""Chinese working days: official holidays, make-up working days, an override table, and a loud fallback.

Source: 国务院《全国年节及纪念日放假办法》and the yearly notice of the State Council's office, as collected by the
``chinesecalendar`` package; ``tables/holiday_overrides.toml`` wins over it. A year that neither knows is answered by
weekday and by the holidays whose calendar date the law itself fixes (元旦、劳动节、国庆节), and every such answer is
reported as a ``CalendarNotice``.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Final

import chinese_calendar
from chinese_calendar.constants import holidays as _published_holidays

from jiefen.rules.errors import RuleError
from jiefen.rules.tables_io import Row, load_table

Overrides = Mapping[date, bool]
"""Exceptions by date: True = people work that day, False = they do not."""

_ONE_DAY: Final = timedelta(days=1)
_MAX_WORKDAYS: Final = 3660
_FIRST_YEAR: Final[int] = min(_published_holidays).year
_LAST_YEAR: Final[int] = max(_published_holidays).year


class WorkdayError(RuleError):
    """A count of working days that makes no sense."""

    code = "workdays.invalid"


class CalendarNotice(UserWarning):
    """The holidays of ``year`` are not known; the answer is provisional. ``str()`` is a sentence."""

    def __init__(self, year: int) -> None:
        super().__init__(
            f"{year} 年的放假安排不在系统里，暂按“周一至周五上班、法定固定日期放假”计算；"
            "请在节假日补充表里补上后再核对。"
        )
        self.year = year


Tell = Callable[[CalendarNotice], object]
"""What to do with a notice. The default raises a Python warning; a screen passes ``notices.append``."""


def warn(notice: CalendarNotice) -> None:
    """Report through Python's warnings: logged in production, an error in the tests."""
    warnings.warn(notice, stacklevel=4)


def unheard(notice: CalendarNotice) -> None:
    """Say nothing: where a day more or less does not matter, or the calendar's own page reports the year."""


@lru_cache
def default_overrides() -> Overrides:
    """The packaged exceptions by date (see ``tables/holiday_overrides.toml``)."""
    return overrides_from(load_table("holiday_overrides"))


def overrides_from(rows: tuple[Row, ...]) -> Overrides:
    """Rows with the columns ``on`` (date) and ``workday`` (true/false) → exceptions by date."""
    return MappingProxyType({row.day("on"): row.flag("workday") for row in rows})


def is_holiday_known(year: int) -> bool:
    """Whether the holidays of ``year`` are known: published in the package, or declared complete in our table."""
    if _FIRST_YEAR <= year <= _LAST_YEAR:
        return True
    return any(row.number("year") == year for row in load_table("holiday_overrides", "year"))


def is_workday(day: date, overrides: Overrides | None = None, tell: Tell = warn) -> bool:
    """Whether people work on ``day``. Exceptions first, then the published calendar, then a reported guess."""
    exceptions = default_overrides() if overrides is None else overrides
    if day in exceptions:
        return exceptions[day]
    if _FIRST_YEAR <= day.year <= _LAST_YEAR:
        return bool(chinese_calendar.is_workday(day))
    if not is_holiday_known(day.year):
        tell(CalendarNotice(day.year))
        return day.weekday() < 5 and not _is_fixed_holiday(day)
    return day.weekday() < 5


def is_holiday(day: date, overrides: Overrides | None = None, tell: Tell = warn) -> bool:
    """Whether ``day`` belongs to an official holiday (all days of its break, weekends inside it included).

    An ordinary Saturday or Sunday is not a holiday. An override decides; a year nobody knows is answered by the
    holidays the law fixes by date, and reported.
    """
    exceptions = default_overrides() if overrides is None else overrides
    if day in exceptions:
        return not exceptions[day]
    if _FIRST_YEAR <= day.year <= _LAST_YEAR:
        return day in _published_holidays
    if not is_holiday_known(day.year):
        tell(CalendarNotice(day.year))
    return _is_fixed_holiday(day)


def _is_fixed_holiday(day: date) -> bool:
    fixed = load_table("holiday_overrides", "fixed")
    return any((row.number("month"), row.number("day")) == (day.month, day.day) and row.covers(day) for row in fixed)


def next_workday(day: date, overrides: Overrides | None = None, tell: Tell = warn) -> date:
    """``day`` itself when people work, else the first working day after it (民法典 203: a period may end then)."""
    told = _once_a_year(tell)
    while not is_workday(day, overrides, told):
        day += _ONE_DAY
    return day


def add_workdays(day: date, count: int, overrides: Overrides | None = None, tell: Tell = warn) -> date:
    """The ``count``-th working day after ``day`` (``day`` itself is not counted, 民法典 201).

    ``count`` = 0 gives ``next_workday(day)``. Raises WorkdayError below 0 or above 3,660 (ten years).
    """
    if not 0 <= count <= _MAX_WORKDAYS:
        raise WorkdayError(f"工作日天数要在 0 到 {_MAX_WORKDAYS} 之间，现在是 {count}，请检查。")
    told = _once_a_year(tell)
    for _ in range(count):
        day = next_workday(day + _ONE_DAY, overrides, told)
    return day if count else next_workday(day, overrides, told)


def _once_a_year(tell: Tell) -> Tell:
    seen: set[int] = set()

    def told(notice: CalendarNotice) -> None:
        if notice.year not in seen:
            seen.add(notice.year)
            tell(notice)

    return told

"""Working days: the examples of docs/algorithms/workdays.md by name, and the loud fallback."""

from __future__ import annotations

import warnings
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiefen.rules.tables_io import load_table, parse_table
from jiefen.rules.workdays import (
    CalendarNotice,
    WorkdayError,
    add_workdays,
    default_overrides,
    is_holiday,
    is_holiday_known,
    is_workday,
    next_workday,
    overrides_from,
)

NATIONAL_DAY = date(2026, 10, 1)
KNOWN_DAYS = st.dates(date(2010, 1, 1), date(2026, 11, 30))


def test_example_spring_festival_saturday() -> None:
    assert is_workday(date(2026, 2, 14)) is True  # make-up Saturday before the Spring Festival of 2026
    assert is_workday(date(2026, 2, 16)) is False
    assert is_workday(date(2026, 2, 24)) is True


def test_example_national_day() -> None:
    assert next_workday(NATIONAL_DAY) == date(2026, 10, 8)
    assert add_workdays(date(2026, 9, 30), 3) == date(2026, 10, 10)  # 8, 9 and the make-up Saturday


def test_example_fifteen_working_days() -> None:
    assert add_workdays(date(2026, 11, 9), 15) == date(2026, 11, 30)


def test_example_city_holiday() -> None:
    overrides = {date(2026, 11, 23): False, date(2026, 11, 21): True}
    assert is_workday(date(2026, 11, 23), overrides) is False
    assert is_workday(date(2026, 11, 21), overrides) is True
    assert next_workday(date(2026, 11, 22), overrides) == date(2026, 11, 24)


def test_a_working_day_is_its_own_next_working_day() -> None:
    assert next_workday(date(2026, 11, 23)) == date(2026, 11, 23)
    assert add_workdays(date(2026, 11, 23), 0) == date(2026, 11, 23)
    assert add_workdays(date(2026, 11, 22), 0) == date(2026, 11, 23)


def test_an_unpublished_year_is_reported_as_a_warning() -> None:
    with pytest.warns(CalendarNotice, match="2031 年的放假安排不在系统里"):
        assert is_workday(date(2031, 3, 3)) is True


def test_example_year_not_published() -> None:
    notices: list[CalendarNotice] = []
    assert add_workdays(date(2030, 12, 31), 3, tell=notices.append) == date(2031, 1, 6)  # 1 January rests by law
    assert [notice.year for notice in notices] == [2031]


def test_each_unknown_year_is_told_once() -> None:
    notices: list[CalendarNotice] = []
    add_workdays(date(2030, 6, 1), 300, tell=notices.append)
    assert [notice.year for notice in notices] == [2030, 2031]


def test_an_override_answers_without_a_notice() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert is_workday(date(2031, 3, 3), {date(2031, 3, 3): False}) is False


def test_known_years() -> None:
    assert [is_holiday_known(year) for year in (2003, 2004, 2026, 2031)] == [False, True, True, False]


def test_fixed_holidays_rest_in_every_unpublished_year() -> None:
    fixed = [(row.number("month"), row.number("day")) for row in load_table("holiday_overrides", "fixed")]
    assert fixed == [(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)]
    silent: list[CalendarNotice] = []
    assert not any(is_workday(date(2031, month, day), tell=silent.append) for month, day in fixed)


def test_override_rows_become_exceptions() -> None:
    text = '[[row]]\non = 2027-02-06\nworkday = false\nsource = "通知"\nconfidence = "H"\nvalid_from = 2026-11-01\n'
    assert overrides_from(parse_table(text, "x")["row"]) == {date(2027, 2, 6): False}
    assert dict(default_overrides()) == {}


@pytest.mark.parametrize("count", [-1, 3661])
def test_impossible_counts_are_refused(count: int) -> None:
    with pytest.raises(WorkdayError, match="工作日天数"):
        add_workdays(NATIONAL_DAY, count)


@settings(max_examples=40, deadline=None)
@given(day=KNOWN_DAYS, count=st.integers(1, 8))
def test_add_counts_exactly_the_working_days_passed(day: date, count: int) -> None:
    end = add_workdays(day, count, tell=lambda notice: None)
    passed = [day + timedelta(days=n) for n in range(1, (end - day).days + 1)]
    assert sum(is_workday(each, tell=lambda notice: None) for each in passed) == count
    assert is_workday(end, tell=lambda notice: None)


@pytest.mark.parametrize(
    "day, is_off",
    [
        (date(2026, 9, 30), False),
        (date(2026, 10, 1), True),
        (date(2026, 10, 3), True),
        (date(2026, 10, 10), False),
        (date(2026, 9, 20), False),
        (date(2026, 11, 28), False),
    ],
)
def test_a_holiday_is_more_than_a_day_off(day: date, is_off: bool) -> None:
    assert is_holiday(day, {}) is is_off


def test_holidays_of_an_unknown_year_and_of_our_table() -> None:
    told: list[object] = []
    assert is_holiday(date(2031, 10, 1), {}, told.append)
    assert not is_holiday(date(2031, 10, 4), {}, told.append)
    assert len(told) == 2
    assert is_holiday(date(2026, 11, 24), {date(2026, 11, 24): False})
    assert not is_holiday(date(2026, 10, 1), {date(2026, 10, 1): True})

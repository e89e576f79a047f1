"""When a licence is checked again and how long its copy is kept; names as in docs/algorithms/licence_checks.md."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from jiefen.rules import licence_checks
from jiefen.rules.tables_io import TableError

ON = date(2026, 11, 23)


def test_a_year_later_it_is_due_again():
    assert licence_checks.again_on(ON) == date(2027, 11, 23)


@pytest.mark.parametrize(
    ("today", "soon"),
    [(date(2027, 10, 23), False), (date(2027, 10, 24), True), (date(2027, 11, 22), True), (date(2027, 11, 23), False)],
)
def test_thirty_days_before_it_is_said(today, soon):
    assert licence_checks.is_soon(date(2027, 11, 23), today=today) is soon


def test_nothing_is_soon_without_a_day():
    assert not licence_checks.is_soon(None, today=ON)


@pytest.mark.parametrize(
    ("reason", "until"),
    [("replaced", date(2026, 11, 30)), ("verified", date(2026, 12, 23)), ("refused", date(2027, 5, 22))],
)
def test_a_copy_is_kept_until(reason, until):
    assert licence_checks.copy_kept_until(reason, ON) == until
    assert licence_checks.copies_due_since(reason, on=until) == ON  # what happened that day is still kept
    assert licence_checks.copies_due_since(reason, on=until + timedelta(days=1)) > ON
    assert licence_checks.why_deleted(reason, on=ON)


def test_an_unknown_reason_and_a_day_before_the_law_are_refused():
    with pytest.raises(TableError):
        licence_checks.copy_kept_until("forgotten", ON)
    with pytest.raises(TableError):
        licence_checks.again_on(date(2020, 1, 1))

"""The table of article terms."""

from __future__ import annotations

import datetime as dt

import pytest

from jiefen.rules.article_terms import acknowledge_by, appeal_by, graded_findings, number
from jiefen.rules.tables_io import TableError
from jiefen.shared.clock import CHINA

DAY = dt.date(2026, 11, 26)
AT = dt.datetime(2026, 11, 26, 22, 5, tzinfo=CHINA)


def test_clocks():
    assert acknowledge_by(AT, DAY) == dt.datetime(2026, 11, 27, 22, 5, tzinfo=CHINA)
    assert appeal_by(AT, DAY) == dt.datetime(2026, 12, 11, 22, 5, tzinfo=CHINA)


def test_numbers_of_the_day():
    assert number("lead_characters", DAY) == 120
    with pytest.raises(TableError):
        number("lead_characters", dt.date(2025, 12, 31))
    with pytest.raises(TableError):
        number("nothing", DAY)


def test_some_findings_stop_and_some_are_looked_at():
    stops, doubts = graded_findings("我们保证百分之百胜诉。\n本所是全市最好的律所。", DAY)
    assert {one.code for one in stops} == {"promised_result", "win_rate"}
    assert {one.code for one in doubts} == {"superlative"}
    assert graded_findings("时效一般是三年。", DAY) == ((), ())
    assert graded_findings("为救人移动了车，要把原来的位置标出来。", DAY) == ((), ())

"""Public telephone lines: dated rows; every number the urgent flags name is in the table."""

from __future__ import annotations

import tomllib
from datetime import date
from importlib import resources

from jiefen.rules.hotlines import hotlines_for, hotlines_named

TODAY = date(2026, 11, 26)


def test_lines_by_number_keep_the_order_and_leave_unknown_ones_out():
    assert [line.number for line in hotlines_named(["12348", "999", "110", "12348"], today=TODAY)] == ["12348", "110"]


def test_a_line_that_did_not_exist_yet_is_left_out():
    assert hotlines_named(["12356"], today=date(2025, 4, 30)) == ()
    assert [line.number for line in hotlines_named(["12356"], today=date(2025, 5, 1))] == ["12356"]


def test_special_lines_come_before_the_one_for_everything():
    assert [line.number for line in hotlines_for(["劳动社保"], today=TODAY)] == ["12333", "12348"]
    assert [line.number for line in hotlines_for(["破产"], today=TODAY)] == ["12348"]
    assert [line.number for line in hotlines_for([], today=TODAY)] == ["12348"]


def test_every_number_of_the_urgent_flags_is_known():
    text = (resources.files("jiefen.engine") / "tables" / "urgency.toml").read_text(encoding="utf-8")
    numbers = {number for row in tomllib.loads(text)["flag"] for number in row["turn_to"]}
    known = {line.number for line in hotlines_named(numbers, today=TODAY)}
    assert numbers == known


def test_every_line_says_what_for_and_when():
    for line in hotlines_for(["*", "交通事故", "刑事", "诉讼仲裁", "税务", "保险"], today=TODAY):
        assert line.name and line.about and line.hours and line.source and line.confidence in "HML"

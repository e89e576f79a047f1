"""The dated tables of law: what a row must have, and which row is in force."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from jiefen.rules.errors import RuleError
from jiefen.rules.tables_io import CONFIDENCES, TableError, load_table, parse_table, row_on

GOOD = """
[[row]]
rate = 3.45
name = "一年期LPR"
tags = ["a", "b"]
whole = 20
on = 2023-01-01
is_set = true
source = "公告"
confidence = "H"
valid_from = 2023-08-21
valid_to = 2024-07-21
[[row]]
rate = 3
source = "公告"
confidence = "L"
valid_from = 2024-07-22
"""

OURS = {
    "lpr": ("row",),
    "late_charge": ("row",),
    "limitation": ("period", "span", "kind", "channel", "proof", "condition", "article", "fuzzy"),
    "holiday_overrides": ("row", "year", "fixed"),
}


def test_rows_keep_order_and_decimals_are_exact() -> None:
    first, second = parse_table(GOOD, "x")["row"]
    assert (first.decimal("rate"), second.decimal("rate")) == (Decimal("3.45"), Decimal(3))
    assert (first.text("name"), first.texts("tags"), first.number("whole")) == ("一年期LPR", ("a", "b"), 20)
    assert (first.day("on"), first.flag("is_set"), second.flag("is_set")) == (date(2023, 1, 1), True, False)
    assert (first.valid_to, second.valid_to) == (date(2024, 7, 21), None)


def test_absent_columns_have_defaults_only_where_that_is_safe() -> None:
    row = parse_table(GOOD, "x")["row"][1]
    assert (row.text("name"), row.text("name", "无"), row.texts("tags"), row.number("whole", 7)) == ("", "无", (), 7)
    for read in (row.number, row.day):
        with pytest.raises(TableError):
            read("whole")


def test_a_column_of_the_wrong_type_is_refused() -> None:
    row = parse_table(GOOD, "x")["row"][0]
    with pytest.raises(TableError, match="is_set"):
        row.number("is_set")
    with pytest.raises(TableError, match="name"):
        row.decimal("name")


def test_rows_cannot_be_changed() -> None:
    row = parse_table(GOOD, "x")["row"][0]
    with pytest.raises(AttributeError):
        row.source = "别处"  # type: ignore[misc]
    with pytest.raises(TypeError):
        row.values["rate"] = Decimal(9)  # type: ignore[index]


def test_row_on_picks_the_row_of_the_day() -> None:
    rows = parse_table(GOOD, "x")["row"]
    assert row_on(rows, date(2024, 7, 21)) is rows[0]
    assert row_on(rows, date(2024, 7, 22)) is rows[1]
    assert row_on(rows, date(2099, 1, 1)) is rows[1]


def test_row_on_prefers_the_row_that_began_last() -> None:
    rows = parse_table(GOOD.replace("valid_to = 2024-07-21\n", ""), "x")["row"]
    assert row_on(reversed(rows), date(2025, 1, 1)) is rows[1]


def test_row_on_says_in_chinese_that_no_row_is_in_force() -> None:
    with pytest.raises(RuleError, match=r"没有 2020-01-01 当天有效") as caught:
        row_on(parse_table(GOOD, "x")["row"], date(2020, 1, 1))
    assert caught.value.code == "table.no_row"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('source = "公告"', "", "source"),
        ('source = "公告"', 'source = " "', "source"),
        ('confidence = "H"', 'confidence = "X"', "confidence"),
        ("valid_from = 2023-08-21", "", "valid_from"),
        ("valid_from = 2023-08-21", 'valid_from = "2023-08-21"', "valid_from"),
        ("valid_from = 2023-08-21", "valid_from = 2023-08-21T00:00:00", "valid_from"),
        ("valid_to = 2024-07-21", "valid_to = 2020-07-21", "失效日"),
        ("[[row]]", "[[row]", "格式"),
    ],
)
def test_a_bad_row_is_refused_by_name(old: str, new: str, said: str) -> None:
    with pytest.raises(TableError, match=said):
        parse_table(GOOD.replace(old, new, 1), "x")


def test_rows_must_be_tables() -> None:
    with pytest.raises(TableError, match=r"x.row 第 1 行"):
        parse_table("row = [1]", "x")


@pytest.mark.parametrize("name", ["nothing", "../money", ""])
def test_an_unknown_table_is_refused(name: str) -> None:
    with pytest.raises(TableError, match="规则表"):
        load_table(name)


def test_tables_are_read_once_and_a_missing_section_is_empty() -> None:
    assert load_table("lpr") is load_table("lpr")
    assert load_table("lpr", "nothing") == ()


@pytest.mark.parametrize("name", OURS)
def test_every_packaged_row_names_its_source(name: str) -> None:
    for section in OURS[name]:
        for row in load_table(name, section):
            assert row.source.strip()
            assert row.confidence in CONFIDENCES

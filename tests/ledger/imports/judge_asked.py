"""Sheets nobody can read for certain: what is doubtful must be said, and nothing of it may be counted wrongly in silence."""

from __future__ import annotations

import datetime
from functools import partial
from typing import Any

from tests.ledger.imports.judging import CASES, HOMES, Case, Owed, fen, judged, months, page, year, yuan
from tests.ledger.imports.sheets import Row

Y2024 = year(2024)
_HEAD: Row = ["房号", "业主", "账期", "欠费"]


def first_amount(value: Any, code: str, **more: Any) -> Case:
    """The first household's amount is ``value``: held back with ``code``; the others owe as usual."""
    rows: list[Row] = [_HEAD, *([h.key, h.owner, "2024年", yuan(fen(i)) if i else value] for i, h in enumerate(HOMES))]
    owed: list[Owed] = [(h.key, "物业费", *Y2024, fen(i)) for i, h in enumerate(HOMES) if i]
    return Case([page(rows)], 8, owed, codes=frozenset({code}), **more)


def periods_of(cells: Any, code: str, *span: Any) -> Case:
    rows: list[Row] = [_HEAD, *([h.key, h.owner, cells, yuan(fen(i))] for i, h in enumerate(HOMES))]
    owed = [(h.key, "物业费", *(span or (None, None)), fen(i)) for i, h in enumerate(HOMES)]
    return Case([page(rows)], 8, owed, codes=frozenset({code}))


UNREADABLE: dict[str, Any] = {
    "about": "约1200",
    "sum": "1200+300",
    "two_points": "1.234.56",
    "short_group": "12,34.56",
    "long_group": "1,2345.00",
    "letter_o": "12O0.5",
    "capital_words": "壹仟贰佰元整",
    "percent": "35%",
    "decimal_comma": "100,07",
    "owes": "欠",
}
for _name, _value in UNREADABLE.items():
    CASES[f"amount_{_name}"] = partial(first_amount, _value, "amount_unreadable")
CASES["amount_in_brackets"] = partial(first_amount, "(120.50)", "negative_amount")

NO_PERIOD = {
    "lunar_calendar": "甲辰年正月至腊月",
    "lunar_month": "2024年腊月",
    "thirtieth_of_february": "2023.1.1-2023.2.30",
    "thirteenth_month": "2023.7-2023.13",
    "two_months_or_a_year_and_a_month": "11-12",
    "months_with_a_gap": "2024年1-3月、7-9月",
    "american_days": "1/1/2024-6/30/2024",
}
for _name, _value in NO_PERIOD.items():
    CASES[f"period_{_name}"] = partial(periods_of, _value, "period_unreadable")


@judged
def amount_that_is_a_day() -> Case:
    return first_amount(datetime.date(2024, 1, 1), "amount_unreadable", kinds=("xlsx", "xls"))


@judged
def since_when_but_not_until_when() -> Case:
    """欠费开始 alone was read as one month owed."""
    rows: list[Row] = [["截至2024年6月30日欠费表"], ["房号", "业主", "欠费开始", "欠费金额"]]
    rows += [[h.key, h.owner, "2023年1月", yuan(fen(i))] for i, h in enumerate(HOMES)]
    owed = [(h.key, "物业费", datetime.date(2023, 1, 1), None, fen(i)) for i, h in enumerate(HOMES)]
    return Case([page(rows)], 8, owed, codes=frozenset({"period_open"}))


@judged
def two_debts_that_differ() -> Case:
    rows: list[Row] = [["房号", "业主", "账期", "欠费", "欠费金额"]]
    rows += [[h.key, h.owner, "2024年", yuan(fen(i)), yuan(fen(i) + 100)] for i, h in enumerate(HOMES)]
    owed = [(h.key, "物业费", *Y2024, fen(i)) for i, h in enumerate(HOMES)]
    return Case([page(rows)], 8, owed, codes=frozenset({"columns_disagree"}))


@judged
def debt_with_the_late_charge_inside() -> Case:
    """欠费（含滞纳金） beside 其中滞纳金: the late charge was counted twice."""
    rows: list[Row] = [["房号", "业主", "账期", "欠费（含滞纳金）", "其中滞纳金"]]
    rows += [[h.key, h.owner, "2024年", yuan(fen(i)), 1] for i, h in enumerate(HOMES)]
    owed = [(h.key, "物业费", *Y2024, fen(i)) for i, h in enumerate(HOMES)]
    return Case([page(rows)], 8, owed, codes=frozenset({"columns_disagree"}))


@judged
def what_was_prepaid_is_no_debt() -> Case:
    rows: list[Row] = [["房号", "业主", "账期", "预缴物业费"]]
    rows += [[h.key, h.owner, "2025年", yuan(fen(i))] for i, h in enumerate(HOMES)]
    return Case([page(rows)], 8, [], codes=frozenset({"amount_column_missing"}))


@judged
def figures_under_no_header() -> Case:
    rows: list[Row] = [[*_HEAD, ""]]
    rows += [[h.key, h.owner, "2024年", yuan(fen(i)), yuan(fen(i, 1))] for i, h in enumerate(HOMES)]
    owed = [(h.key, "物业费", *Y2024, fen(i)) for i, h in enumerate(HOMES)]
    return Case([page(rows)], 8, owed, codes=frozenset({"unknown_column"}))


@judged
def thousands_torn_by_the_comma_of_a_text_file() -> Case:
    """1,200.50 without quotation marks was read as one yuan."""
    lines = ["房号,业主,账期,欠费", *(f"{h.key},{h.owner},2024年,1,{200 + i}.50" for i, h in enumerate(HOMES))]
    case = Case([page([])], 8, [], codes=frozenset({"amount_unreadable"}), kinds=("csv",))
    case.raw = "\n".join(lines).encode()
    return case


@judged
def partly_paid_without_saying_how_much() -> Case:
    states = ["已缴", "未缴", "部分缴", "已缴费", "欠费", "未收", "待缴", "已作废"]
    rows: list[Row] = [["房号", "业主", "账期", "金额", "状态"]]
    rows += [[h.key, h.owner, "2024年", yuan(fen(i)), states[i]] for i, h in enumerate(HOMES)]
    owed = [(h.key, "物业费", *Y2024, fen(i)) for i, h in enumerate(HOMES) if i not in (0, 3, 7)]
    return Case([page(rows)], 8, owed, codes=frozenset({"status_paid", "columns_disagree"}))


@judged
def an_old_debt_that_no_total_holds() -> Case:
    """欠费 beside a larger 旧欠费 cannot be their total; the old debt alone was counted."""
    rows: list[Row] = [["房号", "业主", "账期", "旧欠费", "欠费"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, "2024年", 9_999, yuan(fen(i))])
        owed += [(h.key, "物业费", None, None, 999_900), (h.key, "物业费", *Y2024, fen(i))]
    return Case([page(rows)], 8, owed, codes=frozenset({"columns_disagree", "period_vague"}))


@judged
def old_and_new_version_of_one_list() -> Case:
    pages, owed = [], []
    for name, more in (("2024.6更新", 0), ("2024.5旧表", 1000)):
        rows: list[Row] = [_HEAD, *([h.key, h.owner, "2024年", yuan(fen(i) + more)] for i, h in enumerate(HOMES))]
        pages.append(page(rows, name))
        owed += [(h.key, "物业费", *Y2024, fen(i) + more) for i, h in enumerate(HOMES)]
    return Case(pages, 8, owed, codes=frozenset({"sheet_overlaps", "period_overlap"}))


@judged
def october_that_lost_its_zero() -> Case:
    return periods_of(2023.1, "period_ambiguous", *months(2023, 1))

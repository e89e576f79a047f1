"""The period a title names for all rows, when no row names one; what in a title is no period."""

from __future__ import annotations

import datetime as dt

import pytest

from jiefen.ledger.imports import Parsed, parse, read_workbook
from tests.ledger.imports.judging import HOMES, fen, page, yuan
from tests.ledger.imports.sheets import to_xlsx

HALF_YEARS = (dt.date(2023, 1, 1), dt.date(2024, 6, 30))


def under(title: str) -> Parsed:
    rows = [[h.key, h.owner, yuan(fen(i))] for i, h in enumerate(HOMES)]
    pages = [page([["阳光花园欠费明细表"], [title], ["房号", "业主", "欠费金额"], *rows])]
    return parse(read_workbook(to_xlsx(pages), "欠费.xlsx"))


@pytest.mark.parametrize(
    "title",
    [
        "统计区间：2023年1月至2024年6月",
        "账期:2023年1月-2024年6月",
        "费用期间：2023.01-2024.06",
        "欠费期间 2023-01 ~ 2024-06",
        "计费周期：2023/1/1至2024/6/30",
        "统计区间：2023年1月1日至2024年6月30日",
        "欠费统计（2023.1-2024.6）",
        "欠费（202301-202406）",
        "（23年1月-24年6月）欠费表",
    ],
)
def test_a_title_dates_the_rows(title: str) -> None:
    assert {(x.period_start, x.period_end) for x in under(title).lines} == {HALF_YEARS}


@pytest.mark.parametrize(
    ("title", "first", "last"),
    [
        ("2022-2024年度欠费明细", dt.date(2022, 1, 1), dt.date(2024, 12, 31)),  # not the last year alone
        ("2022年至2024年欠费明细", dt.date(2022, 1, 1), dt.date(2024, 12, 31)),
        ("账期：2024年6月", dt.date(2024, 6, 1), dt.date(2024, 6, 30)),
        ("2023年7月-12月", dt.date(2023, 7, 1), dt.date(2023, 12, 31)),
    ],
)
def test_a_title_of_other_lengths(title: str, first: dt.date, last: dt.date) -> None:
    assert {(x.period_start, x.period_end) for x in under(title).lines} == {(first, last)}


@pytest.mark.parametrize(
    "title",
    [
        "截止2024年6月30日",
        "截至2024年6月欠费",
        "合同期限：2020.1-2025.12",
        "物业服务期限2020年1月1日至2025年12月31日",
        "打印时间：2024-07-01",
        "统计时间：2024年7月5日",
        "账期：2024年6月5日",
        "统计区间：2024.6-2023.1",
        "电话：0571-20231-20246",
    ],
)
def test_what_is_no_period_is_asked_for(title: str) -> None:
    parsed = under(title)
    assert {(x.period_start, x.period_end) for x in parsed.lines} == {(None, None)}
    assert "period_missing" in {p.code for p in parsed.problems}


def test_a_row_that_names_its_own_period_keeps_it() -> None:
    rows = [[h.key, h.owner, "2022.3", yuan(fen(i))] for i, h in enumerate(HOMES)]
    pages = [page([["统计区间：2023年1月至2024年6月"], ["房号", "业主", "账期", "欠费金额"], *rows])]
    parsed = parse(read_workbook(to_xlsx(pages), "欠费.xlsx"))
    assert {(x.period_start, x.period_end) for x in parsed.lines} == {(dt.date(2022, 3, 1), dt.date(2022, 3, 31))}

"""Receipts of an examiner, second round: which money counts, what does not count, days and purposes. Pure."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from jiefen.ledger.imports import Workbook, infer, money_columns, parse_payments, purposes, read_workbook
from jiefen.ledger.imports.mapped import planned, readable
from jiefen.ledger.imports.rooms import NOWHERE
from tests.ledger.imports.sheets import Page, Row, to_xlsx

DAY = datetime.date


def _book(sheets: dict[str, list[Row]]) -> Workbook:
    return read_workbook(to_xlsx([Page(name, rows) for name, rows in sheets.items()]), "表.xlsx")


def _read(rows: list[Row] | dict[str, list[Row]], accepted: Any = ()) -> Any:
    book = _book(rows if isinstance(rows, dict) else {"S": rows})
    plans = planned(book, infer(book, "payments"))
    return parse_payments(book, [plan if plan.skip else readable(plan) for plan in plans], accepted=accepted)


def _paid(found: Any) -> list[tuple[Any, ...]]:
    return [(r.row, r.key.text if r.key else "", r.amount_fen) for r in found.rows]


def _codes(found: Any) -> list[tuple[int, str]]:
    return [(p.row, p.code) for p in found.problems if p.blocking]


@pytest.mark.parametrize(
    ("head", "cells", "fen"),
    [
        (("交易金额", "手续费", "到账金额"), (1200, 7.2, 1192.8), 120_000),
        (("订单金额", "手续费", "实收金额"), (1200, -7.2, 1192.8), 120_000),  # named 实收, but the bank's fee is gone
        (("应收金额", "优惠金额", "实收金额"), (1200, 60, 1140), 114_000),
        (("订单金额", "商户优惠", "消费者实付金额", "手续费", "结算金额"), (1200, 100, 1100, 4.4, 1095.6), 110_000),
        (("应扣金额", "实扣金额"), (600, 300), 30_000),
        (("应收金额", "收取现金", "找零", "实收金额"), (1180, 1200, 20, 1180), 118_000),
        (("应收金额", "优惠后金额", "收款人"), (1200, 1140, "周敏"), 114_000),
        (("应收金额", "手续费", "实收金额"), (1200, 7.2, 1192.8), 120_000),  # of a terminal
        (("刷卡金额", "手续费", "划账金额"), (1200, 6, 1194), 120_000),
        (("金额", "税额", "价税合计"), (1132.08, 67.92, 1200), 120_000),
    ],
)
def test_what_the_payer_paid_counts(head: tuple[str, ...], cells: tuple[Any, ...], fen: int) -> None:
    found = _read([["交易日期", "房号", *head], ["2024-11-05", "3-1-101", *cells], ["2024-11-06", "3-1-102", *cells]])
    assert _paid(found) == [(2, "3-1-101", fen), (3, "3-1-102", fen)]


def test_a_column_per_fee_item() -> None:
    """Each item is money of its own; a sum that does not agree is asked about; a title names day and estate."""
    rows: list[Row] = [
        ["阳光里2024年11月5日收费日报"],
        ["房号", "业主", "物业费", "车位费", "违约金", "合计", "收款方式", "收据号"],
        ["3-1-101", "王建国", 1200, 50, "", 1250, "微信", "1"],
        ["3-1-202", "李秀英", "", 50, 3, 53, "现金", "2"],
        ["5-1-604", "张伟", 600, 50, "", 600, "现金", "3"],
        ["合计", "", 1800, 150, 3, 1903, "", ""],
    ]
    found = _read(rows)
    assert [(r.row, r.paid_on, r.item, r.amount_fen, r.method) for r in found.rows] == [
        (3, DAY(2024, 11, 5), "物业费", 120_000, "微信"),
        (3, DAY(2024, 11, 5), "车位费", 5_000, "微信"),
        (4, DAY(2024, 11, 5), "车位费", 5_000, "现金"),
        (4, DAY(2024, 11, 5), "违约金", 300, "现金"),
    ]
    assert _codes(found) == [(5, "parts_disagree")]


def test_a_column_per_way_of_paying() -> None:
    rows: list[Row] = [
        ["收费日期", "房号", "现金", "微信", "预存抵扣", "实收合计"],
        ["2024-11-05", "3-1-101", 100, 500, "", 600],
        ["2024-11-05", "3-1-202", "", 400, 200, 600],
    ]
    assert [(r.row, r.method, r.amount_fen) for r in _read(rows).rows] == [
        (2, "现金", 10_000),
        (2, "微信", 50_000),
        (3, "微信", 40_000),
        (3, "预存抵扣", 20_000),
    ]


def test_a_year_over_a_fee_is_what_it_is_paid_for() -> None:
    rows: list[Row] = [["日期", "房号", "2023年物业费", "2024年物业费"], ["2025-01-05", "3-1-101", 100, 200]]
    year = lambda n: ((DAY(n, 1, 1), DAY(n, 12, 31)),)  # noqa: E731
    assert [(r.amount_fen, r.periods) for r in _read(rows).rows] == [(10_000, year(2023)), (20_000, year(2024))]


@pytest.mark.parametrize(
    ("head", "good", "bad"),
    [
        ("扣款结果", "成功", "失败"),
        ("返回信息", "交易成功", "余额不足"),
        ("票据状态", "正常", "作废"),
        ("交易类型", "消费", "退货"),
        ("交易类型", "收款", "预授权"),
        ("交易类型", "缴费", "退费"),
        ("交易状态", "交易成功", "等待买家付款"),
        ("費用項", "物業費", "退物業費"),
        ("是否作废", "否", "是"),
        ("退款状态", "无退款", "退款成功"),
        ("是否到账", "是", "否"),
        ("成功标志", "Y", "N"),
        ("交易", "消费", "消费撤销"),
        ("备注", "换开0002作废票", "此票作废,重开"),
        ("币种", "人民币", "美元"),
    ],
)
def test_money_that_does_not_count_is_asked_about(head: str, good: str, bad: str) -> None:
    rows: list[Row] = [
        ["日期", "房号", "金额", head, "收据号"],
        ["2024-11-05", "3-1-101", 100, good, "1"],
        ["2024-11-05", "3-1-202", 200, bad, "2"],
    ]
    found = _read(rows)
    assert (_paid(found), [row for row, _ in _codes(found)]) == ([(2, "3-1-101", 10_000)], [3])


def test_what_goes_out_and_what_is_only_a_balance_is_left_alone() -> None:
    rows: list[Row] = [
        ["日期", "类型", "摘要", "金额", "对方户名"],
        ["2024-11-01", "收入", "期初余额", 9000, ""],
        ["2024-11-05", "收入", "3-1-101物业费", 1200, "王建国"],
        ["2024-11-06", "支出", "电费3-1-101公区", 300, "电力公司"],
        ["2024-11-30", "收入", "本月合计", 1200, ""],
    ]
    found = _read(rows)
    assert (_paid(found), _codes(found)) == ([(3, "3-1-101", 120_000)], [])


def test_a_summary_sheet_and_a_sheet_for_a_day() -> None:
    sheets: dict[str, list[Row]] = {
        "20241105": [["房号", "实收"], ["3-1-101", 1200]],
        "汇总": [["收费项目", "金额"], ["物业费", 1200], ["合计", 1200]],
    }
    found = _read(sheets)
    assert [(r.sheet, r.paid_on, r.amount_fen) for r in found.rows] == [("20241105", DAY(2024, 11, 5), 120_000)]
    assert [plan.skip for plan in found.plans] == [False, True]


@pytest.mark.parametrize(
    ("head", "cells"),
    [
        (("年", "月", "日"), (2024, 11, 5)),
        (("日期",), ("二〇二四年十一月五日",)),
        (("日期",), ("2024年11月05日 10时",)),
        (("开票日期",), (20241105,)),
        (("Date",), ("2024-11-05",)),
    ],
)
def test_days(head: tuple[str, ...], cells: tuple[Any, ...]) -> None:
    rows: list[Row] = [[*head, "房号", "收入"], [*cells, "3-1-101", 1200], [*cells, "3-1-202", 600]]
    assert [r.paid_on for r in _read(rows).rows] == [DAY(2024, 11, 5)] * 2


def test_equal_lines_of_one_receipt_for_two_months_are_two_payments() -> None:
    rows: list[Row] = [
        ["收费日期", "房号", "费用项目", "开始日期", "结束日期", "实收金额", "收据号"],
        ["2025-02-05", "3-1-101", "物业费", "2024-07-01", "2024-07-31", 100, "a"],
        ["2025-02-05", "3-1-101", "物业费", "2024-08-01", "2024-08-31", 100, "a"],
        ["2025-02-05", "3-1-101", "物业费", "2024-08-01", "2024-08-31", 100, "a"],
    ]
    found = _read(rows)
    assert ([r.row for r in found.rows], _codes(found)) == ([2, 3], [(4, "duplicate")])


def test_which_column_numbers_a_payment() -> None:
    """凭证号 that is 0 everywhere, a number cut to fifteen digits and a terminal number nothing."""
    rows: list[Row] = [
        ["凭证号", "交易日期", "终端号", "交易流水号", "贷方发生额", "摘要"],
        *[
            ["0", "2024-11-05", "T001", number, 100 + n, "3-1-101"]
            for n, number in enumerate(("A1", 1.2345678901234567e20))
        ],
    ]
    assert [r.reference for r in _read(rows).rows] == ["A1", ""]


@pytest.mark.parametrize(
    ("memo", "rooms", "items", "months"),
    [
        ("3-1-101物业费2024.7-9月", ["3-1-101"], "物业费", (7, 9)),
        ("3栋2单元104 2024年10月车位费", ["3-2-104"], "车位费", (10, 10)),
        ("24年4-6月物业费3-1-101", ["3-1-101"], "物业费", (4, 6)),
        ("1-1-101物业费2024.11.1-2024.12.31", ["1-1-101"], "物业费", (11, 12)),
        ("3-1-101、102和103物业费", ["3-1-101", "102", "103"], "物业费", None),
        ("3-1-101 2024年物业费,还欠2023年", ["3-1-101"], "", None),
        ("3-1-101 2024-11-05转账", ["3-1-101"], "", None),
        ("网银手续费", [], "", None),
        ("3-1-101装修押金", ["3-1-101"], "装修押金", None),
    ],
)
def test_what_a_memo_says(memo: str, rooms: list[str], items: str, months: tuple[int, int] | None) -> None:
    assert [key.text for key in purposes.rooms_in([memo], NOWHERE)] == rooms
    assert purposes.items_in(memo) == items
    assert [(a.month, b.month) for a, b in purposes.spans_in(memo)] == ([months] if months else [])


def test_the_clerk_s_word_about_a_column_of_an_item_survives() -> None:
    """What the mapping page offers for such columns is what the plan stores."""
    book = _book({"S": [["日期", "房号", "物业费", "车位费"], ["2024-11-05", "3-1-101", 1200, 50]]})
    plan = planned(book, infer(book, "payments"))[0]
    assert [(c.field, c.item) for c in plan.columns][2:] == [
        (money_columns.BY_ITEM, "物业费"),
        (money_columns.BY_ITEM, "车位费"),
    ]
    plan.columns[3].field = "ignore"
    assert [r.amount_fen for r in parse_payments(book, [readable(plan)]).rows] == [120_000]


@pytest.mark.parametrize(
    ("balances", "received"), [((1200, 900), (2, 120_000)), ((8800, 9100), (3, 30_000)), (("", ""), (3, 30_000))]
)
def test_in_a_company_s_own_journal_the_debit_side_is_what_came_in(
    balances: tuple[Any, Any], received: tuple[int, int]
) -> None:
    """A bank writes from its own side; which of the two it is, the balance tells."""
    rows: list[Row] = [
        ["日期", "摘要", "借方", "贷方", "余额"],
        ["2024-11-05", "3-1-101物业费", 1200, "", balances[0]],
        ["2024-11-06", "3-1-202退还多收", "", 300, balances[1]],
    ]
    assert [(r.row, r.amount_fen) for r in _read(rows).rows] == [received]


def test_two_tables_side_by_side_are_both_read() -> None:
    head = ["日期", "房号", "金额"]
    rows: list[Row] = [
        [*head, "", *head],
        ["2024-11-05", "3-1-101", 1200, "", "2024-11-06", "3-1-202", 600],
        ["2024-11-05", "3-1-102", "100.00+", "", "", "", ""],
    ]
    assert sorted((r.row, r.key.text, r.paid_on.day, r.amount_fen) for r in _read(rows).rows) == [
        (2, "3-1-101", 5, 120_000),
        (2, "3-1-202", 6, 60_000),
        (3, "3-1-102", 5, 10_000),
    ]


def test_a_day_for_each_item_is_not_the_day_of_the_row() -> None:
    rows: list[Row] = [
        ["房号", "物业费实收", "物业费收款日期", "车位费实收", "车位费收款日期"],
        ["3-1-101", 1200, "2025-03-01", 50, "2025-03-05"],
    ]
    found = _read(rows)
    assert {r.paid_on for r in found.rows} == {None}


def test_change_given_back_and_a_number_marked_void() -> None:
    rows: list[Row] = [
        ["日期", "单号", "房号", "应收", "实收", "找零"],
        ["2025-05-01", "A1", "3-1-101", 1180, 1200, 20],
        ["2025-05-01", "A2", "3-1-202", 1180, 1180, 20],
        ["2025-05-01", "A3(作废)", "5-1-604", 600, 600, ""],
    ]
    found = _read(rows)
    assert (_paid(found), _codes(found)) == ([(3, "3-1-202", 118_000)], [(2, "parts_disagree"), (4, "payment_void")])


def test_months_in_a_row_of_a_memo() -> None:
    assert [(a.month, b.month) for a, b in purposes.spans_in("3-1-101 2024年3月、5月物业费")] == [(3, 3), (5, 5)]


def test_a_parking_space_is_a_room_where_no_other_is_named() -> None:
    rows: list[Row] = [["日期", "车位", "车主", "金额"], ["2025-04-01", "B1-23", "徐强", 200]]
    assert _paid(_read(rows)) == [(2, "车位B1-23", 20_000)]

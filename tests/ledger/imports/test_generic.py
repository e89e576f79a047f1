"""Payments, service records and repair tickets."""

from __future__ import annotations

import datetime as dt
from typing import Any

from jiefen.ledger.imports import Workbook, parse_payments, parse_repair_tickets, parse_service_records, read_workbook
from tests.ledger.imports.sheets import Page, to_xlsx


def book(rows: list[list[Any]]) -> Workbook:
    return read_workbook(to_xlsx([Page("S", rows)]), "a.xlsx")


def test_bank_export_finds_the_room_in_the_memo() -> None:
    rows = [
        ["某银行对账单"],
        ["交易日期", "对方户名", "摘要", "收入金额", "支出金额", "余额", "交易流水号"],
        [dt.datetime(2026, 3, 1, 10, 2), "张三", "物业费8-1-2602 2024.1-6", 1200.5, "", 9, "A1"],
        ["20260302", "李四", "转账", "300", "", 9, "A2"],
        ["2026-03-03 10:00:00", "王五", "3栋2单元1001物业费", "1,000.00", "", 9, "A3"],
        ["2026-03-03", "某公司", "付电费", "", 500, 9, "A4"],
        ["2026/3/4", "王五", "退款", -20, "", 9, "A5"],
        ["20260302", "李四", "转账", "300", "", 9, "A2"],
        ["合计", "", "", 2780.5, 500, "", ""],
    ]
    result = parse_payments(book(rows))
    assert [(r.paid_on, r.key.text if r.key else None, r.amount_fen, r.room_from) for r in result.rows] == [
        (dt.date(2026, 3, 1), "8-1-2602", 120_050, "memo"),
        (dt.date(2026, 3, 2), None, 30_000, ""),
        (dt.date(2026, 3, 3), "3-2-1001", 100_000, "memo"),
    ]
    assert [(p.row, p.code) for p in result.problems] == [
        (4, "room_not_named"),
        (7, "negative_amount"),
        (8, "duplicate"),
    ]


def test_cashier_export() -> None:
    rows = [
        ["序号", "房号", "业主", "收费项目", "缴费日期", "实收金额", "收款方式", "收据号", "备注"],
        [1, "1-1-101", "张三", "物业费", "2026-01-02", 100, "微信", "R1", "x"],
        [2, "1栋1单元102", "李四", "车位费", dt.date(2026, 1, 2), 100.1, "现金", "R2", ""],
    ]
    result = parse_payments(book(rows))
    assert [(r.key.text if r.key else "", r.item, r.method, r.reference, r.memo) for r in result.rows] == [
        ("1-1-101", "物业费", "微信", "R1", "x"),
        ("1-1-102", "车位费", "现金", "R2", ""),
    ]
    assert (result.total_fen, result.problems) == (20_010, [])


def test_service_records() -> None:
    rows = [
        ["日期", "楼栋", "服务类别", "工作内容", "处理人"],
        ["2026-01-02", "3栋", "保洁", "楼道清扫", "王阿姨"],
        [dt.date(2026, 1, 3), "", "绿化", "修剪", "李师傅"],
    ]
    result = parse_service_records(book(rows))
    assert [tuple(r[2:4]) + tuple(r[6:9]) for r in result.rows] == [
        (dt.date(2026, 1, 2), "3", "保洁", "楼道清扫", "王阿姨"),
        (dt.date(2026, 1, 3), "", "绿化", "修剪", "李师傅"),
    ]


def test_repair_tickets() -> None:
    rows = [
        ["工单号", "报修日期", "房号", "报修人", "联系电话", "报修内容", "处理状态", "完成日期", "维修人"],
        ["W1", "2026-01-02", "3-1-101", "张三", 13812345678.0, "漏水", "已完成", "2026-01-05", "李师傅"],
        ["W2", "坏", "3-1-102", "李四", "", "灯坏", "处理中", "", ""],
    ]
    result = parse_repair_tickets(book(rows))
    first, second = result.rows
    assert first.key is not None
    assert (first.reported_on, first.key.text, first.content, first.status, first.done_on) == (
        dt.date(2026, 1, 2),
        "3-1-101",
        "漏水",
        "已完成",
        dt.date(2026, 1, 5),
    )
    assert (first.handler, first.reporter, first.phone, first.reference) == ("李师傅", "张三", "13812345678", "W1")
    assert (second.done_on, second.reported_on) == (None, None)
    assert [(p.row, p.code) for p in result.problems] == [(3, "date_unreadable")]


def test_money_that_came_back_or_never_came_is_held_back() -> None:
    head = ["交易时间", "交易对方", "商品", "收/支", "金额(元)", "当前状态", "交易单号"]
    rows = [
        head,
        ["2026-11-13 08:00:00", "张伟", "3-2-604 2026年物业费", "收入", "¥1200.00", "已收款", "1"],
        ["2026-11-13 09:00:00", "李秀英", "1-1-102 物业费", "收入", "¥600.00", "已全额退款", "2"],
        ["2026-11-13 10:00:00", "王建国", "1-1-101 物业费", "收入", "¥600.00", "交易关闭", "3"],
        ["2026-11-13 11:00:00", "外卖", "午餐", "支出", "¥20.00", "支付成功", "4"],
    ]
    result = parse_payments(book(rows))
    assert [(r.key and r.key.text, r.amount_fen) for r in result.rows] == [("3-2-604", 120_000)]
    assert [(p.row, p.code) for p in result.problems] == [(3, "payment_void"), (4, "payment_void")]
    accepted = parse_payments(book(rows), accepted=[("S", 3, "payment_void")])
    assert [r.amount_fen for r in accepted.rows] == [120_000, 60_000]


def test_a_room_before_a_year_is_not_glued_to_it() -> None:
    rows = [["日期", "贷方发生额", "对方户名", "摘要"], ["2026-11-01", 1200, "王建国", "1-1-101 2023年物业费"]]
    assert [r.key and r.key.text for r in parse_payments(book(rows)).rows] == ["1-1-101"]

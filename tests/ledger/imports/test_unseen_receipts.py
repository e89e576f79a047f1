"""Receipts, service logs and repair registers of an examiner: exports of banks and wallets, clerks' own lists."""

from __future__ import annotations

import datetime
from typing import Any

from jiefen.ledger.imports import infer, parse_payments, parse_repair_tickets, parse_service_records, read_workbook
from jiefen.ledger.imports.mapped import planned, readable
from tests.ledger.imports.judging import page
from tests.ledger.imports.sheets import Row, to_csv, to_xlsx

DAY = datetime.date
PARSERS = {
    "payments": parse_payments,
    "service_records": parse_service_records,
    "repair_tickets": parse_repair_tickets,
}


def _read(kind: str, rows: list[Row], *, merges: Any = (), text: str = "", codec: str = "utf-8-sig") -> Any:
    """As the product reads it: parts inferred, then read by the parts."""
    data = text.encode(codec) if text else to_xlsx([page(rows, merges=merges)])
    book = read_workbook(data, "表.csv" if text else "表.xlsx")
    plans = planned(book, infer(book, kind))
    return PARSERS[kind](book, [plan if plan.skip else readable(plan) for plan in plans])


def _paid(found: Any) -> list[tuple[Any, ...]]:
    return [(r.row, r.paid_on, r.key.text if r.key else "", r.payer, r.amount_fen) for r in found.rows]


def test_bank_statement_with_preamble() -> None:
    """Day as eight digits beside a time of day, 借方/贷方 columns, the room in one of two memo columns."""
    rows: list[Row] = [
        ["中国某某银行账户明细清单"],
        ["账号:", "3401 0001 2345", "", "户名:", "阳光里物业服务有限公司"],
        [
            "交易日期",
            "交易时间",
            "借方发生额",
            "贷方发生额",
            "账户余额",
            "对方户名",
            "对方账号",
            "摘要",
            "附言",
            "交易流水号",
        ],
        [
            "20250603",
            "09:11:22",
            "",
            "1,234.56",
            "9.00",
            "王建国",
            "6222***1",
            "网银转账",
            "3-1-101物业费2024.1-2024.6",
            "A1",
        ],
        ["20250604", "10:11:22", "500.00", "", "9.00", "某某保洁公司", "6222", "转账", "保洁费", "A2"],
        ["20250605", "10:11:22", "0.00", "800.00", "9.00", "李秀英", "6222", "3栋1单元202李秀英物业", "", "A3"],
        ["20250608", "10:11:22", "", "-120.00", "9.00", "刘洋", "6222", "冲正", "", "A4"],
        ["合计:", "", "500.00", "1,914.56"],
    ]
    found = _read("payments", rows)
    assert _paid(found) == [
        (4, DAY(2025, 6, 3), "3-1-101", "王建国", 123_456),
        (6, DAY(2025, 6, 5), "3-1-202", "李秀英", 80_000),
    ]
    assert [(p.row, p.code) for p in found.problems] == [(7, "negative_amount")]
    assert not found.plans[0].estate  # the company's name is not an estate's
    assert found.rows[0].memo == "网银转账 3-1-101物业费2024.1-2024.6"


def test_wallet_bill_with_refund_column() -> None:
    """Backticks before every cell; a refund stands in a column of its own, a second small table below."""
    text = (
        "交易时间,商户号,微信订单号,交易状态,应结订单金额,退款金额,商品名称,手续费\n"
        "`2025-06-01 10:22:33,`123,`42001,`SUCCESS,`350.00,`0.00,`3-1-101物业费,`2.10\n"
        "`2025-06-02 11:22:33,`123,`42002,`REFUND,`0.00,`100.00,`3-1-202物业费,`-0.60\n"
        "总交易单数,应结订单总金额,退款总金额\n`2,`350.00,`100.00\n"
    )
    found = _read("payments", [], text=text)
    assert _paid(found) == [(2, DAY(2025, 6, 1), "3-1-101", "", 35_000)]
    assert [(p.row, p.code) for p in found.problems] == [(3, "negative_amount")]


def test_wallet_detail_in_gb18030() -> None:
    """业务类型 is no payer; the room follows a hyphen in the goods' name."""
    text = (
        "业务明细查询\n账号:[2088]\n支付宝交易号,业务类型,商品名称,创建时间,完成时间,对方账户,订单金额(元),商家实收(元),备注\n"
        "2025060122001,交易,物业费-5-1-604,2025-06-01 08:00:00,2025-06-01 08:00:05,*伟(186***@a.com),600.00,596.40,\n"
    )
    found = _read("payments", [], text=text, codec="gb18030")
    assert _paid(found) == [(4, DAY(2025, 6, 1), "5-1-604", "*伟(186***@a.com)", 60_000)]
    assert found.problems == []


def test_income_and_expense_in_one_column() -> None:
    """收/支 is one header, not a path of two; what is neither income nor expense is no receipt."""
    rows: list[Row] = [
        ["日期", "类型", "金额(元)", "收/支", "交易对方", "商品说明", "交易订单号"],
        ["2025/6/1", "转账", "¥350.00", "收入", "王建国", "3栋1单元101", "x1"],
        ["2025/6/2", "购物", "¥50.00", "支出", "李秀英", "3-1-202", "x2"],
        ["2025/6/2", "转账", "¥60.00", "不计收支", "王建国", "3-1-101", "x3"],
    ]
    found = _read("payments", rows)
    assert [(*row, found.rows[0].reference) for row in _paid(found)] == [
        (2, DAY(2025, 6, 1), "3-1-101", "王建国", 35_000, "x1")
    ]


def test_daily_sums_of_a_cashier() -> None:
    """日小计 far to the right is no receipt."""
    rows: list[Row] = [
        ["收款日报 2025年6月"],
        ["序号", "收款日期", "房号", "业主", "收费项目", "收款金额", "收款方式", "收据号", "收款人"],
        [1, DAY(2025, 6, 1), "3-1-101", "王建国", "物业费", 500.5, "微信", "R1", "周敏"],
        ["", "", "", "", "日小计", 500.5, "", "", ""],
        [2, "6月2日", "车位B1-023", "孙丽", "车位费", 210, "POS机", "R2", "周敏"],
        ["合计", "", "", "", "", 710.5],
    ]
    found = _read("payments", rows)
    assert _paid(found) == [
        (3, DAY(2025, 6, 1), "3-1-101", "王建国", 50_050),
        (5, DAY(2025, 6, 2), "车位B1-23", "孙丽", 21_000),
    ]
    assert found.problems == []


def test_service_log_with_merged_days() -> None:
    """Day and building merged downwards belong to every row; 全小区 and 地下车库 are no premises."""
    rows: list[Row] = [
        ["阳光里小区2025年6月服务日志"],
        ["日期", "楼栋", "服务类别", "服务内容", "作业人员"],
        [DAY(2025, 6, 1), "3栋", "保洁", "大堂地面清洗", "李姐"],
        ["", "", "电梯", "更换按钮", "赵师傅"],
        ["6月2日", "全小区", "绿化", "修剪绿篱1200㎡", "绿化组"],
    ]
    found = _read("service_records", rows, merges=[(2, 0, 3, 0), (2, 1, 3, 1)])
    assert [(r.done_on, r.building, r.key, r.category) for r in found.rows] == [
        (DAY(2025, 6, 1), "3", None, "保洁"),
        (DAY(2025, 6, 1), "3", None, "电梯"),
        (DAY(2025, 6, 2), "", None, "绿化"),
    ]
    place: list[Row] = [
        ["服务时间", "服务地点", "服务项目", "完成情况"],
        ["2025-06-01 09:30", "地下车库", "清洗", "冲洗地面"],
    ]
    assert [(r.key, r.building) for r in _read("service_records", place).rows] == [(None, "")]


def test_complaint_register() -> None:
    """Building, entrance and room apart; days as 20250606 numbers, as text and as true dates."""
    rows: list[Row] = [
        ["2025年业主投诉报修登记表"],
        ["序号", "登记日期", "楼栋", "单元", "室号", "业主", "电话", "问题描述", "处理结果", "办结日期", "处理人"],
        [1, "6月1日", "3", 1, 101, "王建国", "13812345671", "电梯经常停,电话已回", "已修复", DAY(2025, 6, 3), "赵师傅"],
        [2, "2025.6.5", "5", 2, 1801, "刘洋", "17712341234", "楼上漏水", "协调中", "", "周敏"],
        [3, 20250606, "12", 2, 2502, "赵磊", "", "停车位被占", "已处理", 20250607, "王队"],
    ]
    found = _read("repair_tickets", rows)
    assert [(r.reported_on, r.key.text, r.done_on, r.status, r.reporter) for r in found.rows] == [
        (DAY(2025, 6, 1), "3-1-101", DAY(2025, 6, 3), "已修复", "王建国"),
        (DAY(2025, 6, 5), "5-2-1801", None, "协调中", "刘洋"),
        (DAY(2025, 6, 6), "12-2-2502", DAY(2025, 6, 7), "已处理", "赵磊"),
    ]
    assert found.problems == []


def test_a_csv_of_receipts_keeps_its_rooms() -> None:
    rows: list[Row] = [
        ["收费时间", "房屋编号", "缴费人", "实收金额"],
        ["2025-06-01 10:00:00", '="3-1-101"', "王建国", "'500.00"],
    ]
    found = _read("payments", [], text=to_csv([page(rows)], "utf-8").decode())
    assert _paid(found) == [(2, DAY(2025, 6, 1), "3-1-101", "王建国", 50_000)]

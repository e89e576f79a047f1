"""How a sheet was understood, in one Chinese sentence, and the name of each column's role for the mapping screen."""

from __future__ import annotations

from typing import Final

from jiefen.ledger.imports.amounts import describe_measure
from jiefen.ledger.imports.plan import ColumnPlan, SheetPlan

FIELD_NAMES: Final = {
    "room": "房号",
    "building": "楼栋",
    "entrance": "单元",
    "floor": "楼层",
    "phase": "分期",
    "estate": "小区",
    "owner": "业主",
    "phone": "电话",
    "id_no": "证件号",
    "area": "面积",
    "unit_price": "单价",
    "item": "费用项",
    "period": "期间",
    "period_start": "开始时间",
    "period_end": "结束时间",
    "paid_to": "已交至",
    "year": "年度",
    "month": "月份",
    "due_on": "应缴日期",
    "months": "欠费时长",
    "seq": "序号",
    "fee_no": "编号",
    "object_no": "车位或表号",
    "steward": "管家",
    "note": "备注",
    "amount": "金额",
    "total": "合计",
    "ignore": "不使用",
    "unknown": "未识别",
    "": "未识别",
}


def field_name(column: ColumnPlan) -> str:
    """Machine-readable role: ``room``, ``amount:outstanding``, ``amount:outstanding:物业费``, ``total`` …"""
    if column.field != "amount":
        return column.field or "unknown"
    tail = [column.measure or "outstanding", column.item or column.period_text]
    return ":".join(["amount", *[t for t in tail if t]])


def describe(plan: SheetPlan) -> str:
    """For example: 欠费明细：一行一笔费用；房号、业主、电话…；金额取“欠费金额”。"""
    amounts = [c for c in plan.columns if c.field == "amount"]
    by_item, by_period = (
        len({c.item for c in amounts if c.item}),
        len({(c.start, c.period_text) for c in amounts if c.start or c.period_text}),
    )
    if by_item > 1 and by_period > 1:
        shape = "一行一户，每个期间下分费用项"
    elif by_period > 1:
        shape = "一行一户，一列一个期间"
    elif by_item > 1:
        shape = "一行一户，一列一个费用项"
    else:
        shape = (
            "一行一笔费用" if plan.first("item") is not None or plan.first("period_start") is not None else "一行一户"
        )
    plan.layout = shape
    unit = {100: "元", 1_000_000: "万元"}.get(plan.scale, "元")
    known = "、".join(
        dict.fromkeys(
            FIELD_NAMES[c.field]
            for c in plan.columns
            if c.field in FIELD_NAMES and c.field not in ("", "unknown", "ignore", "amount", "total")
        )
    )
    money = "、".join(f"“{c.label}”（{describe_measure(c)}）" for c in amounts[:6]) + ("等" if len(amounts) > 6 else "")
    assumed = (
        f"；没有写费用项的金额按“{plan.default_item}”记"
        if plan.default_item and plan.first("item") is None and any(not c.item for c in amounts)
        else ""
    )
    if not amounts:
        return f"{plan.sheet}：{shape}；认出{known}；没有认出金额列。"
    return f"{plan.sheet}：{shape}；认出{known}；金额取{money}；单位是{unit}{assumed}。"

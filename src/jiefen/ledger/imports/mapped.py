"""Which column plays which part in a sheet of payments, service records or repair tickets, for the mapping page.

The engine finds these parts by header words. Here they become the ``field`` of each column, which a clerk can correct;
before reading, every column gets a header the engine knows (``readable``), so that the clerk's word is what counts.
"""

from __future__ import annotations

import dataclasses
import re
from typing import Final

from jiefen.ledger.imports.cells import text_of
from jiefen.ledger.imports.generic import _Reader
from jiefen.ledger.imports.plan import ColumnPlan, SheetPlan
from jiefen.ledger.imports.preview import FIELD_NAMES
from jiefen.ledger.imports.reader import Workbook

SHARED: Final = ("room", "building", "entrance", "phase", "estate", "owner", "phone", "note", "fee_no")
# Per kind: the part, its name on the mapping page, and a header word by which the engine knows it.
PARTS: Final[dict[str, dict[str, tuple[str, str]]]] = {
    "payments": {
        "date": ("收款日期", "日期"),
        "amount": ("收款金额", "金额"),
        "expense": ("支出金额", "支出"),
        "refund": ("退款金额", "退款金额"),
        "flag": ("收支方向", "借贷标志"),
        "method": ("收款方式", "支付方式"),
        "status": ("交易状态", "状态"),
        "item": ("费用项", ""),
    },
    "service_records": {
        "date": ("服务日期", "日期"),
        "category": ("服务类别", "类别"),
        "content": ("服务内容", "内容"),
        "handler": ("服务人员", "处理人员"),
    },
    "repair_tickets": {
        "date": ("报修日期", "报修日期"),
        "done": ("完成日期", "完成日期"),
        "category": ("报修类别", "类别"),
        "content": ("报修内容", "内容"),
        "status": ("处理状态", "状态"),
        "handler": ("维修人员", "维修人员"),
    },
}
NEEDED: Final = {
    "payments": ("date", "amount"),
    "service_records": ("date", "content"),
    "repair_tickets": ("date", "content"),
}
_SAID_OTHERWISE: Final = {
    ("payments", "owner"): "付款人",
    ("payments", "phone"): "付款人电话",
    ("payments", "note"): "摘要或备注",
    ("payments", "fee_no"): "流水号或收据号",
    ("repair_tickets", "owner"): "报修人",
    ("repair_tickets", "fee_no"): "工单号",
}
_SERIAL: Final = re.compile(
    r"流水|收据|票据|发票|凭证|交易|订单|单据|日志|单号"
)  # a number per payment, not per customer


def part_names(kind: str) -> dict[str, str]:
    """What a column of such a sheet can be: code → Chinese name."""
    own = {part: name for part, (name, _) in PARTS[kind].items()}
    shared = {field: _SAID_OTHERWISE.get((kind, field), FIELD_NAMES[field]) for field in SHARED}
    return {**own, **shared, "ignore": FIELD_NAMES["ignore"]}


def with_parts(plan: SheetPlan) -> SheetPlan:
    """An inferred plan whose columns say which part they play."""
    reader = _Reader(plan, plan.kind)
    parts = {index: part for part, index in reader.roles.items()} | dict.fromkeys(reader.notes, "note")
    if "amount" in PARTS[plan.kind] and "amount" not in parts.values():
        spare = next((c.index for c in plan.columns if c.field in ("amount", "total") and c.index not in parts), None)
        parts |= {} if spare is None else {spare: "amount"}
    for column in plan.columns:
        column.field, column.measure, column.item = parts.get(column.index, "ignore"), "", ""
    if plan.kind == "payments":
        _keep_the_serial(plan.columns)
    return plan


def _keep_the_serial(columns: list[ColumnPlan]) -> None:
    """A customer's number is no payment's number: taking it for one would make his second payment a duplicate."""
    for column in columns:
        if column.field == "fee_no" and not _SERIAL.search(column.label):
            column.field = "ignore"
    if not any(column.field == "fee_no" for column in columns):
        serial = next((c for c in columns if c.field == "ignore" and re.search(r"流水|收据号|凭证号", c.label)), None)
        if serial is not None:
            serial.field = "fee_no"


def readable(plan: SheetPlan) -> SheetPlan:
    """The plan as the engine reads it: every header says the part the column plays, others say nothing."""
    words = {part: header for part, (_, header) in PARTS[plan.kind].items()}
    columns = [dataclasses.replace(column, label=words.get(column.field, "")) for column in plan.columns]
    return dataclasses.replace(plan, columns=columns)


def missing_parts(plan: SheetPlan) -> list[str]:
    """Names of the parts without which the sheet cannot be read."""
    if plan.skip:
        return []
    return [PARTS[plan.kind][part][0] for part in NEEDED[plan.kind] if plan.first(part) is None]


def describe(plan: SheetPlan) -> str:
    """For example: 流水：收款日期取“交易日期”、收款金额取“贷方发生额”、付款人取“对方户名”。"""
    names = part_names(plan.kind)
    found = [
        f"{names[c.field]}取“{c.label}”" for c in plan.columns if c.label and c.field in names and c.field != "ignore"
    ]
    return f"{plan.sheet}：{'、'.join(found) or '没有认出列'}。"


def texts_of(workbook: Workbook, plan: SheetPlan, part: str) -> dict[tuple[str, int], str]:
    """(sheet, row) → text of the first column of a part, for what the engine's rows do not carry."""
    index = plan.first(part)
    if plan.skip or index is None:
        return {}
    rows = enumerate(workbook.sheet(plan.sheet).rows(), 1)
    return {
        (plan.sheet, number): text_of(row[index])
        for number, row in rows
        if number >= plan.first_row and index < len(row) and row[index] not in ("", None)
    }

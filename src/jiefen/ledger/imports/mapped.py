"""Which column plays which part in a sheet of payments, service records or repair tickets, for the mapping page.

The engine finds these parts by header words. Here they become the ``field`` of each column, which a clerk can correct;
before reading, every column gets a header the engine knows (``readable``), so that the clerk's word is what counts.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from itertools import islice
from typing import Final

from jiefen.ledger.imports import money_columns, periods, title_days
from jiefen.ledger.imports.cells import text_of
from jiefen.ledger.imports.generic import _Reader
from jiefen.ledger.imports.grid import Row
from jiefen.ledger.imports.plan import ColumnPlan, SheetPlan
from jiefen.ledger.imports.preview import FIELD_NAMES
from jiefen.ledger.imports.reader import Workbook
from jiefen.ledger.imports.values import BY_VALUES

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
        "type": ("交易类型", "交易类型"),
        "void": ("作废标志", "是否作废"),
        "refund_state": ("退款状态", "退款状态"),
        "arrived": ("是否到账", "是否到账"),
        "change": ("找零", "找零"),
        "due": ("应收金额", "应收金额"),
        "currency": ("币种", "币种"),
        "item": ("费用项", ""),
        "period": ("费用期间", ""),
        "period_start": ("费用期间的开始", ""),
        "period_end": ("费用期间的结束", ""),
        "year": ("收款的年", ""),
        "month": ("收款的月", ""),
        "item_amount": ("一个费用项的金额", ""),
        "channel": ("一种收款方式的金额", ""),
    },
    "service_records": {
        "date": ("服务日期", "日期"),
        "category": ("服务类别", "类别"),
        "content": ("服务内容", "内容"),
        "handler": ("服务人员", "处理人员"),
        "state": ("是否完成", "是否完成"),
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
_INSTEAD: Final = {  # what does as well
    ("payments", "amount"): ("item_amount", "channel"),
    ("service_records", "content"): ("category",),
    ("repair_tickets", "content"): ("category",),
}
_SAID_OTHERWISE: Final = {
    ("payments", "owner"): "付款人",
    ("payments", "phone"): "付款人电话",
    ("payments", "note"): "摘要或备注",
    ("payments", "fee_no"): "流水号或收据号",
    ("repair_tickets", "owner"): "报修人",
    ("repair_tickets", "fee_no"): "工单号",
}
# A number per payment, not per customer; the first kind is the surest.
_SERIALS: Final = (
    r"流水|交易.*号|日志",
    r"订单|单号|参考号|明细编号",
    r"收据|票据|发票|票号|单据|receipt|transaction|reference",
    r"凭证",
)
_NOBODY: Final = re.compile(
    r"终端|卡号|机具|门店|网点|柜员|操作|通道|渠道|银行|商户号|批次|参考号|[账帐]号$|程度|等级|级别|来源|部门|工种|评价|满意|照片|事由|现象"
)  # no room and no payer
_MEMO: Final = re.compile(r"摘要|附言|用途|备注|留言|事由|商品|个性化信息|附加信息|附加域")
_A_DAY: Final = re.compile(r"^(?!.*(?:起|止|开始|结束|期间|所属|截)).*(?:时间|日期)$")  # 收费时间 is no billing period
_WAYS: Final = (("微信", "微信"), ("支付宝", "支付宝"), ("刷卡", r"银联|POS|刷卡"))
_SAMPLE: Final = 400
_MANY: Final = 5
_FREE: Final = ("", "unknown", "ignore")


def part_names(kind: str) -> dict[str, str]:
    """What a column of such a sheet can be: code → Chinese name."""
    own = {part: name for part, (name, _) in PARTS[kind].items()}
    shared = {field: _SAID_OTHERWISE.get((kind, field), FIELD_NAMES[field]) for field in SHARED}
    return {**own, **shared, "ignore": FIELD_NAMES["ignore"]}


def planned(workbook: Workbook, plans: list[SheetPlan]) -> list[SheetPlan]:
    """Inferred plans of a workbook with their parts; a sheet of nothing but sums is left out."""
    found = []
    for plan in plans:
        sheet = workbook.sheet(plan.sheet)
        sheet.load()
        found.append(with_parts(plan, list(islice(sheet.rows(), plan.first_row + _SAMPLE))))
        sheet.release()
    for plan in found:
        if len(found) > 1 and not plan.skip and plan.kind == "payments" and _is_summary(plan):
            plan.skip, plan.skip_code, plan.why = (
                True,
                "sheet_without_rooms",
                "这张工作表没有日期和房号，看起来是汇总，没有计入。",
            )
    return found


def with_parts(plan: SheetPlan, rows: Sequence[Row] = ()) -> SheetPlan:
    """An inferred plan whose columns say which part they play. ``rows``: the first ones of the sheet."""
    data, own = rows[plan.first_row - 1 :], plan.columns[: plan.beside or None]
    _put_right(plan, own, data)
    reader = _Reader(plan, plan.kind)
    parts = {index: part for part, index in reader.roles.items()} | dict.fromkeys(reader.notes, "note")
    if plan.kind == "payments":
        parts = money_columns.find(plan, parts, data)
    for column in plan.columns:
        column.field, column.measure = parts.get(column.index, "ignore"), ""
        column.item = column.item if column.field == money_columns.BY_ITEM else ""
    if plan.kind == "payments":
        _keep_the_serial(own, data)
        plan.paid_by = _one_way(plan, rows)
    elif plan.kind == "repair_tickets" and plan.first("fee_no") is None:
        _take(own, ("ignore",), "单号|工单编?号|受理编?号", "fee_no")
    if plan.kind != "arrears" and (plan.first("date") is None or _says_only_the_day(plan)):
        title_days.settle(plan, rows)
    return plan


def _put_right(plan: SheetPlan, own: list[ColumnPlan], data: Sequence[Row]) -> None:
    """What headers and values alone get wrong in sheets of these kinds."""
    for column in plan.columns:
        if _is_misread(column):
            column.field = "ignore"
    if plan.kind == "payments":
        _names_instead_of_numbers(plan, data)
    for column in own:
        if column.field in _FREE and column.why in ("", "表头") and _MEMO.search(column.label):
            column.field = "note"
    if plan.first("room") is None:
        _take(own, (*_FREE, "fee_no"), "房号|房间号|房屋", "room")  # 合同号(房号)
    if plan.first("room") is None and plan.kind == "payments":
        _take(own, ("object_no",), "车位|泊位", "room")


def _take(columns: list[ColumnPlan], fields: tuple[str, ...], label: str, part: str) -> None:
    """The first column of these fields with such a label plays ``part``."""
    found = next((c for c in columns if c.field in fields and re.search(label, c.label)), None)
    if found is not None:
        found.field = part


def _is_misread(column: ColumnPlan) -> bool:
    """A terminal that looks like a room, a day of settlement that looks like a billing period."""
    if column.field in ("room", "owner", "building"):
        return bool(_NOBODY.search(column.label))
    if column.field == "phone":
        return column.why == BY_VALUES and bool(re.search(r"票|单|流水|凭证|账|帐|编号|卡", column.label))
    return column.field in periods.FIELDS and (column.why == BY_VALUES or bool(_A_DAY.search(column.label)))


def _names_instead_of_numbers(plan: SheetPlan, rows: Sequence[Row]) -> None:
    """对方账户 may hold the account's number: then the payer stands under 对方账户名称."""
    for column in plan.by_field("owner"):
        cells = [text for row in rows if column.index < len(row) and (text := text_of(row[column.index]))]
        if cells and all(re.fullmatch(r"[\d* -]+", text) for text in cells):
            column.field = "ignore"
            named = (c for c in plan.columns if c.field == "ignore" and re.search(r"名称|户名|姓名", c.label))
            if (other := next((c for c in named if not _NOBODY.search(c.label)), None)) is not None:
                other.field = "owner"


def _one_way(plan: SheetPlan, rows: Sequence[Row]) -> str:
    """The wallet or terminal whose own bill this is, by its title and headers; "" when none or several are named."""
    above = rows[: plan.header_rows[0] - 1] if plan.header_rows else []
    words = [*(text_of(cell) for row in above for cell in row), *(column.label for column in plan.columns)]
    found = [way for way, pattern in _WAYS if any(re.search(pattern, word, re.IGNORECASE) for word in words)]
    return found[0] if len(found) == 1 and plan.first("method") is None else ""


def _says_only_the_day(plan: SheetPlan) -> bool:
    return any(c.field == "date" and c.label in ("日", "日期") for c in plan.columns)


def _is_summary(plan: SheetPlan) -> bool:
    named = any(plan.first(part) is not None for part in ("date", "room", "owner", "phone", "note", "fee_no"))
    return not named and not plan.default_start


def _keep_the_serial(columns: list[ColumnPlan], rows: Sequence[Row]) -> None:
    """A customer's number is no payment's number: taking it for one would make his second payment a duplicate."""
    able = [c for c in columns if c.field in ("fee_no", "ignore") and _serial_rank(c, rows) is not None]
    best = min(able, key=lambda c: (_serial_rank(c, rows), c.field != "fee_no", c.index), default=None)
    for column in columns:
        if column.field == "fee_no":
            column.field = "ignore"
    if best is not None:
        best.field = "fee_no"


def _serial_rank(column: ColumnPlan, rows: Sequence[Row]) -> int | None:
    """How surely a column numbers payments; None when it does not. Equal in every row, it numbers something else."""
    if re.search(r"客户|业主|用户|退款|商户号|企业", column.label):
        return None
    cells = [text for row in rows if column.index < len(row) and (text := text_of(row[column.index])).strip("0-/")]
    if (rows and not cells) or (len(cells) >= _MANY and len(set(cells)) == 1):
        return None
    ranks = (rank for rank, words in enumerate(_SERIALS) if re.search(words, column.label, re.IGNORECASE))
    return next(ranks, None)


def readable(plan: SheetPlan) -> SheetPlan:
    """The plan as the engine reads it: every header says the part the column plays, others say nothing."""
    words = {part: header for part, (_, header) in PARTS[plan.kind].items()}
    split = (money_columns.BY_ITEM, money_columns.BY_CHANNEL)  # their own label says which item or which way
    taught = [plan.columns[c.index % plan.beside] if plan.beside else c for c in plan.columns]  # tables side by side
    columns = [
        c if c.field in split else dataclasses.replace(c, label=words.get(like.field, ""))
        for c, like in zip(plan.columns, taught, strict=True)
    ]
    return dataclasses.replace(plan, columns=columns)


def missing_parts(plan: SheetPlan) -> list[str]:
    """Names of the parts without which the sheet cannot be read."""
    if plan.skip:
        return []
    return [PARTS[plan.kind][part][0] for part in NEEDED[plan.kind] if not _has(plan, part)]


def _has(plan: SheetPlan, part: str) -> bool:
    if part == "date" and title_days.day_of(plan):
        return True
    return any(plan.first(name) is not None for name in (part, *_INSTEAD.get((plan.kind, part), ())))


def says_no_place(plan: SheetPlan) -> bool:
    """Whether a sheet of services names no place at all, in no column and no title."""
    named = any(plan.first(part) is not None for part in ("room", "building", "entrance"))
    return plan.kind == "service_records" and not (plan.skip or named or plan.default_building)


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

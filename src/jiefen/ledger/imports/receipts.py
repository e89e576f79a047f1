"""Payments of a cashier's or a bank's export: what was received, on which day, from whom, for which room."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from jiefen.ledger.imports import rooms
from jiefen.ledger.imports.cells import amount, compact, text_of
from jiefen.ledger.imports.generic import _date, _Reader, _sheet_rows
from jiefen.ledger.imports.generic_rows import PaymentRow, Rows
from jiefen.ledger.imports.grid import Row
from jiefen.ledger.imports.parse import infer
from jiefen.ledger.imports.plan import SheetPlan
from jiefen.ledger.imports.problems import Problems
from jiefen.ledger.imports.reader import Workbook
from jiefen.ledger.imports.rooms import RoomKey

_ROOM_IN_TEXT = re.compile(
    r"(?<!\d)(?<!\d-)(?:[A-Z]|\d{1,3})(?:号楼|#楼|栋|幢|座|#|-)-?\d{1,2}(?:单元|-|#)-?\d{3,4}(?!\d)室?"
    r"|(?<!\d)(?<!\d-)(?:[A-Z]|\d{1,3})(?:号楼|#楼|栋|幢|座|#|-)-?\d{3,4}(?![\d-])室?|(?:车位|车库|商铺)[A-Z]?\d?-?\d{1,4}"
)
_DATE_IN_TEXT = re.compile(r"(?:19|20)\d\d[-./年]\d{1,2}(?:[-./月]\d{1,2})?")
_VOID = re.compile("退款|退回|冲正|撤销|作废|关闭|失败|取消|未支付|待支付|未付|处理中|未到账")


def parse_payments(
    workbook: Workbook, plans: list[SheetPlan] | None = None, *, accepted: Iterable[tuple[str, int, str]] = ()
) -> Rows[PaymentRow]:
    """Receipts of a cashier or bank export. Money going out is left out; refunds and duplicates (same
    reference, or same
    day, room, payer and amount without one) are held back with a problem."""
    plans = infer(workbook, "payments") if plans is None else plans
    problems, result = Problems(frozenset(accepted)), Rows[PaymentRow](plans=plans)
    seen: set[Any] = set()
    for reader, number, row in _sheet_rows(workbook, plans, "payments"):
        if fen := _received(reader, row, number, problems):
            entry = _payment(reader, row, number, fen, problems)
            if _is_new(entry, seen, problems):
                result.rows.append(entry)
                result.total_fen += fen
    result.problems = problems.items
    return result


def _payment(reader: _Reader, row: Row, number: int, fen: int, problems: Problems) -> PaymentRow:
    memo = " ".join(text for i in reader.notes if (text := text_of(row[i])))
    key, source = _payment_room(reader, row, memo)
    day = _date(reader, row, number, "date", problems, required=True)
    estate = reader.text(row, "estate") or reader.plan.estate
    texts = {name: reader.text(row, name) for name in ("owner", "method", "fee_no", "item")}
    place = (reader.plan.sheet, number, day, key, estate)
    return PaymentRow(*place, texts["owner"], fen, texts["method"], texts["fee_no"], memo, texts["item"], source)


def _is_new(entry: PaymentRow, seen: set[Any], problems: Problems) -> bool:
    """False (reported) for a receipt already read: same reference, or same day, room, payer, memo and amount."""
    fen, key, item = entry.amount_fen, entry.key, entry.item
    by_content = (entry.paid_on, key, entry.payer, fen, entry.memo, item)
    mark = (entry.reference, fen, key, item) if entry.reference else by_content
    message = "与前面一行是同一笔收款，先不计入。"
    if mark in seen and not problems.add(entry.sheet, entry.row, "duplicate", value=fen / 100, message=message):
        return False
    seen.add(mark)
    if key is None:
        message, todo = "这一笔没有写房号，摘要里也没有找到。", "请按付款人选择房屋。"
        problems.add(entry.sheet, entry.row, "room_not_named", value=entry.payer, message=message, suggestion=todo)
    return True


def _received(reader: _Reader, row: Row, number: int, problems: Problems) -> int:
    index = reader.roles.get("amount")
    if index is None:
        index = next((c.index for c in reader.plan.columns if c.field in ("amount", "total")), None)
    if index is None:
        return 0
    if re.search(r"支|借|出|付|^D$", compact(reader.cell(row, "flag")).upper()):
        return 0
    if _refunded(reader, row, number, problems) or _void(reader, row, number, problems):
        return 0
    column = reader.plan.columns[index]
    found = amount(row[index], column.scale)
    todo = "请改成数字，例如 1234.50；没有收到钱就清空。" if found.code == "amount_unreadable" else ""
    if found.code and not problems.add(
        reader.plan.sheet, number, found.code, index=index, label=column.label, value=row[index], suggestion=todo
    ):
        return 0
    fen = found.fen or 0
    if fen < 0 and not problems.add(
        reader.plan.sheet,
        number,
        "negative_amount",
        index=index,
        label=column.label,
        value=row[index],
        message="这是负数，可能是退款或冲正，先不计入。",
    ):
        return 0
    return fen


def _refunded(reader: _Reader, row: Row, number: int, problems: Problems) -> bool:
    """Whether the row holds a refund in a column of its own (reported): never money received, never dropped in silence."""
    value = reader.cell(row, "refund")
    if not (amount(value).fen or 0):
        return False
    index = reader.roles["refund"]
    problems.add(
        reader.plan.sheet,
        number,
        "negative_amount",
        index=index,
        label=reader.labels[index],
        value=value,
        message="这一行有退款，先不计入。",
        suggestion="请到这一户的页面冲正原来那笔收款。",
    )
    return True


def _void(reader: _Reader, row: Row, number: int, problems: Problems) -> bool:
    """Whether the row's state says that the money never came or went back (reported, unless the clerk accepts it)."""
    state = reader.text(row, "status")
    if not _VOID.search(state):
        return False
    index = reader.roles["status"]
    return not problems.add(
        reader.plan.sheet, number, "payment_void", index=index, label=reader.labels[index], value=state
    )


def _payment_room(reader: _Reader, row: Row, memo: str) -> tuple[RoomKey | None, str]:
    if key := reader.key(row):
        return key, "room"
    named = memo, reader.text(row, "owner")
    for text in (*map(str.upper, named), *(compact(text).upper() for text in named)):  # 1-1-101 2023年; 1 - 1 - 101
        if match := _ROOM_IN_TEXT.search(_DATE_IN_TEXT.sub(" ", text)):
            return rooms.parse_room(match[0], reader.place(row)), "memo"
    return None, ""

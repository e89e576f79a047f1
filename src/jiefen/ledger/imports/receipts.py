"""Payments of a cashier's or a bank's export: what was received, on which day, from whom, for which room and debt."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple

from jiefen.ledger.imports import purposes
from jiefen.ledger.imports.cells import amount, compact, text_of
from jiefen.ledger.imports.generic import _date, _Reader, _sheet_rows
from jiefen.ledger.imports.generic_rows import PaymentRow, Rows, Span
from jiefen.ledger.imports.grid import Row
from jiefen.ledger.imports.parse import infer
from jiefen.ledger.imports.plan import ColumnPlan, SheetPlan
from jiefen.ledger.imports.problems import Problems
from jiefen.ledger.imports.reader import Workbook
from jiefen.ledger.imports.rooms import OTHER, RoomKey

_VOID: Final = re.compile(
    r"退款|退费|退还|退回|退货|退汇|冲正|冲红|红冲|冲销|撤销|撤单|作废|关闭|失败|不成功|未成功|取消|未支付|待支付|未付|未缴|未收|处理中|支付中|未到账|余额不足"
    r"|冻结|销户|拒绝|异常|无效|超时|预授权|^欠费|等待|待.{0,4}[付缴交收]|待(?:确认|审核|到账|入账|处理)|未(?:完成|成功|扣|到|确认)|[申审]\S?中$|REFUND|REVOKED|CLOSED|NOTPAY|PAYERROR|USERPAYING|FAIL|CANCEL",
    re.IGNORECASE,
)
_NOTHING_VOID: Final = re.compile(r"(?:未|无|没有)(?:退款|退回|冲正|撤销|作废|异常)")
_NO_SERIAL: Final = re.compile(
    r"[0\-/—无]*|.*e\+\d+", re.IGNORECASE
)  # blank, or cut to fifteen digits by a spreadsheet
_REFUNDED: Final = re.compile(r"(?<!未)(?<!不)成功|已退|退款|全额|部分|SUCCESS|PROCESSING", re.IGNORECASE)
_OUTGOING: Final = re.compile(r"支出|转出|提现|往[账帐]|付出|借方?|收费|手续费|服务费|代付|打款|划出")
_YES: Final = frozenset(
    ("是", "√", "✓", "✔", "Y", "YES", "1", "TRUE", "作废", "已作废", "红冲", "已红冲", "退款", "已退款")
)
_NO: Final = frozenset(("否", "×", "✗", "N", "NO", "0", "FALSE", "未", "没有"))
_OURS: Final = re.compile(r"人民币.*|RMB|CN[YH]|¥|元|0?1|156|0?10|", re.IGNORECASE)
_OFFSET: Final = re.compile(r"抵扣|冲抵|抵缴|余额支付|预存支付")
_FOOTER: Final = re.compile(r"(?:制表|制单|审核|复核|填表|经办|收款人|出纳|会计|备注|说明|注)(?:人|员)?:|其中")
_BALANCE: Final = re.compile(
    r"(?:期初|期末|年初|年末|[上本当][日月年期季]|[上承前]页)?(?:余额|结[转余存]|发生额|收入|收款)?(?:合计|累计|小计|余额|结[转余存])|[承过]?[前次]页"
    r"|(?:活期|存款|批量|季度)*(?:结息|付息|利息)(?:收入|入账)?"
)


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
        if _is_balance(reader, row):
            continue
        for part in _received(reader, row, number, problems):
            entry = _payment(reader, row, number, part, problems)
            if _is_new(entry, seen, problems):
                result.rows.append(entry)
                result.total_fen += part.fen
    result.problems = problems.items
    return result


class _Part(NamedTuple):
    """Money of one row, or of one of its columns by fee item or way of paying."""

    fen: int
    item: str = ""
    method: str = ""
    span: Span | None = None


def _is_balance(reader: _Reader, row: Row) -> bool:
    """期初余额, 本月合计, 结息: a line of a statement that is no payment of a household, although it has a day."""
    way = reader.roles.get("method", -1)
    texts = [compact(cell).strip(":") for at, cell in enumerate(row) if at != way and isinstance(cell, str)]
    if _FOOTER.match(next((text for cell in row if (text := compact(cell))), "")):
        return True
    room = compact(reader.cell(row, "room"))
    return any(_BALANCE.fullmatch(text) for text in texts) and (not room or bool(_BALANCE.fullmatch(room)))


def _payment(reader: _Reader, row: Row, number: int, part: _Part, problems: Problems) -> PaymentRow:
    memo = " ".join(text for i in reader.notes if (text := text_of(row[i])))
    named, source = _rooms(reader, row, memo)
    day = _date(reader, row, number, "date", problems, required=True)
    texts = {name: reader.text(row, name) for name in ("owner", "fee_no", "item")}
    serial = "" if _NO_SERIAL.fullmatch(texts["fee_no"]) else texts["fee_no"]
    return PaymentRow(
        sheet=reader.plan.sheet,
        row=number,
        paid_on=day,
        key=named[0] if named else None,
        estate=reader.text(row, "estate") or reader.plan.estate,
        payer=texts["owner"],
        amount_fen=part.fen,
        method=_method(reader, row, part),
        reference=serial,
        memo=memo,
        item=part.item or texts["item"] or purposes.items_in(memo),
        room_from=source,
        periods=(part.span,) if part.span else _spans(reader, row, memo),
        rooms=tuple(key.text for key in named) if len(named) > 1 else (),
    )


def _method(reader: _Reader, row: Row, part: _Part) -> str:
    """The way of paying; a kind of transaction such as 预存抵扣 says it too."""
    kind = reader.text(row, "type")
    return kind if _OFFSET.search(kind) else part.method or reader.text(row, "method") or reader.plan.paid_by


def _spans(reader: _Reader, row: Row, memo: str) -> tuple[Span, ...]:
    """What a period column says, else the first and last day of two, else the memo."""
    whole, first, last = (purposes.span_of(reader.cell(row, p)) for p in ("period", "period_start", "period_end"))
    if whole:
        return (whole,)
    if first and last and first[0] <= last[1]:
        return ((first[0], last[1]),)
    return purposes.spans_in(memo) or (purposes.spans_in(reader.text(row, "item")))


def _is_new(entry: PaymentRow, seen: set[Any], problems: Problems) -> bool:
    """False (reported) for a receipt already read: same reference, or same day, room, payer, memo and amount."""
    fen, key, what = entry.amount_fen, entry.key, (entry.item, entry.method, entry.periods)
    by_content = (entry.paid_on, key, entry.payer, fen, entry.memo, what)
    mark = (entry.reference, fen, key, what) if entry.reference else by_content
    message = "与前面一行是同一笔收款，先不计入。"
    if mark in seen and not problems.add(entry.sheet, entry.row, "duplicate", value=fen / 100, message=message):
        return False
    seen.add(mark)
    if key is None:
        message, todo = "这一笔没有写房号，摘要里也没有找到。", "请按付款人选择房屋。"
        problems.add(entry.sheet, entry.row, "room_not_named", value=entry.payer, message=message, suggestion=todo)
    return True


def _received(reader: _Reader, row: Row, number: int, problems: Problems) -> list[_Part]:
    """The money of a row: none when it went out, never came or is doubtful (reported)."""
    if re.search(r"支|借|出|付|^D$", compact(reader.cell(row, "flag")).upper()):
        return []
    kind = compact(reader.cell(row, "type"))
    if _OUTGOING.fullmatch(kind) or re.search("转出|提现", kind):
        return []
    if _refunded(reader, row, number, problems):
        return []
    parts = _parts(reader, row, number, problems)
    return [] if parts and (_void(reader, row, number, problems) or _foreign(reader, row, number, problems)) else parts


def _parts(reader: _Reader, row: Row, number: int, problems: Problems) -> list[_Part]:
    whole, column = _whole(reader, row, number, problems)
    items = _columns(reader, row, number, "item_amount", problems)
    channels = _columns(reader, row, number, "channel", problems)
    split = items or channels
    if not split:
        return [_Part(whole)] if whole and not _holds_change(reader, row, number, whole, problems) else []
    sums = {sum(fen for _, fen in some) for some in (items, channels) if some}
    if (whole or len(sums) > 1) and sums != {whole or max(sums)}:
        index, label = (column.index, column.label) if column else (-1, "")
        problems.add(reader.plan.sheet, number, "parts_disagree", index=index, label=label, value=whole / 100)
        return []
    if not items:
        return [_Part(fen, method=_leaf(one)) for one, fen in channels]
    ways = "、".join(_leaf(one) for one, _ in channels)
    return [_Part(fen, one.item or _leaf(one), ways, _own_span(one)) for one, fen in items]


def _holds_change(reader: _Reader, row: Row, number: int, whole: int, problems: Problems) -> bool:
    """Whether what was handed over is written as received, and part of it was given back (reported)."""
    change, due = (amount(reader.cell(row, part)).fen or 0 for part in ("change", "due"))
    if not change or not due or whole != due + change:
        return False
    message = "实收里像是还含着找零，没有计入。"
    problems.add(
        reader.plan.sheet, number, "parts_disagree", index=reader.roles["amount"], value=whole / 100, message=message
    )
    return True


def _whole(reader: _Reader, row: Row, number: int, problems: Problems) -> tuple[int, ColumnPlan | None]:
    """What the one column of money says, 分."""
    index = reader.roles.get("amount")
    if index is None and not {"item_amount", "channel"} & reader.roles.keys():
        index = next((c.index for c in reader.plan.columns if c.field in ("amount", "total")), None)
    if index is None:
        return 0, None
    return _fen(reader, row, number, reader.plan.columns[index], problems), reader.plan.columns[index]


def _columns(reader: _Reader, row: Row, number: int, part: str, problems: Problems) -> list[tuple[ColumnPlan, int]]:
    found = [(one, _fen(reader, row, number, one, problems)) for one in reader.plan.by_field(part)]
    return [(one, fen) for one, fen in found if fen]


def _leaf(column: ColumnPlan) -> str:
    return re.sub(r"\(.*?\)", "", compact(column.label).rsplit("/", 1)[-1])


def _own_span(column: ColumnPlan) -> Span | None:
    """The period a column's header names (2024年物业费)."""
    whole = column.period
    return (whole.start, whole.end) if whole and whole.start and whole.end else None


def _fen(reader: _Reader, row: Row, number: int, column: ColumnPlan, problems: Problems) -> int:
    value = row[column.index]
    found = amount(re.sub(r"\+\s*$", "", value) if isinstance(value, str) else value, column.scale)
    where = {"index": column.index, "label": column.label, "value": row[column.index]}
    todo = "请改成数字，例如 1234.50；没有收到钱就清空。" if found.code == "amount_unreadable" else ""
    if found.code and not problems.add(reader.plan.sheet, number, found.code, suggestion=todo, **where):
        return 0
    fen = found.fen or 0
    message = "这是负数，可能是退款或冲正，先不计入。"
    if fen < 0 and not problems.add(reader.plan.sheet, number, "negative_amount", message=message, **where):
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
    """Whether the row says that the money never came or went back (reported, unless the clerk accepts it)."""
    index = next((i for i, says in _says_void(reader, row) if says), None)
    if index is None:
        return False
    return not problems.add(
        reader.plan.sheet, number, "payment_void", index=index, label=reader.labels[index], value=row[index]
    )


def _says_void(reader: _Reader, row: Row) -> Iterator[tuple[int, bool]]:
    """(column, whether it says so): state, kind of transaction, a tick under 是否作废, a remark."""
    for role in ("status", "type"):
        text = _NOTHING_VOID.sub("", compact(reader.cell(row, role)))
        yield reader.roles.get(role, -1), bool(_VOID.search(text))
    refund = _NOTHING_VOID.sub("", compact(reader.cell(row, "refund_state")))
    yield reader.roles.get("refund_state", -1), bool(_REFUNDED.search(refund))
    yield reader.roles.get("void", -1), compact(reader.cell(row, "void")).upper() in _YES
    yield reader.roles.get("arrived", -1), compact(reader.cell(row, "arrived")).upper() in _NO
    yield reader.roles.get("fee_no", -1), purposes.says_void(reader.text(row, "fee_no"))
    yield reader.roles.get("item", -1), bool(re.match("退|冲", compact(reader.cell(row, "item"))))
    for index in reader.notes:
        yield index, purposes.says_void(text_of(row[index]))


def _foreign(reader: _Reader, row: Row, number: int, problems: Problems) -> bool:
    """Whether the row is in another currency (reported)."""
    value = reader.text(row, "currency")
    if _OURS.fullmatch(value):
        return False
    index = reader.roles["currency"]
    problems.add(reader.plan.sheet, number, "foreign_money", index=index, label=reader.labels[index], value=value)
    return True


def _rooms(reader: _Reader, row: Row, memo: str) -> tuple[list[RoomKey], str]:
    """The rooms a payment names, and where."""
    key = reader.key(row)
    several = purposes.rooms_in([reader.text(row, "room")], reader.place(row)) if key and key.kind == OTHER else []
    if len(several) > 1:
        return several, "room"
    if key:
        return [key], "room"
    found = purposes.rooms_in((memo, reader.text(row, "owner")), reader.place(row))
    return found, "memo" if found else ""

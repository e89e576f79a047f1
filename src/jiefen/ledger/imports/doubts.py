"""Doubts that only arise beside the ledger: no such room, two candidates, a closed month. One table, one collector."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final, NamedTuple, Protocol

from jiefen.ledger.imports.plan import ColumnPlan, SheetPlan, column_letter
from jiefen.ledger.imports.problems import MESSAGES, Problem

LISTED: Final = 200  # mere remarks kept per code; further ones are counted
INSTEAD: Final = {
    "room": ("room", "note", "owner"),
    "period": ("period", "period_start", "note"),
    "item": ("item", "note"),
}  # a bank's export has no room: it can be written into the memo


class Doubt(NamedTuple):
    """``field``: the column in which it can be corrected. ``acceptable``: a clerk may take the line as it stands."""

    message: str
    suggestion: str
    field: str = ""
    blocking: bool = True
    acceptable: bool = False


DOUBTS: Final[dict[str, Doubt]] = {
    "column_missing": Doubt("有一列没有找到。", "请在“改列的对应”里指定。"),
    "no_date": Doubt("这一行没有能看懂的日期。", "请写成 2024-01-31 的样子。", "date"),
    "future_date": Doubt("这个日期还没到。", "请核对日期。", "date"),
    "date_too_early": Doubt("这个日期早得不合理。", "请核对年份。", "date"),
    "refund": Doubt("这是负数，像是退款或冲正，不能作为收款入账。", "请到这一户的页面冲正原来那笔收款。", "amount"),
    "amount_unlikely": Doubt("这笔金额大得不合理。", "请检查位数和单位。", "amount"),
    "not_new_money": Doubt("这一行是预存款抵扣，不是新收到的钱。", "请到这一户的页面用“预存抵账单”。", "method"),
    "estate_unknown": Doubt("没有这个小区。", "请核对小区名称。", "estate"),
    "estate_missing": Doubt("没有写是哪个小区。", "请重新上传，并填上小区名称。", "estate"),
    "room_unknown": Doubt("账上没有这个房号。", "请核对房号；新房屋请先导入欠费表。", "room"),
    "sheet_left_out": Doubt("这张工作表没有计入。", "需要计入时，请在“改列的对应”里改。", "", False),
    "place_missing": Doubt("没有认出地点一列，都记在整个小区。", "请在“改列的对应”里指定房号、楼栋或单元。", "", False),
    "building_unknown": Doubt("账上没有这一栋。", "请核对楼栋。", "building"),
    "several_rooms": Doubt("这个房号对得上好几户。", "请把小区、楼栋和单元写全。", "room"),
    "rooms_in_one": Doubt(
        "这一笔写了好几户的房号，分不清每户多少。", "请在原表拆成每户一行；只是其中一户的，就只留那一户的房号。", "room"
    ),
    "room_incomplete": Doubt(
        "只写了室号，付款人也不是这一户的业主。", "请把楼栋和单元写全；确实是这一户就按原样接受。", "room", True, True
    ),
    "room_not_named": Doubt("没有写房号，按姓名和电话也没有找到唯一的一户。", "请填上房号。", "room"),
    "several_owners": Doubt("没有写房号，同名的业主有好几户。", "请填上房号。", "room"),
    "matched_by_name": Doubt("没有写房号，按姓名找到了唯一的一户。", "请核对是不是这一户。", "room", False),
    "matched_by_phone": Doubt("没有写房号，按电话找到了唯一的一户。", "请核对是不是这一户。", "room", False),
    "payer_differs": Doubt(
        "付款人不是这一户登记的业主，已按房号记。", "家人或租户代付很常见；不是这一户请改房号。", "room", False
    ),
    "serial_taken": Doubt(
        "这个流水号账上已经有了，但房屋或金额不一样。", "请核对流水号；账上记错了请先冲正那一笔。", "fee_no"
    ),
    "serial_repeated": Doubt(
        "表里同一个流水号出现了不同的金额。", "确实是分开的几笔就按原样接受。", "fee_no", True, True
    ),
    "looks_like_twice": Doubt(
        "账上同一户同一天有一笔金额相同的收款。", "确实又收了一笔就按原样接受。", "amount", True, True
    ),
    "item_not_owed": Doubt(
        "账上没有这一项未付的账单。", "按原样接受会留作预存；记错了请改费用项。", "item", True, True
    ),
    "period_not_owed": Doubt(
        "账上没有写明的这一期的未付账单，先留作预存。",
        "期间写错了请改；要抵别的账单，请到这一户的页面用“预存抵账单”。",
        "period",
        False,
    ),
    "month_closed": Doubt("这个日期所在的月份已经关账。", "请改记到未关账的月份，原日期可写进备注。", "date"),
    "account_unclear": Doubt("这一户的账不能自动核销。", "请先核对这一户的账目。", "room"),
    "dates_reversed": Doubt("完成日期早于报修日期。", "请核对两个日期。", "done"),
    "state_differs": Doubt("这张工单已经有了，状态和表里不一样，没有改。", "请到工单页面处理。", "status", False),
    "no_words": Doubt("没有写做了什么。", "请填上内容。", "content"),
    "text_shortened": Doubt("内容超过 200 字，只留下前 200 字。", "", "content", False),
}


class Located(Protocol):
    """A row of a sheet."""

    @property
    def sheet(self) -> str:
        """The sheet's name."""
        ...

    @property
    def row(self) -> int:
        """The spreadsheet row; 0 for the sheet as a whole."""
        ...


# The cell holds nothing that could be taken as it stands: it has to be put right.
NOTHING_TO_TAKE: Final = frozenset(
    {
        "amount_unreadable", "amount_too_large", "amount_not_computable", "formula_error", "formula_no_value",
        "room_missing", "parts_disagree", "foreign_money", "not_done",
    }
)  # fmt: skip


def can_accept(code: str) -> bool:
    """Whether a clerk may take a line with this doubt as it stands."""
    return DOUBTS[code].acceptable if code in DOUBTS else code in MESSAGES and code not in NOTHING_TO_TAKE


def title_of(code: str) -> str | None:
    """What is wrong, in general; None for a code nobody knows in advance."""
    if code in DOUBTS:
        return DOUBTS[code].message
    return MESSAGES[code][0] if code in MESSAGES else None


class Spot(NamedTuple):
    """A place in a workbook; row 0 is the sheet as a whole."""

    sheet: str
    row: int = 0


class Doubts:
    """Collects doubts of one sheet after the other; says whether the line may go on."""

    def __init__(self, plans: Iterable[SheetPlan], accepted: frozenset[tuple[str, int, str]]) -> None:
        self.items: list[Problem] = []
        self.counts: Counter[str] = Counter()
        self.held: set[tuple[str, int]] = set()
        self._accepted = accepted
        self._columns: dict[tuple[str, str], ColumnPlan] = {}
        for plan in plans:
            for column in plan.columns:
                self._columns.setdefault((plan.sheet, column.field), column)

    def add(self, row: Located, code: str, value: str = "", *, message: str = "", suggestion: str = "") -> bool:
        """Note a doubt about ``row``; True when the line may go on all the same."""
        doubt = DOUBTS[code]
        if doubt.acceptable and (row.sheet, row.row, code) in self._accepted:
            return True
        self.counts[code] += 1
        if doubt.blocking:
            self.held.add((row.sheet, row.row))
        if doubt.blocking or self.counts[code] <= LISTED:
            self.items.append(self._problem(row, code, value, message or doubt.message, suggestion or doubt.suggestion))
        return not doubt.blocking

    def part_at_fault(self, row: Located, code: str) -> str:
        """The part of the sheet in which the doubt can be put right; "" when there is no such column."""
        field = DOUBTS[code].field
        return next((part for part in INSTEAD.get(field, (field,)) if (row.sheet, part) in self._columns), "")

    def _problem(self, row: Located, code: str, value: str, message: str, suggestion: str) -> Problem:
        column = self._columns.get((row.sheet, self.part_at_fault(row, code)))
        letter, label = (column_letter(column.index), column.label) if column else ("", "")
        return Problem(row.sheet, row.row, letter, label, value[:80], code, message, suggestion, DOUBTS[code].blocking)

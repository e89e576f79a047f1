"""Rows that are not plain household rows: blank, section, total, repeated header, footer, household without a
room number.
"""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING, Any, Final

from jiefen.ledger.imports import grid, headers, items, periods, rooms, totals
from jiefen.ledger.imports.cells import amount, compact, joined, text_of
from jiefen.ledger.imports.grid import Row, label_of
from jiefen.ledger.imports.rooms import Place

if TYPE_CHECKING:
    from jiefen.ledger.imports.walk import SheetWalk

_FOOTER = re.compile(
    r"制表|审核|复核|打印|负责人|财务|编制|填表|备注|说明|^注|主管|经理|日期|签字|盖章|第\d+页|单位|联系|公司|截止|截至|温馨提示|统计|大写|人民币"
)
_STATISTIC = re.compile(  # below the table: 户均欠费, 其中:住宅, 收缴率
    r"其中(?:[::]|$)|(?:户均|平均|人均|均值|最大值|最小值|中位数|占比|同比|环比)|[\u4e00-\u9fa5]{0,6}(?:户数|笔数|人数|收缴率|收费率|回收率|清缴率|欠费率)[::]?$"
)
_BOOKKEEPING = re.compile(
    r"(?:[加减]|扣除?|另)[:：].{1,16}|(?:[上本][年月期页]|去年|往年|以前年度|[期年月]初|[期年月]末)?(?:累计)?(?:结转|转入|转出|余额|结余|期末|期初)(?:余额|数|金额)?"
    r"|(?:物业费?|计费|收费|缴费)?(?:标准|单价|价格)(?:\(.*\))?"
)
_NOTE = re.compile("(?:备注|注|说明|补充说明?|附注)[::]")
_HEADED = re.compile(
    r"[【\[(]?(第?[\dA-Z一二三四五六七八九十]{1,3}(?:号楼|栋|幢|座|#楼?)(?:\d{1,2}单元)?)[】\])]?[,、::;(]*(?=[^\d\W])"
)
_EXAMPLE = re.compile(r"(?:示例|样例|范例|举例|例[:：如])")  # the first row of many templates
_ENTRANCE = re.compile(r"[【\[]?第?([\d一二三四五六七八九十]{1,3}单元)[】\]]?")
_TOTAL_HINT = re.compile(r"[计总页計總頁]|^[TSG]", re.IGNORECASE | re.MULTILINE)
_REMEMBERED: Final = 20_000
Filled = list[tuple[int, Any]]


def classify(walk: SheetWalk, row: Row, number: int) -> int:
    """Premises index of a household row; -1 when the row is something else (handled or reported here)."""
    if key := _plain_key(walk, row):
        return walk.home.enter(key, row, number)
    walk.catch_up()  # totals are compared with, and sections change, what the rows above say
    filled = [(i, v) for i, v in enumerate(row) if v is not None and v != "" and (not isinstance(v, str) or v.strip())]
    if not filled:
        return -1
    if label := walk.totals.label_in(row):
        walk.totals.add(number, label, row)
        walk.previous = -1
        return -1
    if _is_header(walk, row, filled, number):
        return -1
    if _is_section(walk, row, filled, number):
        return -1
    if _STATISTIC.match(compact(filled[0][1])):
        return -1
    if _is_bookkeeping(walk, row, filled, number):
        return -1
    if not compact(walk.home.room_text(row)):
        return _without_room(walk, row, filled, number)
    if _is_footer(walk, filled):
        return -1
    if _EXAMPLE.match(text_of(walk.home.room_text(row))):
        message = "这一行写着是示例，没有计入。"
        walk.problems.add(
            walk.plan.sheet, number, "unrecognised_row", index=filled[0][0], value=filled[0][1], message=message
        )
        return -1
    return walk.home.identify(row, number)


def _plain_key(walk: SheetWalk, row: Row) -> rooms.RoomKey | None:
    """The room of a row that is plainly a household: a proper room number, an owner or an amount, no total word."""
    home = walk.home
    column = home.columns["room"]
    room = row[column[0]] if column else ""
    if room.__class__ is not str or not room or home.columns["floor"] or may_hold_total(row, walk.harmless):
        return None
    key = rooms.plain_room(room, home.around(row)) or _proper_key(walk, room, row)
    return key if key and (float in map(type, row) or compact(home.cell(row, "owner"))) else None


def _proper_key(walk: SheetWalk, room: str, row: Row) -> rooms.RoomKey | None:
    """The key of a room that ends in a digit and could be taken apart."""
    if rooms.looks_like_date(room) or _EXAMPLE.match(room) or rooms.split_phone(room)[1]:
        return None
    key = rooms.parse_room(text_of(room), walk.home.around(row), first_is_building=walk.plan.first_is_building)
    return None if key is None or key.kind == rooms.OTHER or not key.room[-1:].isdigit() else key


def may_hold_total(row: Row, harmless: set[str]) -> bool:
    """Whether a cell names a total; a quick no for almost every row. ``harmless``: words already known not to."""
    for text in [value for value in row if value.__class__ is str and value not in harmless]:
        if _TOTAL_HINT.search(text) and totals.WORD.search(compact(text)):
            return True
        if not text[-1:].isdigit() and len(harmless) < _REMEMBERED:  # rooms and phones do not come again
            harmless.add(text)
    return False


def _money(walk: SheetWalk, row: Row) -> bool:
    """Whether any amount or total column of the row holds something."""
    return any(
        compact(row[c.index]) not in ("", "-", "—", "/")
        for c in walk.columns
        if c.field in ("amount", "total") and c.index < len(row)
    )


def _is_header(walk: SheetWalk, row: Row, filled: Filled, number: int) -> bool:
    """A header printed again on every page is skipped; a different one is reported."""
    labels = [[c.label, *c.label.split("/")] for c in walk.columns]  # 2024年/物业费, but also 2024/5
    texts = [(i, label_of(v)) for i, v in filled]
    same = sum(1 for i, t in texts if i < len(labels) and t in labels[i])
    other = any(  # 水费 where the header above says 物业费
        headers.meaning(t, 2000).field for i, t in texts if i >= len(labels) or t not in labels[i]
    )
    if same >= 2 and same >= 0.5 * len(texts) and not other:
        return True
    if len(texts) >= 3 and not any(isinstance(v, float | int) for _, v in filled):
        known = sum(
            1
            for _, t in texts
            if len(t) <= 16
            and (m := headers.meaning(t, 2000)).field
            and (m.certain or m.measure or m.item or (m.period and same >= 2))
        )
        if known >= max(3, 0.7 * len(texts)):
            walk.next_table = number
            return True
    return False


def _is_section(walk: SheetWalk, row: Row, filled: Filled, number: int) -> bool:
    """``3栋`` alone in a row gives the building to the rows below; so do ``2024年`` and ``物业费`` for period
    and item.
    """
    texts = list(dict.fromkeys(compact(v) for _, v in filled if isinstance(v, str)))
    numbers = [i for i, v in filled if not isinstance(v, str)]
    room = compact(walk.home.room_text(row))
    if not texts or len(texts) > 3:
        return False
    place = rooms.section(texts[0]) or (_headed(texts[0]) if len(filled) == 1 else None)
    if (
        place is not None
        and len(texts) <= 2
        and texts[0] in (room, compact(row[filled[0][0]]))
        and not _other_identity(walk, row, texts[0])
    ):
        _enter(walk, place)
        if numbers and _money(walk, row):
            walk.problems.add(walk.plan.sheet, number, "section_with_amounts", index=filled[0][0], value=texts[0])
        return True
    if numbers or len(texts) > 1:
        return False
    if unit := _ENTRANCE.fullmatch(texts[0]):
        _enter(walk, Place("", walk.home.place.building, rooms.entrance_of(unit[1])))
        return True
    period = periods.parse_text(texts[0], walk.plan.default_year)
    if period and period.start and (not walk.when.cells or "年" in texts[0]):
        walk.enter_period(period)
        return True
    if items.looks_like_item(texts[0]) and walk.item_column is None:
        walk.section_item, walk.previous = items.item_name(texts[0]), -1
        return True
    return False


def _headed(text: str) -> Place | None:
    """The building a heading begins with: 【3栋】管家:周敏 共3户."""
    found = _HEADED.match(text)
    return rooms.section(found[1]) if found else None


def _other_identity(walk: SheetWalk, row: Row, text: str) -> bool:
    """Whether the row names a household elsewhere: then a building in it is just its building."""
    for name in ("room", "owner", "phone", "item", "period_start", "period"):
        for column in walk.plan.by_field(name):
            value = compact(row[column.index]) if column.index < len(row) else ""
            if value and value != text:
                return True
    return False


def _enter(walk: SheetWalk, place: Place) -> None:
    phase = place.phase or walk.plan.default_phase
    walk.home.place = Place(phase, place.building, place.entrance)
    walk.known.clear()
    walk.previous = -1


def _is_bookkeeping(walk: SheetWalk, row: Row, filled: Filled, number: int) -> bool:
    """上月结转, 减：本月收回, 收费标准 where the room should stand and no owner beside it: nobody's debt. Amounts in it are
    reported.
    """
    text = compact(filled[0][1])
    if not _BOOKKEEPING.fullmatch(text) or compact(walk.home.cell(row, "owner")):
        return False
    if _money(walk, row) and "标准" not in text and "价" not in text:
        message = f"“{text[:20]}”这一行不是一户的欠费，没有计入。"
        walk.problems.add(walk.plan.sheet, number, "unrecognised_row", index=filled[0][0], value=text, message=message)
    return True


def _is_footer(walk: SheetWalk, filled: Filled) -> bool:
    """制表人…, 审核…, 备注:…: text only, few cells, no room number."""
    texts = [compact(v) for _, v in filled]
    signed = sum(1 for t in texts if _FOOTER.search(t))
    if (len(filled) > 4 and signed < 2) or any(not isinstance(v, str | datetime.date) for _, v in filled):
        return False
    if len(texts) == 1 and _NOTE.match(texts[0]) and len(texts[0]) > 12:
        return True  # 备注:1. 3-1-101户已缴300元; 2. 不含车位费
    key = rooms.parse_room(texts[0])
    if key is not None and key.kind != rooms.OTHER and re.search(r"[\dA-Za-z]", texts[0]):
        return False
    if len(texts) == 1 and (len(texts[0]) > 12 or grid.is_title(texts[0]) or not re.search(r"[\dA-Za-z]", texts[0])):
        return True  # a heading between the rows; nobody's room, for it says nothing about anybody
    return bool(_FOOTER.search("".join(texts)))


def _without_room(walk: SheetWalk, row: Row, filled: Filled, number: int) -> int:
    """No room number: the household above goes on, or a total without a label, or a question for the clerk."""
    if label := walk.totals.bare_label(row):
        walk.totals.add(number, label, row)
        walk.previous = -1
        return -1
    if not _money(walk, row):
        if not _is_footer(walk, filled) and any(isinstance(v, float | int) for _, v in filled):
            index, value = filled[0]
            walk.problems.add(walk.plan.sheet, number, "unrecognised_row", index=index, value=value)
        return -1
    if _is_footer(walk, filled) and not any(amount(row[c.index]).fen for c in walk.columns if c.index < len(row)):
        return -1  # 物业公司(盖章): … 业主签字: in columns of money
    owner = joined(walk.home.cell(row, "owner"))
    detail = any(
        compact(row[c.index])
        for name in ("item", "period", "period_start", "year", "month")
        for c in walk.plan.by_field(name)
    )
    seq = walk.plan.first("seq")
    if (
        walk.previous >= 0
        and detail
        and (not owner or owner in walk.home.registry.premises[walk.previous].owners)
        and (seq is None or not compact(row[seq]))
    ):
        return walk.previous
    if not owner and not detail and walk.totals.matches_running(row):
        walk.totals.add(number, "合计", row)
        return -1
    if space := _space(walk, row):
        return walk.home.enter(space, row, number)
    return _ask_for_room(walk, row, number)


def _space(walk: SheetWalk, row: Row) -> rooms.RoomKey | None:
    """The parking space of a row without a room number: premises of their own, since nobody's flat is named."""
    for column in reversed(walk.plan.by_field("object_no")):
        text = compact(row[column.index])
        if "位" in column.label and "区" not in column.label and any(c.isdigit() for c in text):
            return rooms.parse_room(text if "位" in text else f"车位{text}")
    return None


def _ask_for_room(walk: SheetWalk, row: Row, number: int) -> int:
    index = walk.plan.first("room")
    column = next((c for c in walk.columns if c.field == "amount" and amount(row[c.index]).fen), None)
    shown = text_of(row[column.index]) if column else ""
    walk.problems.add(
        walk.plan.sheet,
        number,
        "room_missing",
        index=-1 if index is None else index,
        label="" if index is None else walk.columns[index].label,
        value=shown,
    )
    return -1

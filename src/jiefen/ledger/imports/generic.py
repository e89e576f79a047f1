"""Rows of payments, service records and repair tickets by the same header machinery; records and tickets as rows."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from jiefen.ledger.imports import beside, buildings, periods, rooms, title_days
from jiefen.ledger.imports.cells import compact, phones, text_of
from jiefen.ledger.imports.generic_rows import Rows, ServiceRow, TicketRow
from jiefen.ledger.imports.grid import Row
from jiefen.ledger.imports.groups import vertical_fills
from jiefen.ledger.imports.parse import infer
from jiefen.ledger.imports.plan import ColumnPlan, SheetPlan
from jiefen.ledger.imports.problems import Problems
from jiefen.ledger.imports.reader import Sheet, Workbook
from jiefen.ledger.imports.roles import ROLES
from jiefen.ledger.imports.rooms import Place, RoomKey
from jiefen.ledger.imports.totals import WORD
from jiefen.ledger.imports.values import BY_VALUES

_NOWHERE = frozenset(
    (
        "-", "—", "/", "无", "公共区域", "公区", "全小区", "小区", "全区", "整个小区", "园区", "全体业主", "所有业主", "全体住户", "各楼栋", "各栋",
        "所有楼栋", "全部楼栋", "各楼", "每栋", "全部", "小区内", "小区公共区域", "公共部位",
    )
)  # fmt: skip
_MONTH_AND_DAY = re.compile(r"(1[0-2]|0?[1-9])(?:月|/|-|\.)(3[01]|[12]\d|0?[1-9])[日号]?")


_NOT_DONE = re.compile("否|未|没|待|计划中|进行|×|✗|延期|取消")
_CLOCK = re.compile(r"\d{1,2}[::]\d{2}(?::\d{2})?")
_TICKED = re.compile("√|✓|✔|是|已?(?:完成|完工|修好|修复|处理)")
_BARE_RESULT = re.compile("已?完成|正常|合格|良好|完好|达标|无异常|通过|是|√")
_WHOLE_LABELS = frozenset(("收/支", "借/贷", "收/付", "D/C", "DR/CR", "Dr/Cr"))  # no path of two headers
_ANY_DAY = re.compile(
    r"(?!.*(?:完成|办结|完工|截止|应[收缴付]|到期|回访|派单|接单|打印|下次|上次|有效|出生|入住)).*(?:日期|时间)"
)
_BY_FIELD = ("room", "building", "entrance", "owner", "phone", "estate", "note", "item", "fee_no", "phase")
_MONEY_BY_FIELD = ("period", "period_start", "period_end", "year", "month", "item_amount", "channel")
_CHINESE_DAY = re.compile(
    r"([〇零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})[日号]"
)


class _Reader:
    """Cells of one sheet by role, for a kind of generic import."""

    def __init__(self, plan: SheetPlan, kind: str) -> None:
        self.plan = plan
        self.roles: dict[str, int] = {}
        for column in sorted(plan.columns, key=lambda one: (not _is_the_end(kind, one), _clock_time_last(one))):
            role = next((r for r in ROLES[kind] if r not in self.roles and _names(kind, r, column)), None)
            if role:
                self.roles[role] = column.index
        if "date" not in self.roles:  # 缴款入账日期, 用户下单时间
            spare = [
                c for c in plan.columns if c.field in ("", "unknown", "ignore", "due_on") and c.why != beside.SILENT
            ]
            index = next((c.index for c in spare if _ANY_DAY.fullmatch(compact(c.label))), None)
            self.roles |= {} if index is None else {"date": index}
        for name in (*_BY_FIELD, *(_MONEY_BY_FIELD if kind == "payments" else ())):
            index = next((c.index for c in plan.by_field(name) if c.index not in self.roles.values()), None)
            if index is not None and (name == "room" or name not in self.roles):
                self.roles[name] = index
        taken = {index for role, index in self.roles.items() if role != "note"}
        self.notes = [c.index for c in plan.by_field("note") if c.index not in taken]
        self.labels = {c.index: c.label for c in plan.columns}

    def cell(self, row: Row, role: str) -> Any:
        """The raw cell of a role, '' when absent."""
        index = self.roles.get(role)
        return row[index] if index is not None and index < len(row) else ""

    def text(self, row: Row, role: str) -> str:
        """The cell of a role as text."""
        return text_of(self.cell(row, role))

    def place(self, row: Row) -> Place:
        """Building and entrance of the row."""
        phase, building, entrance = self.plan.default_phase, self.plan.default_building, self.plan.default_entrance
        text = self.text(row, "building")
        if text and text not in _NOWHERE:
            found = rooms.building_of(text)
            phase, building = found.phase or phase, found.building
        if text := self.text(row, "entrance"):
            entrance = rooms.entrance_of(text)
        return Place(phase, building, entrance)

    def key(self, row: Row) -> RoomKey | None:
        """The room of the row; None when it names none (or only a building)."""
        text = self.text(row, "room")
        if not text or rooms.section(text) or text in _NOWHERE:
            return None
        key = rooms.parse_room(text, self.place(row))
        named = key is not None and (key.kind == rooms.OTHER or any(c.isdigit() for c in key.room))
        return key if named else None  # 地下车库 is a place, but no premises


def _clock_time_last(column: ColumnPlan) -> bool:
    """交易日期 before 交易时间, whichever stands first: the second may hold the time of day only; 结束日期
    before 开始日期, 类型 before 项目."""
    return column.label.endswith("时间") or column.label.startswith("开始") or column.label == "项目"


def _is_the_end(kind: str, column: ColumnPlan) -> bool:
    """Work is dated by when it was done: 完成日期 before a 日期 of the plan."""
    return kind == "service_records" and bool(re.fullmatch("(?:实际)?(?:完成|完工|结束)日期", column.label))


def _names(kind: str, role: str, column: ColumnPlan) -> bool:
    """Whether a column's label names a role, unless the label already says room, phone or number."""
    if column.why == beside.SILENT:
        return False
    if column.field in ("room", "phone", "fee_no", "item_amount", "channel") and column.why != BY_VALUES:
        return False
    if column.field == "item" and role == "type":
        return False
    whole = re.sub(r"[(\[].*?[)\]]|[*::]", "", compact(column.label))
    labels = {whole, whole.rsplit("/", 1)[-1]} if whole not in _WHOLE_LABELS else {whole}
    if kind == "repair_tickets" and role == "date" and any(re.search("完成|办结|完工", label) for label in labels):
        return False
    pattern = ROLES[kind][role]
    return any(label and re.fullmatch(pattern, label, re.IGNORECASE) for label in labels if pattern)


def _day(value: Any) -> datetime.date | None:
    """A date cell: date, datetime, serial or text with or without a time of day."""
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    if isinstance(value, str):
        text = re.sub(r"(?:[T ]\d{1,2}:\d{2}|(?<=[日号]) ?\d{1,2}[时点:]).*$", "", text_of(value))
        if spelt := _CHINESE_DAY.fullmatch(text):
            year = "".join(str("零一二三四五六七八九".index(c.replace("〇", "零"))) for c in spelt[1])
            text = f"{year}-{rooms.chinese_number(spelt[2])}-{rooms.chinese_number(spelt[3])}"
        value = re.sub(r"^(\d{8})\d{4,6}$", r"\1", text)
        if match := re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", value):
            value = f"{match[3]}-{match[1]}-{match[2]}"
    period = periods.parse_value(value)
    return period.start if period and period.start == period.end else None


def _in_year(value: Any, year: int | None) -> datetime.date | None:
    """``6月3日`` in the year the sheet's title names."""
    match = _MONTH_AND_DAY.fullmatch(compact(value)) if year and isinstance(value, str) else None
    try:
        return datetime.date(year or 0, int(match[1]), int(match[2])) if match else None
    except ValueError:
        return None


def _of_the_month(reader: _Reader, row: Row, value: Any) -> datetime.date | None:
    """A cell that holds only the day (5, 5日): with the year and month beside it or in the sheet's title."""
    day = re.fullmatch(r"(3[01]|[12]\d|0?[1-9])[日号]?", compact(value))
    year, month = (re.fullmatch(r"(\d{1,4})[年月]?", reader.text(row, part)) for part in ("year", "month"))
    titled = title_days.month_of(reader.plan)
    if not day or not (titled or (year and month)):
        return None
    at = (int(year[1]), int(month[1])) if year and month else titled or (0, 0)
    try:
        return datetime.date(*at, int(day[1]))
    except ValueError:
        return None


def _days(value: Any, year: int | None) -> tuple[datetime.date, datetime.date] | None:
    """``2024-11-01至2024-11-05``, ``2024.11.6-11.8`` or ``11月1日-3日``: first and last day of work that took several."""
    text = compact(value) if isinstance(value, str) else ""
    for match in (*re.finditer("至|到|~|—|–", text), *re.finditer("-", text)):
        left, right = text[: match.start()], text[match.end() :]
        first = _day(left) or _in_year(left, year)
        last = first and (_day(right) or _in_year(right, first.year) or _in_month(right, first))
        if first and last and first <= last:
            return first, last
    return None


def _in_month(text: str, first: datetime.date) -> datetime.date | None:
    only = re.fullmatch(r"(\d{1,2})[日号]?", text)
    return _in_year(f"{first.month}-{int(only[1])}", first.year) if only else None


def _sheet_rows(workbook: Workbook, plans: list[SheetPlan], kind: str) -> Iterable[tuple[_Reader, int, Row]]:
    for plan in plans:
        if plan.skip:
            continue
        sheet = workbook.sheet(plan.sheet)
        sheet.load()
        for table, own in beside.tables(sheet, plan):
            yield from _table_rows(table, own, kind)
        sheet.release()


def _table_rows(sheet: Sheet, plan: SheetPlan, kind: str) -> Iterator[tuple[_Reader, int, Row]]:
    reader = _Reader(plan, kind)
    width = len(plan.columns)
    fills = vertical_fills(sheet, plan, sheet.rows() if sheet.merges else ())
    for number, row in enumerate(sheet.rows(), 1):
        row = row + [""] * (width - len(row))
        for index, value in fills.get(number, {}).items():
            row[index] = value if row[index] in ("", None) else row[index]
        if number >= plan.first_row and not _is_other(reader, row):
            yield reader, number, row


def _is_other(reader: _Reader, row: Row) -> bool:
    """Blank, total and repeated header rows."""
    texts = [compact(v) for v in row]
    filled = [t for t in texts if t]
    if not filled:
        return True
    if any(WORD.search(t) and len(t) <= 12 for t in texts) and _day(reader.cell(row, "date")) is None:
        return True
    return sum(1 for i, t in enumerate(texts) if t and t == reader.labels.get(i)) >= 2


def _date(
    reader: _Reader, row: Row, number: int, role: str, problems: Problems, *, required: bool
) -> datetime.date | None:
    value = reader.cell(row, role)
    year = reader.plan.default_year
    if compact(value):
        day = _of_the_month(reader, row, value) or _day(value) or _in_year(value, year)
        span = _days(value, year) if day is None and reader.plan.kind == "service_records" else None
        day = span[1] if span else day
    else:
        day = title_days.day_of(reader.plan) if role == "date" else None
    if day is None and (compact(value) or required):
        index = reader.roles.get(role, -1)
        problems.add(
            reader.plan.sheet,
            number,
            "date_unreadable",
            index=index,
            label=reader.labels.get(index, ""),
            value=value,
            message="这一行的日期看不懂。" if compact(value) else "这一行没有日期。",
            suggestion="请写成 2024-01-31 的样子。",
        )
    return day


class _Where(NamedTuple):
    """One place of a service row. ``rest``: words about the place that name no building."""

    building: str
    key: RoomKey | None = None
    rest: str = ""
    entrance: str = ""


def _places(reader: _Reader, row: Row) -> list[_Where]:
    """Every place a service row names: 1、2、3栋大堂 are three."""
    for part in ("room", "building"):
        if several := buildings.several(reader.text(row, part)):
            return [_Where(building, None, several.rest, entrance) for building, entrance in several.places]
    key = reader.key(row)
    if key is None and (units := buildings.entrances(reader.text(row, "entrance"))):
        place = rooms.section(reader.text(row, "room")) or rooms.building_of(reader.text(row, "building"))
        return [_Where(f"{place.phase}{place.building}", None, "", unit) for unit in units]
    place = rooms.section(reader.text(row, "room")) or reader.place(row)
    return [_Where(key.building if key else f"{place.phase}{place.building}", key)]


def parse_service_records(workbook: Workbook, plans: list[SheetPlan] | None = None) -> Rows[ServiceRow]:
    """Service log rows: when, where (building or room), what, who."""
    plans = infer(workbook, "service_records") if plans is None else plans
    problems, result = Problems(frozenset()), Rows[ServiceRow](plans=plans)
    for reader, number, row in _sheet_rows(workbook, plans, "service_records"):
        content = reader.text(row, "content") or reader.text(row, "note")
        category = reader.text(row, "category") or reader.text(row, "item")
        if not content and not category:
            continue
        if category and _BARE_RESULT.fullmatch(content):
            content = f"{category}:{content}"
        if _NOT_DONE.search(reader.text(row, "state")):
            index = reader.roles["state"]
            value = reader.text(row, "state")
            problems.add(reader.plan.sheet, number, "not_done", index=index, label=reader.labels[index], value=value)
            continue
        day = _date(reader, row, number, "date", problems, required=True)
        estate, who = (
            reader.text(row, "estate") or reader.plan.estate,
            reader.text(row, "handler") or reader.text(row, "owner"),
        )
        span = _days(reader.cell(row, "date"), reader.plan.default_year)
        took = f"({'至'.join(f'{day.month}月{day.day}日' for day in span)})" if span else ""
        for at in _places(reader, row):
            words = f"{at.rest}:{content or category}{took}" if at.rest else f"{content or category}{took}"
            place = (day, at.building, at.key, estate)
            result.rows.append(ServiceRow(reader.plan.sheet, number, *place, category, words, who, at.entrance))
    result.problems = problems.items
    return result


def _finished(
    reader: _Reader, row: Row, number: int, day: datetime.date | None, problems: Problems
) -> tuple[datetime.date | None, str]:
    """(the day a repair was done, its state in words). Only a time of day (10:30): the day it was reported. A tick: done."""
    value, status = reader.cell(row, "done"), reader.text(row, "status")
    if isinstance(value, datetime.time) or _CLOCK.fullmatch(compact(value)):
        return day, status
    if _TICKED.fullmatch(compact(value)):
        return None, status or "已完成"
    return _date(reader, row, number, "done", problems, required=False), status


def parse_repair_tickets(workbook: Workbook, plans: list[SheetPlan] | None = None) -> Rows[TicketRow]:
    """Repair tickets: reported, room, content, status, completion."""
    plans = infer(workbook, "repair_tickets") if plans is None else plans
    problems, result = Problems(frozenset()), Rows[TicketRow](plans=plans)
    for reader, number, row in _sheet_rows(workbook, plans, "repair_tickets"):
        content = reader.text(row, "content") or reader.text(row, "note")
        if not content and not reader.text(row, "room"):
            continue
        day = _date(reader, row, number, "date", problems, required=True)
        done, status = _finished(reader, row, number, day, problems)
        numbers = phones(reader.cell(row, "phone")).numbers
        result.rows.append(
            TicketRow(
                reader.plan.sheet,
                number,
                day,
                reader.key(row),
                reader.text(row, "estate") or reader.plan.estate,
                reader.text(row, "category") or reader.text(row, "item"),
                content,
                status,
                done,
                reader.text(row, "handler"),
                reader.text(row, "owner"),
                numbers[0] if numbers else "",
                reader.text(row, "fee_no"),
            )
        )
    result.problems = problems.items
    return result


__all__ = [
    "Rows",
    "ServiceRow",
    "TicketRow",
    "parse_repair_tickets",
    "parse_service_records",
]

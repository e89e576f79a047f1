"""From a sheet's first rows to a SheetPlan: fields by header, then by values, then what the title and sheet
name add.
"""

from __future__ import annotations

import re
from typing import Any, Final

from jiefen.ledger.imports import amounts, grid, headers, items, periods, roles, rooms, totals
from jiefen.ledger.imports.cells import compact, text_of
from jiefen.ledger.imports.grid import Head, Row
from jiefen.ledger.imports.plan import ColumnPlan, SheetPlan, fingerprint
from jiefen.ledger.imports.reader import Sheet
from jiefen.ledger.imports.values import area_or_seq, column_of, fitness, shares

SAMPLE: Final = 400
_SINGLE: Final = (
    "room",
    "building",
    "entrance",
    "floor",
    "phase",
    "estate",
    "owner",
    "area",
    "unit_price",
    "item",
    "period",
    "period_start",
    "period_end",
    "year",
    "month",
    "due_on",
    "months",
    "seq",
    "steward",
)
_ESTATE = re.compile(
    r"([\u4e00-\u9fa5A-Za-z0-9·]{2,16}?(?:小区|花园|家园|花苑|新村|公寓|公馆|名苑|雅苑|苑|城|府|里|园|湾|郡|庭|广场|大厦|中心|社区|名邸|华庭|国际|山庄|新城|一品|天下|豪庭|嘉园|佳园|项目))"
    r"(?:第?[\d一二三四五六七八九十A-Z]+期)?(?=\d|[一二三四五六七八九十]+[栋号期]|20|欠|物业|收费|往年|历年|业主|各|催|应|费|车|停|楼|年|截|未|拖|汇|统|明|台|\(|$)"
)
_PLAIN_BUILDING = re.compile(r"(?:第?[\d一二三四五六七八九十A-Za-z]{1,3})(?:号楼|#楼?|栋|幢|座|楼)?")
_YEAR = re.compile(r"(20\d\d)\s*年")


def plan_sheet(sheet: Sheet, kind: str = "arrears") -> SheetPlan:
    """The plan of one arrears sheet from its first rows; ``skip`` with a reason when it holds no ledger."""
    sheet.load()
    rows = _sample(sheet, SAMPLE)
    head = grid.find_head(rows, sheet.merges, lambda label: roles.is_role(kind, label))
    plan = SheetPlan(sheet=sheet.name, kind=kind)
    if not any(any(c not in ("", None) for c in row) for row in rows):
        return _skipped(plan, "sheet_empty", "这张表是空的。")
    data = [r for r in rows[head.rows[-1] + 1 if head.rows else 0 :] if any(c not in ("", None) for c in r)]
    plan.header_rows = [i + 1 for i in head.rows]
    plan.first_row = head.rows[-1] + 2 if head.rows else 1
    _from_title(plan, sheet.name, head)
    _from_headers(plan, head, data)
    _from_values(plan, data)
    _one_of_each(plan, data)
    plan.fingerprint = fingerprint([c.label for c in plan.columns])
    if kind == "arrears":
        _finish_arrears(plan, data)
    return plan


def _sample(sheet: Sheet, count: int) -> list[Row]:
    rows: list[Row] = []
    filled = 0
    for row in sheet.rows():
        rows.append(row)
        filled += bool(filled) or any(c not in ("", None) for c in row)
        if filled >= count:
            break
    return rows


def _skipped(plan: SheetPlan, code: str, why: str) -> SheetPlan:
    plan.skip, plan.skip_code, plan.why, plan.confidence = True, code, why, 0.0
    return plan


def _finish_arrears(plan: SheetPlan, data: list[Row]) -> None:
    _project_or_item(plan, data)
    _room_column(plan, data)
    if not any(c.field in ("room", "owner") for c in plan.columns) and not _holds_rooms(plan, data):
        _skipped(plan, "sheet_without_rooms", "这张表没有房号一列,看起来是汇总或说明,没有计入。")
        return
    if not any(c.field in ("room", "building") for c in plan.columns):
        plan.doubts.append(
            ("room_column_missing", -1, "这张表没有找到房号一列,只能按业主姓名区分各户。请指定哪一列是房号。")
        )
    amounts.resolve(plan, data)
    if not any(c.field == "amount" for c in plan.columns):
        plan.doubts.append(("amount_column_missing", -1, "这张表没有找到欠费金额一列。请指定哪一列是欠费。"))
        plan.confidence = 0.2
    _defaults(plan)
    _period_style(plan, data)
    _undated_columns(plan)
    plan.first_is_building = _first_is_building(plan, data)


def _project_or_item(plan: SheetPlan, data: list[Row]) -> None:
    """项目名称 may be the estate or the fee item: its values tell."""
    for column in plan.by_field("estate"):
        if plan.first("item") is None and shares(column_of(data, column.index)).get("item", 0) >= 0.7:
            column.field, column.why = "item", "按内容判断:是费用项"


def _from_title(plan: SheetPlan, name: str, head: Head) -> None:
    """Unit, estate, year, period and building that stand above the header or in the sheet's name."""
    for text in head.above:
        scale = headers.scale_in(text)
        plan.scale = scale or plan.scale
        if not plan.estate and not scale and (found := estate_in(text)):
            plan.estate = found
        if place := rooms.section(text):
            plan.default_phase, plan.default_building, plan.default_entrance = place
    plan.scale = headers.scale_in(name) or plan.scale
    plan.estate = plan.estate or estate_in(name)
    if place := rooms.section(name):
        plan.default_phase, plan.default_building, plan.default_entrance = place
    for text in [name, *head.above]:
        if (year := _YEAR.search(compact(text))) and plan.default_year is None and "单位" not in text:
            plan.default_year = int(year[1])
        if not plan.default_item and (
            item := re.search(
                r"物业(?:管理|服务)?费|停车(?:管理|服务)?费|车位(?:管理|服务|租)?费|(?:公摊)?[水电]费|供暖费|取暖费|垃圾费|电梯费",
                compact(text),
            )
        ):
            plan.default_item = item[0]
        _title_period(plan, compact(text), text == name)


def _title_period(plan: SheetPlan, text: str, is_name: bool) -> None:
    """``2023年`` as a sheet name, or ``2023年度`` / ``2023年1-6月`` in a title, dates every row;
    ``2026年9月…表`` does not.
    """
    if plan.default_start:
        return
    period = periods.parse_text(text) if is_name else None
    found = re.search(
        r"20\d\d年度|20\d\d年(?:\d{1,2}月?[-~至到](?:20\d\d年)?\d{1,2}月|第?[一二三四1-4]季度|[上下]半年)", text
    )
    if period is None and found and "截" not in text[: found.start()]:
        period = periods.parse_text(found[0])
    if period and period.start and period.end:
        plan.default_start, plan.default_end = period.start.isoformat(), period.end.isoformat()


def estate_in(text: str) -> str:
    """The estate a title names (``阳光里小区2026年9月欠费统计表`` → 阳光里小区); '' when none."""
    text = compact(text)
    if re.search(r"制表|单位:|审核|日期:|打印", text) or len(text) > 50:
        return ""
    text = re.sub(r"^.*?(?:公司|服务中心|管理处)(?=.{3,})|^(?:项目|小区)(?:名称)?[::]?", "", text)
    text = re.sub(r"^(?:20\d\d年(?:\d+月)?|关于)", "", text)
    match = _ESTATE.match(text)
    return match[1] if match and match[1] not in ("小区", "项目", "社区", "中心") else ""


def _from_headers(plan: SheetPlan, head: Head, data: list[Row]) -> None:
    width = max([len(head.paths), *(len(r) for r in data[:50])], default=0)
    last: Any = None
    for index in range(width):
        path = head.paths[index] if index < len(head.paths) else []
        label, meaning = grid.merge_labels(path, None)
        if meaning.field == "amount" and meaning.period_text and not meaning.period:
            label, meaning = _with_year(plan, path, label, meaning)
        column = ColumnPlan(index, label, meaning.field or ("unknown" if label else ""), meaning.measure, meaning.item)
        column.scale = headers.scale_in("".join(path)) or plan.scale
        column.period_text = meaning.period_text
        column.why = "表头" if meaning.certain else "表头相近" if meaning.field else ""
        column.confidence = 1.0 if meaning.certain or meaning.field == "amount" else 0.8
        column.set_period(_whole_month(_october(meaning.period, last, label)))
        last = meaning.period
        if meaning.is_total and meaning.field == "amount":
            column.field = "total"
        plan.columns.append(column)


def _with_year(plan: SheetPlan, path: list[str], label: str, found: headers.Meaning) -> tuple[str, headers.Meaning]:
    """A month or quarter header without a year takes the year of the title, when there is one."""
    if plan.default_year is None:
        return label, found
    return grid.merge_labels(path, plan.default_year)


def _october(period: periods.Period | None, last: Any, label: str) -> periods.Period | None:
    """2024.10 typed as a number header arrives as 2024.1: right after September it is October."""
    if (
        period
        and last
        and period.start
        and last.start
        and label.endswith(".1")
        and last.start.month == 9
        and period.start.month == 1
    ):
        return periods.Period(periods.month_start(period.start.year, 10), periods.month_end(period.start.year, 10))
    return period


def _whole_month(period: periods.Period | None) -> periods.Period | None:
    """A header that is the first day of a month (2024-01-01) names the month."""
    if period and period.start and period.start == period.end and period.start.day == 1:
        return periods.Period(period.start, periods.month_end(period.start.year, period.start.month))
    return period


def _from_values(plan: SheetPlan, data: list[Row]) -> None:
    """Columns whose header is vague or missing are read by their values; numbers stay unknown for the amount solver."""
    have = {c.field for c in plan.columns}
    for column in plan.columns:
        if column.field in ("amount", "total") and not column.start and not column.item:
            held = shares(column_of(data, column.index))
            if held.get("number", 0) < 0.2 and max(held.get("room", 0), held.get("period", 0)) >= 0.7:
                column.field, column.measure = "unknown", ""  # 欠费单位房号: the header speaks of debts, the cells do not
    for column in plan.columns:
        if column.field not in ("", "unknown"):
            continue
        held = shares(column_of(data, column.index))
        column.field = "unknown" if column.label else ""
        for name in ("phone", "id_no", "building", "room", "item", "period", "owner"):
            if held.get(name, 0) >= 0.7 and (name == "phone" or name not in have):
                column.field, column.why, column.confidence = name, "按内容判断", 0.6
                have.add(name)
                break
        else:
            if held.get("number", 0) >= 0.6:
                column.field = "unknown"
    if plan.header_rows or not {"room", "owner"} & have:
        return
    plan.doubts.append(("header_missing", -1, "这张表没有表头,各列是按内容判断的。请核对每一列的意思。"))
    numeric = [
        c for c in plan.columns if c.field == "unknown" and shares(column_of(data, c.index)).get("number", 0) >= 0.6
    ]
    if numeric:
        numeric[-1].field, numeric[-1].measure, numeric[-1].why = "amount", headers.OUTSTANDING, "最后一列数字"
        for column in numeric[:-1]:
            area_or_seq(column, column_of(data, column.index))


def _one_of_each(plan: SheetPlan, data: list[Row]) -> None:
    """Two columns of one single-valued field: keep the better one, ignore the other."""
    owed = {c.item for c in plan.columns if c.field in ("amount", "total")}
    for column in plan.columns:
        if column.field in periods.FIELDS and column.item not in owed:
            column.item = ""
    for name in _SINGLE:
        for item in {c.item for c in plan.by_field(name)}:
            _keep_best([c for c in plan.by_field(name) if c.item == item], name, data)


def _keep_best(rivals: list[ColumnPlan], name: str, data: list[Row]) -> None:
    best = max(rivals, key=lambda c: fitness(c, name, data))
    for column in rivals:
        if column is not best:
            column.field, column.why = "ignore", f"已用“{best.label}”"


def _room_column(plan: SheetPlan, data: list[Row]) -> None:
    """When no column is called 房号, a building or entrance column that holds whole room numbers is the room."""
    if plan.first("room") is not None:
        return
    for name in ("building", "entrance", "owner", "unknown", "object_no", "seq", "fee_no"):
        for column in plan.by_field(name):
            if shares(column_of(data, column.index)).get("room", 0) >= 0.6:
                column.field, column.why, column.confidence = "room", "按内容判断", 0.6
                return
    building, entrance = plan.first("building"), plan.first("entrance")
    for name in ("object_no",) if building is None and entrance is None else ("unknown", "object_no"):
        if columns := plan.by_field(name):
            columns[0].field, columns[0].why = "room", "没有房号列,以此列区分"
            return


def _holds_rooms(plan: SheetPlan, data: list[Row]) -> bool:
    """Whether a sheet without room and owner tells its households by building cells: not when those are plain buildings."""
    index = plan.first("building")
    if index is None:
        return False
    values = [text_of(v) for v in column_of(data, index) if compact(v) and not totals.WORD.search(compact(v))]
    return bool(values) and sum(bool(_PLAIN_BUILDING.fullmatch(compact(v))) for v in values) < 0.8 * len(values)


def _defaults(plan: SheetPlan) -> None:
    has_item = plan.first("item") is not None
    if not has_item and any(c.field == "amount" and not c.item and c.measure != headers.LATE for c in plan.columns):
        plan.default_item = plan.default_item or items.item_name("物业费")
    dated = any(c.field in ("period", "period_start", "period_end", "year") for c in plan.columns)
    if dated or any(c.field == "amount" and c.period for c in plan.columns):
        plan.default_start = plan.default_end = ""


def _undated_columns(plan: SheetPlan) -> None:
    """Amount columns whose header names no complete period: 往年, 本期, or a month without a year."""
    for column in plan.columns:
        if column.field != "amount" or not column.period_text or (column.start and column.end):
            continue
        monthly = bool(re.search("月|季|半年", column.period_text))
        if monthly and plan.first("year") is not None:
            continue
        if monthly and not re.search("本|当|上|往", column.period_text):
            plan.doubts.append(
                ("month_without_year", column.index, f"“{column.label}”没有写是哪一年。请指定年份;不补就不能计算时效。")
            )
        else:
            plan.doubts.append(
                ("period_vague", column.index, f"“{column.label}”没有具体的起止年月。请补上;不补就不能计算时效。")
            )


def _period_style(plan: SheetPlan, data: list[Row]) -> None:
    """Dates that are all the first of a month stand for months: then an end date means the month's last day."""
    for name in ("period_start", "period_end"):
        index = plan.first(name)
        values = column_of(data, index, SAMPLE) if index is not None else []
        days = [
            p.start.day for v in values if compact(v) and (p := periods.parse_value(v)) and p.start and p.start == p.end
        ]
        if days and all(day == 1 for day in days):
            setattr(plan, "start_is_month" if name == "period_start" else "end_is_month", True)


def _first_is_building(plan: SheetPlan, data: list[Row]) -> bool:
    """Beside a building column, whether ``3-101`` repeats the building (true in every sampled row) or names the
    entrance.
    """
    room, building = plan.first("room"), plan.first("building")
    if room is None or (building is None and not plan.default_building):
        return False
    seen = same = 0
    for row in data[:SAMPLE]:
        match = (
            re.match(r"([A-Z]?\d{1,3}[A-Z]?)(?:栋|幢|座|号楼|#楼?|-)-?\d{3,4}", rooms._clean(text_of(row[room])))
            if room < len(row)
            else None
        )
        own = rooms.building_of(text_of(row[building])).building if building is not None else plan.default_building
        if match:
            seen += 1
            same += rooms._no_zeros(match[1]) == own
    return seen > 0 and same == seen and (seen > 3 or plan.first("entrance") is not None)

"""From a sheet's first rows to a SheetPlan: fields by header, then by values, then what the title and sheet
name add.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any, Final

from jiefen.ledger.imports import (
    amounts,
    beside,
    computed,
    ditto,
    edges,
    ends,
    grid,
    groups,
    headers,
    items,
    minguo,
    months,
    named,
    periods,
    remarks,
    repeats,
    rivals,
    roles,
    rooms,
    title,
    totals,
    years,
)
from jiefen.ledger.imports.cells import compact, text_of
from jiefen.ledger.imports.grid import Head, Row
from jiefen.ledger.imports.plan import CONFIRMED, ColumnPlan, SheetPlan, fingerprint
from jiefen.ledger.imports.reader import Sheet
from jiefen.ledger.imports.values import BY_VALUES, area_or_seq, column_of, fitness, shares

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
    "paid_to",
    "year",
    "month",
    "due_on",
    "months",
    "seq",
    "steward",
)
_KIND_OF_THING = re.compile(r"类型|类别|状态|方式|渠道|种类|标志|方向|性质|用途")
_OTHER_DAY = re.compile(  # days on which something else happens than a period begins or ends
    "最近|最后|下次|联系|时效|付款|还款|开庭|起算|计算日|计算截止|计算至|开票|发函|送达|签收|立案|判决|起诉|催|诉|到期|登记|办理|单据|凭证|过账|制单|记账|履行|回款|收款|承诺|审批|公示|移交|交接|验收"
)
_MONTH_DIGITS = re.compile(r"20[0-4]\d(?:0[1-9]|1[0-2])(?:\.0)?")
_DOOR = re.compile(r"\d{3,4}[A-Z]?(?:室|号)?(?:\.0)?")  # 301室 under 单元
_BARE_YEAR = re.compile(r"20\d\d年?度?")
_WORDS = re.compile("方案|措施|情况|意见|原因|政策|说明|答复|诉求|结果")  # 一次性缴清免违约金 is no fee item
_COLOUR = re.compile(
    r"(?:[红黄绿蓝橙紫灰]色|颜色|底色).*[欠缴交付清收诉]|[欠缴交付清收诉].*(?:[红黄绿蓝橙紫灰]色|颜色|底色)"
)
_PLAIN_BUILDING = re.compile(r"(?:第?[\d一二三四五六七八九十A-Za-z]{1,3})(?:号楼|#楼?|栋|幢|座|楼)?")


def plan_sheet(sheet: Sheet, kind: str = "arrears") -> SheetPlan:
    """The plan of one arrears sheet from its first rows; ``skip`` with a reason when it holds no ledger. Of different
    tables side by side it is the plan of the first, with ``blocks``.
    """
    sheet.load()
    plan = _plan(sheet, kind)
    if kind != "arrears" or not (starts := plan.blocks):
        return plan
    first = _plan(beside.Block(sheet, 0, starts[0]), kind)
    first.blocks = starts  # what the title above the first table says holds for those beside it
    for start, block in zip(starts, _to_the_right(sheet, first), strict=True):
        own = plan_sheet(block)
        own.estate, own.default_year = own.estate or first.estate, own.default_year or first.default_year
        own.begins = start
        first.right.append(own.to_json())
    return first


def _to_the_right(sheet: Sheet, plan: SheetPlan) -> list[Sheet]:
    """The tables beside the first, with dates and 同上 as the first one's plan reads them."""
    dated = minguo.InWesternYears(sheet, plan) if plan.minguo else sheet
    dated = ditto.Written(dated, plan) if plan.ditto else dated
    return beside.rest(dated, plan)


def _plan(sheet: Sheet, kind: str) -> SheetPlan:
    rows = _sample(sheet, SAMPLE)
    in_minguo = kind == "arrears" and minguo.says(sheet.name, rows)
    rows = [minguo.western_row(row) for row in rows] if in_minguo else rows
    head = grid.find_head(rows, sheet.merges, lambda label: roles.is_role(kind, label))
    plan = SheetPlan(sheet=sheet.name, kind=kind, minguo=in_minguo)
    if not any(any(c not in ("", None) for c in row) for row in rows):
        return _skipped(plan, "sheet_empty", "这张表是空的。")
    data = [r for r in rows[head.rows[-1] + 1 if head.rows else 0 :] if any(c not in ("", None) for c in r)]
    beneath = head.rows[-1] + 1 if head.rows else len(rows)
    aside = rows[beneath] if beneath < len(rows) and grid.is_aside(rows[beneath]) else []
    data = data[1:] if aside else data
    if marked := ditto.columns_with(data) if kind == "arrears" else []:
        plan.ditto, data = marked, list(ditto.filled(data, marked))
    plan.header_rows = [i + 1 for i in head.rows]
    plan.first_row = head.rows[-1] + 2 + bool(aside) if head.rows else 1
    title.read(plan, minguo.western(sheet.name) if in_minguo else sheet.name, head)
    plan.scale = _unit_below(data) or plan.scale
    _from_headers(plan, head, data)
    edges.find(plan, head)
    remarks.apply(plan, sheet.remarks)
    rivals.numbered(plan)
    rivals.dated(plan)
    rivals.prefixed(plan)
    years.doubt(plan, data)
    _colours(plan, rows)
    for column, unit in zip(plan.columns, aside, strict=False):
        column.scale = headers.scale_in(f"({text_of(unit)})") or column.scale
    if kind in ("arrears", "payments"):
        beside.find(plan)
    if kind == "arrears":
        plan.blocks = beside.blocks(plan)
        if plan.blocks:
            return plan
    _from_values(plan, data)
    _one_of_each(plan, data)
    plan.fingerprint = fingerprint([c.label for c in plan.columns])
    if kind == "arrears":
        _finish_arrears(plan, data)
    elif kind == "payments":
        _project_or_item(plan, data)
    return plan


_ANSWERED: Final = ("unknown_column", "columns_disagree")  # by saying what the column is
_FOUND: Final = {"amount_column_missing": "amount", "room_column_missing": "room"}


def restudy(plan: SheetPlan, sheet: Sheet) -> None:
    """After a clerk said what the columns are: what follows from them for the rows, and which doubts are answered."""
    data = [row for row in _sample(sheet, SAMPLE)[plan.first_row - 1 :] if any(c not in ("", None) for c in row)]
    said = {c.index for c in plan.columns if c.why == CONFIRMED}
    have = {c.field for c in plan.columns}
    plan.doubts = [
        (code, index, message)
        for code, index, message in plan.doubts
        if not (code in _ANSWERED and index in said)
        and _FOUND.get(code) not in have
        and code not in ("header_missing", "end_day_excluded")
    ]
    plan.start_is_month = plan.end_is_month = plan.end_is_after = False
    _defaults(plan)
    ends.style(plan, data, SAMPLE)
    repeats.settle(plan, repeats.count(plan, data))
    beside_it = plan.tables_beside()
    for own, block in zip(beside_it, _to_the_right(sheet, plan), strict=False):
        restudy(own, block)
    plan.right = [own.to_json() for own in beside_it]


def _colours(plan: SheetPlan, rows: list[Row]) -> None:
    """A legend such as 红色为欠费 says something no reader of the values can see."""
    for row in rows:
        for cell in row:
            if cell.__class__ is str and "色" in cell and _COLOUR.search(text := compact(cell)) and len(text) <= 80:
                plan.doubts.append(("colours_unseen", -1, f"“{text[:40]}”：系统看不见颜色，各行都照数字计入了。"))
                return


def _sample(sheet: Sheet, count: int) -> list[Row]:
    rows: list[Row] = []
    filled = 0
    for row in sheet.rows():
        rows.append(row)
        filled += bool(filled) or any(c not in ("", None) for c in row)
        if filled >= count:
            break
    width = max(map(len, rows), default=0)  # a note in a text file is one cell long
    return [[*row, *[""] * (width - len(row))] if len(row) < width else row for row in rows]


def _skipped(plan: SheetPlan, code: str, why: str) -> SheetPlan:
    plan.skip, plan.skip_code, plan.why, plan.confidence = True, code, why, 0.0
    return plan


def _finish_arrears(plan: SheetPlan, data: list[Row]) -> None:
    for column in plan.by_field("room"):  # 单位 may be the flat or what a price is for
        cells = [compact(v) for v in column_of(data, column.index) if compact(v)]
        if column.label == "单位" and cells and all(grid.UNIT_CELL.fullmatch(cell) for cell in cells):
            column.field, column.why = "ignore", "是计量单位"
    for column, after in pairwise(plan.columns):  # 区域 before 车位号 says where the space is, not the flat
        if column.field == "phase" and after.field == "object_no" and plan.first("room") is not None:
            column.field, column.why = "ignore", "是车位所在的区域"
    _project_or_item(plan, data)
    _room_column(plan, data)
    if not any(c.field in ("room", "owner") for c in plan.columns) and not _holds_rooms(plan, data):
        _skipped(plan, "sheet_without_rooms", "这张表没有房号一列，看起来是汇总或说明，没有计入。")
        return
    if not any(c.field in ("room", "building") for c in plan.columns):
        if not plan.header_rows:
            _skipped(plan, "sheet_without_rooms", "这张表没有表头，也没有房号，看起来是目录或说明，没有计入。")
            return
        plan.doubts.append(
            ("room_column_missing", -1, "这张表没有找到房号一列，只能按业主姓名区分各户。请指定哪一列是房号。")
        )
    amounts.resolve(plan, data)
    if not groups.groups_of(plan) and computed.rate_of(plan) is None:
        plan.doubts.append(("amount_column_missing", -1, "这张表没有找到欠费金额一列。请指定哪一列是欠费。"))
        plan.confidence = 0.2
    _defaults(plan)
    ends.style(plan, data, SAMPLE)
    _undated_columns(plan)
    repeats.settle(plan, repeats.count(plan, data))


def _project_or_item(plan: SheetPlan, data: list[Row]) -> None:
    """项目名称 may be the estate or the fee item: its values tell."""
    for column in plan.by_field("estate"):
        named = [v for v in column_of(data, column.index) if not totals.WORD.search(compact(v))]
        if plan.first("item") is None and shares(named).get("item", 0) >= 0.7:
            column.field, column.why = "item", "按内容判断：是费用项"


def _from_headers(plan: SheetPlan, head: Head, data: list[Row]) -> None:
    width = max([len(head.paths), *(len(r) for r in data[:50])], default=0)
    last: Any = None
    yearless: list[ColumnPlan] = []
    for index in range(width):
        path = head.paths[index] if index < len(head.paths) else []
        label, meaning = grid.merge_labels(path, None)
        dated = bool(meaning.period)
        if meaning.field == "amount" and meaning.period_text and not dated:
            label, meaning = _with_year(plan, path, label, meaning)
        column = ColumnPlan(index, label, meaning.field or ("unknown" if label else ""), meaning.measure, meaning.item)
        column.scale = headers.scale_in("".join(path)) or _unit_row(path) or plan.scale
        column.period_text = meaning.period_text
        column.why = "表头" if meaning.certain else "表头相近" if meaning.field else ""
        column.confidence = 1.0 if meaning.certain or meaning.field == "amount" else 0.8
        column.set_period(_whole_month(_october(meaning.period, last, label)))
        last = meaning.period
        if meaning.is_total and meaning.field == "amount":
            column.field = "total"
        plan.columns.append(column)
        if meaning.period and not dated:
            yearless.append(column)
    months.settle(plan, yearless, head)


def _unit_below(data: list[Row]) -> int | None:
    """分 per unit that a note under the rows names (注：单位为万元)."""
    notes = [c for row in data for c in row if c.__class__ is str and "单位" in c and len(c) <= 60]
    return next((scale for note in notes if (scale := headers.scale_in(note))), None)


def _unit_row(path: list[str]) -> int | None:
    """分 per unit when the lowest header row holds nothing but units."""
    return headers.scale_in(f"({path[-1]})") if len(path) > 1 else None


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
            told = max(held.get(f, 0) for f in ("room", "period", "item")) >= 0.7
            heading, _, leaf = column.label.rpartition("/")
            borrowed = heading and headers.meaning(leaf).field != "amount"  # 欠费/诉讼状态: only the heading is money
            if (told and held.get("number", 0) < 0.2) or (borrowed and held and not held.get("number")):
                column.field, column.measure = (
                    "unknown",
                    "",
                )  # 欠费单位房号, 欠费信息/费用项: the header speaks of debts, the cells do not
    for column in plan.by_field("amount"):
        cells = [t for v in column_of(data, column.index) if (t := compact(v))]
        if "period" not in have and len(cells) > 1 and all(_MONTH_DIGITS.fullmatch(t) for t in cells):
            column.field, column.measure, column.why = "period", "", BY_VALUES  # 202404 is no money
            have.add("period")
    for column in plan.by_field("phase"):  # 期数: 2024-02
        if "period" not in have and shares(column_of(data, column.index)).get("period", 0) >= 0.7:
            column.field, column.why = "period", BY_VALUES
            have.add("period")
    for column in plan.columns:
        if column.field not in ("", "unknown"):
            continue
        held = shares(column_of(data, column.index))
        column.field = "unknown" if column.label else ""
        for name in ("phone", "id_no", "building", "room", "item", "period", "owner"):
            if name == "owner" and _KIND_OF_THING.search(column.label):
                continue
            if (name == "period" and _OTHER_DAY.search(column.label)) or (
                name == "item" and _WORDS.search(column.label)
            ):
                continue
            if held.get(name, 0) >= 0.7 and (name == "phone" or name not in have):
                years = [t for v in column_of(data, column.index) if (t := compact(v))]
                if name == "period" and "period_start" in have and all(_BARE_YEAR.fullmatch(t) for t in years):
                    name = "year"  # 起 and 止 beside it leave the year to it
                if name == "period" and re.search("截[止至]$", column.label):
                    name = "period_end"  # 确认欠费截止: since when, it does not say
                if name == "period" and "period_start" in have and "period_end" not in have:
                    name = "period_end"
                column.field, column.why, column.confidence = name, BY_VALUES, 0.6
                have.add(name)
                break
        else:
            if held.get("number", 0) >= 0.6:
                column.field = "unknown"
    if plan.header_rows or not {"room", "owner"} & have:
        return
    plan.doubts.append(("header_missing", -1, "这张表没有表头，各列是按内容判断的。请核对每一列的意思。"))
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
        for own in {(c.item, c.pair) for c in plan.by_field(name)}:
            _keep_best([c for c in plan.by_field(name) if (c.item, c.pair) == own], name, data)


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
            values = column_of(data, column.index)
            numbers = [t for v in values if (t := compact(v))] if name == "entrance" else []
            doors = bool(numbers) and all(_DOOR.fullmatch(t) for t in numbers) and plan.first("building") is None
            if doors or shares(values).get("room", 0) >= 0.6 or (name == "owner" and _both(values)):
                column.field, column.why, column.confidence = "room", BY_VALUES, 0.6
                return
    building, entrance = plan.first("building"), plan.first("entrance")
    for name in ("object_no",) if building is None and entrance is None else ("unknown", "object_no"):
        if columns := plan.by_field(name):
            columns[0].field, columns[0].why = "room", "没有房号列，以此列区分"
            return


def _both(values: list[Any]) -> bool:
    """Whether most cells of an owner column name the room as well (张三(3栋1单元101))."""
    named = [found[0] for v in values if (found := rooms.split_owner(text_of(v)))]
    return len(named) >= 0.6 * len(values) and bool(named) and shares(list(named)).get("room", 0) >= 0.6


def _holds_rooms(plan: SheetPlan, data: list[Row]) -> bool:
    """Whether a sheet without room and owner tells its households by building cells: not when those are plain buildings."""
    index = plan.first("building")
    if index is None:
        return False
    values = [text_of(v) for v in column_of(data, index) if compact(v) and not totals.WORD.search(compact(v))]
    return bool(values) and sum(bool(_PLAIN_BUILDING.fullmatch(compact(v))) for v in values) < 0.8 * len(values)


def _defaults(plan: SheetPlan) -> None:
    named.settle(plan)
    has_item = plan.first("item") is not None
    bare = any(c.field == "amount" and not c.item and c.measure != headers.LATE for c in plan.columns)
    if not has_item and (bare or computed.rate_of(plan)):
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
                (
                    "month_without_year",
                    column.index,
                    f"“{column.label}”没有写是哪一年。请指定年份；不补就不能计算时效。",
                )
            )
        else:
            plan.doubts.append(
                ("period_vague", column.index, f"“{column.label}”没有具体的起止年月。请补上；不补就不能计算时效。")
            )

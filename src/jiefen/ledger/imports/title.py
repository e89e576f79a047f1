"""What the title above a header and the sheet's name say: unit, estate, year, period, building, fee item."""

from __future__ import annotations

import re
from itertools import islice

from jiefen.ledger.imports import headers, named, periods, rooms, versions, years
from jiefen.ledger.imports.cells import compact, joined
from jiefen.ledger.imports.grid import Head
from jiefen.ledger.imports.plan import SheetPlan
from jiefen.ledger.imports.reader import Sheet

_ESTATE = re.compile(
    r"([\u4e00-\u9fa5A-Za-z0-9·]{2,16}?(?:小区|花园|家园|花苑|新村|公寓|公馆|名苑|雅苑|苑|城|府|里|园|湾|郡|庭|广场|大厦|中心|社区|名邸|华庭|国际|山庄|新城|一品|天下|豪庭|嘉园|佳园|项目))"
    r"(?:第?[\d一二三四五六七八九十A-Z]+期)?(?=\d|[一二三四五六七八九十]+[栋号期]|20|欠|物业|收费|往年|历年|业主|各|催|应|费|车|停|楼|年|截|未|拖|汇|统|明|台|\(|$)"
)
_REMARK = re.compile(r"[(（].*?[)）]")
_WHEN = re.compile(r"20\d\d\s*年(?:度|全年|第?[一二三四1-4]季度|[上下]半年|\d{1,2}(?:[-至~]\d{1,2})?月)?")
_YEAR = re.compile(r"(20\d\d)\s*年")
_ENGLISH_YEAR = re.compile(r"(?=.*[A-Za-z]{3})[A-Za-z &'()/,.:-]*\b(20\d\d)\b[A-Za-z &'()/,.:-]*")
_WHOLE = re.compile(  # a title's period without a label
    r"20\d\d年度|20\d\d年(?:\d{1,2}月?[-~至到](?:20\d\d年)?\d{1,2}月|第?[一二三四1-4]季度|[上下]半年)"
)
_LABELLED = re.compile(
    r"(?:区间|期间|账期|周期|时段|起止(?:时间|日期|年月)?|所属期):?((?:20)?\d\d[年./-]?.*?)[)\]】]?$"
)
_SIDE = r"(?:\d{1,2}(?:[月./-]\d{1,2}日?|月份?)?|第?[1-4一二三四](?:季度?)?|[上下]半年)"
_RANGE = re.compile(
    rf"(?<!\d)(?:20\d\d(?:[./-]|年度?)|\d\d年){_SIDE}(?:至|到|~|—|–|-)+(?:(?:20\d\d(?:[./-]|年度?)|\d\d年)?{_SIDE})(?!\d)"
    r"|(?<!\d)20\d\d(?:0[1-9]|1[0-2])(?:至|到|~|—|–|-)+20\d\d(?:0[1-9]|1[0-2])(?!\d)"
    r"|20\d\d年?度?(?:至|到|~|—|–|-|、|/)+20\d\d年度?"
)
_YEARS = re.compile(r"20\d\d年?度?[-~—–至到/]20\d\d年?(?:度|采暖季|供暖季|采暖期|供暖期)?")
_OTHER_TIME = re.compile(r"合同|服务期限|委托|承包|质保|任期|打印|制表|导出")


def read(plan: SheetPlan, name: str, head: Head) -> None:
    """Unit, estate, year, period and building that stand above the header or in the sheet's name."""
    for text in head.above:
        scale = headers.scale_in(text)
        plan.scale = scale or plan.scale
        if not plan.estate and not scale and (found := estate_in(text)):
            plan.estate = found
        if place := rooms.section(_WHEN.sub("", text)):
            plan.default_phase, plan.default_building, plan.default_entrance = place
    plan.scale = headers.scale_in(name) or plan.scale
    plan.estate = plan.estate or estate_in(name)
    if place := rooms.section(name):
        plan.default_phase, plan.default_building, plan.default_entrance = place
    for text in [name, *head.above]:
        if (
            (year := _YEAR.search(compact(text)) or _ENGLISH_YEAR.fullmatch(text))
            and plan.default_year is None
            and "单位" not in _REMARK.sub("", compact(text))
        ):
            plan.default_year = int(year[1])
        plan.default_item = plan.default_item or named.item_in(text)
    plan.as_of = versions.as_of([name, *head.above], plan.default_year)
    for text in [name, *head.above]:  # a sheet named 4月 under a title of 2024年
        _title_period(plan, compact(text), text == name)


def unit_from_above(plan: SheetPlan, first: SheetPlan, sheet: Sheet) -> None:
    """A second table under a title of 万元 is in 万元 too, unless something in it or above it names a unit."""
    if plan.scale == first.scale:
        return
    cells = [c for row in islice(sheet.rows(), plan.first_row) for c in row if c.__class__ is str]
    if any(headers.scale_in(cell) for cell in cells):
        return
    for column in plan.columns:
        column.scale = first.scale if column.scale == plan.scale else column.scale
    plan.scale = first.scale


def _title_period(plan: SheetPlan, text: str, is_name: bool) -> None:
    """``2023年`` as a sheet name, or ``2023年度`` / ``2023年1-6月`` / ``统计区间:2023.1-2024.6`` in a title, dates every
    row; ``2026年9月…表`` and ``截至2024年6月`` do not.
    """
    if plan.default_start or ("暖" in text and any(years.span_of(m[0]) for m in _YEARS.finditer(text))):
        return  # 2023-2024年度供暖费: one winter, not two years
    period = periods.parse_text(text, plan.default_year) or headers.dated_item(text, None)[1] if is_name else None
    period = period or _labelled_period(text) or _range_in(text)
    found = _WHOLE.search(text)
    if period is None and found and "截" not in text[: found.start()]:
        period = periods.parse_text(found[0])
    if period and period.start and period.end and period.code is None:
        plan.default_start, plan.default_end = period.start.isoformat(), period.end.isoformat()


def _labelled_period(text: str) -> periods.Period | None:
    """What follows ``统计区间:`` or ``账期``; a single day there is the day of a print, no period."""
    found = _LABELLED.search(text)
    period = periods.parse_text(found[1]) if found else None
    return period if period and period.start != period.end else None


def _range_in(text: str) -> periods.Period | None:
    """``2023.1-2024.6`` anywhere in a title, unless the title says whose else it is (合同期限)."""
    found = None if _OTHER_TIME.search(text) else _RANGE.search(text)
    period = periods.parse_text(found[0]) if found and "截" not in text[: found.start()] else None
    return period if period and period.start != period.end else None


def estate_in(text: str) -> str:
    """The estate a title names (``阳光里小区2026年9月欠费统计表`` → 阳光里小区); '' when none."""
    written, text = joined(text), compact(text)
    if re.search(r"制表|单位:|审核|日期:|打印", text) or len(text) > 50:
        return ""
    if text.endswith("公司"):  # 户名: the company's own name is no estate
        return ""
    text = re.sub(r"^.*?(?:公司|服务中心|管理处)(?=.{3,})|^(?:项目|小区)(?:名称)?[::]?", "", text)
    text = re.sub(r"^(?:20\d\d年(?:\d+月)?|关于)", "", text)
    match = _ESTATE.match(text)
    if not match or match[1] in ("小区", "项目", "社区", "中心"):
        return ""
    at = len(written) - len(text) + match.start(1)  # only the front was cut off
    return written[at : at + len(match[1])]

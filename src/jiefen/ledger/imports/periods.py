"""Billing periods as people write them: ``2023.1-2024.6``, ``2025年第3季度``, ``23.1-24.6``, ``2024年1-6月``,
dates, serials.

A period is (start, end) with both days included; a month runs from its first to its last day. Nothing here knows
today's date. What cannot be read is None, never a guess.
"""

from __future__ import annotations

import calendar
import datetime
import math
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final, NamedTuple

from jiefen.ledger.imports import english
from jiefen.ledger.imports.cells import compact, text_of

Day = datetime.date
FIELDS: Final = ("period", "period_start", "period_end")  # of a SheetPlan column


class Period(NamedTuple):
    """Inclusive days. Both None with a ``label`` means vague (往年, 2021年以前); ``code`` names a doubt."""

    start: Day | None
    end: Day | None
    label: str = ""
    code: str | None = None


_CN: Final = {c: i for i, c in enumerate("〇一二三四五六七八九十")} | {"十一": 11, "十二": 12, "零": 0}
_CN_MONTH: Final = "(?:十[一二]|[一二三四五六七八九十])"
_Y = r"(?:(?:19|20)\d\d|[1-3]\d(?=[年./-]|[QH][1-4]))"
_YEAR = rf"(?P<y{{n}}>{_Y})(?:年度?|[./-])"
_SIDES: Final = (  # most specific first; {n} is 1 for the left and 2 for the right side of a range
    (r"(?P<y{n}>20\d\d|19\d\d)(?P<m{n}>0[1-9]|1[0-2])(?P<d{n}>0[1-9]|[12]\d|3[01])"),
    rf"(?P<y{{n}}>{_Y})年(?P<m{{n}}>1[0-2]|0?[1-9])月(?P<d{{n}}>3[01]|[12]\d|0?[1-9])[日号]?",
    rf"(?P<y{{n}}>{_Y})(?P<s{{n}}>[./-])(?P<m{{n}}>1[0-2]|0?[1-9])(?P=s{{n}})(?P<d{{n}}>3[01]|[12]\d|0?[1-9])[日号]?",
    r"(?P<y{n}>20\d\d|19\d\d)(?P<m{n}>0[1-9]|1[0-2])",
    rf"{_YEAR}(?P<m{{n}}>1[0-2]|0?[1-9])(?:月份?)?",
    rf"(?P<y{{n}}>{_Y})(?:年度?|[./-])?第?(?P<q{{n}}>[1-4])季度?",
    rf"(?P<y{{n}}>{_Y})(?:年度?|[./-])?Q(?P<q{{n}}>[1-4])",
    rf"(?P<y{{n}}>{_Y})(?:年度?|[./-])?(?P<h{{n}}>[上下])半年度?",
    rf"(?P<y{{n}}>{_Y})(?:年度?|[./-])?H(?P<h{{n}}>[12])",
    r"(?P<y{n}>(?:19|20)\d\d|[1-3]\d(?=年))(?:年度?)?(?:全年)?",
)
_RIGHT: Final = (  # right sides that borrow the year of the left one
    r"(?P<m2>1[0-2]|0?[1-9])(?:月|[./-])(?P<d2>3[01]|[12]\d|0?[1-9])[日号]?",
    r"(?P<m2>1[0-2]|0?[1-9])(?:月份?)?",
    r"(?:第?(?P<q2>[1-4])季度?|Q(?P<qq2>[1-4]))",
)
_BARE: Final = (
    r"(?P<m1>1[0-2]|0?[1-9])月份?(?:[-~至到](?P<m2>1[0-2]|0?[1-9])月份?)?",
    r"(?P<m1>1[0-2]|0?[1-9])[-~至到](?P<m2>1[0-2]|0?[1-9])月份?",
    r"第?(?P<q1>[1-4])季度?|Q(?P<qq1>[1-4])",
    r"(?P<h1>[上下])半年度?",
    r"全年度?|整年",
)
_ONLY_MONTHS = re.compile(r"(?:0?[1-9]|1[0-2])-(?:0?[1-9]|1[0-2])(?:月份?)?")  # 11-12月 is no December of 2011
_STRONG = "(?:至|到|~|—|–|--)+"
_YEAR_FIRST = re.compile(r"[1-3]\d")  # how every pattern begins
_BETWEEN = re.compile("[至到~—–-]")  # what joins the two sides of a range
_VAGUE = re.compile(
    r"往年|历年|历史|陈欠|旧欠|以前年度|本年|当年|今年|本期|当期|上年|去年|往期|前期|上期|本月|当月|上月|往月"
)
_BEFORE = re.compile(r"((?:19|20)?\d\d)年?(?:度)?(?:及其?)?(?:以前|之前|前)(?:年度)?")


def _compile(pairs: list[str]) -> list[re.Pattern[str]]:
    return [re.compile(p) for p in pairs]


@lru_cache(maxsize=1)  # compiled when first needed: there are some three hundred
def _spans() -> list[re.Pattern[str]]:
    return _compile([s.replace("{n}", "1") for s in _SIDES])


@lru_cache(maxsize=1)
def _ranges() -> list[re.Pattern[str]]:
    left = [s.replace("{n}", "1") for s in _SIDES]
    right = [s.replace("{n}", "2") for s in _SIDES]
    return _compile([f"{a}{sep}{b}" for sep in (_STRONG, "-") for a in left for b in [*right, *_RIGHT]])


def _patterns(text: str) -> Iterator[re.Pattern[str]]:
    """Those that could fit: a plain date such as 2023-01-06 wins over "January to June"; then strong separators;
    then hyphens.
    """
    if _YEAR_FIRST.match(text):
        yield from _spans()
        if _BETWEEN.search(text):
            yield from _ranges()


@lru_cache(maxsize=1)
def _bare_patterns() -> list[re.Pattern[str]]:
    return _compile(list(_BARE))


@lru_cache(maxsize=1)
def _lists() -> tuple[tuple[re.Pattern[str], int], ...]:
    """(the year, the list) → months of one part."""
    return (
        (re.compile(rf"({_Y})[年./-]((?:1[0-2]|0?[1-9])(?:月?[/,](?:1[0-2]|0?[1-9]))+)月份?"), 1),
        (re.compile(rf"({_Y})年((?:第?[1-4]季?度?)(?:[/,]第?[1-4]季?度?)+)(?<=[季度])"), 3),
        (re.compile(r"()(20\d\d年?度?(?:[/,]20\d\d年?度?)+)"), 12),
    )


def month_start(year: int, month: int) -> Day:
    """First day of a month."""
    return Day(year, month, 1)


def month_end(year: int, month: int) -> Day:
    """Last day of a month."""
    return Day(year, month, calendar.monthrange(year, month)[1])


def months_between(start: Day, end: Day) -> int:
    """Calendar months touched by an inclusive period."""
    return (end.year - start.year) * 12 + end.month - start.month + 1


def _full_year(text: str) -> int:
    return int(text) + 2000 if len(text) == 2 else int(text)


def _half(mark: str) -> int:
    return 1 if mark in "上1" else 2


def _span(parts: dict[str, str | None], side: str, year: int | None) -> tuple[Day, Day] | None:
    """First and last day of one side of a range."""
    own = parts.get("y" + side)
    year = _full_year(own) if own else year
    if year is None:
        return None
    quarter = parts.get("q" + side) or parts.get("qq" + side)
    if quarter:
        return month_start(year, int(quarter) * 3 - 2), month_end(year, int(quarter) * 3)
    if half := parts.get("h" + side):
        return month_start(year, _half(half) * 6 - 5), month_end(year, _half(half) * 6)
    month, day = parts.get("m" + side), parts.get("d" + side)
    if not month:
        return month_start(year, 1), month_end(year, 12)
    if not day:
        return month_start(year, int(month)), month_end(year, int(month))
    exact = Day(year, int(month), int(day))
    return exact, exact


def _from_match(match: re.Match[str], year: int | None) -> Period | None:
    parts = match.groupdict()
    try:
        left = _span(parts, "1", year)
        if left is None:
            return None
        if not any(parts.get(k + "2") for k in ("y", "m", "q", "qq", "h")):
            return Period(*left)
        right = _span(parts, "2", left[0].year)
    except ValueError:
        return None
    if right is None:
        return None
    return Period(left[0], right[1], code="period_reversed" if right[1] < left[0] else None)


_WRAPPED: Final = re.compile(
    r"((?:19|20)\d\d)年?度?\((第?[1-4一二三四]季度?|[上下]半年|\d{1,2}月?[-~至到]\d{1,2}月?份?|\d{1,2}月份?|Q[1-4])\)"
)


def unwrapped(text: str) -> str:
    """``2024年(1-6月)`` and ``2024年(1-6)月`` → ``2024年1-6月``: these brackets hold no mere remark."""
    return _WRAPPED.sub(r"\1年\2", re.sub(r"\((\d{1,2}[-~至到]\d{1,2})\)月", r"\1月", text))


def _clean(text: str) -> str:
    text = re.sub(
        r"(?<=\d)[ T]\d{1,2}:\d\d(?::\d\d)?(?:\.\d+)?", "", text_of(text)
    )  # exports write 2024-01-01 00:00:00
    text = re.sub(r"(\d[日号月]?)\s+(?=20\d\d[年./-]\d)", r"\1至", text)  # two days on two lines of a cell
    text = re.sub(r"(?<=[\d年月日度])\s*(?:拒[缴交付]|空置|[未没][交缴付清]|欠费|漏水|投诉)[\u4e00-\u9fa5]*$", "", text)
    text = re.sub(r"\(.*?\)|【.*?】|\[.*?\]", "", unwrapped(english.in_figures(compact(text)).upper()))
    text = text.replace("∽", "~").replace("～", "~").replace("－", "-").replace("−", "-").replace("、", "/")
    text = re.sub(r"起(?=20\d\d[年./-])", "至", text)
    text = re.sub(r"[—–―]+", "至", re.sub(r"(?<=[\d日月])[,;]?止[:]", "至", text))  # 起:2023-01-01 止:2023-06-30
    text = re.sub(r"起(?=至|到|-|~)|(?:共计?|合计|计)\d{1,3}个?(?:月|季度?|年)$", "", text).replace("元月", "1月")
    text = re.sub(r"^[一二][〇零一二三四五六七八九](?=年)", lambda m: "".join(str(_CN[c]) for c in m[0]), text)
    text = re.sub(
        r"[一二][〇零○O0一二三四五六七八九]{3}(?=年)", lambda m: "".join(str(_CN.get(c, 0)) for c in m[0]), text
    )
    text = re.sub(r"(?<=\d)年?([上下])$", r"年\1半年", text)  # 2023上
    text = re.sub(r"[一二三四](?=(?:[/,至到~-][一二三四1-4])*季)", lambda m: str(_CN[m[0]]), text)
    text = re.sub(r"(?<![\d.])([1-4])(?=[至到~-]+[1-4]季)", r"\1季度", text)  # 2024年3-4季度
    text = re.sub(rf"({_CN_MONTH})(?=月|[/,至到~-]{_CN_MONTH}月)", lambda m: str(_CN[m[0]]), text)
    text = re.sub(r"第(?=\d季)|从|自|^欠|^\D{0,4}[:]", "", text)
    return re.sub(r"(?:物业)?(?:费用?|期间|账期|止|止$)$", "", text)


@lru_cache(maxsize=20_000)
def parse_text(text: str, year: int | None = None) -> Period | None:
    """A period written as text; ``year`` completes ``1-6月`` or ``第3季度``. None when it is not a period."""
    cleaned = _clean(text)
    if not cleaned or len(cleaned) > 40:
        return None
    for pattern in () if _ONLY_MONTHS.fullmatch(cleaned) else _patterns(cleaned):
        if (match := pattern.fullmatch(cleaned)) and (period := _from_match(match, None)):
            return period
    for pattern in _bare_patterns() if year else ():
        if (match := pattern.fullmatch(cleaned)) and (period := _from_match(match, year)):
            return period
    whole = f"{year}年{cleaned}" if year and cleaned.endswith("月") else cleaned  # 7、8月
    return _list_of_parts(cleaned) or _list_of_parts(whole) or _open_period(cleaned)


_MONTH_OF = re.compile(r"(20\d\d)(?:[年.-](1[0-2]|0?[1-9])月?|(0[1-9]|1[0-2]))")


def _list_of_months(text: str) -> Period | None:
    """``2023-01,2023-02,2023-03``: a period when the months follow one another."""
    found = [_MONTH_OF.fullmatch(part) for part in re.split("[/,;]", text)]
    months = [int(m[1]) * 12 + int(m[2] or m[3]) - 1 for m in found if m]
    if len(months) < 2 or len(months) < len(found) or months != list(range(months[0], months[0] + len(months))):
        return None
    return Period(month_start(months[0] // 12, months[0] % 12 + 1), month_end(months[-1] // 12, months[-1] % 12 + 1))


def _list_of_parts(text: str) -> Period | None:
    """``2023年1/2/3月``, ``2024年1/2季度`` and ``2022/2023年`` are periods only when their parts follow one another."""
    if period := _list_of_months(text):
        return period
    for pattern, length in _lists():
        match = pattern.fullmatch(text)
        numbers = [int(n) for n in re.findall(r"\d+", match[2])] if match else []
        if not match or numbers != list(range(numbers[0], numbers[0] + len(numbers))):
            continue
        if length == 12:
            return Period(month_start(numbers[0], 1), month_end(numbers[-1], 12))
        year = _full_year(match[1])
        return Period(month_start(year, numbers[0] * length - length + 1), month_end(year, numbers[-1] * length))
    return None


def _open_period(text: str) -> Period | None:
    if match := _BEFORE.search(text):
        year = _full_year(match[1])
        last = year if "及" in match[0] else year - 1
        return Period(None, Day(last, 12, 31), text, "period_open")
    if re.search(r"(?:至|到|-)今$|[至起-]$|以来$", text):
        head = parse_text(re.sub(r"-*(?:(?:至|到|-)今?|起|以来)$", "", text))
        return Period(head.start, None, text, "period_open") if head else None
    return Period(None, None, text, "period_vague") if _VAGUE.search(text) else None


def serial_date(value: float) -> Day | None:
    """An Excel day serial (1900 system) between 1995 and 2060."""
    if 34700 < value < 58500:
        return Day(1899, 12, 30) + datetime.timedelta(days=int(value))
    return None


def dotted_float(value: float) -> tuple[int, int] | None:
    """2023.1 or 2023.01 stored as a number → (year, hundredths of the fraction); None when not such a number."""
    if not 1990 <= value < 2100:  # neither is what is no number at all
        return None
    year = int(value)
    hundredths = round((value - year) * 100, 6)
    if abs(hundredths - round(hundredths)) > 1e-4:
        return None
    return year, round(hundredths)


def parse_value(value: Any, year: int | None = None, *, tenth_is: int = 1) -> Period | None:
    """A cell of a period column. ``tenth_is`` says whether the number 2023.1 means January (1) or October (10).

    A single day stays a single day; the caller knows whether its column means months.
    """
    if isinstance(value, datetime.datetime):
        return Period(value.date(), value.date())
    if isinstance(value, datetime.date):
        return Period(value, value)
    if isinstance(value, float | int) and not isinstance(value, bool):
        return _number(float(value), year, tenth_is) if math.isfinite(value) else None
    text = re.sub(r"^(\d{4,6})\.0$", r"\1", text_of(value))  # a whole number saved to CSV by a program
    if len(text) == 5 and text.isdigit() and (day := serial_date(float(text))):
        return Period(day, day)  # a date cell saved to CSV without its format
    return parse_text(text, year) if text else None


def _number(value: float, year: int | None, tenth_is: int) -> Period | None:
    if value.is_integer():
        whole = int(value)
        if day := serial_date(value):
            return Period(day, day)
        if year and 1 <= whole <= 12:
            return Period(month_start(year, whole), month_end(year, whole))
        return parse_text(str(whole))
    parts = dotted_float(value)
    if parts is None:
        day = serial_date(value)
        return Period(day, day) if day else None
    month = tenth_is if parts[1] == 10 else parts[1] // 10 if parts[1] % 10 == 0 and parts[1] > 12 else parts[1]
    if not 1 <= month <= 12:
        return None
    return Period(month_start(parts[0], month), month_end(parts[0], month))

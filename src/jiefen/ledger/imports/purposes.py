"""What a payment is for, in the payer's own words: the rooms, fee items and periods a memo names.

``3-1-101物业费2024.7-9月``: the flat 3-1-101, 物业费, July to September 2024. Who pays says which debt he pays (Civil Code
560), so money named for a period or an item must not go to another one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from jiefen.ledger.imports import periods, rooms
from jiefen.ledger.imports.cells import compact
from jiefen.ledger.imports.generic_rows import Span
from jiefen.ledger.imports.items import LATE_CHARGE, OTHER, kind_of
from jiefen.ledger.imports.rooms import Place, RoomKey

_ROOM: Final = re.compile(
    r"(?<![\d.])(?<!\d-)(?:[A-Z]|\d{1,3})(?:号楼|#楼|栋|幢|座|#|-)-?\d{1,2}(?:单元|-|#)-?\d{3,4}(?!\d)室?"
    r"|(?<![\d.])(?<!\d-)(?:[A-Z]|\d{1,3})(?:号楼|#楼|栋|幢|座|#|-)-?\d{3,4}(?![\d-])室?|(?:车位|车库|商铺)[A-Z]?\d?-?\d{1,4}(?!\d)"
)
_MORE_ROOMS: Final = re.compile(r"(?:[、,/和及&]|以及)(\d{3,4})室?(?![\d年元.])")
_DATE: Final = re.compile(r"(?:19|20)\d\d[-./年]\d{1,2}(?:[-./月]\d{1,2})?(?:[-~至到]\d{1,2}月?(?![\d-]))?|20\d\d年度?")
_PERIOD: Final = re.compile(
    r"(?<![\d-])(?:20\d\d[年./-]|20\d\d(?:0[1-9]|1[0-2])(?!\d)|[12]\d年)[\d年月日季度上下半全第一二三四~至到./-]*"
)
_MORE_MONTHS: Final = re.compile(r"[、,和及](1[0-2]|0?[1-9])月")
_FEE: Final = re.compile(
    r"(?:物业|物管|管理|车位|停车|泊车|车库|水|电|燃气|煤气|天然气|供暖|采暖|取暖|暖气|垃圾|公摊|能耗|电梯|装修|押|保证|违约|滞纳)[\u4e00-\u9fa5]{0,4}?(?:费|金)"
)
_STILL_OWED: Final = re.compile(r"欠|未[缴交付清]|还差|尚|剩余|下次|待[缴交补]")
_VOID: Final = re.compile(r"作废|红冲|冲红|冲销|冲正|退款|退回|退汇|退货|撤销")
_NOT_VOID: Final = re.compile(
    r"(?:未|无|没有?|不|非|代替|替换|换开|补开|重开)(?:[^,。;]{0,4})(?:作废|红冲|冲红|冲正|退款|退回|退汇|退货|撤销)"
)
_LONGEST: Final = 40


def says_void(text: str) -> bool:
    """Whether a remark says that this receipt does not count: 作废, 红冲, 退款; not so 无退款."""
    return bool(_VOID.search(_NOT_VOID.sub("", compact(text))))


def rooms_in(texts: Iterable[str], place: Place) -> list[RoomKey]:
    """Every room the texts name, each once, in the order of the first text that names any."""
    for text in (*(t.upper() for t in texts),):
        for spelling in (text, compact(text).upper()):  # 1-1-101 2023年; 1 - 1 - 101
            if found := _rooms(_DATE.sub(" ", spelling), place):
                return found
    return []


def _rooms(text: str, place: Place) -> list[RoomKey]:
    found: dict[str, RoomKey] = {}
    for match in _ROOM.finditer(text):
        if key := rooms.parse_room(match[0], place):
            found.setdefault(key.text, key)
            for more in _following(text[match.end() :]):
                found.setdefault(more, key._replace(room=more, text=more))
    return list(found.values())


def _following(rest: str) -> list[str]:
    """102 and 103 of ``3-1-101、102和103``."""
    found = []
    while match := _MORE_ROOMS.match(rest):
        found.append(match[1])
        rest = rest[match.end() :]
    return found


@lru_cache(maxsize=20_000)
def items_in(text: str) -> str:
    """The fee items a memo names (物业费、车位费); "" when it names none, or speaks of what is still owed."""
    bare = compact(text)
    if _STILL_OWED.search(bare):
        return ""
    found = [word for word in _FEE.findall(bare) if kind_of(word) != OTHER]
    return "、".join(dict.fromkeys(word for word in found if kind_of(word) != LATE_CHARGE or len(found) == 1))


@lru_cache(maxsize=20_000)
def spans_in(text: str) -> tuple[Span, ...]:
    """The periods of at least a month that a memo names."""
    bare = compact(_ROOM.sub("|", text.upper()))
    if _STILL_OWED.search(bare):
        return ()
    found: list[Span] = []
    for match in _PERIOD.finditer(bare):
        if span := _span(match[0]):
            found += [span, *_more_months(bare[match.end() :], span)]
    return tuple(dict.fromkeys(found))


def _more_months(rest: str, first: Span) -> list[Span]:
    """May and June of ``2024年3月、5月、6月``."""
    found: list[Span] = []
    while match := _MORE_MONTHS.match(rest):
        year, month = first[0].year, int(match[1])
        found.append((periods.month_start(year, month), periods.month_end(year, month)))
        rest = rest[match.end() :]
    return found


def span_of(value: object) -> Span | None:
    """A period cell (2024.07-2024.09, 2024年10月, 2024年度; 2024-10 that Excel made 1 October of)."""
    found = periods.parse_value(value) if value not in ("", None) else None
    if not found or not found.start or not found.end or found.start > found.end:
        return None
    is_month = found.start == found.end and found.start.day == 1 and not isinstance(value, str)
    return (found.start, periods.month_end(found.start.year, found.start.month) if is_month else found.end)


def _span(text: str) -> Span | None:
    """The longest beginning of ``text`` that is a period; a single day is none."""
    for end in range(min(len(text), _LONGEST), 3, -1):
        found = periods.parse_text(text[:end].rstrip("-~至到./"))
        if found and found.start and found.end and not found.code:
            return (found.start, found.end) if (found.end - found.start).days >= 20 else None
    return None

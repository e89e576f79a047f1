"""Room numbers in every spelling → one RoomKey, so that the same premises is recognised across spellings.

``8-1-2602``, ``8栋1单元2602``, ``08#1-2602``, ``8#-1-2602`` and ``8号楼1单元2602室`` are the same flat. What
cannot be taken
apart keeps its own text as key (kind ``other``): distinct texts stay distinct premises.
"""

from __future__ import annotations

import datetime
import re
from functools import lru_cache
from typing import Any, Final, NamedTuple

from jiefen.ledger.imports.cells import compact, text_of

RESIDENCE, PARKING, SHOP, OTHER = "residence", "parking", "shop", "other"


class RoomKey(NamedTuple):
    """``text`` is the canonical spelling (8-1-2602, A-1201, 车位B2-118, 商铺12); equal keys are the same premises."""

    building: str
    entrance: str
    room: str
    kind: str
    text: str


class Place(NamedTuple):
    """What surrounds a room number: estate phase, building and entrance from other columns, section rows or
    sheet names.
    """

    phase: str = ""
    building: str = ""
    entrance: str = ""


NOWHERE: Final = Place()
_CN_DIGIT: Final = {c: i for i, c in enumerate("零一二三四五六七八九")}
_B_WORD = r"(?:号楼|#楼|栋楼?|幢楼?|座|楼|#|号)"
_B = r"(?P<b>[A-Z]{0,2}\d{1,3}[A-Z]?|[A-Z]{1,2}|[东西南北中]\d{0,2})"
_U = r"(?P<u>\d{1,2}|[A-Z]|[甲乙丙丁东西中])"
_F = r"(?:(?P<f>B?\d{1,2})(?:层|F|楼)-?)?"
_R = r"(?P<r>[A-Z]?\d{1,5}[A-Z]?(?:/\d+)?)(?:室|号|房|户|号房)?(?:\(?(?P<r2>复式|跃层|LOFT)\)?)?"
_PHASE = r"(?:(?P<p>第?[A-Z\d]{1,2}期|[A-Z\d东南西北中]{1,2}[区]|[A-Z\d]{1,2}组团|[东南西北中]苑)-?)?"
_FULL: Final = [
    re.compile(p)
    for p in (
        rf"{_PHASE}{_B}(?:{_B_WORD}[-./\\_]?|[-./\\_]){_U}(?:单元|门|梯|#|号门|[-./\\_])[-./\\_]?{_F}{_R}",
        rf"{_PHASE}(?P<b>[A-Z]{{1,2}}|[东西南北中]){_U}(?:单元|门|梯|号门)[-./\\_]?{_F}{_R}",
        rf"{_PHASE}{_B}(?:{_B_WORD}|[-./\\_])[-./\\_]?{_F}{_R}",
        rf"{_PHASE}{_B}{_B_WORD}?[-./\\_]{_U}[-./\\_](?P<f4>\d{{1,2}})[-./\\_](?P<r4>\d{{1,2}})(?:室|号)?",
        rf"(?P<p>)(?P<u>\d{{1,2}}|[A-Z甲乙丙丁])(?:单元|门|梯)-?{_F}{_R}",
        rf"(?P<p>){_F}{_R}",
    )
]
_PLAIN_ENTRANCE = re.compile(r"(\d{1,3})(?:-|栋|幢|号楼|#)-?(\d{1,2})")
_PLAIN = re.compile(r"(\d{1,3}(?:-|栋|幢|号楼|#)-?\d{1,2})(?:-|单元)(\d{3,4})室?")
_BUILDING = re.compile(rf"{_PHASE}(?P<b>[A-Z]{{0,2}}\d{{1,3}}[A-Z]?|[A-Z]{{1,2}}|[东西南北中]\d{{0,2}}){_B_WORD}?")
_SECTION = re.compile(
    rf"(?P<pre>.*?){_PHASE}(?<![A-Z\d])(?P<b>[A-Z]?\d{{1,3}}[A-Z]?|[A-Z]{{1,2}})(?:号楼|#楼|栋|幢|座|#|楼)(?!层|道)-?(?:(?P<u>\d{{1,2}})单元)?(?P<post>\D*)"
)
_PARKING_WORD = re.compile(
    r"(?:地下|地面|人防|产权|子母)?(?:停车场|停车位|停车|车位|车库|地库|泊位)(?:号)?|地下室?(?=[A-Z]?\d)"
)
_PARKING_BARE = re.compile(r"(?:B|P|F|-)\d?-?[A-Z]?\d{3}|[BP]\d-[A-Z]?\d{1,3}|P-?\d{1,4}")
_SHOP_WORD = re.compile(r"临街|商铺|店铺|铺面|门面房?|门市房?|底商|商业|网点|商服|铺位|铺")
_OTHER_WORD = re.compile(r"储藏[室间]|储物[室间]|仓库|杂物[间房]|会所|幼儿园|办公[室楼]|物业用房|广告位|基站|地下室")
_PHONE = re.compile(r"(?<=\S)[\s,;/(:-]*(?<!\d)(1[3-9]\d{9})(?!\d)\)?")  # behind a room number
_EIGHT = re.compile(
    r"(0[1-9]|[1-9]\d)(0[1-9])((?:0[1-9]|[1-4]\d)(?:0[1-9]|[1-3]\d))"
)  # 03021101: building, entrance, room
_REMARK = re.compile(r"(.*\d(?:室|号|户)?)\(((?!.*[栋幢座单元室号层区期东西南北上下左右前后])[\u4e00-\u9fa5]{2,8})\)")
_AREA = re.compile(
    r"(?<=[\d室号户])[\s,;/(]+\d+(?:\.\d+)?\s*(?:㎡|m2|M2|平方米?|平米?)\)?$"
)  # 3-1-101 98.5㎡ in one cell
_STATE = re.compile(r"(.*\d(?:室|号|户)?)[(【\[-]?(?:空置|[已未]售|出租|自住|空房|毛坯|法拍|[已未]装修|装修中)[)】\]]?")
_DATE_TEXT = re.compile(
    r"(?=\d)(?:19|20)\d\d[-/年]\d{1,2}[-/月]\d{1,2}日?(?: 0?0:00(?::00)?)?|\d{1,2}月\d{1,2}日|\d{1,2}-[A-Za-z]{3}(?:-\d\d)?"
)


def chinese_number(text: str) -> str:
    """一 → 1, 十二 → 12, 二十 → 20, 二十三 → 23; other text unchanged."""
    if not text or any(c not in "零一二三四五六七八九十" for c in text):
        return text
    if "十" not in text:
        return "".join(str(_CN_DIGIT[c]) for c in text)
    tens, _, ones = text.partition("十")
    return str((_CN_DIGIT[tens] if tens else 1) * 10 + (_CN_DIGIT[ones] if ones else 0))


def without_zeros(text: str) -> str:
    """08 → 8, A01 → A1; 0 stays 0."""
    return re.sub(r"(?<!\d)0+(?=\d)", "", text)


@lru_cache(maxsize=200_000)
def without_noise(text: str) -> str:
    """A cell as rooms are compared: one kind of dash, figures for Chinese numbers, no phone, no ``.0`` of a program."""
    text = re.sub(
        r"^(\d+)\.0$", r"\1", compact(_AREA.sub("", split_phone(text)[0])).upper()
    )  # a whole number saved to CSV by a program
    text = re.sub(r"[—–−~_―]+|-{2,}", "-", text)
    text = re.sub(
        r"[零一二三四五六七八九十]+(?=号楼|栋|幢|座|单元|期|区|号|门|楼|层|组团)", lambda m: chinese_number(m[0]), text
    )
    text = re.sub(r"第(?=\d+(?:号楼|栋|幢|座|单元|期|区|#))", "", text)
    return text.strip("-:,;'\"“”*★☆")


def split_phone(text: str) -> tuple[str, str]:
    """``3-1-101 13812345671`` → (the room, the phone somebody wrote behind it or "")."""
    found = _PHONE.search(text_of(text)) if len(text) > 11 else None
    return (_PHONE.sub("", text_of(text)), found[1]) if found else (text, "")


def looks_like_date(value: Any) -> bool:
    """Whether Excel has turned a room number into a date (8-1-26 → 2026-08-01)."""
    if isinstance(value, datetime.date | datetime.time):
        return True
    return (
        isinstance(value, str)
        and ("-" in value or "/" in value or "月" in value)
        and bool(_DATE_TEXT.fullmatch(value.strip()))
    )


def recover_from_date(value: Any) -> list[str]:
    """Spellings the clerk may have typed before Excel made a date of them, likeliest first; empty when unknown."""
    if isinstance(value, str):
        digits = [int(n) for n in re.findall(r"\d+", value)[:3]]
        if len(digits) == 2:
            return [f"{digits[0]}-{digits[1]}"]
        if len(digits) < 3:
            return []
        year, month, day = digits
    elif isinstance(value, datetime.date):
        year, month, day = value.year, value.month, value.day
    else:
        return []
    short = year % 100
    return [f"{month}-{day}-{short}", f"{short}-{month}-{day}", f"{month}-{day}"]


def section(text: str) -> Place | None:
    """``3栋``, ``【3号楼】``, ``阳光里小区3号楼欠费明细``, ``3栋2单元`` alone in a row or as a sheet name; else
    None.
    """
    cleaned = without_noise(re.sub(r"[【】\[\]]|\(.*?\)", "", text_of(text)))
    if len(cleaned) > 30:
        return None
    match = _SECTION.fullmatch(cleaned)
    if not match or re.search(r"\d", match["pre"]) or re.search(r"小计|合计|总计|汇总$", cleaned):
        return None
    return Place(phase_in(match["p"]), without_zeros(match["b"]), match["u"] or "")


def building_of(text: str) -> Place:
    """A cell of a building column (``3号楼``, ``03``, ``东区3栋``) → phase and building."""
    cleaned = without_noise(text)
    if match := _BUILDING.fullmatch(cleaned):
        return Place(phase_in(match["p"]), without_zeros(match["b"]))
    if match := _SECTION.fullmatch(cleaned):
        return Place(phase_in(match["p"]), without_zeros(match["b"]), match["u"] or "")
    if pair := re.fullmatch(r"([A-Z]?\d{1,3})[-/](\d{1,2})(?:单元)?", cleaned):
        return Place("", without_zeros(pair[1]), without_zeros(pair[2]))
    return Place("", without_zeros(cleaned))


def entrance_of(text: str) -> str:
    """A cell of an entrance column: ``2``, ``2单元``, ``二单元``, ``02`` → ``2``."""
    return without_zeros(chinese_number(re.sub(r"单元|门|梯|#|号$", "", without_noise(text))))


def phase_in(text: str | None) -> str:
    """第2 → 2; '' where no phase is named."""
    return without_zeros((text or "").removeprefix("第"))


def residence(building: str, entrance: str, room: str) -> RoomKey:
    """The key of a flat; empty parts are left out of the canonical text."""
    return RoomKey(building, entrance, room, RESIDENCE, "-".join(part for part in (building, entrance, room) if part))


def plain_room(text: str, place: Place = NOWHERE) -> RoomKey | None:
    """The key of the commonest spellings (8-1-2602, 8栋1单元2602), which need no look around; None for all others."""
    if place.phase:
        return None
    before, dash, room = text.rpartition("-")
    if not (dash and room.isdecimal() and 3 <= len(room) <= 4):
        plain = _PLAIN.fullmatch(text)
        before, room = plain.groups() if plain else ("", "")
    room, found = room.lstrip("0"), _entrance(before)
    if not (room and found):
        return None
    building, entrance, spelt = found
    return tuple.__new__(RoomKey, (building, entrance, room, RESIDENCE, spelt + room))


@lru_cache(maxsize=20_000)  # many rooms behind one entrance
def _entrance(text: str) -> tuple[str, str, str] | None:
    """8-1 or 8栋1 → building, entrance, and how their rooms are spelt up to the number."""
    plain = _PLAIN_ENTRANCE.fullmatch(text)
    building, entrance = [part.lstrip("0") for part in plain.groups()] if plain else ("", "")
    return (building, entrance, f"{building}-{entrance}-") if building and entrance else None


@lru_cache(maxsize=200_000)
def parse_room(text: str, place: Place = NOWHERE, *, first_is_building: bool = False) -> RoomKey | None:
    """Text of a room cell (plus what surrounds it) → RoomKey; None for blank.

    ``first_is_building``: in ``3-101`` beside a building column the 3 repeats the building (else it is the entrance).
    """
    if plain := plain_room(text, place):
        return plain
    cleaned = without_noise(text)
    if not cleaned:
        return None
    if special := _special(cleaned, place):
        return special
    found = _match(cleaned)
    if found is None:
        stripped = re.sub(r"^[^\dA-Z]*[^\dA-Z东西南北中第]", "", cleaned)  # a leading estate name
        found = _match(stripped) if stripped and stripped != cleaned else None
    if found is None and (remark := _REMARK.fullmatch(cleaned) or _STATE.fullmatch(cleaned)):
        return parse_room(remark[1], place, first_is_building=first_is_building)  # 1503室(空置)
    if found is None and (code := re.fullmatch(r"[A-Z]{2,}[-_]?(\d{1,3}-\d{1,2}-\d{3,4})", cleaned)):
        found = _match(code[1])  # a company code before the usual three parts
    if found is None and (named := split_owner(cleaned)):
        found = _match(named[0])
    if found is None:
        building = f"{place.phase}{place.building}"
        return RoomKey(building, place.entrance, cleaned, OTHER, f"{building}-{cleaned}" if building else cleaned)
    return _placed(found, place, first_is_building)


_NO_NAME = re.compile(
    r"[栋幢楼座单元室号层区期铺]|空置|出租|自住|空房|毛坯|[已未]售|车位|地下|储藏|小区|花园|家园|广场"
)


def split_owner(text: str) -> tuple[str, str] | None:
    """``8-1-2602张三``, ``8-1-2602(张三)`` or ``张三(8-1-2602)`` → (room, owner); None when there is no name beside the room."""
    if turned := re.fullmatch(r"([\u4e00-\u9fa5·]{2,4}?)[-/ ]*\(?((?:第?\d|[A-Za-z]).*\d室?)\)?", text.strip()):
        return (turned[2], turned[1]) if not _NO_NAME.search(turned[1]) else None
    match = re.fullmatch(r"(.*\d室?)[-/ ]*\(?([\u4e00-\u9fa5·]{2,4})\)?", text.strip())
    if not match or _NO_NAME.search(match[2]):
        return None
    return match[1], match[2]


def _placed(found: tuple[Place, str], place: Place, first_is_building: bool) -> RoomKey:
    own, room = found
    phase = own.phase or place.phase
    building, entrance = own.building, own.entrance
    if building and not entrance and place.building and not own.phase and not _explicit(own, place, first_is_building):
        building, entrance = place.building, building  # 1-2602 under a building column: the 1 is the entrance
    building = building or place.building
    if not entrance and (not own.building or building == place.building):
        entrance = place.entrance
    return residence(f"{phase}{building}", entrance, room)


def _explicit(own: Place, place: Place, first_is_building: bool) -> bool:
    return first_is_building or (bool(place.entrance) and own.building == place.building)


def _match(cleaned: str) -> tuple[Place, str] | None:
    if whole := _EIGHT.fullmatch(cleaned):
        return Place("", without_zeros(whole[1]), without_zeros(whole[2])), without_zeros(whole[3])
    for pattern in _FULL:
        if match := pattern.fullmatch(cleaned):
            parts = match.groupdict()
            room = parts.get("r") or f"{int(parts['f4'])}{int(parts['r4']):02d}"
            floor = parts.get("f")
            if floor and floor.isdigit() and room.isdigit() and len(room) <= 2:
                room = f"{int(floor)}{int(room):02d}"
            return Place(
                phase_in(parts.get("p")), without_zeros(parts.get("b") or ""), without_zeros(parts.get("u") or "")
            ), without_zeros(room)
    return None


def _special(cleaned: str, place: Place) -> RoomKey | None:
    """Parking spaces, shops and other premises named by a word, or a bare parking number such as B2-118."""
    for pattern, kind, label in (
        (_PARKING_WORD, PARKING, "车位"),
        (_SHOP_WORD, SHOP, "商铺"),
        (_OTHER_WORD, OTHER, ""),
    ):
        if pattern.search(cleaned):
            word = pattern.search(cleaned)
            label = label or (word[0] if word else "")
            rest = pattern.sub("-", cleaned)
            return _worded(rest, place, kind, label)
    if not place.building and _PARKING_BARE.fullmatch(cleaned) and not cleaned.startswith("F"):
        room = without_zeros(cleaned)
        return RoomKey("", "", room, PARKING, f"车位{room}")
    return None


def _worded(rest: str, place: Place, kind: str, label: str) -> RoomKey:
    match = re.match(rf"{_PHASE}(?P<b>[A-Z]?\d{{1,3}})(?:号楼|#楼|栋|幢|座|楼|#)", rest)
    building = (
        f"{phase_in(match['p']) or place.phase}{without_zeros(match['b'])}"
        if match
        else f"{place.phase}{place.building}"
    )
    rest = rest[match.end() :] if match else rest
    rest = re.sub(r"^[^\dA-Z]+", "", rest)
    room = without_zeros(re.sub(r"号|室|-+", "-", rest).strip("-"))
    shown = f"{label}{room}"
    return RoomKey(building, "", room or label, kind, f"{building}-{shown}" if building else shown)

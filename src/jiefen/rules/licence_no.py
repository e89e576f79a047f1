"""Lawyers' licence numbers (律师执业证号) and law firms' unified codes (统一社会信用代码), read and cross-checked.

Layout of 17 digits: kind · province (2) · city or district (2) · first year of practice (4) · category · sex · serial
(6). Older cards carry 12 digits without a public layout: accepted, not read. A firm's code has 18 characters, begins
with 31 and ends with the check character of GB 32100-2015. Tables: ``licence_no``, ``regions``. The number discloses
sex and year of practice: show it, never index it. Worked examples: docs/algorithms/licence_no.md.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Final

from jiefen.rules.errors import RuleError
from jiefen.rules.regions import City, cities, is_municipality, provinces
from jiefen.rules.tables_io import Row, load_table

MODERN_DIGITS: Final = 17
OLD_DIGITS: Final = 12
FIRST_YEAR: Final = 1979  # the profession was restored in that year
FIRM_PREFIX: Final = "31"  # 3 judicial administration, 1 law firm
_ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100-2015: no I, O, S, V, Z
_SEXES: Final = {"0": "男", "1": "女"}


class LicenceNoRefused(RuleError):
    """Not a licence number: wrong length, or a place that contradicts the layout."""

    code = "licence_no.invalid"


class FirmCodeRefused(RuleError):
    """Not the unified code of a law firm."""

    code = "firm_code.invalid"


@dataclass(frozen=True, slots=True)
class LicenceNo:
    """A number and what it says. Of an old card everything but ``number`` is empty (``is_read`` False)."""

    number: str
    is_read: bool
    kind: str = ""
    province_code: str = ""
    province: str = ""
    place_code: str = ""  # four digits: city, or district of a municipality
    city: City | None = None
    first_year: int = 0
    category: str = ""
    may_promote: bool = True
    must_say_so: bool = False  # part-time lawyers have to say that they are
    sex: str = ""
    serial: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something the number says otherwise than the person. ``blocks``: no verification before it is cleared up."""

    code: str
    sentence: str
    blocks: bool


def parse_licence_no(text: str, *, today: date) -> LicenceNo:
    """Read a licence number; spaces, hyphens and full-width digits are tidied. Raises LicenceNoRefused."""
    number = _tidy(text)
    if not (number.isascii() and number.isdigit()) or len(number) not in (MODERN_DIGITS, OLD_DIGITS):
        raise LicenceNoRefused("执业证号应是 17 位数字（旧证是 12 位），请对照执业证重新填写。")
    if len(number) == OLD_DIGITS:
        return LicenceNo(number, is_read=False)
    kind, category = _meaning("kind", number[0], "第 1 位"), _meaning("category", number[9], "第 10 位（类别）")
    if number[1:3] not in provinces():
        raise LicenceNoRefused("执业证号第 2、3 位不是省级代码，请对照执业证重新填写。")
    year, sex = int(number[5:9]), _SEXES.get(number[10])
    if not FIRST_YEAR <= year <= today.year:
        raise LicenceNoRefused(f"执业证号里的首次执业年份是 {year}，不合理，请对照执业证重新填写。")
    if sex is None:
        raise LicenceNoRefused("执业证号第 11 位（性别）只能是 0 或 1，请对照执业证重新填写。")
    return LicenceNo(
        number, True, kind.text("name"), number[1:3], provinces()[number[1:3]], number[1:5], _city(number[1:5]), year,
        category.text("name"), category.flag("may_promote"), category.flag("must_say_so"), sex, number[11:],
    )  # fmt: skip


def cross_check(
    licence: LicenceNo, *, first_year: int | None = None, sex: str = "", city_code: str = ""
) -> tuple[Finding, ...]:
    """What the number says otherwise than the person claims. Claims left out are not checked; old cards say nothing.

    ``city_code``: four digits of where he practises today. A different place is only a notice: people move.
    """
    if not licence.is_read:
        return (Finding("old_card", "12 位旧证号不含年份和地区，请人工对照证件原件。", False),)
    found = []
    if first_year is not None and first_year != licence.first_year:
        sentence = f"自报 {first_year} 年开始执业，证号写的是 {licence.first_year} 年，请核实后改正。"
        found.append(Finding("first_year", sentence, True))
    if sex and sex != licence.sex:
        found.append(Finding("sex", "自报性别与证号第 11 位不一致，请核对证件。", True))
    if not licence.may_promote:
        found.append(Finding("category", f"{licence.category}不得做业务推广，不能上名片。", True))
    if licence.must_say_so:
        found.append(Finding("part_time", f"{licence.category}须在名片上注明。", False))
    if city_code and city_code[:2] != licence.province_code:
        found.append(Finding("province", f"证号是{licence.province}发的，与现在的执业地不同，请确认是否转所。", False))
    elif city_code and licence.city and licence.city.code != city_code:
        found.append(Finding("city", f"证号里的城市是{licence.city.name}，与现在的执业地不同，请确认是否转所。", False))
    return tuple(found)


def parse_firm_code(text: str) -> str:
    """The tidied unified code of a law firm. Raises FirmCodeRefused: length, alphabet, prefix or check character."""
    code = _tidy(text).upper()
    if len(code) != 18 or any(each not in _ALPHABET for each in code):
        raise FirmCodeRefused(
            "律所的统一社会信用代码是 18 位数字和大写字母（不含 I、O、S、V、Z），请对照执业许可证填写。"
        )
    if not code.startswith(FIRM_PREFIX):
        raise FirmCodeRefused("律师事务所的统一社会信用代码以 31 开头。这个代码不是律所的，请核对。")
    if code[-1] != check_character(code[:17]):
        raise FirmCodeRefused("统一社会信用代码的最后一位校验不符，多半有一位抄错了，请核对。")
    return code


def check_character(first_17: str) -> str:
    """GB 32100-2015: weights 3^i mod 31, complement to 31. ``first_17``: characters of the code's own alphabet."""
    total = sum(_ALPHABET.index(each) * pow(3, place, 31) for place, each in enumerate(first_17))
    return _ALPHABET[-total % 31]


def _tidy(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).replace("-", "")


def _meaning(section: str, digit: str, place: str) -> Row:
    for row in load_table("licence_no", section):
        if row.text("digit") == digit:
            return row
    raise LicenceNoRefused(f"执业证号{place}的“{digit}”没有对应的含义，请对照执业证重新填写。")


def _city(place: str) -> City | None:
    return cities().get(f"{place[:2]}00" if is_municipality(place[:2]) else place)

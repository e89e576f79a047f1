"""Licence numbers and firm codes: the examples of docs/algorithms/licence_no.md, refusals, properties."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiefen.rules.licence_no import (
    FirmCodeRefused,
    LicenceNoRefused,
    check_character,
    cross_check,
    parse_firm_code,
    parse_licence_no,
)
from jiefen.rules.regions import UnknownRegion, cities, city_named, provinces

TODAY = date(2026, 11, 23)
SUZHOU = "13205201210000001"
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def test_suzhou_2012_full_time_man() -> None:
    found = parse_licence_no(" 1320 5201-2100 00001 ", today=TODAY)
    assert (found.province, found.city and found.city.name, found.first_year) == ("江苏", "苏州", 2012)
    assert (found.category, found.sex, found.serial, found.may_promote) == ("专职律师", "男", "000001", True)


def test_district_of_a_municipality_is_the_municipality() -> None:
    found = parse_licence_no("13101201520123456", today=TODAY)
    assert (found.city and found.city.name, found.place_code, found.category) == ("上海", "3101", "兼职律师")


def test_old_card_is_accepted_and_not_read() -> None:
    found = parse_licence_no("０32001123456", today=TODAY)
    assert (found.is_read, found.province) == (False, "")
    assert [each.code for each in cross_check(found, first_year=1999)] == ["old_card"]


@pytest.mark.parametrize(
    ("number", "word"),
    [
        ("", "17 位"),
        ("1320520121000001", "17 位"),
        ("1320520121000000A", "17 位"),
        ("93205201211000001", "第 1 位"),
        ("19905201211000001", "省级代码"),
        ("13205197811000001", "1978"),
        ("13205202711000001", "2027"),
        ("13205201201000001", "类别"),
        ("13205201212000001", "性别"),
    ],
)
def test_refused(number: str, word: str) -> None:
    with pytest.raises(LicenceNoRefused, match=word):
        parse_licence_no(number, today=TODAY)


def test_findings_block_or_only_tell() -> None:
    licence = parse_licence_no(SUZHOU, today=TODAY)
    assert cross_check(licence, first_year=2012, sex="男", city_code="3205") == ()
    found = cross_check(licence, first_year=2008, sex="女", city_code="3201")
    assert [(each.code, each.blocks) for each in found] == [("first_year", True), ("sex", True), ("city", False)]
    assert [each.code for each in cross_check(licence, city_code="1100")] == ["province"]
    company = parse_licence_no("132052012" + "70" + "000001", today=TODAY)
    assert [(each.code, each.blocks) for each in cross_check(company)] == [("category", True)]
    part_time = parse_licence_no("132052012" + "21" + "000001", today=TODAY)
    assert [each.code for each in cross_check(part_time)] == ["part_time"]


@given(
    st.sampled_from(sorted(cities())), st.integers(1979, 2026), st.integers(1, 9), st.integers(0, 1),
    st.integers(0, 999999),
)  # fmt: skip
def test_every_place_comes_back(place: str, year: int, category: int, sex: int, serial: int) -> None:
    number = f"1{place}{year}{category}{sex}{serial:06d}"
    found = parse_licence_no(number, today=TODAY)
    assert found.city == cities()[place]
    assert (found.first_year, found.serial, found.number) == (year, f"{serial:06d}", number)


def test_firm_code() -> None:
    code = "31320000MD0123456"
    full = code + check_character(code)
    assert parse_firm_code(f" {full.lower()} ") == full
    with pytest.raises(FirmCodeRefused, match="18 位"):
        parse_firm_code(code)
    with pytest.raises(FirmCodeRefused, match="18 位"):
        parse_firm_code("3132000OMD01234561")
    other = "91320000MD0123456"
    with pytest.raises(FirmCodeRefused, match="31 开头"):
        parse_firm_code(other + check_character(other))


@given(st.text(ALPHABET, min_size=15, max_size=15), st.integers(2, 16), st.integers(1, 30))
def test_one_wrong_character_is_always_noticed(rest: str, place: int, shift: int) -> None:
    code = "31" + rest
    full = code + check_character(code)
    wrong = full[:place] + ALPHABET[(ALPHABET.index(full[place]) + shift) % 31] + full[place + 1 :]
    assert parse_firm_code(full) == full
    with pytest.raises(FirmCodeRefused, match="校验"):
        parse_firm_code(wrong)


def test_regions() -> None:
    assert len(provinces()) == 34
    assert city_named("苏州市").code == "3205"
    assert city_named("北京").code == "1100"
    with pytest.raises(UnknownRegion):
        city_named("无此市")

"""Names, pinyin initials, phone and identity numbers."""

from __future__ import annotations

import pytest
from pypinyin import Style, lazy_pinyin

from jiefen.estates.identities import IdentityRefused, canonical_id_no, canonical_phone
from jiefen.estates.names import initials, tidy


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("王芳", "wf"), ("单雄信、李军", "sxxlj"), ("尉迟恭", "ycg"), ("曾国藩", "zgf"), ("解", "j"),
        ("Smith 王", "smithw"), ("上海A座商贸(有限)公司", "shazsmyxgs"), ("", ""), ("·", ""), ("区小明", "oxm"),
    ],
)  # fmt: skip
def test_initials(name, expected):
    assert initials(name) == expected


def test_phrases_are_read_as_phrases_and_all_else_character_by_character():
    given, phrases = "伟芳娜敏静磊洋重乐行都还", ["重阳", "长乐", "重庆", "银行", "音乐"]
    names = [a + b for a in given for b in given] + [a + phrase for a in given for phrase in phrases]
    for name in names:
        assert initials(f"王{name}") == "w" + "".join(lazy_pinyin(name, style=Style.FIRST_LETTER))


def test_a_name_is_tidied():
    assert tidy(" 王\u200b芳\n(户主)\x00 A ") == "王芳 (户主) A"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("139 0000 1234", "13900001234"), ("+86-139-0000-1234", "13900001234"), ("008613900001234", "13900001234"),
        ("13900001234", "13900001234"), ("(0571) 88886666", "057188886666"), ("4008881234", "4008881234"), ("  ", ""),
    ],
)  # fmt: skip
def test_one_number_one_form(typed, stored):
    assert canonical_phone(typed) == stored


@pytest.mark.parametrize("typed", ["1390000123", "139000012345", "1.39E+10", "abc", "12900001234", "无"])
def test_what_is_no_phone_is_refused(typed):
    with pytest.raises(IdentityRefused, match="电话号码"):
        canonical_phone(typed)


def test_identity_numbers():
    assert canonical_id_no(" 11010519491231002x ") == "11010519491231002X"
    assert canonical_id_no("91350100M000100Y43", is_company=True) == "91350100M000100Y43"
    assert canonical_id_no("") == ""


@pytest.mark.parametrize(
    ("typed", "is_company"),
    [("110105194912310021", False), ("1101051949", False), ("1.10105E+17", False), ("91350", True)],
)
def test_wrong_identity_numbers_are_refused(typed, is_company):
    with pytest.raises(IdentityRefused, match="统一社会信用代码" if is_company else "身份证号"):
        canonical_id_no(typed, is_company=is_company)

"""Words without whom they speak of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiefen.engine.anonymous import without_persons


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("打我13812345678，别打家里", "打我00000000000,别打家里"),
        ("身份证３１０１０１１９９００１０１１２３Ｘ给过你们了", "身份证00000000000000000"),
        ("我住3-2-1201，漏水漏到2-1-1101", "我住0,漏水漏到0"),
        ("王建国说他不交", "某人说他不交"),
        ("找王先生去，欧阳女士也行", "找某先生去,某女士也行"),
        ("你们李经理答应的", "你们某经理答应的"),
        ("跟小张 说一声，老王 也没交", "跟小某 说一声,老某 也没交"),
        ("我的车沪A12345被刮了", "我的车某人被刮了"),
        ("发我邮箱 li.si@example.com", "发我邮箱 某处"),
        ("加我微信 lisi_1990", "加我微信 某处"),
        ("云栖里3栋的灯坏了", "某处某处的灯坏了"),
        ("幺三八一二三四五六七八打这个", "0打这个"),
        ("漏水\n三次没人来", "漏水 三次没人来"),
    ],
)
def test_who_is_meant_is_gone(said, kept):
    found = without_persons(said, names=["王建国"], places=["云栖里", "3栋"])
    assert found.startswith(kept)


@pytest.mark.parametrize(
    "said", ["高兴才交", "方便的时候再说", "报修三次没人来", "老小区了", "任何人都不交", "物业费太贵"]
)
def test_what_says_why_stays(said):
    assert without_persons(said) == said


@given(st.text(max_size=200), st.lists(st.text(min_size=2, max_size=6), max_size=3))
def test_no_digit_but_zero_and_no_known_name_is_left(words, names):
    found = without_persons(words, names=names)
    assert not any(letter.isdecimal() and letter != "0" for letter in found)
    assert without_persons(found, names=names).count("\n") == 0

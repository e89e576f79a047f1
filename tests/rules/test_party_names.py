"""Names of parties: the same party however it is written, and different parties kept apart."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiefen.rules.party_names import id_key, kept_until, party_keys

SAME = (
    ("苏州市明珠物业服务有限公司", "明珠物业"),
    ("明珠物业管理（苏州）有限公司", "苏州明珠物业服务有限公司"),
    ("江苏省苏州市明珠物业管理有限公司苏州分公司", "明珠物业 服务有限公司"),
    ("恒新地产集团有限公司", "恒新房地产开发有限公司"),
    ("Ａｃｍｅ 有限公司", "acme股份有限公司"),
    ("张 三", "张三先生"),
    ("艾力·买买提", "艾力买买提"),
    ("苏州物业服务有限公司", "苏州物业管理公司"),
)  # fmt: skip
APART = (
    ("苏州物业服务有限公司", "杭州物业服务有限公司"),
    ("明珠物业", "明珠地产有限公司"),
    ("北京银行", "南京银行"),
    ("张三", "张三丰"),
    ("物业公司", "明珠物业公司"),
)


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_party_written_differently_shares_a_key(one: str, other: str) -> None:
    assert set(party_keys(one)) & set(party_keys(other))


@pytest.mark.parametrize(("one", "other"), APART)
def test_different_parties_share_none(one: str, other: str) -> None:
    assert not set(party_keys(one)) & set(party_keys(other))


@pytest.mark.parametrize("text", ["", " ", "李", "！！", "公司", "物业"])
def test_a_name_that_would_fit_everybody_has_no_key(text: str) -> None:
    assert party_keys(text) == ()


@given(st.text(max_size=40))
def test_keys_do_not_depend_on_spaces_and_width(text: str) -> None:
    keys = party_keys(text)
    assert party_keys(f" {text}\u3000") == keys
    assert len(keys) <= 2
    assert all(party_keys(key)[:1] in ((key,), ()) or key in party_keys(key) for key in keys)


def test_numbers() -> None:
    assert id_key(" 3205０1199001011２3x ") == "320501199001011" + "23X"
    assert id_key("1234567") == ""
    assert id_key("") == ""


def test_a_finished_engagement_counts_a_year() -> None:
    assert kept_until(dt.date(2026, 1, 31)) == dt.date(2027, 1, 31)
    assert kept_until(dt.date(2024, 1, 31)) == dt.date(2025, 1, 30)  # 365 days

"""Vacancy: the examples of docs/algorithms/vacancy.md by name, and properties of every answer."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiefen.rules.tables_io import load_table
from jiefen.rules.vacancy import VacancyDecision, VacancyError, discount_for

ON = date(2026, 11, 23)


def _ask(city: str, months: int, *, on: date = ON, pre: bool = True, notified: bool = True) -> VacancyDecision:
    return discount_for(city, on, pre_phase=pre, months_vacant=months, notified=notified)


@pytest.mark.parametrize(
    ("city", "months", "pre", "notified", "outcome", "percent"),
    [
        ("镇江", 6, False, True, "discount", 70),
        ("镇江市", 24, True, True, "discount", 70),
        ("镇江", 25, True, True, "negotiate", 70),
        ("镇江", 5, True, True, "not_yet", None),
        ("镇江", 8, True, False, "notice_missing", None),
        ("青岛", 6, True, False, "discount", 60),
        ("济南", 12, True, True, "discount", 60),
        ("青岛", 12, False, True, "contract", None),  # no ordinary-phase rule: the province wants it in the contract
        ("滨州", 6, True, True, "not_yet", None),  # "more than" six months
        ("滨州", 7, True, True, "discount", 60),
        ("聊城", 9, True, True, "check", None),
        ("菏泽", 9, True, True, "check", None),
        ("菏泽", 9, False, True, "contract", None),
        ("威海", 9, True, True, "contract", None),
        ("兰州新区", 6, False, True, "discount", 50),
        ("兰州新区", 6, False, False, "notice_missing", None),
        ("丽水", 36, True, True, "none", None),
        ("长沙", 36, True, True, "check", None),
        ("北京", 36, True, True, "contract", None),
    ],
)
def test_examples(city: str, months: int, pre: bool, notified: bool, outcome: str, percent: int | None) -> None:
    decision = _ask(city, months, pre=pre, notified=notified)
    assert (decision.outcome, decision.pay_percent) == (outcome, percent)


def test_zhenjiang_begins_on_1_february_2025() -> None:
    assert _ask("镇江", 8, on=date(2025, 2, 1)).pay_percent == 70
    before = _ask("镇江", 8, on=date(2025, 1, 31))
    assert (before.outcome, before.pay_percent, before.source) == ("contract", None, "")


def test_sentences_say_what_to_do_and_how_sure_we_are() -> None:
    assert _ask("镇江", 8).sentence == (
        "可以减免：业主最多按 70% 交。依据：镇江市住宅空置期物业费规定(媒体转载)，可信度中。"
    )
    assert _ask("滨州", 6).sentence == (
        "空置时间还不够：要超过 6 个月才可以减免，现在按原价。"
        "依据：《滨州市物业管理条例》第38条，可信度高；生效日没有核实，用之前请对照原文。"
    )
    assert _ask("北京", 8).sentence == "没有查到当地的空置减免规定。看物业合同怎么写；合同没写的，按原价。"


def test_negative_months_are_refused() -> None:
    with pytest.raises(VacancyError):
        _ask("镇江", -1)


_cities = sorted({city for row in load_table("vacancy") for city in row.texts("cities")} | {"上海", ""})


@given(st.sampled_from(_cities), st.integers(0, 60), st.booleans(), st.booleans(), st.dates(date(2019, 1, 1)))
def test_every_answer_is_whole(city: str, months: int, pre: bool, notified: bool, on: date) -> None:
    decision = _ask(city, months, on=on, pre=pre, notified=notified)
    assert decision.sentence.endswith("。")
    assert "{" not in decision.sentence
    assert (decision.pay_percent is not None) == (decision.outcome in ("discount", "negotiate"))
    assert decision.date_verified or "没有核实" in decision.sentence


@given(st.sampled_from(_cities), st.integers(0, 23), st.booleans())
def test_a_discount_once_reached_is_kept_in_the_first_two_years(city: str, months: int, pre: bool) -> None:
    if _ask(city, months, pre=pre).outcome == "discount":
        assert _ask(city, months + 1, pre=pre).outcome == "discount"

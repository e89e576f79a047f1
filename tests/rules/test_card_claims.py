"""Claims a person looks at before they are published, and sentences that go through."""

from __future__ import annotations

import datetime as dt

import pytest

from jiefen.rules.card_claims import claims_in

DAY = dt.date(2026, 11, 26)


@pytest.mark.parametrize(("text", "title"), [
    ("荣获某市优秀律师称号", "荣誉和评选"), ("入选青年律师人才库", "荣誉和评选"), ("现任律协某专业委员会委员", "职务和资历"),
    ("毕业于某大学法学院", "职务和资历"), ("经手 30 余件工伤案件", "件数和年数"), ("十二年执业", "件数和年数"),
    ("担任某集团常年法律顾问", "服务过的单位"),
])  # fmt: skip
def test_what_can_be_checked_is_kept_for_a_look(text: str, title: str) -> None:
    assert title in [claim.title for claim in claims_in(text, DAY)]


@pytest.mark.parametrize("text", [
    "", "我主要办劳动争议，会先听您把事情说完，再讲清楚有哪几条路。", "收费按律所公示的标准，签合同前逐项说明。",
    "每个阶段结束当天告诉您进展。", "周一到周五上午可以面谈，请带好合同和工资条。",
])  # fmt: skip
def test_how_somebody_works_goes_through(text: str) -> None:
    assert claims_in(text, DAY) == ()


def test_before_the_rules_nothing_is_kept() -> None:
    assert claims_in("荣获某市优秀律师称号", dt.date(2017, 1, 1)) == ()

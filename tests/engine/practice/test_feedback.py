"""The feedback names moments with the steward's own sentences, counts, and never grades."""

from __future__ import annotations

import re
from dataclasses import asdict

import pytest

from jiefen.engine.practice import partner
from jiefen.engine.practice.banned import gravest_in
from jiefen.engine.practice.feedback import report
from jiefen.engine.practice.personas import all_personas
from tests.engine.practice.scripts import GOOD, MEDIOCRE, THREATS, played


def test_a_won_talk_says_what_opened_the_door():
    found = report(played("zhou_leak", GOOD["zhou_leak"]))
    assert found.headline == "他自己选了办法：修好确认了再交"
    assert found.was_revealed
    assert found.door_quote in GOOD["zhou_leak"]
    titles = [moment.title for moment in found.moments if moment.is_good]
    assert "说出了心里话" in titles
    assert all(moment.quote in GOOD["zhou_leak"] for moment in found.moments)
    counts = dict(found.counts)
    assert (counts["开放地问，请对方说"], counts["不能说的话"], counts["催和压"]) == (2, 0, 0)
    assert counts["把话说回给他"] >= 2


def test_a_lost_talk_names_the_sentence_the_rule_and_the_way_on():
    found = report(played("he_lift", THREATS))
    hard = [moment for moment in found.moments if not moment.is_good]
    assert found.headline == "这一次，她先挂了电话"
    assert hard[0].title == "不能说的话"
    assert hard[0].quote in THREATS
    assert "第944条" in hard[0].more
    assert hard[0].instead
    assert dict(found.counts)["不能说的话"] >= 1
    assert found.need
    assert not found.was_revealed


def test_one_thing_to_try_goes_by_what_was_missing():
    assert (
        "开放式" in report(played("lin_vacant", MEDIOCRE)).try_next
        or "回答的问题" in report(played("lin_vacant", MEDIOCRE)).try_next
    )
    early = played("lin_vacant", ["您好，我是管家小何。", "怎么样，您分期交吧。"])
    assert "说回给她听" in report(early).try_next
    assert report(played("zhou_leak", GOOD["zhou_leak"])).try_next == "这样聊就很好。下次换一位脾气不同的试试。"


def test_too_early_and_sore_points_are_named():
    found = report(played("he_lift", ["您好，我是管家小何。", "电梯坏是常有的事。", "您分期交吧。"]))
    assert {"碰到了她的痛处", "办法给早了"} <= {moment.title for moment in found.moments}


@pytest.mark.parametrize("person", all_personas(), ids=lambda each: each.code)
def test_no_feedback_grades_or_shames(person):
    for lines in (THREATS, MEDIOCRE, ["……", "哈哈", "为什么不交？"]):
        words = str(asdict(report(played(person.code, lines))))
        assert not re.search(r"\d+ ?分|不及格|失败|差劲|错误|扣分|等级|评分|[!！]", words.replace("分之", "")), words


def test_a_talk_that_was_left_at_once_has_a_report_too():
    found = report(partner.leave(partner.begin(all_personas()[0], seed=1)))
    assert found.moments == ()
    assert found.share == 0


def test_the_gravest_words_are_the_ones_explained():
    found = gravest_in("你到底交不交？再不交就停你家水电！")
    assert found is not None
    assert (found.code, "944" in found.article) == ("cut_utilities", True)
    assert gravest_in("您看哪天方便？") is None

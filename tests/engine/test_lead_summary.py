"""The automatic lead: the article's own sentences, short enough, the same every time."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from jiefen.engine.lead_summary import LONGEST, Passage, lead_summary

TITLE = "退租时押金怎么要回来"
OPENING = "退租时押金该不该退，先看房子有没有损坏。"
RULE = "正常使用造成的磨损，房东不能从押金里扣钱。"


def test_the_opening_and_what_the_title_asks():
    passages = [
        Passage("", OPENING + "天气很好。"),
        Passage("哪些能扣", RULE + "这也是很多人不知道的。"),
        Passage("哪些能扣", "墙面发黄也算。"),
    ]
    assert lead_summary(TITLE, passages, longest=44).startswith(OPENING + "天气很好。"[:0])
    assert RULE in lead_summary(TITLE, passages, longest=60)


def test_sentences_that_lean_ask_or_point_come_last():
    passages = [
        Passage("", "押金的事，先看合同怎么写。"),
        Passage(
            "",
            "因此押金要看合同上的约定才行。"
            + "押金到底能不能退回来呢？"
            + "押金要注意下面三件事情。"
            + "退租时押金当天结清最省心。",
        ),
    ]
    lead = lead_summary(TITLE, passages, longest=30)
    assert lead == "押金的事，先看合同怎么写。退租时押金当天结清最省心。"


def test_nothing_is_said_twice():
    passages = [Passage("", OPENING), Passage("", OPENING), Passage("", "搬走之前请房东当面验房，写一张交接单。")]
    assert lead_summary(TITLE, passages).count(OPENING) == 1


def test_sentences_end_as_sentences():
    assert lead_summary("", [Passage("", "先把账对清楚，再去谈；")]) == "先把账对清楚，再去谈。"
    assert lead_summary("", [Passage("", "他说：“三天内一定把钱退给你。”第二天就转了账。")]).endswith("转了账。")


def test_odd_texts():
    assert lead_summary("", []) == ""
    assert lead_summary("短", [Passage("", "太短。")]) == "太短。"
    endless = lead_summary("长", [Passage("", "没有标点的一句话" * 60)])
    assert len(endless) == LONGEST and endless.endswith("…")


@given(
    st.text(max_size=30),
    st.lists(st.builds(Passage, st.text(max_size=20), st.text(max_size=200), st.booleans()), max_size=8),
)
def test_never_too_long_and_always_the_same(title, passages):
    lead = lead_summary(title, passages)
    assert len(lead) <= LONGEST
    assert lead == lead_summary(title, passages)

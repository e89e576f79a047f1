"""What changed between two versions."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from jiefen.articles.differences import ADDED, CHANGED, REMOVED, SAME, SKIPPED, Piece, differences

WORDS = ["押金", "退租时押金怎么退", "押金退租", "房东 a1", "房东 a2", "", "\n", "a1 押金"]
LINES = st.lists(st.sampled_from(WORDS), max_size=6).map("\n".join)


def test_inside_a_paragraph():
    (change,) = differences("时效是两年，从知道那天起算。", "时效是三年，从知道那天起算。")
    assert change.kind == CHANGED
    assert change.pieces == (
        Piece(SAME, "时效是"), Piece(REMOVED, "两"), Piece(ADDED, "三"), Piece(SAME, "年，从知道那天起算。"),
    )  # fmt: skip


def test_whole_paragraphs_and_what_is_left_out():
    before = "\n".join(f"第{number}段没有动过的话" for number in range(9))
    after = before + "\n全新的内容 abc"
    kinds = [change.kind for change in differences(before, after)]
    assert kinds == [SKIPPED, SAME, ADDED]
    assert differences(before, after)[0].pieces[0].text == "……8 段没有改动……"


def test_nothing_changed():
    assert [change.kind for change in differences("甲\n\n乙", "甲\n乙")] == [SKIPPED]
    assert differences("", "") == ()


@given(LINES, LINES)
def test_the_new_text_can_be_read_from_it(before, after):
    """Every paragraph of the new text that is shown is shown whole."""
    paragraphs = [line.strip() for line in after.splitlines() if line.strip()]
    for change in differences(before, after):
        if change.kind in (SAME, ADDED, CHANGED):
            assert "".join(piece.text for piece in change.pieces if piece.kind != REMOVED) in paragraphs

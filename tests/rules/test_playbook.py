"""The playbook covers what the suggester can say, asks openly, and never breaks its own rules."""

from __future__ import annotations

from datetime import date

import pytest

from jiefen.engine.obstacle_lines import OBSTACLES, packaged_examples
from jiefen.rules.banned_phrases import find_banned
from jiefen.rules.playbook import PlaybookError, obstacles, play_for, reasons
from jiefen.rules.tables_io import load_table

PAIRS = sorted({(one.code, one.reason) for one in packaged_examples() if one.reason})
CLOSED = ("是不是", "对不对", "好吗", "对吧", "是吧")


def test_every_obstacle_and_sub_reason_of_the_suggester_has_a_play() -> None:
    assert set(obstacles()) == set(OBSTACLES)
    assert sorted((code, name) for code in obstacles() for name in reasons(code)) == PAIRS


@pytest.mark.parametrize("code, reason", [*PAIRS, *((code, "") for code in OBSTACLES)])
def test_at_least_five_open_questions_and_something_to_show(code: str, reason: str) -> None:
    play = play_for(code, reason)
    assert len(play.questions) >= (7 if reason else 5)
    assert len(set(play.questions)) == len(play.questions)
    assert play.show and play.aim and play.first
    for question in play.questions:
        assert question.endswith("？") and not question.endswith(tuple(f"{end}？" for end in CLOSED))
        assert find_banned(question) == ()
    assert "您" in "".join(play.questions)


def test_leaking_roof() -> None:
    play = play_for("no_perceived_service", "漏水")
    assert play.questions[0] == "水是从哪里来的，下雨漏还是平时也漏？"
    assert [show.code for show in play.show] == ["tickets", "service_log"]
    assert play.first == "拍照开单，约上门查看的时间"


def test_distrust_of_sums_is_answered_with_the_account_first() -> None:
    assert [show.code for show in play_for("distrust", "乱收费疑虑").show][:3] == ["account", "contract", "price"]


def test_an_unknown_sub_reason_falls_back_to_the_obstacle() -> None:
    play = play_for("distrust", "新学到的原因")
    assert (play.reason, play.first) == ("", play.aim)


def test_an_unknown_obstacle_is_refused() -> None:
    with pytest.raises(PlaybookError, match="没有名为“lamp”的障碍"):
        play_for("lamp")


def test_every_thing_to_show_is_used_and_the_plays_hold_on_a_day() -> None:
    used = {show.code for code, reason in PAIRS for show in play_for(code, reason, on=date(2026, 11, 23)).show}
    assert used == {row.text("code") for row in load_table("playbook", "show")}

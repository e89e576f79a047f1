"""Talks from beginning to end: won, paused, lost; determinism; and a partner that random text cannot break."""

from __future__ import annotations

import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiefen.engine.obstacle_lines import OBSTACLES
from jiefen.engine.practice import partner
from jiefen.engine.practice.personas import all_personas, persona
from jiefen.engine.practice.talk import restored
from jiefen.engine.practice.vocabulary import Outcome
from tests.engine.practice.scripts import GOOD, MEDIOCRE, THREATS, as_text, played

CODES = [each.code for each in all_personas()]
SEEDS = (0, 5, 11)


def test_the_scripts_cover_every_obstacle():
    assert {persona(code).obstacle for code in GOOD} == set(OBSTACLES)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("code", GOOD)
def test_listening_first_is_won(code, seed):
    talk = played(code, GOOD[code], seed=seed)
    assert talk.outcome is Outcome.WON, as_text(talk)
    assert talk.is_revealed
    assert talk.chosen in talk.persona.accepts


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("code", GOOD)
def test_a_mediocre_talk_with_a_visit_pauses(code, seed):
    assert played(code, MEDIOCRE, seed=seed).outcome is Outcome.PAUSED


@pytest.mark.parametrize("code", CODES)
def test_threats_lose_everybody(code):
    talk = played(code, THREATS)
    assert talk.outcome is Outcome.LOST
    assert len(talk.said) <= 3


def test_options_before_listening_are_turned_away():
    talk = played("zhou_leak", ["您分期交吧，也可以先交一部分。"])
    assert talk.outcome is Outcome.OPEN
    assert not talk.is_revealed


def test_without_a_choice_he_asks_for_one():
    talk = played("zhou_leak", [*GOOD["zhou_leak"][:5], "您就分期交。"])
    assert talk.outcome is Outcome.OPEN
    assert partner.answer(talk, "要么修好了您确认了再交，要么分期，您来定。").outcome is Outcome.WON


def test_a_question_he_can_answer_is_answered():
    talk = played("zhou_leak", ["您好，我是管家小何。", "漏水是哪个位置？"])
    assert any(
        line in talk.turns[-1].text for line in ("灶台上头，靠北墙那一溜，都起皮了。", "就厨房棚顶，靠烟道那边。")
    )


def test_a_sore_point_hurts_and_is_named():
    before = played("ma_guard", ["您好，我是管家小何。"])
    after = partner.answer(before, "保安也是按规定办事。")
    assert after.feelings.heat > before.feelings.heat
    assert "规定" in after.turns[-1].text


def test_repetition_wears_him_out():
    talk = played("deng_yearend", ["您在家吗？"] * 12)
    assert talk.outcome is Outcome.LOST


def test_silence_is_answered_and_ends():
    talk = played("lin_vacant", ["……"] * 20)
    assert talk.outcome is Outcome.LOST
    assert len(talk.said) < 20


def test_leaving_without_an_appointment_and_with_one():
    talk = played("he_lift", ["您好，我是管家小何。"])
    assert partner.leave(talk).outcome is Outcome.LEFT
    agreed = partner.answer(talk, "周六上午我带维保师傅来看电梯。")
    assert partner.leave(agreed).outcome is Outcome.PAUSED
    with pytest.raises(partner.TalkIsOver):
        partner.leave(partner.leave(talk))
    with pytest.raises(partner.TalkIsOver):
        partner.answer(partner.leave(talk), "还在吗")


def test_the_same_seed_gives_the_same_talk_another_seed_another_one():
    first, again = played("luo_value", GOOD["zhou_leak"], seed=4), played("luo_value", GOOD["zhou_leak"], seed=4)
    assert first == again
    openings = {partner.begin(persona("luo_value"), seed=seed).turns[0].text for seed in range(12)}
    assert len(openings) == 3


@pytest.mark.parametrize("code", GOOD)
def test_a_stored_talk_goes_on_as_if_it_had_never_been_away(code):
    whole, talk = played(code, GOOD[code]), played(code, [])
    for line in whole.said:
        state, words = json.loads(json.dumps(talk.state())), json.loads(json.dumps(talk.words()))
        back = restored(
            code=code, seed=talk.seed, owed_fen=talk.owed_fen, outcome=str(talk.outcome), state=state, words=words
        )
        talk = partner.answer(back, line)
    assert talk.words() == whole.words()


WORDS = ["漏水", "物业费", "您", "不", "吗", "？", "。", "交", "怎么", "师傅", "停水", "分期", "对不起", "我", "明天", "3800", "上门",
         "起诉", "理解", "但是", "电梯", "，", "您定", "再见", "{echo}", "%s", "{", "\n", "👍", "ａ", "\x00"]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(code=st.sampled_from(CODES), seed=st.integers(0, 2**31), talk=st.lists(st.text(max_size=40), max_size=12))
def test_any_text_gets_an_answer(code, seed, talk):
    never_thrice_the_same(code, seed, talk)


@pytest.mark.parametrize("code", CODES)
def test_word_salad_gets_an_answer(code):
    draw = random.Random(code)
    for seed in range(6):
        lines = ["".join(draw.choices(WORDS, k=draw.randint(1, 9))) for _ in range(26)]
        never_thrice_the_same(code, seed, lines)


def never_thrice_the_same(code: str, seed: int, lines: list[str]) -> None:
    talk = played(code, lines, seed=seed)
    answers = talk.heard
    assert all(answers)
    assert all("{" not in answer.replace("{echo}", "") or "{" in "".join(lines) for answer in answers)
    thrice = [one for one, two, three in zip(answers, answers[1:], answers[2:], strict=False) if one == two == three]
    assert thrice == []


@pytest.mark.parametrize(
    ("fen", "words"),
    [(386_000, "三千八"), (1_250_000, "一万二"), (96_000, "九百多"), (5_000, "几十块"), (300_000, "三千来块"), (2_000_000, "两万来块"), (21_000_000, "21万来块")],
)  # fmt: skip
def test_sums_as_people_say_them(fen, words):
    assert partner.sum_in_words(fen) == words

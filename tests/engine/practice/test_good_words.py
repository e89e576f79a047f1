"""What a good steward says is never heard as pressure, and means something to the owner."""

from __future__ import annotations

import pytest

from jiefen.engine.practice import partner, personas
from jiefen.engine.practice.talk import Talk
from jiefen.engine.practice.understanding import understand
from jiefen.engine.practice.vocabulary import HARMFUL, Act, Outcome

GOOD = {  # sentence → an act that has to be found in it
    "我今天就给您开一张工单，明天下午三点师傅上门，修好了您确认了我们再谈费用。": Act.OPTION,
    "我今天就把照片发给工程部，今天之内给您回话。": Act.APPOINTMENT,
    "费用这块有几种办法：现在付清违约金全免，也可以分三期，或者修好确认以后再付，您自己定。": Act.CHOICE,
    "这件事拖了这么久，是我们的责任，我给您赔个不是。": Act.APOLOGY,
    "您不用着急交，先把漏水的事办好。": Act.REASSURANCE,
    "年底一起付也可以，我们把日子写下来就好。": Act.OPTION,
    "工单已经开了，编号我短信发您，修好以后您点头才算数。": Act.OPTION,
    "我们贵两毛钱，是因为多了夜间巡逻，您看值不值？": Act.FACT,
    "您先照顾好老人，别的都可以慢慢来。": Act.REASSURANCE,
    "如果您今天就想付，我可以把链接发给您；想再想想也没关系。": Act.OPTION,
}
BAD = ["今天就给我交了", "你今天必须把钱交了", "你家拖了这么久了", "现在就付清", "今天之内给钱", "今天下班前交"]

TALK = (
    "您好，我是听澜苑的管家小宋，现在说话方便吗？",
    "我想先听听您的想法，这段时间住得怎么样，有什么不满意的地方？",
    "您说的我记下了，这件事确实是我们没做好，让您受委屈了，对不起。",
    "能再跟我说说当时的情况吗？您最在意的是哪一点？",
    "我理解。那您希望我们怎么做，您才觉得合适？",
    "我今天就给您开一张工单，明天下午三点师傅上门，修好了您确认了我们再谈费用。",
    "费用这块有几种办法：现在付清违约金全免，也可以分三期，或者修好确认以后再付，您看哪种合适，您自己定。",
)


@pytest.mark.parametrize("words", GOOD)
def test_good_words_are_understood_and_never_harm(words: str) -> None:
    found = understand(words)
    assert found.has(GOOD[words])
    assert not found.has(*HARMFUL, Act.UNCLEAR)


@pytest.mark.parametrize("words", BAD)
def test_pressure_is_still_heard(words: str) -> None:
    assert understand(words).has(Act.PRESSURE)


def _talk(code: str, lines: tuple[str, ...]) -> Talk:
    talk = partner.begin(personas.persona(code), seed=3)
    for line in lines:
        if talk.is_open:
            talk = partner.answer(talk, line)
    return talk


def test_one_good_talk_wins_most_owners_and_one_bad_talk_none() -> None:
    codes = [each.code for each in personas.all_personas()]
    won = [code for code in codes if _talk(code, TALK).outcome is Outcome.WON]
    assert len(codes) >= 24 and len(won) >= 20
    rude = ("你怎么又不交钱啊", "你烦不烦，赶紧交钱", "你这种人我见多了，老赖")
    assert {_talk(code, rude).outcome for code in codes} == {Outcome.LOST}


def test_repair_first_is_what_the_owner_with_the_leak_chooses() -> None:
    assert _talk("zhou_leak", TALK).chosen == "pay_after_repair"

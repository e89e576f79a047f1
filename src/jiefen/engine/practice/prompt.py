"""Optional help of a language model: the owner's line in livelier words.

The built-in partner decides everything: how the words land, what is told, how it ends. The model may only say the
same thing differently. What goes out is made of packaged text alone: facts of an invented person, names of speech
acts, the built-in line. Never a word the steward typed, never a fact of a real household.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Protocol

from jiefen.engine.practice.talk import Talk
from jiefen.engine.practice.vocabulary import ACT_LABELS, MOOD_LABELS, OPTIONS, Act

LONGEST: Final = 120  # characters accepted of a model's line
_CHINESE: Final = re.compile(r"[\u4e00-\u9fff]")
_NUMBERS: Final = re.compile(r"[\d一二两三四五六七八九十百千万]{2,}|\d")
_OUT_OF_PART: Final = re.compile(r"作为|人工智能|AI|语言模型|扮演|管家：|业主：|http|system|prompt", re.IGNORECASE)
_TEMPERS: Final = {"hot": "还在气头上", "cool": "有戒心，但肯听", "warm": "已经愿意好好说话"}
_LATE: Final = "你说话简短，口语，像打电话。不讲道理，不写旁白，不用感叹号堆砌，不承诺原话里没有的事。"


@dataclass(frozen=True)
class Prompt:
    """What is sent: two messages."""

    system: str
    user: str


class PartnerModel(Protocol):
    """Whoever can put a line into livelier words."""

    def complete(self, *, system: str, user: str) -> str:
        """The model's answer. Raises OSError or ValueError when it cannot."""
        ...


def prompt_for(talk: Talk) -> Prompt | None:
    """The prompt for the owner's last line, or None when a model must not touch it.

    That is: the talk is over, the line takes up a word of the steward's, or the sum was borrowed from a household.
    """
    if not talk.is_open or len(talk.turns) < 3 or talk.turns[-1].quotes:
        return None
    if talk.owed_fen != talk.persona.household.owed_fen:
        return None
    persona, said = talk.persona, talk.turns[-2]
    who = f"{persona.age}岁，{MOOD_LABELS[persona.mood]}。{persona.sketch}{persona.back_story}"
    system = f"这是一场练习。请你扮演一位虚构的业主，正在接物业管家的电话。你是：{who}{_LATE}"
    did = "、".join(ACT_LABELS[Act(act)] for act in said.acts)
    about = "、".join(one for one in persona.topics if one in said.text) or "没有提到你在意的事"
    offered = "、".join(OPTIONS[code] for code in said.options) or "没有"
    user = (
        f"管家刚才做的：{did}。提到：{about}。给出的办法：{offered}。你现在{_TEMPERS[talk.feelings.temper]}。"
        f"请把下面这句话换成你自己的说法，意思、事实、数字都不变，最多{LONGEST // 2}个字，只回这句话：{talk.turns[-1].text}"
    )
    return Prompt(system, user)


def accepted(text: str, talk: Talk) -> str:
    """The model's line when it may stand for the built-in one, else "": short, Chinese, in part, no new number."""
    line = text.strip().strip("“”\"'「」").replace("\n", "").strip()
    draft = talk.turns[-1].text
    if not 2 <= len(line) <= LONGEST or 2 * len(_CHINESE.findall(line)) < len(line) or _OUT_OF_PART.search(line):
        return ""
    if set(_NUMBERS.findall(line)) - set(_NUMBERS.findall(draft)) or line in talk.heard:
        return ""
    return line

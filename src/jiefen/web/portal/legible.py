"""Whether there is anything here that we can read: only Chinese is understood, and whoever writes otherwise is told so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from jiefen.engine import classify
from jiefen.engine.practice_areas import OTHER

MOSTLY: Final = 0.2  # Chinese among all letters; below it the few Chinese words are not what the text is about
ENOUGH: Final = 4  # ... unless there are so many of them
_HAN: Final = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True)
class Trouble:
    """Why a text was not understood and what to do; ``english``: the same for who reads no Chinese."""

    sentence: str
    english: str = ""


SHORT: Final = Trouble("只有一个字，看不出是什么事。请再写几个字，比如“离婚”“押金不退”。")
NO_WORDS: Final = Trouble("只看到数字或符号，看不出是什么事。请用中文写几个字，比如“公司拖欠工资”“房东不退押金”。")
FOREIGN: Final = Trouble(
    "这里只看得懂中文，您写的大部分不是中文，所以没有拿不相干的内容充数。请用中文写发生了什么；写不了，可以请人代写，或拨打 12348。",
    "Only Chinese is understood here. Please describe what happened in Chinese, ask somebody to write it for you, "
    "or call 12348 (public legal service line). In danger, call 110.",
)


def trouble_with(text: str) -> Trouble | None:
    """What keeps ``text`` from being understood, None when it is Chinese of two characters or more. Nothing for no signs."""
    letters = [each for each in text if each.isalpha()]
    chinese = len(_HAN.findall(text))
    if not letters:
        return NO_WORDS if text.strip() else None
    if chinese < ENOUGH and chinese < MOSTLY * len(letters):
        return FOREIGN
    return SHORT if len(letters) == 1 and not any(each.isdigit() for each in text) else None


def areas_of(text: str, *, today: date) -> dict[str, float]:
    """The areas the words belong to; none when they cannot be read or say nothing: then nothing is related to them."""
    found = classify.classify(text, today=today).areas
    if trouble_with(text) or found[0].area == OTHER or found[0].p < classify.VAGUE:
        return {}
    return {one.area: one.p for one in found if one.p > 0}

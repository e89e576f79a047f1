"""The published rule in plain words: every part of the score, what it counts, and how much."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from jiefen.rules.ranking import PARTS, weights_on

LABELS: Final = {
    "area": "领域相符", "text": "说到的事", "experience": "核验过的同类经验", "region": "地点", "language": "语言", "free": "手上有空",
    "reply": "按时首次回复", "rating": "评价", "exposure": "展示还少的补分",
}  # fmt: skip
_HOW: Final = {
    "area": "您的事属于这个领域的可能性，乘上它在律师名片上的次序：第一个领域算满，往后算 85%、72%、63%。",
    "text": "您写的词里，有几分之几在律师名片的专长上。没有写词，这一项人人为零。",
    "experience": "只数运营核验过、有出处可查的案件。件数越多越高，但越往后加得越慢：{half} 件时得一半。同领域其他案由的按 {other}% 计。",
    "region": "与您选的城市相同得满分，同省得 {province}%，其他为零。律师执业没有地域限制，所以只影响先后，不会因此看不到谁。",
    "language": "会您需要的语言得满分；没有要求时人人得满分。",
    "free": "还能接几件，除以最多同时办几件。",
    "reply": "按时作出首次回复的比例，只算真人回复。记录少的向 {reply}% 靠拢（相当于先放进 {reply_n} 次）。",
    "rating": "只来自已完成的服务。评价少的向 {rating} 分靠拢（相当于先放进 {rating_n} 条），一条好评不会压过四十条。",
}
_FADES: Final = {0.5: "√(1 + 已展示次数)", 1.0: "(1 + 已展示次数)", 2.0: "(1 + 已展示次数)²"}


@dataclass(frozen=True)
class Part:
    """One line of the published table. ``percent``: its weight in hundredths of the score."""

    label: str
    percent: float
    how: str


def parts_on(day: dt.date) -> tuple[Part, ...]:
    """The eight parts in force on ``day``, as they add up to 100."""
    weights = weights_on(day)
    words = {
        "half": f"{weights.experience_half:g}", "other": f"{weights.other_cause * 100:.0f}",
        "province": f"{weights.same_province * 100:.0f}", "reply": f"{weights.reply_prior * 100:.0f}",
        "reply_n": weights.reply_prior_n, "rating": f"{weights.rating_prior:.1f}", "rating_n": weights.rating_prior_n,
    }  # fmt: skip
    return tuple(
        Part(LABELS[name], round(100 * weight, 2), _HOW[name].format(**words))
        for name, weight in zip(PARTS, weights.parts, strict=True)
    )


@dataclass(frozen=True)
class Exposure:
    """The bonus for few showings: the most it adds, how it falls, and what is left after 1 and 3 showings."""

    most: float
    formula: str
    after_one: float
    after_three: float


def exposure_on(day: dt.date) -> Exposure:
    """The bonus in force on ``day``, in hundredths of the score."""
    weights = weights_on(day)
    most = 100 * weights.exposure
    formula = _FADES.get(weights.exposure_fade, f"(1 + 已展示次数)^{weights.exposure_fade:g}")
    after = [round(most / (1 + shown) ** weights.exposure_fade, 1) for shown in (1, 3)]
    return Exposure(round(most, 2), f"{most:g} ÷ {formula}", *after)

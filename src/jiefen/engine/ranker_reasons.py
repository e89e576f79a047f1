"""为什么推荐: the score of one result taken apart into the parts it was added up from, each with its sentence.

Sentences say only what the columns hold; what was not measured is said to be so. Points are hundredths of the score.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from jiefen.engine import ranker_kernel as kernel
from jiefen.engine.ranker import Match, Need, Ranker, scoring
from jiefen.rules.ranking import PARTS


@dataclass(frozen=True, slots=True)
class Reason:
    """One part of the score. ``part``: a name of rules.ranking.PARTS or ``exposure``; ``value`` 0..1."""

    part: str
    value: float
    points: float
    most_points: float
    sentence: str


def reasons(ranker: Ranker, need: Need, match: Match, *, with_exposure: bool = True) -> tuple[Reason, ...]:
    """The parts that brought points, the largest first; their points add up to 100 × the score (to rounding)."""
    weights = scoring(ranker.columns, with_exposure=with_exposure)
    values = _values(ranker, need, match)
    found = [
        Reason(part, value, 100 * weight * value, 100 * weight, _sentence(part, value, ranker, need, match))
        for part, weight, value in zip(PARTS, weights.parts, values, strict=True)
    ]
    points = 100 * weights.exposure
    bonus = kernel.bonus_of(ranker.columns.table, weights, match.row) / weights.exposure if with_exposure else 0.0
    found.append(
        Reason("exposure", bonus, points * bonus, points, "展示还不多，按公示的规则加分进这一页；页内先后不算这一项")
    )
    return tuple(sorted((each for each in found if each.points > 0), key=lambda each: -each.points))


def _values(ranker: Ranker, need: Need, match: Match) -> tuple[float, ...]:
    table, asked, row = ranker.columns.table, ranker.asked(need), match.row
    fit, n = _place(ranker, match)
    return (
        need.areas[match.area] * fit,
        kernel.text_of(table, asked, row),
        kernel.experience_of(table, asked, scoring(ranker.columns), row, n),
        kernel.region_of(table, asked, scoring(ranker.columns), row),
        1.0 if table.languages[row] & asked.languages == asked.languages else 0.0,
        kernel.free_of(table, row),
        float(table.reply[row]),
        float(table.rating[row]),
    )


def _place(ranker: Ranker, match: Match) -> tuple[float, int]:
    """Fit (0..1) and verified matters of the lawyer in the area that counted."""
    cards, area = ranker.columns.cards, ranker.columns.words.areas.index(match.area)
    for card in range(cards.start[match.row], cards.start[match.row + 1]):
        if cards.area[card] == area:
            return float(cards.fit[card]) / 255.0, int(cards.n[card])
    return 0.0, 0


def _sentence(part: str, value: float, ranker: Ranker, need: Need, match: Match) -> str:
    columns, row = ranker.columns, match.row
    _, n = _place(ranker, match)
    if part == "area":
        return _area(need.areas[match.area], match.area)
    if part == "text":
        return f"名片上有您提到的：{'、'.join(_shared_words(ranker, need, row))}"
    if part == "experience":
        return _experience(columns, need, match, n)
    if part == "region":
        return "就在您选的城市" if value == 1 else "与您选的城市同省"
    if part == "language":
        return f"会{'、'.join(need.languages)}" if need.languages else "您没有指定语言，大家都得这一项"
    if part == "free":
        return f"手上 {int(columns.table.load[row])} 件，最多同时办 {int(columns.table.capacity[row])} 件"
    return _measured(part, int(columns.reply_n[row]), int(columns.rating_n[row]))


def _area(share: float, area: str) -> str:
    if share == 1.0:
        return f"您选的“{area}”是这位律师登记的领域"
    return f"您的问题有 {share:.0%} 的可能属于“{area}”，这是该律师登记的领域"


def _measured(part: str, replies: int, ratings: int) -> str:
    if part == "reply":
        return f"首次回复按时率，按 {replies} 次咨询计" if replies else "还没有回复记录，先按平均水平计"
    return f"评价，按 {ratings} 条计" if ratings else "还没有评价，先按平均水平计"


def _experience(columns: Any, need: Need, match: Match, n: int) -> str:
    same = 0
    if need.cause in columns.words.causes:
        hits = columns.table.causes[match.row] == columns.words.causes.index(need.cause) + 1
        same = min(int(columns.table.cause_n[match.row][hits].sum()), n)
    about = f"，其中“{need.cause}” {same} 件" if same else ""
    return f"核验过 {n} 件“{match.area}”案件{about}（不代表结果）"


def _shared_words(ranker: Ranker, need: Need, row: int) -> list[str]:
    carried = {int(term) for term in ranker.columns.table.terms[row] if term}
    terms = ranker.columns.words.terms
    return [word for word in dict.fromkeys(need.words) if word in terms and terms.index(word) + 1 in carried]

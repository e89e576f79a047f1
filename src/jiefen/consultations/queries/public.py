"""Figures anybody may see: how a lawyer and the lane kept the promise over thirty days, always with n."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Sum

from jiefen.consultations.models import Question, QuestionEvent, Rating
from jiefen.consultations.queries.readings import event_of, readings
from jiefen.rules import asking
from jiefen.rules.service_clock import Event, Reading, Share, clock_on, read, share
from jiefen.shared.clock import day_of

DAYS: Final = 30


@dataclass(frozen=True)
class CardFigures:
    """One lawyer over thirty days. ``people``: whom he answered first; ``stars_total`` of ``ratings`` ratings, of all time.

    ``reply_words``: what may be said of his first replies (律协推广规则 10(2): only what was measured). ``demo``: how
    many of the people are invented.
    """

    people: int
    share: Share
    reply_words: str
    ratings: int
    stars_total: int
    demo: int


@dataclass(frozen=True)
class LaneFigures:
    """The free lane over thirty days; ``demo`` of ``share.n`` are invented."""

    share: Share
    demo: int


def card_figures(lawyer_ids: Sequence[int], *, at: dt.datetime) -> dict[int, CardFigures]:
    """Figures of these lawyers; those who answered nobody are left out. Three queries whatever the number."""
    since, rules = at - dt.timedelta(days=DAYS), clock_on(day_of(at))
    answered = Question.objects.filter(answered_by__in=lawyer_ids, asked_at__gte=since, asked_at__lt=at)
    told: dict[int, list[Event]] = defaultdict(list)
    for row in QuestionEvent.objects.filter(question__in=answered.values("pk")).order_by("pk"):
        told[row.question_id].append(event_of(row))
    rated = _ratings(lawyer_ids)
    by_lawyer: dict[int, list[tuple[int, bool]]] = defaultdict(list)
    for pk, lawyer, is_demo in answered.values_list("pk", "answered_by", "is_demo"):
        by_lawyer[lawyer or 0].append((pk, is_demo))
    return {
        lawyer: _card([read(told[pk], rules=rules, at=at) for pk, _ in mine], mine, rated.get(lawyer, (0, 0)), at)
        for lawyer, mine in by_lawyer.items()
    }


def lane_figures(*, at: dt.datetime) -> LaneFigures:
    """The whole lane. Two queries."""
    found = readings(at - dt.timedelta(days=DAYS), at, at=at)
    return LaneFigures(share(each.reading for each in found), sum(each.is_demo for each in found))


def reply_words(found: Share, *, on: dt.date) -> str:
    """“近 30 天 96.0% 在五分钟内答复（n=25）” only when it is so, with enough cases; else the usual minutes; else —."""
    if found.median_s is None or found.within is None:
        return "—"
    enough = found.n >= asking.number("promise_least_n", on)
    if enough and found.within * 100 >= asking.number("promise_percent", on):
        return f"近 {DAYS} 天 {found.within:.1%} 在五分钟内答复（n={found.n}）"
    return f"通常 {max(1, -int(-found.median_s // 60))} 分钟（n={found.n}）"


def _card(
    clocks: Sequence[Reading], mine: list[tuple[int, bool]], rated: tuple[int, int], at: dt.datetime
) -> CardFigures:
    found = share(clocks)
    return CardFigures(
        len(mine), found, reply_words(found, on=day_of(at)), rated[0], rated[1], sum(demo for _, demo in mine)
    )


def _ratings(lawyer_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    rows = Rating.objects.filter(lawyer__in=lawyer_ids).values("lawyer").annotate(n=Count("pk"), total=Sum("stars"))
    return {row["lawyer"]: (row["n"], row["total"]) for row in rows}

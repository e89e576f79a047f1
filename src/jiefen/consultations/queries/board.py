"""The operator's board: who waits now, what became of today, by hour with n, and why the misses were missed."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from jiefen.accounts.actors import Actor
from jiefen.accounts.roles import Capability
from jiefen.consultations.models import Grievance, Offer, Question
from jiefen.consultations.queries.desk import city_name
from jiefen.consultations.queries.present_desks import desks_there, places_taken
from jiefen.consultations.queries.readings import Read, readings
from jiefen.consultations.states import LIVE_STATES, GrievanceState, OfferState, QuestionState
from jiefen.rules.dispatch import dispatch_on
from jiefen.rules.service_clock import Share, Verdict, by_hour, share
from jiefen.shared.clock import CHINA, day_of

MOST_MISSES: Final = 50
MOST_ANSWERED: Final = 8
MISSES: Final = (Verdict.LATE, Verdict.LEFT, Verdict.UNANSWERED)


@dataclass(frozen=True)
class InPlay:
    """A question that waits or is being answered. No words, no names."""

    public_id: str
    area: str
    city: str
    asked_at: dt.datetime
    state: str
    state_name: str
    open_offers: int
    offers: int
    lawyer: str
    answered: bool
    is_demo: bool


@dataclass(frozen=True)
class Missed:
    """A promise that was not kept, and why."""

    public_id: str
    area: str
    asked_at: dt.datetime
    seconds: float
    why: str
    is_demo: bool


@dataclass(frozen=True)
class Answered:
    """A question that was answered by hand, and how long that took."""

    public_id: str
    area: str
    asked_at: dt.datetime
    seconds: float
    in_time: bool
    is_demo: bool


@dataclass(frozen=True)
class There:
    """A lawyer who is there."""

    lawyer_id: int
    name: str
    taken: int
    places: int
    acceptance: float


@dataclass(frozen=True)
class Board:
    """Everything on the page. ``demo`` of ``today.n`` are invented."""

    in_play: tuple[InPlay, ...]
    there: tuple[There, ...]
    today: Share
    hours: dict[int, Share]
    misses: tuple[Missed, ...]
    answered: tuple[Answered, ...]
    demo: int
    grievances: tuple[Grievance, ...]


def board(by: Actor, *, day: dt.date, at: dt.datetime) -> Board:
    """The board of a day in China. Raises NotPermitted. A constant number of queries."""
    by.require(Capability.RUN_SERVICE)
    found = readings_of_day(day, at=at)
    complaints = Grievance.objects.filter(state=GrievanceState.OPEN).select_related("question").order_by("raised_at")
    return Board(
        in_play(),
        there(at),
        share(each.reading for each in found),
        by_hour(each.reading for each in found),
        misses(found),
        _answered(found),
        sum(each.is_demo for each in found),
        tuple(complaints),
    )


def readings_of_day(day: dt.date, *, at: dt.datetime) -> list[Read]:
    """The clocks of a day's questions. Two queries."""
    start = dt.datetime.combine(day, dt.time(0), CHINA)
    return readings(start, start + dt.timedelta(days=1), at=at)


def in_play() -> tuple[InPlay, ...]:
    """Who waits or is being answered, oldest first. Two queries."""
    rows = list(Question.objects.filter(state__in=LIVE_STATES).select_related("lawyer").order_by("asked_at", "pk"))
    asked, still = Counter[int](), Counter[int]()
    for question, state in Offer.objects.filter(question__in=rows).values_list("question", "state"):
        asked[question] += 1
        still[question] += state == OfferState.OPEN
    return tuple(
        InPlay(
            each.public_id, each.area, city_name(each.city_code), each.asked_at, each.state,
            QuestionState(each.state).label, still[each.pk], asked[each.pk],
            each.lawyer.name if each.lawyer else "", each.answered_at is not None, each.is_demo,
        )
        for each in rows if each.asked_at is not None
    )  # fmt: skip


def there(at: dt.datetime) -> tuple[There, ...]:
    """Lawyers who are there, the freest first. Four queries."""
    desks = desks_there(at, dispatch_on(day_of(at)))
    taken = places_taken([each.lawyer_id for each in desks])
    rows = [
        There(each.lawyer_id, each.lawyer.name, taken[each.lawyer_id], each.places, each.acceptance) for each in desks
    ]
    return tuple(sorted(rows, key=lambda each: (each.taken - each.places, each.name)))


def misses(found: Sequence[Read]) -> tuple[Missed, ...]:
    """The latest promises that were not kept, newest first, each with its reason. One query."""
    late = [each for each in reversed(found) if each.reading.verdict in MISSES][:MOST_MISSES]
    asked = Counter(
        Offer.objects.filter(question__public_id__in=[each.public_id for each in late]).values_list(
            "question__public_id", flat=True
        )
    )
    return tuple(
        Missed(
            each.public_id,
            each.area,
            each.reading.started_at,
            each.reading.seconds,
            _why(each, asked[each.public_id]),
            each.is_demo,
        )
        for each in late
    )


def _answered(found: Sequence[Read]) -> tuple[Answered, ...]:
    """The latest answers, newest first."""
    heard = [each for each in reversed(found) if each.reading.answered_at is not None][:MOST_ANSWERED]
    return tuple(
        Answered(
            each.public_id, each.area, each.reading.started_at, each.reading.seconds,
            each.reading.verdict == Verdict.IN_TIME, each.is_demo,
        )
        for each in heard
    )  # fmt: skip


def _why(each: Read, offers: int) -> str:
    verdict = each.reading.verdict
    if offers == 0:
        return "没有律师在线" if verdict != Verdict.LEFT else "没有律师在线，等到离开"
    if verdict == Verdict.LEFT:
        return f"问了 {offers} 次没有人接，等到离开"
    if verdict == Verdict.LATE:
        return f"第 {offers} 次派单后才有人答" if offers > 1 else "接了，第一句写得晚"
    return f"问了 {offers} 次，还没有人答" if each.state in LIVE_STATES else f"问了 {offers} 次，没有答就结束了"

"""The clock of a service: from the client's first message to the first message a human being wrote, from events alone.

Automatic and AI text never stops it. A question that is handed over, given back or opened again keeps its clock. Who
left after a minute without an answer is a miss; who left earlier is not counted. Always shown with n.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from math import ceil
from typing import Final, TypeVar

from jiefen.rules.errors import RuleError
from jiefen.rules.tables_io import load_table, row_on
from jiefen.rules.workdays import Overrides, Tell, is_workday, warn

ALWAYS, OFFICE = "always", "office"
_ONE_DAY: Final = timedelta(days=1)
K = TypeVar("K", int, tuple[int, int])


class ClockError(RuleError):
    """Events that cannot be read as one service."""

    code = "service_clock.invalid"


class Kind(StrEnum):
    """What happened to a question, as far as the clock cares."""

    CLIENT = "client"  # the client wrote; the first one starts the clock
    HUMAN = "human"  # a lawyer wrote by hand
    AUTOMATIC = "automatic"  # a greeting, a notice, AI text
    LEFT = "left"  # the client gave up; writing again takes it back
    MOVED = "moved"  # handed over, given back to the queue, opened again
    CLOSED = "closed"
    VOID = "void"  # not a question at all: spam, a test, twice the same


class Verdict(StrEnum):
    """What became of the promise."""

    IN_TIME = "in_time"
    LATE = "late"
    LEFT = "left"
    UNANSWERED = "unanswered"  # closed, or the limit is over, and nobody has written
    RUNNING = "running"
    NOT_COUNTED = "not_counted"


@dataclass(frozen=True, slots=True)
class Event:
    """One happening. ``lawyer``: who wrote, for HUMAN."""

    kind: Kind
    at: datetime
    lawyer: int | None = None


@dataclass(frozen=True, slots=True)
class ClockRules:
    """The promise of a lane; seconds are counted in ``calendar``, hours are of the day in the zone of the events."""

    limit_s: int
    leaver_s: int
    calendar: str
    opens_at: int
    closes_at: int


@dataclass(frozen=True, slots=True)
class Reading:
    """One question's clock. ``seconds``: to the answer, the leaving, or now; ``lawyer``: who wrote first."""

    verdict: Verdict
    started_at: datetime
    seconds: float
    answered_at: datetime | None = None
    lawyer: int | None = None

    @property
    def is_counted(self) -> bool:
        """Whether it belongs to n."""
        return self.verdict not in (Verdict.RUNNING, Verdict.NOT_COUNTED)


@dataclass(frozen=True, slots=True)
class Share:
    """``kept`` of ``n`` in time. Median and p95 in seconds of those who were answered; None when nobody was."""

    n: int
    kept: int
    leavers: int
    answered: int
    median_s: float | None
    p95_s: float | None

    @property
    def within(self) -> float | None:
        """The share in time, 0 to 1; None without cases."""
        return self.kept / self.n if self.n else None


def clock_on(day: date, lane: str = "free") -> ClockRules:
    """The promise of ``lane`` in force on ``day``. Raises TableError when there is none."""
    row = row_on([row for row in load_table("service_clock") if row.text("lane") == lane], day)
    return ClockRules(
        row.number("limit_seconds"),
        row.number("leaver_seconds"),
        row.text("calendar"),
        row.number("opens_at"),
        row.number("closes_at"),
    )


def read(events: Iterable[Event], *, rules: ClockRules, at: datetime, tell: Tell = warn) -> Reading:
    """What the clock shows at ``at``. Events may come in any order; later ones than ``at`` are not there yet.

    Raises ClockError when the client has not written anything.
    """
    line = sorted((each for each in events if each.at <= at), key=lambda each: each.at)
    begun = next((place for place, each in enumerate(line) if each.kind is Kind.CLIENT), None)
    if begun is None:
        raise ClockError("咨询人还没有说话，时钟没有开始。")
    started = line[begun].at
    ended, lawyer = _ending(line[begun:])
    until = at if ended is None else ended.at
    seconds = seconds_between(started, until, rules, tell=tell)
    verdict = _verdict(None if ended is None else ended.kind, seconds, rules)
    answered = until if verdict in (Verdict.IN_TIME, Verdict.LATE) else None
    return Reading(verdict, started, seconds, answered, lawyer if answered else None)


def _ending(line: Sequence[Event]) -> tuple[Event | None, int | None]:
    """The event that stops the clock and who wrote it. A leaving stands unless the client wrote again; void always."""
    left: Event | None = None
    for each in line:
        if each.kind is Kind.VOID:
            return each, None
    for each in line:
        if each.kind is Kind.CLIENT:
            left = None
        elif each.kind is Kind.LEFT:
            left = left or each
        elif each.kind in (Kind.HUMAN, Kind.CLOSED) and left is None:
            return each, each.lawyer
    return left, None


def _verdict(kind: Kind | None, seconds: float, rules: ClockRules) -> Verdict:
    if kind is Kind.VOID:
        return Verdict.NOT_COUNTED
    if kind is Kind.LEFT:
        return Verdict.LEFT if seconds >= rules.leaver_s else Verdict.NOT_COUNTED
    if kind is Kind.HUMAN:
        return Verdict.IN_TIME if seconds <= rules.limit_s else Verdict.LATE
    if kind is Kind.CLOSED or seconds > rules.limit_s:
        return Verdict.UNANSWERED
    return Verdict.RUNNING


def seconds_between(
    start: datetime, end: datetime, rules: ClockRules, *, overrides: Overrides | None = None, tell: Tell = warn
) -> float:
    """Seconds from ``start`` to ``end`` that the calendar counts; 0 when ``end`` is not later."""
    if rules.calendar == ALWAYS or end <= start:
        return max((end - start).total_seconds(), 0.0)
    if rules.calendar != OFFICE:
        raise ClockError(f"没有名为“{rules.calendar}”的工作日历，请核对 service_clock 表。")
    end = end.astimezone(start.tzinfo)
    total, day = 0.0, start.date()
    while day <= end.date():
        if is_workday(day, overrides, tell):
            midnight = datetime.combine(day, time(0), start.tzinfo)
            opens, closes = midnight + timedelta(hours=rules.opens_at), midnight + timedelta(hours=rules.closes_at)
            total += max((min(end, closes) - max(start, opens)).total_seconds(), 0.0)
        day += _ONE_DAY
    return total


def share(readings: Iterable[Reading]) -> Share:
    """How the promise was kept over many questions; those still running or not counted are left out."""
    counted = [each for each in readings if each.is_counted]
    times = sorted(each.seconds for each in counted if each.answered_at is not None)
    return Share(
        len(counted),
        sum(each.verdict is Verdict.IN_TIME for each in counted),
        sum(each.verdict is Verdict.LEFT for each in counted),
        len(times),
        quantile(times, 0.5),
        quantile(times, 0.95),
    )


def quantile(ordered: Sequence[float], part: float) -> float | None:
    """The smallest value that at least ``part`` of the ordered values do not exceed; None of nothing."""
    return ordered[max(ceil(part * len(ordered)), 1) - 1] if ordered else None


def by_hour(readings: Iterable[Reading]) -> dict[int, Share]:
    """Hour in which the question was asked (0–23, in the zone of the events) → share; hours without cases left out."""
    return _shares((one.started_at.hour, one) for one in readings)


def by_lawyer_and_hour(readings: Iterable[Reading]) -> dict[tuple[int, int], Share]:
    """(lawyer, hour) → share of the questions that lawyer answered first; unanswered ones belong to nobody."""
    return _shares(((one.lawyer, one.started_at.hour), one) for one in readings if one.lawyer is not None)


def _shares(pairs: Iterable[tuple[K, Reading]]) -> dict[K, Share]:
    groups: dict[K, list[Reading]] = {}
    for key, one in pairs:
        groups.setdefault(key, []).append(one)
    return {key: share(groups[key]) for key in sorted(groups)}

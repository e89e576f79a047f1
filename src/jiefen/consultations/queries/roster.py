"""Who has promised to be there in the coming week, how many it takes (Erlang), and the hours in which somebody is missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from jiefen.consultations.models import Desk, DutyShift, Question
from jiefen.engine.erlang import erlang_a, offered_load, places_needed
from jiefen.rules import asking
from jiefen.rules.dispatch import HOURS, day_curve, dispatch_on
from jiefen.rules.service_clock import clock_on
from jiefen.shared.clock import CHINA, day_of

DAYS: Final = 7
REPLY_SECONDS: Final = 60  # of the promise, this much is for accepting and writing
PATIENCE_SECONDS: Final = 480
LATE: Final = 0.05
LOOKS_BACK: Final = 28
HOUR: Final = dt.timedelta(hours=1)


@dataclass(frozen=True)
class RosterHour:
    """One coming hour. ``needed`` and ``rostered`` are lawyers; ``leaves``: the share expected to leave with those rostered."""

    starts_at: dt.datetime
    expected: float
    needed: int
    rostered: int
    leaves: float

    @property
    def missing(self) -> int:
        """How many lawyers are missing."""
        return max(self.needed - self.rostered, 0)


@dataclass(frozen=True)
class Roster:
    """The coming week by hour. ``a_day``: questions expected; ``is_measured``: from the last four weeks, else assumed."""

    hours: tuple[RosterHour, ...]
    a_day: float
    is_measured: bool
    places: int

    @property
    def holes(self) -> tuple[RosterHour, ...]:
        """The hours in which somebody is missing, in order."""
        return tuple(each for each in self.hours if each.missing)


def coming_week(*, at: dt.datetime) -> Roster:
    """From the next full hour on. Three queries."""
    day, start = day_of(at), at.astimezone(CHINA).replace(minute=0, second=0, microsecond=0) + HOUR
    a_day, is_measured = _expected(at)
    places = _typical_places()
    shifts = list(DutyShift.objects.filter(ends_at__gt=start, starts_at__lt=start + DAYS * HOURS * HOUR))
    curve = day_curve(day)
    hours = tuple(
        _hour(start + each * HOUR, a_day * curve[(start + each * HOUR).hour], places, shifts, day)
        for each in range(DAYS * HOURS)
    )
    return Roster(hours, a_day, is_measured, places)


def _hour(
    starts_at: dt.datetime, expected: float, places: int, shifts: Iterable[DutyShift], day: dt.date
) -> RosterHour:
    rules, session = dispatch_on(day), asking.number("session_seconds", day)
    load = offered_load(expected, session)
    limit = clock_on(day).limit_s - REPLY_SECONDS
    seats = places_needed(load, service_s=session, limit_s=limit, late=LATE)
    needed = -(-seats // places)
    if rules.is_night(starts_at.hour):
        needed = max(needed, rules.night_least)
    rostered = len(
        {each.lawyer_id for each in shifts if each.starts_at < starts_at + HOUR and each.ends_at > starts_at}
    )
    leaves = erlang_a(rostered * places, load, service_s=session, patience_s=PATIENCE_SECONDS).leaves
    return RosterHour(starts_at, expected, needed, rostered, leaves)


def _expected(at: dt.datetime) -> tuple[float, bool]:
    """Questions a day over the last four weeks; the table's assumption while there are none."""
    since = at - dt.timedelta(days=LOOKS_BACK)
    asked = list(Question.objects.filter(asked_at__gte=since, asked_at__lt=at).values_list("asked_at", flat=True))
    days = {day_of(each) for each in asked if each is not None}
    if not days:
        return float(asking.number("expected_a_day", day_of(at))), False
    return len(asked) / len(days), True


def _typical_places() -> int:
    """How many talks a lawyer takes at once: the median of the desks, 3 while there are none."""
    places: Sequence[int] = sorted(Desk.objects.values_list("places", flat=True))
    return places[len(places) // 2] if places else 3

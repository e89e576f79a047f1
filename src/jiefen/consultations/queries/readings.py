"""The clock's readings, from events alone; shares by hour and by lawyer for the board and the export."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from jiefen.consultations.models import Question, QuestionEvent
from jiefen.lawyers.models import Lawyer
from jiefen.rules.service_clock import Event, Kind, Reading, Share, by_lawyer_and_hour, clock_on, read, share
from jiefen.shared.clock import CHINA, day_of


@dataclass(frozen=True)
class Read:
    """One question and what its clock shows. ``area``, ``state`` and ``reason`` are codes or names, never words."""

    public_id: str
    area: str
    state: str
    reason: str
    reading: Reading
    is_demo: bool


@dataclass(frozen=True)
class LawyerHour:
    """One line of the export: whose, which hour of the day, how the promise was kept."""

    lawyer_id: int
    lawyer_name: str
    hour: int
    share: Share


def reading_of(question_id: int, *, at: dt.datetime) -> Reading:
    """One question's clock at ``at``. Raises ClockError before it was asked. One query."""
    rows = QuestionEvent.objects.filter(question=question_id).order_by("pk")
    return read([event_of(each) for each in rows], rules=clock_on(day_of(at)), at=at)


def readings(since: dt.datetime, until: dt.datetime, *, at: dt.datetime) -> list[Read]:
    """Every question asked in [since, until), in order. Two queries whatever the number."""
    asked = Question.objects.filter(asked_at__gte=since, asked_at__lt=until).order_by("asked_at", "pk")
    told: dict[int, list[Event]] = defaultdict(list)
    for row in QuestionEvent.objects.filter(question__in=asked.values("pk")).order_by("pk"):
        told[row.question_id].append(event_of(row))
    rows = asked.only("public_id", "area", "state", "reason", "is_demo", "asked_at")
    return [
        Read(
            each.public_id, each.area, each.state, each.reason,
            read(told[each.pk], rules=clock_on(day_of(each.asked_at or at)), at=at), each.is_demo,
        )
        for each in rows
    ]  # fmt: skip


def lawyer_hours(found: Iterable[Read]) -> list[LawyerHour]:
    """The lines of the export, by lawyer and hour. One query."""
    shares = by_lawyer_and_hour(each.reading for each in found)
    names = dict(Lawyer.objects.filter(pk__in={lawyer for lawyer, _ in shares}).values_list("pk", "name"))
    return [LawyerHour(lawyer, names[lawyer], hour, each) for (lawyer, hour), each in shares.items()]


def share_of_lawyer(lawyer_id: int, since: dt.datetime, *, at: dt.datetime) -> Share:
    """How one lawyer's first answers kept the promise since then. Two queries."""
    mine = Question.objects.filter(answered_by=lawyer_id, asked_at__gte=since)
    told: dict[int, list[Event]] = defaultdict(list)
    for row in QuestionEvent.objects.filter(question__in=mine.values("pk")).order_by("pk"):
        told[row.question_id].append(event_of(row))
    rules = clock_on(day_of(at))
    return share(read(events, rules=rules, at=at) for events in told.values())


def event_of(row: QuestionEvent) -> Event:
    """A row as the clock reads it."""
    return Event(Kind(row.kind), row.at.astimezone(CHINA), row.lawyer_no)

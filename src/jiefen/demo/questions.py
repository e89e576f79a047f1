"""Three weeks of the invented free lane: questions, offers, answers, misses, feedback, stars, shifts. All marked demo.

Waiting times are drawn, then everything shown is computed from the rows by the same code as for real ones.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from jiefen.accounts.models import Membership, Visitor
from jiefen.audit.actions import PLATFORM, record
from jiefen.chat.models import Message, Seat, Thread
from jiefen.chat.states import MessageKind, SeatKind, ThreadState
from jiefen.consultations.models import Desk, DutyShift, Feedback, Offer, Question, QuestionEvent, Rating
from jiefen.consultations.states import FeedbackVerdict, OfferState, QuestionState
from jiefen.demo.question_words import EXCHANGES, NOT_HELPED, Exchange
from jiefen.lawyers.models import Lawyer
from jiefen.rules.dispatch import day_curve, labels_on
from jiefen.rules.service_clock import Kind
from jiefen.shared.clock import CHINA
from jiefen.shared.transactions import durable_atomic

SEED: Final = 20261127
DAYS: Final = 21
A_DAY: Final = (8, 15)
CITIES: Final = ("3205", "3100", "4401", "1100", "5101", "3301")
MISSES: Final = 0.05  # of the drawn questions, how many nobody answered in time


@dataclass(frozen=True)
class Case:
    """One drawn question. ``wait`` in seconds to the first human message; None: the client left."""

    number: int
    exchange: Exchange
    at: dt.datetime
    wait: float | None
    lawyer: Lawyer
    others: tuple[Lawyer, ...]
    city: str
    stars: int | None


def load_questions(*, today: dt.date, at: dt.datetime) -> int:
    """Write the invented questions up to ``at`` in one transaction, unless they are there. Returns how many."""
    if Question.objects.filter(is_demo=True).exists():
        return 0
    draw = random.Random(SEED)  # noqa: S311 — repeatable on purpose
    desks = _open_desks(at)
    if not desks:
        return 0
    lawyers = [desk.lawyer for desk in desks]
    cases = [each for back in range(DAYS, -1, -1) for each in _day(today - dt.timedelta(days=back), lawyers, draw)]
    cases = [each for each in cases if each.at < at - dt.timedelta(hours=1)]
    with durable_atomic():
        Desk.objects.bulk_create(desks)
        _write(cases, {desk.lawyer_id: desk.membership_id for desk in desks}, today)
        _shifts(lawyers, today)
        record(
            organisation_id=PLATFORM, by=None, at=at, code="demo.questions_loaded", subject=("demo", "questions"),
            data={"questions": len(cases)},
        )  # fmt: skip
    return len(cases)


def _open_desks(at: dt.datetime) -> list[Desk]:
    """The desks of the demo lawyers who can sign in. Nobody sits there: one is there when somebody opens it."""
    people = Lawyer.objects.filter(is_demo=True).exclude(user=None).order_by("pk")
    members = dict(Membership.objects.filter(user__in=people.values("user")).values_list("user", "pk"))
    return [
        Desk(lawyer=each, membership_id=members[each.user_id], is_online=False, changed_at=at, seen_at=at, acceptance=0.6)
        for each in people if each.user_id in members
    ]  # fmt: skip


def _day(day: dt.date, lawyers: list[Lawyer], draw: random.Random) -> list[Case]:
    hours = draw.choices(range(24), day_curve(day), k=draw.randint(*A_DAY))
    start = dt.datetime.combine(day, dt.time(0), CHINA)
    return [
        _case(start + dt.timedelta(hours=hour, seconds=draw.randrange(3600)), lawyers, draw) for hour in sorted(hours)
    ]


def _case(at: dt.datetime, lawyers: list[Lawyer], draw: random.Random) -> Case:
    chosen, *others = draw.sample(lawyers, len(lawyers))
    wait: float | None = round(draw.lognormvariate(4.0, 0.45))
    if draw.random() < MISSES:
        wait = draw.choice([None, draw.randint(320, 700)])
    stars = draw.choice([None, 5, 5, 4, 4, 3]) if wait is not None else None
    return Case(
        draw.randrange(10**9), draw.choice(EXCHANGES), at, wait, chosen, tuple(others[: draw.randint(0, 2)]),
        draw.choice(CITIES), stars,
    )  # fmt: skip


def _write(cases: list[Case], members: dict[int, int], today: dt.date) -> None:
    threads = Thread.objects.bulk_create(
        Thread(
            public_id=f"demo-{each.number:09d}-{place}", state=ThreadState.CLOSED, opened_at=each.at,
            last_seq=4 if each.wait is not None else 1,
        )
        for place, each in enumerate(cases)
    )  # fmt: skip
    visitors = Visitor.objects.bulk_create(
        Visitor(token_index=f"demo-{each.number:09d}-{place}", created_at=each.at) for place, each in enumerate(cases)
    )
    labels = labels_on(today)
    questions = Question.objects.bulk_create(
        _question(each, thread, visitor, labels) for each, thread, visitor in zip(cases, threads, visitors, strict=True)
    )
    _converse(cases, threads, visitors, members)
    Offer.objects.bulk_create(
        row for each, one in zip(cases, questions, strict=True) for row in _offers(each, one, members)
    )
    QuestionEvent.objects.bulk_create(
        row for each, one in zip(cases, questions, strict=True) for row in _events(each, one)
    )
    _afterwards(cases, questions)


def _question(each: Case, thread: Thread, visitor: Visitor, labels: Mapping[str, str]) -> Question:
    answered = None if each.wait is None else each.at + dt.timedelta(seconds=each.wait)
    ended = each.at + dt.timedelta(minutes=25) if answered else each.at + dt.timedelta(seconds=150)
    return Question(
        public_id=thread.public_id, visitor=visitor, address_index="demo", words=each.exchange.question,
        state=QuestionState.CLOSED if answered else QuestionState.LEFT, city_code=each.city, area=each.exchange.area,
        label=labels.get(each.exchange.area, ""), drafted_at=each.at, asked_at=each.at, answered_at=answered,
        answered_by=each.lawyer if answered else None, lawyer=each.lawyer if answered else None, moved_at=ended,
        seen_at=ended, thread=thread, scanned_seq=4, reason="by_client" if answered else "left", is_demo=True,
    )  # fmt: skip


def _converse(cases: list[Case], threads: list[Thread], visitors: list[Visitor], members: dict[int, int]) -> None:
    clients = Seat.objects.bulk_create(
        Seat(thread=thread, kind=SeatKind.CLIENT, ref=visitor.pk, name="咨询人", joined_at=each.at)
        for each, thread, visitor in zip(cases, threads, visitors, strict=True)
    )
    answered = [place for place, each in enumerate(cases) if each.wait is not None]
    lawyers = Seat.objects.bulk_create(
        Seat(
            thread=threads[place], kind=SeatKind.LAWYER, ref=members[cases[place].lawyer.pk],
            name=f"{cases[place].lawyer.name}律师", joined_at=cases[place].at,
        )
        for place in answered
    )  # fmt: skip
    seats = dict(zip(answered, lawyers, strict=True))
    Message.objects.bulk_create(
        row
        for place, each in enumerate(cases)
        for row in _lines(each, threads[place], clients[place], seats.get(place))
    )


def _lines(each: Case, thread: Thread, client: Seat, lawyer: Seat | None) -> list[Message]:
    told = each.exchange
    said: list[tuple[Seat, str, float]] = [(client, told.question, 0.0)]
    if lawyer is not None and each.wait is not None:
        said += [
            (lawyer, told.first, each.wait), (client, told.back, each.wait + 140), (lawyer, told.second, each.wait + 300)
        ]  # fmt: skip
    return [
        Message(
            thread=thread, seq=seq, seat=seat, client_id=f"demo-{seq:08d}", kind=MessageKind.TEXT, body=text,
            sent_at=each.at + dt.timedelta(seconds=after),
        )
        for seq, (seat, text, after) in enumerate(said, start=1)
    ]  # fmt: skip


def _offers(each: Case, question: Question, members: dict[int, int]) -> list[Offer]:
    asked = [(lawyer, OfferState.WITHDRAWN if each.wait else OfferState.IGNORED) for lawyer in each.others]
    if each.wait is not None:
        asked.append((each.lawyer, OfferState.ACCEPTED))
    first, until = each.at + dt.timedelta(seconds=1), each.at + dt.timedelta(seconds=31)
    return [
        Offer(
            question=question, lawyer=lawyer, membership_id=members[lawyer.pk], state=state, offered_at=first,
            until=until, ended_at=until if state == OfferState.IGNORED else first + dt.timedelta(seconds=12),
        )
        for lawyer, state in asked
    ]  # fmt: skip


def _events(each: Case, question: Question) -> list[QuestionEvent]:
    told: list[tuple[Kind, float, int | None]] = [(Kind.CLIENT, 0.0, None)]
    if each.wait is None:
        told.append((Kind.LEFT, 150.0, None))
    else:
        told += [(Kind.HUMAN, each.wait, each.lawyer.pk), (Kind.CLOSED, max(1500.0, each.wait), None)]
    return [
        QuestionEvent(question=question, kind=kind, at=each.at + dt.timedelta(seconds=after), lawyer_no=lawyer)
        for kind, after, lawyer in told
    ]


def _afterwards(cases: list[Case], questions: list[Question]) -> None:
    rated = [
        (each, one, each.stars, each.at + dt.timedelta(minutes=25))
        for each, one in zip(cases, questions, strict=True)
        if each.stars is not None
    ]
    Rating.objects.bulk_create(
        Rating(question=one, lawyer=each.lawyer, stars=stars, rated_at=at) for each, one, stars, at in rated
    )
    Feedback.objects.bulk_create(_feedback(each, one, stars > 3, at) for each, one, stars, at in rated)


def _feedback(each: Case, question: Question, helped: bool, at: dt.datetime) -> Feedback:
    verdict, missing = (FeedbackVerdict.HELPED, []) if helped else (FeedbackVerdict.PARTLY, ["no_steps"])
    words = "" if helped else NOT_HELPED
    return Feedback(question=question, lawyer=each.lawyer, verdict=verdict, missing=missing, words=words, given_at=at)


def _shifts(lawyers: list[Lawyer], today: dt.date) -> None:
    """Morning, afternoon, evening for the coming week; the nights are left as holes."""
    starts = (9, 13, 18)
    DutyShift.objects.bulk_create(
        DutyShift(lawyer=lawyer, starts_at=start, ends_at=start + dt.timedelta(hours=4))
        for day in range(8)
        for lawyer, hour in zip(lawyers, starts, strict=False)
        for start in [dt.datetime.combine(today + dt.timedelta(days=day), dt.time(hour), CHINA)]
    )

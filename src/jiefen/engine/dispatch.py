"""Who is asked next: the waiting list against the lawyers who are there, every two seconds or when something happens.

Pure: rows in, offers out, the time is a number of seconds. The oldest question chooses first. Every waiting question
gets one offer before any gets a second one, so that a busy minute spreads the free places; then up to ``offers_at_once``
lawyers are asked about one question at the same time, and the first to accept has it. Nobody is asked beyond his
places, about a matter he may not touch, twice at once, or again after he said no. One pool: areas only rank.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from jiefen.rules.dispatch import DispatchRules

OPEN: Final = float("inf")  # in ``Waiting.asked``: the offer still stands


class Outcome(StrEnum):
    """How an offer ended. Withdrawn: somebody else was quicker, or the question went away; it says nothing of anybody."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    IGNORED = "ignored"
    WITHDRAWN = "withdrawn"


@dataclass(slots=True)
class Waiting:
    """A question without a lawyer. ``since``, and the values of ``asked`` (lawyer → when his offer ended), in seconds.

    ``barred``: lawyers who may not or will not have it: conflict of interest, declined, gave it back.
    ``returning_to``: who helped this person last; ``label``: the broad label; ``city``: four digits or empty.
    """

    question: int
    since: float
    label: str = ""
    city: str = ""
    barred: Collection[int] = frozenset()
    asked: Mapping[int, float] = field(default_factory=dict)
    returning_to: int | None = None

    @property
    def open_offers(self) -> int:
        """How many lawyers are looking at it now."""
        return list(self.asked.values()).count(OPEN)


@dataclass(slots=True)
class OnDuty:
    """A lawyer who is there. ``places``: talks he may have at once; ``taken``: talks and open offers together.

    ``acceptance``: the running estimate, 0 to 1; ``shown``: offers he had lately.
    """

    lawyer: int
    places: int
    taken: int = 0
    labels: Collection[str] = frozenset()
    city: str = ""
    acceptance: float = 0.5
    shown: int = 0

    @property
    def room(self) -> int:
        """Free places, never below zero."""
        return max(self.places - self.taken, 0)


@dataclass(frozen=True, slots=True)
class Offer:
    """Ask this lawyer about this question until then. ``until`` in seconds; ``score`` 0 to 1."""

    question: int
    lawyer: int
    until: float
    score: float


@dataclass(frozen=True, slots=True)
class Record:
    """What offers have shown of a lawyer: the running acceptance, and how many in a row he did not answer."""

    acceptance: float
    ignored: int = 0


def decide(
    waiting: Iterable[Waiting], duty: Sequence[OnDuty], *, now: float, rules: DispatchRules
) -> tuple[Offer, ...]:
    """The offers to make at ``now``: rounds over the waiting list, oldest first, until places or questions run out."""
    line = [each for each in waiting if each.open_offers < rules.offers_at_once]
    if not line:
        return ()
    people = [each for each in duty if each.taken < each.places]
    free = {each.lawyer: each.room for each in people}
    desk = _Desk(people, free, max((each.shown for each in duty), default=0), now, rules)
    line.sort(key=lambda each: (each.since, each.question))
    queues = [(each, each.open_offers, desk.candidates(each)) for each in line] if people else []
    made: list[Offer] = []
    for standing in range(rules.offers_at_once):
        for each, open_now, candidates in queues:
            if open_now <= standing:
                made += desk.ask_next(each, candidates)
    return tuple(made)


def score(asked: Waiting, lawyer: OnDuty, *, room: int, most_shown: int, rules: DispatchRules) -> float:
    """0 to 1: area, past acceptance, free places, distance, being asked less than others lately."""
    area, acceptance, places, distance, exposure = rules.weights
    return (
        area * (asked.label in lawyer.labels if asked.label else False)
        + acceptance * lawyer.acceptance
        + places * room / lawyer.places
        + distance * nearness(asked.city, lawyer.city, rules)
        + exposure * (1 - lawyer.shown / most_shown if most_shown else 1.0)
    )


def nearness(one: str, other: str, rules: DispatchRules) -> float:
    """1 in the same city, less in the same province, 0 elsewhere or unknown. It ranks and never excludes (律师法 10)."""
    if not one or not other:
        return 0.0
    if one == other:
        return 1.0
    return rules.same_province if one[:2] == other[:2] else 0.0


def after(record: Record, outcome: Outcome, rules: DispatchRules) -> Record:
    """What one offer's end changes: the estimate moves a step towards 1, ``declined`` or 0; withdrawn changes nothing."""
    if outcome is Outcome.WITHDRAWN:
        return record
    worth = {Outcome.ACCEPTED: 1.0, Outcome.DECLINED: rules.declined, Outcome.IGNORED: 0.0}[outcome]
    moved = record.acceptance + rules.acceptance_step * (worth - record.acceptance)
    return Record(moved, record.ignored + 1 if outcome is Outcome.IGNORED else 0)


def goes_offline(record: Record, rules: DispatchRules) -> bool:
    """Whether so many unanswered offers in a row mean that nobody sits there."""
    return record.ignored >= rules.offline_after


@dataclass(slots=True)
class _Desk:
    """One decision: who has how many places left as offers are made."""

    people: list[OnDuty]
    free: dict[int, int]
    most_shown: int
    now: float
    rules: DispatchRules

    def candidates(self, asked: Waiting) -> list[tuple[float, int]]:
        """(score, lawyer) of everybody who may be asked, the best last; whom nobody asked yet before all others."""
        head_start = self._head_start(asked)
        if head_start is not None:
            return head_start
        fresh, again = [], []
        for each in self.people:
            if each.lawyer in asked.barred:
                continue
            ended = asked.asked.get(each.lawyer)
            if ended is None:
                fresh.append(self._ranked(asked, each))
            elif ended != OPEN and ended + self.rules.again_seconds <= self.now:
                again.append(self._ranked(asked, each))
        return sorted(again) + sorted(fresh)

    def ask_next(self, asked: Waiting, candidates: list[tuple[float, int]]) -> list[Offer]:
        """The best candidate who still has a place, as a list of one; empty when there is none."""
        while candidates:
            ranked, minus_lawyer = candidates.pop()
            lawyer = -minus_lawyer
            if self.free[lawyer] > 0:
                self.free[lawyer] -= 1
                seconds = self.rules.offer_seconds
                return [Offer(asked.question, lawyer, self.now + seconds, ranked)]
        return []

    def _head_start(self, asked: Waiting) -> list[tuple[float, int]] | None:
        """Only the lawyer who helped last, for the first seconds; None when he is not there or has had his chance."""
        last = asked.returning_to
        if last is None or last in asked.barred:
            return None
        if last not in asked.asked:
            return next(([self._ranked(asked, each)] for each in self.people if each.lawyer == last), None)
        his_alone = asked.asked[last] == OPEN and self.now < asked.since + self.rules.returning_seconds
        return [] if his_alone else None

    def _ranked(self, asked: Waiting, each: OnDuty) -> tuple[float, int]:
        worth = score(asked, each, room=self.free[each.lawyer], most_shown=self.most_shown, rules=self.rules)
        return worth, -each.lawyer  # equal scores: the smaller number is asked first

"""A simulated day of the free lane that drives the production decision (``engine/dispatch``) and the production clock.

Everything invented here is in ``Assumptions`` and in docs/algorithms/dispatch.md; the decision, the offers' ends and
the measuring are the code that serves people. The same seed gives the same day.
"""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from math import ceil, log
from typing import Final

from jiefen.engine.dispatch import OPEN, OnDuty, Outcome, Record, Waiting, after, decide, goes_offline
from jiefen.engine.erlang import offered_load, places_by_square_root
from jiefen.rules.dispatch import DispatchRules
from jiefen.rules.service_clock import ClockRules, Event, Kind, Reading, read, share

HOUR: Final = 3600.0
DAY: Final = 24 * HOUR
_START: Final = datetime(2026, 11, 26, tzinfo=UTC)
_CITIES: Final = ("1100", "3100", "4401", "4403", "5101", "3301", "4201", "3205", "5000", "6101")


@dataclass(frozen=True, slots=True)
class Assumptions:
    """The world around the code. Times in seconds; shares 0 to 1; ``lawyers``: on duty in the busiest hour.

    ``declines``: of those who do not accept, how many press “no” (the rest do not react); ``spread``: the sigma of the
    lognormal delays; ``comes_back``: how long a lawyer who was set offline stays away (median). Nobody leaves for ``patience_from``, then
    at random with the mean ``patience``; ``is_reassured``: seeing that a lawyer has accepted starts this anew.
    """

    questions: int
    lawyers: int
    acceptance: float
    curve: tuple[float, ...]
    labels: tuple[str, ...]
    places: int = 3
    session: float = 18 * 60.0
    react: float = 12.0
    typing: float = 35.0
    spread: float = 0.5
    declines: float = 0.5
    comes_back: float = 120.0
    patience_from: float = 60.0
    patience: float = 8 * 60.0
    is_reassured: bool = True
    returning: float = 0.05


@dataclass(frozen=True, slots=True)
class Day:
    """What came of it. ``occupancy``: talks over the places on duty; times in seconds of those answered.

    None says that there was nobody to measure: no answer, or no question at all.
    """

    within_5_min: float | None
    leavers: float | None
    median_s: float | None
    p95_s: float | None
    occupancy: float


def roster(world: Assumptions) -> list[int]:
    """Lawyers on duty in each hour: a + β√a places for that hour's load, with β such that the peak needs ``lawyers``."""
    loads = [offered_load(world.questions * part, world.session) for part in world.curve]
    peak = max(loads)
    safety = (world.lawyers * world.places - peak) / peak**0.5 if peak else 0.0
    wanted = [places_by_square_root(load, safety) / world.places for load in loads]
    return [min(max(ceil(each - 1e-9), 1), world.lawyers) for each in wanted]


def simulate(world: Assumptions, *, rules: DispatchRules, clock: ClockRules, seed: int) -> Day:
    """Play one day and measure it. Deterministic for a seed."""
    run = _Run(world, rules, random.Random(seed))  # noqa: S311 — repeatable on purpose
    run.play()
    end = _START + timedelta(seconds=run.now)
    readings = [read(events, rules=clock, at=end) for events in run.told.values()]
    return _measured(readings, run)


def _measured(readings: list[Reading], run: _Run) -> Day:
    found = share(readings)
    there_s = sum(run.on_duty) * run.world.places * HOUR
    return Day(
        _rounded(found.within, 4),
        _rounded(found.leavers / found.n if found.n else None, 4),
        _rounded(found.median_s, 1),
        _rounded(found.p95_s, 1),
        round(run.busy_s / there_s if there_s else 0.0, 4),
    )


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)


@dataclass(slots=True)
class _Asker:
    """A question in play: the row the decision sees, its offers' numbers, and who reassured him."""

    row: Waiting
    asked: dict[int, float] = field(default_factory=dict)
    barred: set[int] = field(default_factory=set)
    talk_with: int | None = None
    answered: bool = False
    is_gone: bool = False


class _Run:
    """The day in play: a heap of things to come, the lawyers, the askers, what the clock is told."""

    def __init__(self, world: Assumptions, rules: DispatchRules, draw: random.Random) -> None:
        self.world, self.rules, self.draw = world, rules, draw
        self.now, self.busy_s, self.number, self.pushed = 0.0, 0.0, 0, 0
        self.coming: list[tuple[float, int, Callable[[], None]]] = []
        self.told: dict[int, list[Event]] = {}
        self.waiting: dict[int, _Asker] = {}
        self.on_duty = roster(world)
        self.lawyers = {each: self._lawyer(each) for each in range(world.lawyers)}
        self.records = {each: Record(rules.acceptance_prior) for each in self.lawyers}
        self.away: set[int] = set()

    def play(self) -> None:
        """Everything that comes, until the last question of the day has ended; the decision looks every tick."""
        for hour, part in enumerate(self.world.curve):
            for _ in range(self._arrivals(self.world.questions * part)):
                self._at(hour * HOUR + self.draw.random() * HOUR - self.now, self._asks)
        tick = 0.0
        while self.coming or self.waiting:
            upcoming = self.coming[0][0] if self.coming else tick
            if self.waiting and tick <= upcoming:
                self.now = tick
                self._look()
                tick += self.rules.tick_seconds
                continue
            self.now, _, happen = heapq.heappop(self.coming)
            happen()
            if not self.waiting:
                tick = max(tick, self.now - self.now % self.rules.tick_seconds + self.rules.tick_seconds)

    def _look(self) -> None:
        hour = int(self.now // HOUR) % 24
        duty = [self.lawyers[each] for each in range(self.on_duty[hour]) if each not in self.away]
        for offer in decide((each.row for each in self.waiting.values()), duty, now=self.now, rules=self.rules):
            asker = self.waiting[offer.question]
            asker.asked[offer.lawyer] = OPEN
            lawyer = self.lawyers[offer.lawyer]
            lawyer.taken, lawyer.shown = lawyer.taken + 1, lawyer.shown + 1
            self._reaction(asker, offer.lawyer, offer.until - self.now)

    def _reaction(self, asker: _Asker, lawyer: int, seconds: float) -> None:
        delay, chance = self._delay(self.world.react), self.draw.random()
        wanted, refused = self.world.acceptance, (1 - self.world.acceptance) * self.world.declines
        if delay >= seconds or chance >= wanted + refused:
            self._at(seconds, lambda: self._ends(asker, lawyer, Outcome.IGNORED))
        elif chance < wanted:
            self._at(delay, lambda: self._accepts(asker, lawyer))
        else:
            self._at(delay, lambda: self._ends(asker, lawyer, Outcome.DECLINED))

    def _asks(self) -> None:
        self.number += 1
        returns = self.draw.random() < self.world.returning and self.world.lawyers > 0
        last = self.draw.randrange(self.world.lawyers) if returns else None
        asker = _Asker(Waiting(self.number, self.now, returning_to=last))
        row, asker.row.asked, asker.row.barred = asker.row, asker.asked, asker.barred
        row.label, row.city = self.draw.choice(self.world.labels), self.draw.choice(_CITIES)
        self.waiting[row.question] = asker
        self.told[row.question] = [self._event(Kind.CLIENT), self._event(Kind.AUTOMATIC)]
        self._loses_patience(asker)
        self._look()

    def _loses_patience(self, asker: _Asker) -> None:
        stage = asker.talk_with
        waits = self.world.patience_from + self.draw.expovariate(1 / self.world.patience)
        self._at(waits, lambda: self._leaves(asker) if asker.talk_with == stage else None)

    def _accepts(self, asker: _Asker, lawyer: int) -> None:
        if asker.asked.get(lawyer) != OPEN:
            return
        self._ends(asker, lawyer, Outcome.ACCEPTED)
        self._withdraw_all(asker)
        del self.waiting[asker.row.question]
        if self.world.is_reassured:
            asker.talk_with = lawyer
            self._loses_patience(asker)
        self.lawyers[lawyer].taken += 1
        length = self.draw.expovariate(1 / self.world.session)
        typed = self._delay(self.world.typing)
        self._at(typed, lambda: self._answers(asker, lawyer))
        self._at(max(length, typed), lambda: self._talk_ends(asker, lawyer))
        self.busy_s += max(length, typed)

    def _answers(self, asker: _Asker, lawyer: int) -> None:
        if not asker.is_gone:
            asker.answered = True
            self.told[asker.row.question].append(self._event(Kind.HUMAN, lawyer))

    def _talk_ends(self, asker: _Asker, lawyer: int) -> None:
        self.lawyers[lawyer].taken -= 1

    def _leaves(self, asker: _Asker) -> None:
        if asker.answered:
            return
        asker.is_gone = True
        self.told[asker.row.question].append(self._event(Kind.LEFT))
        if self.waiting.pop(asker.row.question, None) is not None:
            self._withdraw_all(asker)

    def _ends(self, asker: _Asker, lawyer: int, outcome: Outcome) -> None:
        if asker.asked.get(lawyer) != OPEN:
            return  # withdrawn before the lawyer reacted
        asker.asked[lawyer] = self.now
        self.lawyers[lawyer].taken -= 1
        if outcome is Outcome.DECLINED:
            asker.barred.add(lawyer)
        record = self.records[lawyer] = after(self.records[lawyer], outcome, self.rules)
        self.lawyers[lawyer].acceptance = record.acceptance
        if goes_offline(record, self.rules):
            self.away.add(lawyer)
            self._at(self._delay(self.world.comes_back), lambda: self._comes_back(lawyer))

    def _comes_back(self, lawyer: int) -> None:
        self.away.discard(lawyer)
        self.records[lawyer] = Record(self.records[lawyer].acceptance)

    def _withdraw_all(self, asker: _Asker) -> None:
        for lawyer, ended in asker.asked.items():
            if ended == OPEN:
                self._ends(asker, lawyer, Outcome.WITHDRAWN)

    def _lawyer(self, number: int) -> OnDuty:
        labels = frozenset(self.draw.sample(self.world.labels, 3))
        return OnDuty(number, self.world.places, labels=labels, city=self.draw.choice(_CITIES))

    def _arrivals(self, mean: float) -> int:
        """A Poisson number, by counting exponential gaps."""
        count, passed = 0, self.draw.expovariate(1.0)
        while passed < mean:
            count, passed = count + 1, passed + self.draw.expovariate(1.0)
        return count

    def _delay(self, median: float) -> float:
        return self.draw.lognormvariate(log(median), self.world.spread)

    def _at(self, seconds: float, happen: Callable[[], None]) -> None:
        self.pushed += 1  # equal times: in the order they were planned
        heapq.heappush(self.coming, (self.now + seconds, self.pushed, happen))

    def _event(self, kind: Kind, lawyer: int | None = None) -> Event:
        return Event(kind, _START + timedelta(seconds=self.now), lawyer)

"""The invented country as time goes by: who is at his desk, who has room, who was chosen. Told to the ranker only
through its public live updates, in the order of time.

Every assumption is a constant here with where it comes from. Everything is drawn from the seed alone, so that two
worlds that differ in what is shown have the same people at the same desks and the same matters from elsewhere.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from jiefen.engine.ranker import Match, Ranker
from jiefen.rules.dispatch import day_curve

NEEDS_A_DAY: Final = 9_160  # a month of 274,813 people (portal.md, dispatch), for the whole country of LAWYERS
LAWYERS: Final = 830_000  # a smaller country has needs in proportion, so that 100,000 always take as many days
DESK_HOURS: Final = 2  # a day each, in one piece (portal.md: 2 h/day each; that everybody comes is assumed)
MATTER_DAYS: Final = 120.0  # mean, assumed: between the 3 months (民诉法 164, summary) and 6 (152, ordinary) of a court
BUSY: Final = 0.35  # mean share of the capacity in use, assumed; as in the frozen country
HIRE_RATE: Final = 0.10  # share of needs that end with one of the shown taking the matter, assumed
OPENING_HOUR: Final = 9  # when matters that come from elsewhere, and those that end, are written down

ASSUMED: Final = {  # printed with what it leads to
    "needs_a_day_in_the_whole_country": NEEDS_A_DAY, "desk_hours_a_day": DESK_HOURS, "hire_rate": HIRE_RATE,
    "matter_days": MATTER_DAYS, "busy": BUSY,
}  # fmt: skip


def moments(count: int, needs_a_day: float, day: dt.date, seed: int, *, first: int | None = None) -> Any:
    """When each need comes, in hours since the first midnight, ascending; by the product's own day curve.

    The ``first`` of them come as they do in a run of that many alone, the others after them.
    """
    curve = np.concatenate([[0.0], np.cumsum(day_curve(day))])
    first = min(first or count, count)
    draw = np.random.default_rng([seed, 1])
    then = count - first
    days = np.sort(draw.random(first)) * (first / needs_a_day)
    days = np.concatenate([days, (first + np.sort(draw.random(then)) * then) / needs_a_day])
    return np.floor(days) * 24 + np.interp(days % 1.0, curve, np.arange(25.0))


class LiveCountry:
    """``reach`` a moment, then ``choose`` among those shown. ``load`` and ``capacity`` are in the order of ``ids``."""

    def __init__(self, ranker: Ranker, *, needs_a_day: float, day: dt.date, seed: int) -> None:
        columns = ranker.columns
        self.ids = np.asarray(columns.ids)[columns.by_id]
        self.capacity = np.asarray(columns.table.capacity)[columns.by_id].astype("i8")
        self._ranker, self._seed, self._curve = ranker, seed, np.array(day_curve(day))
        self._hires = np.random.default_rng([seed, 2])
        self.hired = 0
        self.load = self._of_day(3, 0).binomial(self.capacity, BUSY)  # stationary from the start
        ends = 1 - np.exp(-1 / MATTER_DAYS)
        hires = HIRE_RATE * needs_a_day  # what these bring does not come from elsewhere as well
        elsewhere = max(ends * self.load.sum() - hires, 0.0)
        self._ends, self._comes = ends, elsewhere / max((self.capacity - self.load).sum(), 1)
        self._hour = 0
        self._begins = {each: self._begin_hours(each) for each in (-1, 0)}
        self.present = self._at_desk(0)
        ranker.set_live_many(self.ids, load=self.load, is_online=self.present)

    def reach(self, moment: float) -> None:
        """Let the hours pass up to ``moment``."""
        while self._hour < int(moment):
            self._hour += 1
            day, hour = divmod(self._hour, 24)
            if hour == 0:
                self._begins = {day - 1: self._begins[day - 1], day: self._begin_hours(day)}
            if hour == OPENING_HOUR:
                self._matters(day)
            present = self._at_desk(self._hour)
            moved = present != self.present
            self.present = present
            self._ranker.set_live_many(self.ids[moved], is_online=present[moved])

    def choose(self, page: Sequence[Match]) -> int | None:
        """Whether one of the page takes the matter, and who: by place (1/log2(rank + 1)), among those with room."""
        is_hire, pick = self._hires.random(2)
        if is_hire >= HIRE_RATE or not page:
            return None
        places = np.searchsorted(self.ids, [match.lawyer_id for match in page])
        weights = (self.load[places] < self.capacity[places]) / np.log2(np.arange(2, len(page) + 2))
        if not weights.any():
            return None
        chosen = places[np.searchsorted(np.cumsum(weights) / weights.sum(), pick, side="right")]
        self.load[chosen] += 1
        self.hired += 1
        self._ranker.set_live(int(self.ids[chosen]), load=int(self.load[chosen]))
        return int(self.ids[chosen])

    def busy(self) -> float:
        """Share of the whole capacity in use."""
        return float(self.load.sum() / max(self.capacity.sum(), 1))

    def _matters(self, day: int) -> None:
        """Every open matter may end and every free place may be taken by one that comes from elsewhere."""
        draw = self._of_day(4, day)
        ended = draw.binomial(self.load, self._ends)
        came = draw.binomial(self.capacity - self.load, self._comes)
        moved = ended != came
        self.load = self.load - ended + came
        self._ranker.set_live_many(self.ids[moved], load=self.load[moved])

    def _begin_hours(self, day: int) -> Any:
        """The hour at which each sits down on that day: people come when questions come."""
        return self._of_day(5, day + 1).choice(24, len(self.ids), p=self._curve).astype("i1")

    def _at_desk(self, hour: int) -> Any:
        """Who sits at the desk in that hour since the first midnight."""
        present = np.zeros(len(self.ids), bool)
        for back in range(DESK_HOURS):
            day, began = divmod(hour - back, 24)
            present |= self._begins[day] == began
        return present

    def _of_day(self, what: int, day: int) -> Any:
        return np.random.default_rng([self._seed, what, day])

"""When a household pays: rhythms with their pay-days, months held back, single visits to the counter."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from typing import Final

from jiefen.demo.months import MONTHS


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Months of the year in which a household pays, between which days, and whether it pays ahead."""

    months: frozenset[int]
    first_day: int
    last_day: int
    ahead: bool

    def months_ahead(self, month: int) -> int:
        """How many further months a payment in ``month`` covers: up to the month before the next pay-day."""
        if not self.ahead:
            return 0
        return next(step for step in range(1, 13) if (month + step - 1) % 12 + 1 in self.months) - 1


EVERY: Final = frozenset(range(1, 13))
RHYTHMS: Final[dict[str, Rhythm]] = {
    "monthly": Rhythm(EVERY, 3, 26, False),
    "quarterly": Rhythm(frozenset({1, 4, 7, 10}), 4, 27, True),
    "quarterly_behind": Rhythm(frozenset({3, 6, 9, 12}), 18, 28, False),
    "half_yearly": Rhythm(frozenset({1, 7}), 5, 28, True),
    "december": Rhythm(frozenset({12}), 5, 28, True),  # pays the coming year before the holidays
    "january": Rhythm(frozenset({1}), 4, 26, True),
    "year_end": Rhythm(frozenset({12}), 15, 28, False),  # 年底一起交: the year that is over
    "new_year": Rhythm(frozenset({1}), 8, 26, False),
}


@dataclass(frozen=True, slots=True)
class Visit:
    """One payment outside the rhythm. ``fen`` None: everything open, held bills included.

    ``late_fen``: a late charge paid with it; ``waived_late_fen``: a late charge forgiven because everything was paid.
    """

    days_ago: int
    fen: int | None = None
    late_fen: int = 0
    waived_late_fen: int = 0


@dataclass(frozen=True, slots=True)
class Habit:
    """How a household pays. Months are counted back from the present one (0); spans run from the older to the newer.

    ``owes``: nothing of the last so many months is paid. ``skips``: spans of months held back. ``slips``: chance that
    one pay-day is missed. ``held_items``: fee items it does not pay at all.
    """

    rhythm: str = "monthly"
    owes: int = 0
    skips: tuple[tuple[int, int], ...] = ()
    visits: tuple[Visit, ...] = ()
    slips: float = 0.0
    held_items: frozenset[str] = frozenset()

    def holds(self, month: int, item: str) -> bool:
        """Whether a bill of calendar month ``month`` is left unpaid."""
        ago = MONTHS - 1 - month
        return ago < self.owes or item in self.held_items or any(newer <= ago <= older for older, newer in self.skips)

    @property
    def oldest(self) -> int:
        """How many months back the oldest bill held back lies."""
        return max([self.owes - 1, *(older for older, _ in self.skips)])

    def pay_day(self, first: dt.date, rng: random.Random) -> dt.date | None:
        """The day of this month's payment, if the rhythm has one and it does not slip."""
        rhythm = RHYTHMS[self.rhythm]
        if first.month not in rhythm.months:
            return None
        day = first.replace(day=rng.randint(rhythm.first_day, rhythm.last_day))
        return None if rng.random() < self.slips else day


# How common a rhythm is per estate (weights). The third is an old estate: more people pay month by month.
RHYTHM_WEIGHTS: Final = (
    #                  monthly, quarterly, q. behind, half-yearly, december, january, year_end, new_year
    dict(zip(RHYTHMS, (15, 20, 8, 12, 17, 25, 2, 1), strict=True)),
    dict(zip(RHYTHMS, (17, 19, 9, 13, 16, 22, 3, 1), strict=True)),
    dict(zip(RHYTHMS, (30, 16, 12, 10, 12, 14, 4, 2), strict=True)),
)

# Of a hundred households of an estate: how many stopped paying this year, owe prior years, hold a span back, or came
# back after a long time. The rest pay.
TROUBLE: Final = ((6, 5, 3, 3), (7, 7, 3, 3), (9, 9, 4, 4))


def invented_habit(estate: int, rng: random.Random) -> Habit:
    """A habit for a household nobody has written a story for."""
    weights = RHYTHM_WEIGHTS[estate]
    rhythm = rng.choices(list(weights), list(weights.values()))[0]
    stopped, prior, span, returned = TROUBLE[estate]
    fate = rng.uniform(0, 100)
    if fate < stopped:
        return Habit(_steady(rhythm), owes=rng.randint(2, 10))
    if fate < stopped + prior:
        return Habit(_steady(rhythm), owes=rng.choices((rng.randint(11, 17), rng.randint(18, 30)), (6, 4))[0])
    if fate < stopped + prior + span:
        newer = rng.randint(4, 20)
        return Habit(rhythm, skips=((newer + rng.randint(2, 8), newer),), slips=0.02)
    if fate < stopped + prior + span + returned:
        return _returned(rhythm, rng)
    return Habit(rhythm, slips=0.05 if rhythm == "monthly" else 0.015)


def _steady(rhythm: str) -> str:
    """Who stops paying has no prepayment left to live on."""
    return rhythm if not RHYTHMS[rhythm].ahead else "monthly"


def _returned(rhythm: str, rng: random.Random) -> Habit:
    """Owed for a long time, then settled everything at once within the last year."""
    months_since = rng.randint(1, 10)
    oldest = months_since + rng.randint(6, 20)
    late = rng.randint(20, 160) * 100
    waived, paid = rng.choices(((late, 0), (0, late), (0, 0)), (5, 2, 3))[0]
    visit = Visit(months_since * 30 + rng.randint(0, 12), late_fen=paid, waived_late_fen=waived)
    return Habit(_steady(rhythm), skips=((oldest, months_since),), visits=(visit,), slips=0.02)

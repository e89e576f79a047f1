"""Thirty-six months of services done, and the repair tickets of households without a story."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from jiefen.demo.months import MONTHS, Calendar, last_day
from jiefen.demo.places import ESTATES, Home
from jiefen.demo.service_words import AT_HOME, REPAIRS, ROUTINES, Routine
from jiefen.demo.story import Ticket

TICKETS: Final = 190  # beside those of the cast
VISITS_AT_HOME: Final = 420
# Of a hundred tickets: waiting, in work, fixed but not confirmed, closed by the owner.
STATES: Final = {"open": 6, "in_progress": 7, "fixed": 9, "closed": 78}


@dataclass(frozen=True, slots=True)
class Done:
    """One service done. ``building`` and ``entrance`` empty: for the whole estate; ``home`` for one household."""

    estate: int
    on: dt.date
    category: str
    what: str
    done_by: str
    building: str = ""
    entrance: str = ""
    home: Home | None = None


def services_done(homes: list[Home], calendar: Calendar, rng: random.Random) -> list[Done]:
    """Everything done up to today, in the order of the days."""
    done = [*_routines(calendar, rng), *_at_home(homes, calendar, rng)]
    return sorted((one for one in done if one.on <= calendar.today), key=lambda one: (one.on, one.estate))


def file_tickets(homes: list[Home], rng: random.Random) -> None:
    """Give households without a story their tickets; the newer ones are the ones still waiting."""
    plain = [home for home in homes if home.kind == "residence" and not home.story and home.is_delivered]
    for home in rng.sample(plain, k=min(TICKETS, len(plain) // 4)):
        state = rng.choices(list(STATES), list(STATES.values()))[0]
        home.tickets.append(_ticket(state, rng))


def _ticket(state: str, rng: random.Random) -> Ticket:
    what, done = rng.choice(REPAIRS)
    if state in ("open", "in_progress"):
        return Ticket(rng.randint(0, 6) if state == "open" else rng.randint(2, 25), what, state)
    ago = rng.randint(4, 20) if state == "fixed" else rng.randint(12, 900)
    fixed = ago - rng.randint(1, min(9, ago - 2))
    closed = fixed - rng.randint(0, min(4, fixed - 1)) if state == "closed" else None
    return Ticket(ago, what, state, fixed, closed, done)


def _routines(calendar: Calendar, rng: random.Random) -> Iterator[Done]:
    for estate, plan in enumerate(ESTATES):
        has_lift = plan.floors > 7
        places = {
            "estate": [("", "")],
            "building": [(str(number), "") for number in range(1, plan.buildings + 1)],
            "entrance": [
                (str(number), str(stairs))
                for number in range(1, plan.buildings + 1)
                for stairs in range(1, plan.entrances + 1)
            ],
        }
        for routine in ROUTINES:
            if has_lift or not routine.needs_lift:
                for number, place in enumerate(places[routine.level]):
                    yield from _repeated(routine, estate, number, place, calendar, rng)


def _repeated(
    routine: Routine, estate: int, number: int, place: tuple[str, str], calendar: Calendar, rng: random.Random
) -> Iterator[Done]:
    """One routine at one place, its months staggered so that not every building has its turn at once."""
    for month in range(MONTHS):
        first = calendar.firsts[month]
        in_turn = (month + number + estate) % routine.every == 0
        if in_turn and (not routine.months or first.month in routine.months):
            on = first.replace(day=rng.randint(2, last_day(first).day))
            text = rng.choice(routine.texts).format(rng.randint(2, 12))
            yield Done(estate, on, routine.category, text, routine.done_by, *place)


def _at_home(homes: list[Home], calendar: Calendar, rng: random.Random) -> Iterator[Done]:
    flats = [home for home in homes if home.kind == "residence" and home.is_delivered]
    for home in rng.choices(flats, k=VISITS_AT_HOME):
        category, text = rng.choice(AT_HOME)
        on = calendar.days_ago(rng.randint(1, 1000))
        yield Done(home.estate, on, category, text, "工程部" if category == "repair" else "管家", home=home)

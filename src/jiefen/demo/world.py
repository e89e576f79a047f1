"""The invented world as plain objects, before anything is written: the same for the same (seed, today)."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Final

from jiefen.demo.book import Person
from jiefen.demo.cast import CAST
from jiefen.demo.ledger_days import keep_account, take_deposit
from jiefen.demo.months import Calendar
from jiefen.demo.names import Registry
from jiefen.demo.people import move_in
from jiefen.demo.places import ESTATES, Home, homes_of
from jiefen.demo.stories import cast_into, finish_stories, invent_habits, past_bills
from jiefen.demo.story import Excused

SEED: Final = 20260901
VACANCY: Final = "空置减免：业主书面申请，已核实无人居住"


@dataclass(frozen=True)
class World:
    """Everything to be written."""

    calendar: Calendar
    homes: list[Home]
    people: list[Person]


def invent(calendar: Calendar, *, seed: int = SEED, one_in: int = 1) -> World:
    """The whole world. ``one_in``: keep the cast and only every n-th other door (tests)."""
    rng = random.Random(seed)  # noqa: S311 — repeatable on purpose
    registry = Registry(rng)
    homes = _kept([home for estate in range(len(ESTATES)) for home in homes_of(estate)], one_in)
    cast_into(homes, calendar, registry, rng)
    invent_habits(homes, rng)
    move_in(homes, calendar, registry, rng)
    _keep_accounts(homes, calendar, rng)
    finish_stories(homes, calendar)
    return World(calendar, homes, registry.people)


def _kept(homes: list[Home], one_in: int) -> list[Home]:
    needed = {(story.estate, place) for story in CAST for place in (story.place, story.wrong_room)}
    return [home for number, home in enumerate(homes) if number % one_in == 0 or (home.estate, home.place) in needed]


def _keep_accounts(homes: list[Home], calendar: Calendar, rng: random.Random) -> None:
    stories = {story.code: story for story in CAST}
    for home in homes:
        if home.kind == "residence":
            home.utility_fen = rng.randint(900, 3800) // (3 if home.is_vacant else 1)
        story = stories.get(home.story)
        for bill in past_bills(story, home, calendar) if story else []:
            home.book.charge(bill, held=True)
        keep_account(home, calendar, story.excused if story else _vacancy(home, rng), rng)
    decorators = [home for home in homes if home.estate == 1 and _may_decorate(home)]
    for home in rng.sample(decorators, k=min(14, len(decorators) // 20)):
        take_deposit(home, calendar.months_ago(rng.randint(1, 30), rng.randint(3, 24)), 200_000)


def _vacancy(home: Home, rng: random.Random) -> tuple[Excused, ...]:
    """A third of the empty homes asked for the local discount."""
    if not home.is_vacant or rng.random() > 0.35:
        return ()
    newer = rng.randint(0, 8)
    return (Excused(newer + rng.randint(5, 11), newer, 30, VACANCY),)


def _may_decorate(home: Home) -> bool:
    return home.kind == "residence" and home.is_delivered and not home.story

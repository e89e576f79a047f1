"""The shape of a cast member: who, where, what happened, and what each screen should show of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from jiefen.demo.habits import Habit


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that may touch limitation: kind and proof in the words of rules/tables/limitation.toml."""

    days_ago: int
    kind: str
    proof: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Ticket:
    """A repair ticket of the household."""

    days_ago: int
    what: str
    state: str
    fixed_days_ago: int | None = None
    closed_days_ago: int | None = None
    done: str = ""


@dataclass(frozen=True, slots=True)
class Excused:
    """Part of the monthly fee waived: the months from ``older`` to ``newer`` ago."""

    older: int
    newer: int
    percent: int
    reason: str


@dataclass(frozen=True, slots=True)
class Past:
    """An old bill of ``months`` whole months whose three years end ``ends_in`` days from today (negative: ended)."""

    ends_in: int
    months: int
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One household of the cast. ``place`` as in Home.place; ``shows``: (screen, what to see there)."""

    code: str
    estate: int
    place: str
    owner: str
    title: str
    story: str
    obstacle: str
    owner_words: str
    shows: tuple[tuple[str, str], ...]
    habit: Habit = field(default_factory=Habit)
    co_owners: tuple[str, ...] = ()
    tenant: str = ""
    tenant_months_ago: int = 0
    bought_months_ago: int = 0  # the owner named above bought then; ``former_owner`` owned before
    former_owner: str = ""
    is_vacant: bool = False
    is_undelivered: bool = False
    has_phone: bool = True
    do_not_contact: bool = False
    note: str = ""
    notices: tuple[Notice, ...] = ()
    tickets: tuple[Ticket, ...] = ()
    excused: tuple[Excused, ...] = ()
    past: tuple[Past, ...] = ()
    written_off: bool = False
    wrong_room: str = ""  # a payment of this household was first entered for that room, and reversed

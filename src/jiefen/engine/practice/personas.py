"""The people one can practise with: ``personas/*.toml``, one file for each obstacle. All invented."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

from jiefen.engine.obstacle_lines import OBSTACLES
from jiefen.engine.practice.vocabulary import OPTIONS, Mood
from jiefen.rules.errors import RuleError

Lines = tuple[str, ...]
POOLS: Final = ("opening", "guarded", "vent", "warm", "believe", "doubt", "appoint", "way", "hang_up")


class UnknownPersona(RuleError):
    """Nobody of that name."""

    code = "practice.unknown_persona"


@dataclass(frozen=True)
class Answer:
    """What he says when asked about something: any of ``about`` in a question brings one of ``say``."""

    about: Lines
    say: Lines


@dataclass(frozen=True)
class Trigger:
    """A sore point: any of ``words`` brings one of ``say`` and this much heat and (lost) trust."""

    words: Lines
    say: Lines
    heat: int
    trust: int


@dataclass(frozen=True)
class Household:
    """Invented facts of the flat. ``owed_fen``: 分 open; ``months``: how long."""

    home: str
    owed_fen: int
    months: int
    living: str


@dataclass(frozen=True)
class Persona:
    """One simulated owner. ``story``: what he tells, layer by layer; the last layer is ``need_lines``."""

    code: str
    name: str
    title: str
    age: int
    obstacle: str
    reason: str
    mood: Mood
    sketch: str
    back_story: str
    need: str
    doors: str
    is_owner: bool
    is_woman: bool
    reveal_at: int
    accepts: Lines
    topics: Lines
    household: Household
    pools: Mapping[str, Lines]
    story: tuple[Lines, ...]
    need_lines: Lines
    answers: tuple[Answer, ...]
    triggers: tuple[Trigger, ...]
    choose: Mapping[str, Lines]

    @property
    def pronoun(self) -> str:
        """他 or 她."""
        return "她" if self.is_woman else "他"

    @property
    def obstacle_label(self) -> str:
        """不信任 and so on."""
        return OBSTACLES[self.obstacle]


@cache
def all_personas() -> tuple[Persona, ...]:
    """Everybody, in the order of the obstacles."""
    folder = resources.files("jiefen.engine.practice") / "personas"
    found: list[Persona] = []
    for obstacle in OBSTACLES:
        rows = tomllib.loads((folder / f"{obstacle}.toml").read_text(encoding="utf-8"))["persona"]
        found += [_persona(obstacle, row) for row in rows]
    return tuple(found)


def persona(code: str) -> Persona:
    """One of them. Raises UnknownPersona."""
    for each in all_personas():
        if each.code == code:
            return each
    raise UnknownPersona("没有这位练习对手，请回到列表重新选一位。")


def _persona(obstacle: str, row: dict[str, Any]) -> Persona:
    unknown = set(row["accepts"]) - set(OPTIONS)
    if unknown or set(row["choose"]) != set(row["accepts"]):
        raise RuleError(f"练习对手 {row['code']} 的 accepts 与 choose 对不上。", code="practice.bad_persona")
    return Persona(
        obstacle=obstacle,
        mood=Mood(row["mood"]),
        accepts=tuple(row["accepts"]),
        topics=tuple(row["topics"]),
        household=Household(**row["household"]),
        pools={name: tuple(row[name]) for name in POOLS},
        story=tuple(tuple(layer) for layer in row["story"]),
        need_lines=tuple(row["need_lines"]),
        answers=tuple(Answer(tuple(each["about"]), tuple(each["say"])) for each in row["answers"]),
        triggers=tuple(
            Trigger(tuple(each["words"]), tuple(each["say"]), each["heat"], each["trust"]) for each in row["triggers"]
        ),
        choose={code: tuple(lines) for code, lines in row["choose"].items()},
        is_owner=row.get("is_owner", True),
        is_woman=row.get("woman", False),
        **{name: row[name] for name in (*_PLAIN, "age", "reveal_at")},
    )


_PLAIN: Final = ("code", "name", "title", "reason", "sketch", "back_story", "need", "doors")

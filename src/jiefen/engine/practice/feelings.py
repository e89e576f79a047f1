"""Trust, heat and patience of the person on the phone, and how words move them (``tables/moves.toml``)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

from jiefen.engine.practice.chance import drawn
from jiefen.engine.practice.understanding import Understood
from jiefen.engine.practice.vocabulary import HARMFUL, Act, Mood

JITTER: Final = 4  # the same person is not in the same form every day
_EACH: Final = ("trust", "heat", "patience")
_POSITIVE: Final = frozenset({Act.LISTENING, Act.FEELING, Act.APOLOGY, Act.FACT, Act.CHOICE, Act.REASSURANCE})


@dataclass(frozen=True)
class Feelings:
    """Each 0-100."""

    trust: int
    heat: int
    patience: int

    @property
    def temper(self) -> str:
        """hot, cool or warm: which tone he answers in."""
        if self.heat >= limit("hot"):
            return "hot"
        return "warm" if self.trust >= limit("warm") else "cool"

    def moved(self, trust: float = 0, heat: float = 0, patience: float = 0) -> Feelings:
        """Changed and kept between 0 and 100."""
        return Feelings(*(_kept(a + b) for a, b in ((self.trust, trust), (self.heat, heat), (self.patience, patience))))


@dataclass(frozen=True)
class Circumstances:
    """What decides how an act lands: how often each was done before, and where the talk stands."""

    times: Mapping[str, int]
    is_revealed: bool


def limit(name: str) -> int:
    """A threshold of the table."""
    return int(_table()["limit"][name])


def at_start(mood: Mood, seed: int) -> Feelings:
    """How he picks up today."""
    start = _table()["mood"][mood]
    return Feelings(*(int(start[each]) + drawn(f"{seed}:{each}", 2 * JITTER + 1) - JITTER for each in _EACH))


def after(before: Feelings, said: Understood, where: Circumstances) -> Feelings:
    """The feelings after one utterance. Harm overshadows: beside a threat or blame nothing kind counts."""
    is_harmful = said.has(*HARMFUL)
    now = before.moved(**_extra("every_turn"))
    for act in said.evidence:
        if is_harmful and act not in HARMFUL and act is not Act.REPEATED:
            continue
        if act in _POSITIVE and said.has(Act.REPEATED, Act.PARROT):
            continue
        now = _moved_by(now, act, where.times.get(act, 0))
    return now if is_harmful else _in_bounds(before, _circumstantial(now, before, said, where))


def _in_bounds(before: Feelings, now: Feelings) -> Feelings:
    """Nobody is won over by one sentence, however much is packed into it."""
    trust, heat = min(now.trust, before.trust + limit("gain")), max(now.heat, before.heat - limit("relief"))
    return Feelings(trust, heat, now.patience)


def _circumstantial(now: Feelings, before: Feelings, said: Understood, where: Circumstances) -> Feelings:
    is_hot = before.heat >= limit("hot")
    if said.has(Act.FACT):
        if said.topic:
            now = now.moved(**_extra("relevant_fact"))
        if is_hot and not said.has(Act.LISTENING, Act.FEELING, Act.APOLOGY):
            now = now.moved(**_extra("fact_while_hot"))
    if said.has(Act.ASK_PAYMENT) and is_hot:
        now = now.moved(**_extra("money_while_hot"))
    if said.has(Act.OPTION) and not where.is_revealed and not set(said.options) <= {"ticket", "check_account"}:
        now = now.moved(**_extra("too_early"))
    return now


def _moved_by(now: Feelings, act: Act, times: int) -> Feelings:
    row = _table()["act"][act]
    left = float(row.get("fade", 1.0)) ** times
    return now.moved(**{each: row[each] * left for each in _EACH if each in row})


def _extra(name: str) -> dict[str, int]:
    return dict(_table()["extra"][name])


def _kept(value: float) -> int:
    return max(0, min(100, round(value)))


@cache
def _table() -> Mapping[str, Any]:
    text = resources.files("jiefen.engine.practice").joinpath("tables/moves.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)

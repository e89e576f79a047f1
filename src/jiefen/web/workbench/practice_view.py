"""Words of the practice pages: people to choose from, the talk as bubbles, the feedback."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from jiefen.collection.models import PracticeOutcome
from jiefen.collection.queries.practice import PastPractice
from jiefen.engine.obstacle_lines import OBSTACLES
from jiefen.engine.practice.personas import Persona, all_personas
from jiefen.engine.practice.talk import OWNER, Talk, Turn
from jiefen.engine.practice.vocabulary import MOOD_LABELS, Mood
from jiefen.rules.money import format_yuan
from jiefen.web.ui.parts import Filter, Option

_MOOD_TONES: Final = {Mood.ANGRY: "attention", Mood.ANNOYED: "attention", Mood.CALM: "success"}
_TEMPERS: Final = {"hot": ("在气头上", "attention"), "cool": ("有些戒心", "neutral"), "warm": ("愿意好好说", "success")}
_OUTCOME_TONES: Final = {
    PracticeOutcome.WON: "success", PracticeOutcome.PAUSED: "success", PracticeOutcome.LOST: "attention",
    PracticeOutcome.LEFT: "neutral", PracticeOutcome.OPEN: "info",
}  # fmt: skip


@dataclass(frozen=True)
class PersonCard:
    """One person to choose."""

    person: Persona
    met: bool

    @property
    def initial(self) -> str:
        """For the round mark."""
        return self.person.name[0]

    @property
    def mood(self) -> tuple[str, str]:
        """(words, tone)."""
        return MOOD_LABELS[self.person.mood], _MOOD_TONES.get(self.person.mood, "neutral")


@dataclass(frozen=True)
class PastLine:
    """One past talk."""

    past: PastPractice

    @property
    def name(self) -> str:
        """Whom he talked to."""
        return self.past.person.name if self.past.person else "已撤下的对手"

    @property
    def outcome(self) -> tuple[str, str]:
        """(words, tone)."""
        found = PracticeOutcome(self.past.session.outcome)
        return str(found.label), _OUTCOME_TONES[found]


@dataclass(frozen=True)
class Bubble:
    """One utterance as shown."""

    turn: Turn
    name: str

    @property
    def is_owner(self) -> bool:
        """Left, else right."""
        return self.turn.who == OWNER


def people(met: Iterable[str], obstacle: str, mood: str) -> list[PersonCard]:
    """Whom one may choose, cut by the filters."""
    known = set(met)
    return [
        PersonCard(each, each.code in known)
        for each in all_personas()
        if obstacle in ("", each.obstacle) and mood in ("", each.mood)
    ]


def filters(obstacle: str, mood: str) -> list[Filter]:
    """By obstacle and by mood."""
    return [
        Filter("obstacle", "障碍", [Option(code, label) for code, label in OBSTACLES.items()], value=obstacle),
        Filter("mood", "心情", [Option(code, label) for code, label in MOOD_LABELS.items()], value=mood),
    ]


def bubbles(talk: Talk) -> list[Bubble]:
    """The talk from its beginning."""
    return [Bubble(turn, talk.persona.name if turn.who == OWNER else "你") for turn in talk.turns]


def temper(talk: Talk) -> tuple[str, str]:
    """How he sounds right now: (words, tone)."""
    return _TEMPERS[talk.feelings.temper]


def household_words(talk: Talk) -> str:
    """What a steward would see before the call: the flat, who lives there, what is open."""
    home = talk.persona.household
    return f"{home.home}；{home.living}；{home.months} 个月还没付，约 {format_yuan(talk.owed_fen)} 元"


def feedback_words(report: Mapping[str, Any]) -> dict[str, Any]:
    """The stored report for the template: counts in two groups, zeros of the unkind ones left out."""
    counts = [(label, number) for label, number in report["counts"]]
    return {**report, "helpful": counts[:6], "unhelpful": [pair for pair in counts[6:] if pair[1]]}

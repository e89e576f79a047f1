"""A practice talk as it stands: turns, feelings, what was told and offered. Plain data, to and from JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from jiefen.engine.practice import personas
from jiefen.engine.practice.feelings import Feelings
from jiefen.engine.practice.personas import Persona
from jiefen.engine.practice.vocabulary import Act, Outcome

OWNER: Final = "owner"
STEWARD: Final = "steward"


@dataclass(frozen=True)
class Turn:
    """One utterance. For the steward ``acts``, evidence and options; for the owner what he ``opened`` (layer, or -1).

    Feelings are those after the turn. ``quotes``: the owner's line takes up a word of the steward's.
    """

    who: str
    text: str
    feelings: Feelings
    acts: tuple[str, ...] = ()
    evidence: Mapping[str, str] = field(default_factory=dict)
    options: tuple[str, ...] = ()
    opened: int = -1
    quotes: bool = False
    is_ai: bool = False

    def did(self, *acts: Act) -> bool:
        """Whether any of these acts was done here."""
        return any(act in self.acts for act in acts)


@dataclass(frozen=True)
class Talk:
    """Everything that is needed to go on. ``told``: layers of his story already out; ``used``: lines already said."""

    persona: Persona
    seed: int
    owed_fen: int
    feelings: Feelings
    turns: tuple[Turn, ...] = ()
    told: int = 0
    offered: tuple[str, ...] = ()
    chosen: str = ""
    appointed_at: int = -1
    used: Mapping[str, Sequence[int]] = field(default_factory=dict)
    outcome: Outcome = Outcome.OPEN

    @property
    def is_open(self) -> bool:
        """Whether the owner is still on the phone."""
        return self.outcome is Outcome.OPEN

    @property
    def is_revealed(self) -> bool:
        """Whether the owner has said what really matters to him."""
        return self.told > len(self.persona.story)

    @property
    def said(self) -> list[str]:
        """The steward's utterances."""
        return [turn.text for turn in self.turns if turn.who == STEWARD]

    @property
    def heard(self) -> list[str]:
        """The owner's."""
        return [turn.text for turn in self.turns if turn.who == OWNER]

    def times(self) -> dict[str, int]:
        """How often each act was done."""
        counts: dict[str, int] = {}
        for turn in self.turns:
            for act in turn.acts:
                counts[act] = counts.get(act, 0) + 1
        return counts

    def state(self) -> dict[str, Any]:
        """All but the words, free of anything anybody typed: JSON."""
        return {
            "feelings": _numbers(self.feelings), "told": self.told, "offered": list(self.offered), "chosen": self.chosen,
            "appointed_at": self.appointed_at, "used": {key: list(places) for key, places in self.used.items()},
        }  # fmt: skip

    def words(self) -> list[dict[str, Any]]:
        """The turns: JSON."""
        return [
            {
                "who": turn.who, "text": turn.text, "feelings": _numbers(turn.feelings), "acts": list(turn.acts),
                "evidence": dict(turn.evidence), "options": list(turn.options), "opened": turn.opened, "quotes": turn.quotes,
                "ai": turn.is_ai,
            }
            for turn in self.turns
        ]  # fmt: skip


def restored(
    *, code: str, seed: int, owed_fen: int, outcome: str, state: Mapping[str, Any], words: Sequence[Mapping[str, Any]]
) -> Talk:
    """The talk that was stored. Raises UnknownPersona when this version no longer has that persona."""
    return Talk(
        personas.persona(code), seed, owed_fen, Feelings(*state["feelings"]), tuple(_turn(each) for each in words),
        told=state["told"], offered=tuple(state["offered"]), chosen=state["chosen"],
        appointed_at=state["appointed_at"], used=state["used"], outcome=Outcome(outcome),
    )  # fmt: skip


def _turn(raw: Mapping[str, Any]) -> Turn:
    return Turn(
        raw["who"], raw["text"], Feelings(*raw["feelings"]), tuple(raw["acts"]), raw["evidence"],
        tuple(raw["options"]), raw["opened"], raw["quotes"], raw["ai"],
    )  # fmt: skip


def _numbers(feelings: Feelings) -> list[int]:
    return [feelings.trust, feelings.heat, feelings.patience]

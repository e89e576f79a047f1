"""Which obstacle do an owner's words show? A suggestion with its reasons, for a steward to confirm or correct.

    suggester = packaged()                      the shipped models; load(folder) reads retrained ones
    found = suggester.suggest("报修三回了没人来")
    found.obstacles   (("no_perceived_service", 0.97), …)  every code, most probable first, probabilities sum to 1
    found.reasons     (("报修未结", 0.81), …)                sub-reasons of the first code, given that code
    found.phrases     ("报修三回了没人来",)                   what in the words led to the first code

Two linear models look at the same words: one knows the 8 codes, the other the sub-reasons, whose probabilities are
added up by code. The mean of both is better than either (docs/algorithms/obstacles.md).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from jiefen.engine import text_model
from jiefen.engine.obstacle_lines import OBSTACLES, Example, lexicon, packaged_examples
from jiefen.engine.text_model import Model, Ranking, Settings
from jiefen.engine.text_normal import normalise

PACKAGED: Final = Path(__file__).parent / "models"
CODES_FILE: Final = "obstacles.npz"
REASONS_FILE: Final = "obstacle_reasons.npz"
LEAST: Final = 0.02  # below this a code is not worth showing
PHRASES: Final = 3
LONGEST: Final = 2000  # characters read; a longer story has said it by then
HELD_OUT: Final = 5  # one correction in so many is never learnt
CORRECTION_WEIGHT: Final = 3.0  # a real owner's words count more than ours
_BETWEEN: Final = "/"  # code/sub-reason


@dataclass(frozen=True)
class Suggestion:
    """What the words point to; see the module docstring."""

    obstacles: tuple[tuple[str, float], ...]
    reasons: tuple[tuple[str, float], ...]
    phrases: tuple[str, ...]

    def shown(self) -> tuple[tuple[str, float], ...]:
        """The codes worth showing: those with at least LEAST, never fewer than two."""
        likely = sum(chance >= LEAST for _, chance in self.obstacles)
        return self.obstacles[: max(2, likely)]


@dataclass(frozen=True)
class Suggester:
    """The two fitted models."""

    codes: Model
    reasons: Model

    def suggest(self, words: str) -> Suggestion:
        """Suggest for ``words`` as spoken or noted; without any word every code is equally likely."""
        words = words[:LONGEST]
        if not any(character.isalnum() for character in words):
            return Suggestion(tuple((code, 1 / len(OBSTACLES)) for code in OBSTACLES), (), ())
        fine = self.reasons.predict(words)
        ranking = _mean(self.codes.predict(words), fine)
        first = ranking[0][0]
        named = [(label.partition(_BETWEEN)[2], chance) for label, chance in fine if _code(label) == first]
        total = sum(chance for _, chance in named) or 1.0
        return Suggestion(
            obstacles=tuple(ranking),
            reasons=tuple((name, chance / total) for name, chance in named),
            phrases=tuple(self.codes.explain(words, first, PHRASES)),
        )


@dataclass(frozen=True)
class Quality:
    """Cross-validated hit rates over ``examples`` utterances, each judged by models that had not seen it."""

    examples: int
    top1: float
    top2: float


def train(corrections: Sequence[Example] = ()) -> Suggester:
    """Fit both models on the packaged examples and ``corrections``. Deterministic; some seconds."""
    every = [*packaged_examples(), *corrections]
    fine = [one for one in every if one.reason]
    return Suggester(
        codes=text_model.fit(
            _words(every),
            [one.shares for one in every],
            settings=_code_settings(),
            weights=_weights(every, corrections),
        ),
        reasons=text_model.fit(
            _words(fine),
            [_label(one) for one in fine],
            settings=_reason_settings(),
            weights=_weights(fine, corrections),
        ),
    )


def cross_validated(corrections: Sequence[Example] = (), *, learn: bool = True) -> tuple[Quality, Quality]:
    """(quality on the packaged examples, quality on the corrections), five folds.

    ``learn=False`` judges the corrections without learning from the others: what the shipped model would say.
    """
    every = [*packaged_examples(), *corrections]
    fine = [one for one in every if one.reason]
    strength = CORRECTION_WEIGHT if learn else 0.0
    coarse = text_model.cross_validate(
        _words(every),
        [one.shares for one in every],
        settings=_code_settings(),
        weights=_weights(every, corrections, strength),
    )
    detailed = text_model.cross_validate(
        _words(fine),
        [_label(one) for one in fine],
        settings=_reason_settings(),
        weights=_weights(fine, corrections, strength),
    )
    known = dict(zip(fine, detailed.predictions, strict=True))
    rankings = [
        _mean(ranking, known[one]) if one in known else ranking
        for one, ranking in zip(every, coarse.predictions, strict=True)
    ]
    border = len(packaged_examples())
    return _quality(every[:border], rankings[:border]), _quality(every[border:], rankings[border:])


def held_out(corrections: Sequence[Example]) -> tuple[list[Example], list[Example]]:
    """(to learn from, never learnt): every fifth correction or so by its words alone, the same in every training.

    So a model trained earlier has not seen the second part either, and old and new can be compared on it.
    """
    learnt: list[Example] = []
    held: list[Example] = []
    for one in corrections:
        place = hashlib.sha256(normalise(one.words).text.encode()).digest()[0]
        (held if place % HELD_OUT == 0 else learnt).append(one)
    return learnt, held


def hits(suggester: Suggester, examples: Sequence[Example]) -> int:
    """Of how many examples the first suggestion is right."""
    return sum(suggester.suggest(one.words).obstacles[0][0] == one.code for one in examples)


def save(suggester: Suggester, folder: Path) -> None:
    """Write both models into ``folder``, each replaced in one step."""
    folder.mkdir(parents=True, exist_ok=True)
    for model, name in ((suggester.codes, CODES_FILE), (suggester.reasons, REASONS_FILE)):
        unfinished = folder / f"{name}.new"
        text_model.save(model, unfinished)
        unfinished.replace(folder / name)


def load(folder: Path) -> Suggester:
    """Read both models. Raises RuleError when a file is missing or of another version."""
    return Suggester(text_model.load(folder / CODES_FILE), text_model.load(folder / REASONS_FILE))


@cache
def packaged() -> Suggester:
    """The shipped models, read once per process."""
    return load(PACKAGED)


def current(folder: Path) -> Suggester:
    """The models retrained into ``folder``, or the shipped ones when nobody has retrained yet."""
    return load(folder) if (folder / CODES_FILE).exists() else packaged()


def _code_settings() -> Settings:
    return Settings(longest=3, penalty=0.05, lexicon=lexicon(), lexicon_weight=0.3)


def _reason_settings() -> Settings:
    return Settings(longest=2, penalty=0.05, lexicon=lexicon(), lexicon_weight=0.3)


def _mean(coarse: Ranking, fine: Ranking) -> Ranking:
    chances = dict.fromkeys(OBSTACLES, 0.0)
    for label, chance in (*coarse, *fine):
        chances[_code(label)] += chance / 2
    return sorted(chances.items(), key=lambda pair: -pair[1])


def _quality(examples: Sequence[Example], rankings: Sequence[Ranking]) -> Quality:
    places = [[code for code, _ in ranking].index(one.code) for one, ranking in zip(examples, rankings, strict=True)]
    many = max(len(places), 1)
    return Quality(len(places), sum(at == 0 for at in places) / many, sum(at < 2 for at in places) / many)


def _weights(
    examples: Sequence[Example], heavier: Sequence[Example], strength: float = CORRECTION_WEIGHT
) -> list[float]:
    chosen = set(heavier)
    return [strength if one in chosen else 1.0 for one in examples]


def _words(examples: Sequence[Example]) -> list[str]:
    return [one.words for one in examples]


def _label(example: Example) -> str:
    return f"{example.code}{_BETWEEN}{example.reason}"


def _code(label: str) -> str:
    return label.partition(_BETWEEN)[0]

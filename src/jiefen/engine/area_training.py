"""Teaching the area classifier: the material, an honest estimate by cross-validation, and the gate to the old one.

Material: the packaged examples, operators' corrections, and with little weight the words of the statutes, the names
of the laws and the words of the topics. Estimates are always on questions the model had not seen; the little-weight
material is never asked about. Deterministic: same input, same model.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from jiefen.engine import practice_areas, text_model
from jiefen.engine.practice_areas import Example

Floats = npt.NDArray[np.float64]

WORD_SAY: Final = 0.2  # how much a word of the statutes counts beside an example
SURE_SAY, LIKELY_SAY = 1.0, 0.4  # ... a word of the lexicon that nearly decides, or leans
FRAMED_SAY: Final = 0.5  # ... the same example inside an everyday opening and ending
CORRECTION_SAY: Final = 2.0  # a correction is a real person's question, checked by a person
FOLDS: Final = 5
NOISE: Final = 0.005  # a difference in accuracy smaller than this is no difference
# Conventions of neighbouring areas: an expert's citation may file the matter under either.
NEIGHBOURS: Final[Mapping[str, Mapping[str, float]]] = {"保险": {"保险": 0.75, "消费产品": 0.25}}

Labels = Mapping[str, float]


@dataclass(frozen=True)
class Estimate:
    """Shares of unseen questions whose main area was named first, and among the first three; ``count`` questions."""

    first: float
    among_three: float
    count: int


@dataclass(frozen=True)
class Trained:
    """A model, its estimate on the packaged examples and on the corrections (None without corrections)."""

    model: text_model.Model
    examples: Estimate
    corrections: Estimate | None


def train(corrections: Sequence[Example] = (), *, folds: int = FOLDS) -> Trained:
    """Learn from the packaged material and ``corrections``. About half a minute on one core."""
    asked = [*practice_areas.examples(), *corrections]
    say = [1.0] * (len(asked) - len(corrections)) + [CORRECTION_SAY] * len(corrections)
    scores = _unseen_scores(asked, say, folds)
    model = _fit(asked, say)
    chances = np.array([[share_of(one).get(name, 0.0) for name in model.labels] for one in asked])
    model = replace(model, slopes=np.full(len(model.labels), _temperature(scores, chances)))
    cut = len(asked) - len(corrections)
    return Trained(
        model,
        _estimate(asked[:cut], scores[:cut], model.labels),
        _estimate(asked[cut:], scores[cut:], model.labels) if corrections else None,
    )


def estimate(model: text_model.Model, asked: Sequence[Example]) -> Estimate:
    """How ``model`` does on questions it has not been taught."""
    return _estimate(asked, np.array([model.scores(one.question) for one in asked]), model.labels)


def fingerprint() -> str:
    """Changes whenever a packaged question, its areas or a word of the little-weight material changes."""
    asked = [(one.question, one.areas) for one in practice_areas.examples()]
    whole = repr((asked, _words(), sorted(practice_areas.kinds().items())))
    return hashlib.sha256(whole.encode()).hexdigest()[:16]


def share_of(example: Example) -> Labels:
    """What the model should answer: equal shares of the areas, or the convention between neighbours."""
    if len(example.areas) == 1:
        return NEIGHBOURS.get(example.areas[0], {example.areas[0]: 1.0})
    main = 0.6 if len(example.areas) == 2 else 0.5
    rest = (1.0 - main) / (len(example.areas) - 1)
    return {name: main if place == 0 else rest for place, name in enumerate(example.areas)}


def _words() -> list[tuple[str, Labels, float]]:
    """The little-weight material: words, what they point to, how much they count."""
    found: list[tuple[str, Labels, float]] = [
        (word, shares, WORD_SAY) for word, shares in practice_areas.statute_words().items()
    ]
    found += [(law, {name: 1.0}, WORD_SAY) for law, name in practice_areas.laws().items()]
    found += [(word, {name: 1.0}, SURE_SAY if sure else LIKELY_SAY) for word, name, sure in practice_areas.lexicon()]
    return found


def framed(question: str) -> str:
    """The question inside an everyday opening and ending, without punctuation; chosen by a hash of the question."""
    openings, endings = practice_areas.story_frames()
    draw = int.from_bytes(hashlib.sha256(question.encode()).digest()[4:8])
    bare = "".join(one for one in question if one.isalnum())
    return openings[draw % len(openings)] + bare + endings[draw // len(openings) % len(endings)]


def _settings() -> text_model.Settings:
    return text_model.Settings(longest=3, penalty=0.1, balance=0.5, passes=12, kinds=practice_areas.kinds())


def _fit(asked: Sequence[Example], say: Sequence[float]) -> text_model.Model:
    words = _words()
    shares = [share_of(one) for one in asked]
    return text_model.fit(
        [one.question for one in asked] + [framed(one.question) for one in asked] + [word for word, _, _ in words],
        shares + shares + [labels for _, labels, _ in words],
        settings=_settings(),
        calibrate=False,
        weights=[*say, *(FRAMED_SAY * one for one in say), *(counts for _, _, counts in words)],
    )


def _unseen_scores(asked: Sequence[Example], say: Sequence[float], folds: int) -> Floats:
    """Scores of every question by a model that was not taught it."""
    fold = _deal(asked, folds)
    scores: list[Floats] = [np.zeros(0)] * len(asked)
    for held in range(folds):
        learn = [place for place in range(len(asked)) if fold[place] != held]
        model = _fit([asked[place] for place in learn], [say[place] for place in learn])
        for place in range(len(asked)):
            if fold[place] == held:
                scores[place] = model.scores(asked[place].question)
    return np.array(scores)


def _deal(asked: Sequence[Example], folds: int) -> list[int]:
    """Fold of each question by a hash of its text: the same question always in the same fold."""
    return [int.from_bytes(hashlib.sha256(one.question.encode()).digest()[:4]) % folds for one in asked]


def _estimate(asked: Sequence[Example], scores: Floats, labels: Sequence[str]) -> Estimate:
    ranks = np.argsort(-scores, axis=1)[:, :3]
    named = [[labels[place] for place in row] for row in ranks]
    first = sum(row[0] == one.areas[0] for row, one in zip(named, asked, strict=True))
    three = sum(one.areas[0] in row for row, one in zip(named, asked, strict=True))
    return Estimate(first / len(asked), three / len(asked), len(asked))


def _temperature(scores: Floats, chances: Floats) -> float:
    """The scale for which softmax(scale · scores) fits the true shares best, out of a fine grid."""
    grid = np.geomspace(0.2, 10.0, 80)
    return float(min(grid, key=lambda scale: _loss(scale * scores, chances)))


def _loss(scores: Floats, chances: Floats) -> float:
    raised = scores - scores.max(axis=1, keepdims=True)
    logs = raised - np.log(np.exp(raised).sum(axis=1, keepdims=True))
    return float(-(chances * logs).sum(axis=1).mean())

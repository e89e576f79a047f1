"""A small linear text classifier: character stretches and phrase patterns in, ranked and explained labels out.

The API (frozen; nothing else in text_* is for other modules):

    settings = Settings(multi_label=False, lexicon={"broke": (r"没钱", r"下岗|失业")}, …)
    model = fit(texts, labels, settings=settings)      labels: "a" | ["a", "b"] | {"a": 0.7, "b": 0.3}, one per text
    model.predict(text)          -> [("hardship", 0.83), …]  every label, most probable first
    model.explain(text, "hardship", k=3) -> ["下岗", …]      stretches of the text as it was written, strongest first
    save(model, path); model = load(path)             versioned .npz, float16 coefficients, no pickle
    result = cross_validate(texts, labels, settings=settings, folds=5)
    result.top(1), result.top(2), result.log_loss, result.predictions[i], result.confusion()

``multi_label=False``: one choice among the labels (softmax, probabilities sum to 1, one temperature).
``multi_label=True``: independent questions (one-vs-rest, each label's probability calibrated by Platt's method).
Same input, same model: nothing is random; folds are dealt by a hash of the text.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import numpy as np

from jiefen.engine import text_training as training
from jiefen.engine.text_explain import phrases
from jiefen.engine.text_features import FeatureSpace, Floats, Ints, learn_space, matrix
from jiefen.rules.errors import RuleError

Labels = str | Sequence[str] | Mapping[str, float]
Ranking = list[tuple[str, float]]

FORMAT: Final = 1
FOLDS: Final = 5


@dataclass(frozen=True)
class Settings:
    """What to learn and how strictly.

    ``penalty`` is the L2 strength (larger: simpler model); ``balance`` 0 trusts the mix of labels in the examples,
    1 gives every label the same say; ``min_count`` is the number of texts a stretch must occur in to be a feature.
    ``lexicon`` names phrases as regular expressions over the normalised text (digits are one 0, punctuation one ·).
    ``kinds`` maps a normalised word to what it is a kind of; the names begin with #, which no normalised text holds.
    ``passes`` > 0 (one choice only) goes that often through the examples, one by one, instead of searching the
    optimum with L-BFGS for up to ``rounds`` rounds: as good where columns are many, and ten times quicker.
    """

    longest: int = 4
    min_count: int = 2
    max_terms: int = 200_000
    penalty: float = 1.0
    balance: float = 0.5
    multi_label: bool = False
    lexicon: Mapping[str, Sequence[str]] = field(default_factory=dict)
    lexicon_weight: float = 0.5
    kinds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rounds: int = 100
    passes: int = 0


@dataclass(frozen=True)
class Model:
    """A fitted classifier. ``coefficients`` m × k, ``intercepts`` k; ``slopes`` and ``shifts`` (k) calibrate scores."""

    labels: tuple[str, ...]
    space: FeatureSpace
    coefficients: Floats
    intercepts: Floats
    slopes: Floats
    shifts: Floats
    multi_label: bool

    def scores(self, text: str) -> Floats:
        """One uncalibrated score per label, in the order of ``labels``."""
        columns, values = self.space.row(text)
        scores: Floats = values @ self.coefficients[columns] + self.intercepts
        return scores

    def predict(self, text: str) -> Ranking:
        """Every label with its probability, most probable first; ties in the order of ``labels``."""
        return _ranked(self.labels, _probabilities(self, self.scores(text)[None])[0])

    def explain(self, text: str, label: str, k: int = 3) -> list[str]:
        """Up to ``k`` stretches of ``text``, as written, that spoke most for ``label``; empty when nothing did."""
        place = self.labels.index(label)

        def pull(columns: Ints) -> Floats:
            rows = self.coefficients[columns]
            # a choice: what counts is the lead over the other labels
            lead: Floats = rows[:, place] if self.multi_label else rows[:, place] - rows.mean(axis=1)
            return lead

        return phrases(self.space, text, pull, k)


@dataclass(frozen=True)
class CrossValidation:
    """What models said of texts they had not been shown. ``truth`` holds each text's labels, its first one first."""

    truth: tuple[tuple[str, ...], ...]
    predictions: tuple[Ranking, ...]
    log_loss: float

    def top(self, k: int) -> float:
        """Share of texts whose first label is among the first ``k`` predicted."""
        hits = [
            true[0] in [label for label, _ in ranking[:k]]
            for true, ranking in zip(self.truth, self.predictions, strict=True)
        ]
        return sum(hits) / len(hits)

    def confusion(self) -> Counter[tuple[str, str]]:
        """(true, predicted) → how often, first labels only."""
        return Counter((true[0], ranking[0][0]) for true, ranking in zip(self.truth, self.predictions, strict=True))


def fit(
    texts: Sequence[str],
    labels: Sequence[Labels],
    *,
    settings: Settings | None = None,
    weights: Sequence[float] | None = None,
    calibrate: bool = True,
) -> Model:
    """Learn from examples; ``weights`` says how much each one counts (default 1).

    With ``calibrate`` the probabilities are fitted on scores from five models that had not seen the text (costs five
    more fits). Raises RuleError when the examples are too few to learn from.
    """
    settings = settings or Settings()
    shares = [_shares(one) for one in labels]
    names = _names(texts, shares)
    how_much = np.ones(len(texts)) if weights is None else np.asarray(weights, np.float64)
    model = _fit(texts, shares, how_much, names, settings)
    if not calibrate:
        return model
    return _calibrated(model, _unseen_scores(texts, shares, how_much, names, settings, FOLDS), _targets(shares, model))


def cross_validate(
    texts: Sequence[str],
    labels: Sequence[Labels],
    *,
    settings: Settings | None = None,
    folds: int = FOLDS,
    weights: Sequence[float] | None = None,
) -> CrossValidation:
    """Predict every text by a model fitted on the other folds; examples with the same text share a fold."""
    settings = settings or Settings()
    shares = [_shares(one) for one in labels]
    names = _names(texts, shares)
    how_much = np.ones(len(texts)) if weights is None else np.asarray(weights, np.float64)
    scores = _unseen_scores(texts, shares, how_much, names, settings, folds)
    empty = _blank(names, settings.multi_label)
    targets = _targets(shares, empty)
    chances = _probabilities(_calibrated(empty, scores, targets), scores)
    truth = tuple(tuple(sorted(one, key=lambda name: -one[name])) for one in shares)
    return CrossValidation(truth, tuple(_ranked(names, row) for row in chances), _log_loss(chances, targets, empty))


def save(model: Model, path: Path) -> None:
    """Write a versioned .npz: float16 coefficients, no pickled objects."""
    header = {
        "format": FORMAT,
        "labels": model.labels,
        "multi_label": model.multi_label,
        "longest": model.space.longest,
        "lexicon": model.space.lexicon,
        "lexicon_weight": model.space.lexicon_weight,
    }
    with path.open("wb") as file:
        np.savez_compressed(
            file,
            header=_bytes(json.dumps(header, ensure_ascii=False)),
            terms=_bytes("\n".join(model.space.terms)),
            **_written_kinds(model.space),
            idf=model.space.idf.astype(np.float16),
            coefficients=model.coefficients.astype(np.float16),
            intercepts=model.intercepts,
            slopes=model.slopes,
            shifts=model.shifts,
        )


def load(path: Path) -> Model:
    """Read what ``save`` wrote. Raises RuleError for a file of another format."""
    try:
        with np.load(path, allow_pickle=False) as stored:
            parts = {name: stored[name] for name in stored.files}
        header = json.loads(_text(parts["header"]))
    except (OSError, KeyError, ValueError) as error:
        raise RuleError(f"模型文件 {path.name} 读不出来，请重新训练。", code="text_model.unreadable") from error
    if header.get("format") != FORMAT:
        raise RuleError(f"模型文件 {path.name} 是别的版本写的，请重新训练。", code="text_model.other_format")
    space = FeatureSpace(
        terms=tuple(_text(parts["terms"]).split("\n")),
        idf=parts["idf"].astype(np.float64),
        longest=header["longest"],
        lexicon={name: tuple(found) for name, found in header["lexicon"].items()},
        lexicon_weight=header["lexicon_weight"],
        kinds=_kinds(parts),
    )
    return Model(
        labels=tuple(header["labels"]),
        space=space,
        coefficients=parts["coefficients"].astype(np.float64),
        intercepts=parts["intercepts"],
        slopes=parts["slopes"],
        shifts=parts["shifts"],
        multi_label=header["multi_label"],
    )


def _fit(
    texts: Sequence[str],
    shares: Sequence[Mapping[str, float]],
    weights: Floats,
    names: tuple[str, ...],
    settings: Settings,
) -> Model:
    space = learn_space(
        texts,
        longest=settings.longest,
        min_count=settings.min_count,
        max_terms=settings.max_terms,
        lexicon=settings.lexicon,
        lexicon_weight=settings.lexicon_weight,
        kinds=settings.kinds,
    )
    empty = _blank(names, settings.multi_label)
    targets = _targets(shares, empty)
    say = weights * _say(targets, settings.balance)
    if settings.passes:
        coefficients, intercepts = training.train_in_passes(
            matrix(space, texts), targets, say, penalty=settings.penalty, passes=settings.passes
        )
        return replace(empty, space=space, coefficients=coefficients, intercepts=intercepts)
    coefficients, intercepts = training.train(
        matrix(space, texts),
        targets,
        say,
        loss=training.one_vs_rest_loss if settings.multi_label else training.softmax_loss,
        penalty=settings.penalty,
        rounds=settings.rounds,
    )
    return replace(empty, space=space, coefficients=coefficients, intercepts=intercepts)


def _say(targets: Floats, balance: float) -> Floats:
    """Each example's say: its labels' rarity to the power of ``balance``."""
    rarity = (1.0 / np.maximum(targets.sum(axis=0), 1e-9)) ** balance
    say: Floats = (targets @ rarity) / targets.sum(axis=1)
    return say * (len(say) / float(say.sum()))


def _unseen_scores(
    texts: Sequence[str],
    shares: Sequence[Mapping[str, float]],
    weights: Floats,
    names: tuple[str, ...],
    settings: Settings,
    folds: int,
) -> Floats:
    fold = _deal(texts, shares, folds)
    scores = np.zeros((len(texts), len(names)))
    for held in range(folds):
        learn, ask = np.flatnonzero(fold != held).tolist(), np.flatnonzero(fold == held).tolist()
        if not learn or not ask:
            continue
        model = _fit([texts[i] for i in learn], [shares[i] for i in learn], weights[learn], names, settings)
        asked = matrix(model.space, [texts[i] for i in ask])
        scores[ask] = asked.times(model.coefficients) + model.intercepts
    return scores


def _deal(texts: Sequence[str], shares: Sequence[Mapping[str, float]], folds: int) -> Floats:
    """Fold of each example: within a first label, in the order of the texts' hashes, round and round."""
    dealt: dict[str, int] = {}
    turn: Counter[str] = Counter()
    order = sorted(range(len(texts)), key=lambda i: hashlib.sha256(texts[i].encode()).digest())
    for i in order:
        if texts[i] not in dealt:
            first = max(shares[i], key=lambda name: shares[i][name])
            dealt[texts[i]] = turn[first] % folds
            turn[first] += 1
    return np.array([dealt[text] for text in texts], np.float64)


def _calibrated(model: Model, scores: Floats, targets: Floats) -> Model:
    if not model.multi_label:
        slope = training.temperature(scores, targets)
        return replace(model, slopes=np.full(len(model.labels), slope))
    pairs = [training.platt(scores[:, label], targets[:, label]) for label in range(len(model.labels))]
    return replace(model, slopes=np.array([a for a, _ in pairs]), shifts=np.array([b for _, b in pairs]))


def _probabilities(model: Model, scores: Floats) -> Floats:
    calibrated = scores * model.slopes + model.shifts
    return training.sigmoid(calibrated) if model.multi_label else training.softmax(calibrated)


def _log_loss(chances: Floats, targets: Floats, model: Model) -> float:
    sure = np.clip(chances, 1e-9, 1 - 1e-9)
    losses = -(targets * np.log(sure))
    if model.multi_label:
        losses -= (1 - targets) * np.log(1 - sure)
    return float(losses.sum(axis=1).mean())


def _ranked(names: tuple[str, ...], chances: Floats) -> Ranking:
    order = np.argsort(-chances, kind="stable")
    return [(names[place], float(chances[place])) for place in order]


def _shares(labels: Labels) -> dict[str, float]:
    if isinstance(labels, str):
        return {labels: 1.0}
    if isinstance(labels, Mapping):
        return dict(labels)
    return dict.fromkeys(labels, 1.0)


def _targets(shares: Sequence[Mapping[str, float]], model: Model) -> Floats:
    column = {name: place for place, name in enumerate(model.labels)}
    targets = np.zeros((len(shares), len(model.labels)))
    for row, one in enumerate(shares):
        for name, share in one.items():
            targets[row, column[name]] = share
    return targets if model.multi_label else targets / targets.sum(axis=1, keepdims=True)


def _names(texts: Sequence[str], shares: Sequence[Mapping[str, float]]) -> tuple[str, ...]:
    names = tuple(sorted({name for one in shares for name in one}))
    if len(texts) != len(shares) or len(names) < 2 or not all(shares):
        raise RuleError("训练样本不够：至少要两个类别，且每句话都有标签。", code="text_model.too_few")
    return names


def _blank(names: tuple[str, ...], multi_label: bool) -> Model:
    nothing = FeatureSpace((), np.zeros(0), 1, {}, 0.0)
    many = len(names)
    return Model(names, nothing, np.zeros((0, many)), np.zeros(many), np.ones(many), np.zeros(many), multi_label)


def _written_kinds(space: FeatureSpace) -> dict[str, Any]:
    lines = [" ".join((word, *names)) for word, names in space.kinds.items()]
    return {"kinds": _bytes("\n".join(lines))} if lines else {}


def _kinds(parts: Mapping[str, np.typing.NDArray[np.uint8]]) -> dict[str, tuple[str, ...]]:
    lines = _text(parts["kinds"]).splitlines() if "kinds" in parts else []
    return {word: tuple(names) for word, *names in map(str.split, lines)}


def _bytes(text: str) -> np.typing.NDArray[np.uint8]:
    return np.frombuffer(text.encode(), np.uint8)


def _text(stored: np.typing.NDArray[np.uint8]) -> str:
    return stored.tobytes().decode()

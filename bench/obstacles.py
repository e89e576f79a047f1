"""The obstacle suggester on utterances it has not seen, beside simpler ways of guessing, and its speed.

    ./run bench obstacles [--json]

Peers: always the most frequent code; counting lexicon hits without learning; character stretches without the lexicon;
each of the two models alone. Data: tests/engine/data/obstacles_holdout*.jsonl.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from bench.report import peak_mb, show
from jiefen.engine import obstacles, text_model
from jiefen.engine.obstacle_lines import OBSTACLES, lexicon, packaged_examples
from jiefen.engine.text_features import learn_space
from jiefen.engine.text_normal import normalise

DATA = Path(__file__).parents[1] / "tests/engine/data"
FAMILIES = {
    "unserved": "no_perceived_service",
    "worse": "worse_than_peers",
    "later": "no_urgency",
    "legal": "legal_objection",
    "away": "unreachable",
}
Guess = Callable[[str], Sequence[str]]


def heard() -> dict[str, list[dict[str, Any]]]:
    """The unseen utterances by file."""
    return {
        path.stem.removeprefix("obstacles_"): [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        for path in sorted(DATA.glob("obstacles_holdout*.jsonl"))
    }


def rates(guess: Guess, rows: list[dict[str, Any]]) -> str:
    """top-1 / top-2 as text."""
    ranked = [list(guess(row["words"])) for row in rows]
    first = sum(one[0] == row["code"] for one, row in zip(ranked, rows, strict=True)) / len(rows)
    second = sum(row["code"] in one[:2] for one, row in zip(ranked, rows, strict=True)) / len(rows)
    return f"{first:.3f} / {second:.3f}"


def most_frequent(_: str) -> list[str]:
    """The codes by how often they occur in the examples."""
    return [code for code, _ in Counter(one.code for one in packaged_examples()).most_common()]


def lexicon_votes() -> Guess:
    """One vote for every named pattern that is found."""
    space = learn_space([], longest=1, min_count=1, max_terms=1, lexicon=lexicon(), lexicon_weight=1.0)
    names = [name.partition(".")[0] for name in lexicon()]

    def guess(words: str) -> list[str]:
        hits = {column for column, _, _ in space.places(normalise(words).text)}
        votes = Counter(FAMILIES.get(names[column], names[column]) for column in hits)
        return sorted(OBSTACLES, key=lambda code: -votes[code])

    return guess


def stretches_only() -> Guess:
    """The model of codes without the lexicon, fitted here."""
    examples = packaged_examples()
    model = text_model.fit(
        [one.words for one in examples],
        [one.shares for one in examples],
        settings=text_model.Settings(longest=3, penalty=0.05),
        calibrate=False,
    )
    return lambda words: [code for code, _ in model.predict(words)]


def peers() -> dict[str, Guess]:
    """Name → way of guessing, ours last."""
    ours = obstacles.packaged()
    return {
        "most frequent code": most_frequent,
        "lexicon votes": lexicon_votes(),
        "stretches only": stretches_only(),
        "codes model": lambda words: [code for code, _ in ours.codes.predict(words)],
        "reasons model": lambda words: list(
            dict.fromkeys(label.partition("/")[0] for label, _ in ours.reasons.predict(words))
        ),
        "suggester": lambda words: [code for code, _ in ours.suggest(words).obstacles],
    }


def sureness(rows: list[dict[str, Any]]) -> str:
    """Mean probability of the first code beside how often it was right."""
    found = [obstacles.packaged().suggest(row["words"]).obstacles[0] for row in rows]
    said = sum(chance for _, chance in found) / len(rows)
    right = sum(code == row["code"] for (code, _), row in zip(found, rows, strict=True)) / len(rows)
    return f"{said:.3f} / {right:.3f}"


def speed(rows: list[dict[str, Any]]) -> dict[str, float]:
    """CPU milliseconds: loading, one prediction of the codes model, one whole suggestion with phrases."""
    began = time.process_time()
    ours = obstacles.load(obstacles.PACKAGED)
    loaded = time.process_time()
    for row in rows:
        ours.codes.predict(row["words"] + "。")
    predicted = time.process_time()
    for row in rows:
        ours.suggest(row["words"])
    done = time.process_time()
    each = 1000 / len(rows)
    return {
        "load_ms": round((loaded - began) * 1000, 1),
        "predict_ms": round((predicted - loaded) * each, 3),
        "suggest_ms": round((done - predicted) * each, 3),
    }


def main() -> None:
    """Print the figures."""
    unseen = heard()
    figures: dict[str, Any] = {"examples": len(packaged_examples())}
    known = json.loads((obstacles.PACKAGED / "obstacles.json").read_text("utf-8"))
    figures["cross-validated top1 / top2"] = f"{known['top1']:.3f} / {known['top2']:.3f}"
    ways = peers()
    for name, rows in unseen.items():
        figures[f"{name}: utterances"] = len(rows)
        figures.update({f"{name}: {way}": rates(guess, rows) for way, guess in ways.items()})
        figures[f"{name}: said / right"] = sureness(rows)
    figures.update(speed([row for rows in unseen.values() for row in rows]))
    figures["model_kb"] = sum(path.stat().st_size for path in obstacles.PACKAGED.glob("obstacle*.npz")) // 1024
    figures["peak_mb"] = peak_mb()
    show("obstacles", figures)


if __name__ == "__main__":
    main()

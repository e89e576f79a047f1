"""The area classifier on questions it has not seen, beside simpler ways of guessing; its sureness, speed and size.

    ./run bench classify [--json] [--questions FILE]

Peers: always the most frequent area; the words of the hand-made lexicon, counted. Data: tests/engine/data/
areas_holdout*.jsonl; ``--questions`` adds a file of lines {"question", "area" or "label"}, which is only measured.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from bench.report import peak_mb, show
from jiefen.engine import classify, practice_areas

DATA = Path(__file__).parents[1] / "tests/engine/data"
MODELS = Path(classify.__file__).parent / "models"
DAY = date(2026, 11, 26)
BINS = 10
Guess = Callable[[str], Sequence[str]]


def asked() -> dict[str, list[dict[str, str]]]:
    """The unseen questions by file."""
    paths = sorted(DATA.glob("areas_holdout*.jsonl"))
    if "--questions" in sys.argv:
        paths.append(Path(sys.argv[sys.argv.index("--questions") + 1]))
    return {path.stem: [_row(line) for line in path.read_text("utf-8").splitlines()] for path in paths}


def _row(line: str) -> dict[str, str]:
    row = json.loads(line)
    return {"question": row["question"], "area": row.get("area") or row["label"]}


def ours(question: str) -> list[str]:
    """The areas as the classifier ranks them."""
    return [one.area for one in classify.classify(question, today=DAY).areas]


def most_frequent(_: str) -> list[str]:
    """The areas by how often they occur in the examples."""
    return [area for area, _ in Counter(one.areas[0] for one in practice_areas.examples()).most_common()]


def lexicon_votes(question: str) -> list[str]:
    """A vote for every word of the lexicon that stands in the question; sure words count twice."""
    votes: Counter[str] = Counter()
    for word, area, sure in practice_areas.lexicon():
        if word in question:
            votes[area] += 2 if sure else 1
    return sorted((one.name for one in practice_areas.areas()), key=lambda area: -votes[area])


def rates(guess: Guess, rows: list[dict[str, str]]) -> str:
    """top-1 / top-3 as text."""
    ranked = [list(guess(row["question"])) for row in rows]
    first = sum(one[0] == row["area"] for one, row in zip(ranked, rows, strict=True)) / len(rows)
    third = sum(row["area"] in one[:3] for one, row in zip(ranked, rows, strict=True)) / len(rows)
    return f"{first:.3f} / {third:.3f}"


def calibration_error(rows: list[dict[str, str]]) -> float:
    """Expected calibration error of the first area: mean gap between said and right over ten bins, weighted."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for row in rows:
        first = classify.classify(row["question"], today=DAY).areas[0]
        bins.setdefault(min(int(first.p * BINS), BINS - 1), []).append((first.p, first.area == row["area"]))
    gaps = (abs(sum(said for said, _ in one) - sum(right for _, right in one)) for one in bins.values())
    return round(sum(gaps) / len(rows), 3)


def confusions(rows: list[dict[str, str]], most: int = 12) -> str:
    """The most frequent (true → said) pairs as text."""
    pairs = Counter((row["area"], ours(row["question"])[0]) for row in rows)
    wrong = [(pair, many) for pair, many in pairs.most_common() if pair[0] != pair[1]]
    return "，".join(f"{true}→{said} {many}" for (true, said), many in wrong[:most])


def milliseconds(rows: list[dict[str, str]]) -> float:
    """CPU milliseconds a question, everything included."""
    began = time.process_time()
    for row in rows:
        classify.classify(row["question"], today=DAY)
    return round((time.process_time() - began) * 1000 / len(rows), 3)


def main() -> None:
    """Print the figures."""
    known = json.loads((MODELS / "areas.json").read_text("utf-8"))
    figures: dict[str, Any] = {"examples": len(practice_areas.examples())}
    figures["cross-validated top1 / top3"] = (
        f"{known['examples']['first']:.3f} / {known['examples']['among_three']:.3f}"
    )
    classify.packaged_model()
    for name, rows in asked().items():
        figures[f"{name}: questions"] = len(rows)
        for way, guess in (("most frequent", most_frequent), ("lexicon votes", lexicon_votes), ("classifier", ours)):
            figures[f"{name}: {way}"] = rates(guess, rows)
        figures[f"{name}: calibration error"] = calibration_error(rows)
        figures[f"{name}: ms a question"] = milliseconds(rows)
        figures[f"{name}: confused"] = confusions(rows)
    figures["model_kb"] = (MODELS / "areas.npz").stat().st_size // 1024
    figures["peak_mb"] = peak_mb()
    show("classify", figures)


if __name__ == "__main__":
    main()

"""Retrieval of articles beside plain BM25, on questions given on the command line.

    ./run bench retrieve COLLECTION.jsonl.gz QUESTIONS.jsonl [--json]

Questions: lines {"query", "gold": [id, …]} with ids of the collection, or {"query", "articles": ["民法典 第十九条", …]};
lines with a "part" are also counted part by part (our own: bench/data/lay_questions.jsonl). Peer: BM25 (k1 1.2, b 0.75)
over pairs of characters of the article's text, as one gets it from a search library. Both answer in the same run.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import django

from bench.report import peak_mb, show

Answer = Callable[[str], Sequence[object]]
K = 100


def figures(answer: Answer, questions: list[dict[str, Any]]) -> dict[str, float]:
    """Recall at 10 and 100, mean reciprocal rank, and CPU milliseconds a question."""
    began = time.process_time()
    found = [list(answer(one["query"])) for one in questions]
    took = time.process_time() - began
    golds = [set(one["gold"]) for one in questions]
    return {
        "recall_10": _recall(found, golds, 10),
        "recall_100": _recall(found, golds, K),
        "mrr": round(sum(_reciprocal(*pair) for pair in zip(found, golds, strict=True)) / len(questions), 4),
        "ms": round(1000 * took / len(questions), 2),
    }


def _recall(found: list[list[object]], golds: list[set[Any]], k: int) -> float:
    shares = [len(gold & set(ranked[:k])) / len(gold) for ranked, gold in zip(found, golds, strict=True)]
    return round(sum(shares) / len(shares), 4)


def _reciprocal(ranked: list[object], gold: set[Any]) -> float:
    return next((1 / place for place, one in enumerate(ranked, 1) if one in gold), 0.0)


def plain_bm25(rows: list[Any]) -> Answer:
    """BM25 over the pairs of characters of the text alone."""
    import numpy as np

    from jiefen.engine.statute_terms import fold, keys_of, occurrences

    found = occurrences([fold(row.text) for row in rows], 2)
    terms, starts = np.unique(found.keys, return_index=True)
    ends = np.append(starts[1:], len(found.keys))
    rarity = np.log(1 + (len(rows) - (ends - starts) + 0.5) / (ends - starts + 0.5))
    scale = 1.2 * (0.25 + 0.75 * found.lengths / found.lengths.mean())
    impacts = found.counts * 2.2 / (found.counts + scale[found.documents])
    references = [json.loads(row.reference) for row in rows]

    def answer(question: str) -> list[object]:
        scores = np.zeros(len(rows))
        for key in keys_of(fold(question), 2):
            place = int(np.searchsorted(terms, np.uint64(key)))
            if place < len(terms) and terms[place] == key:
                run = slice(starts[place], ends[place])
                scores[found.documents[run]] += rarity[place] * impacts[run]
        return [references[place] for place in np.argsort(-scores, kind="stable")[:K]]

    return answer


def ours() -> tuple[Answer, int]:
    """Retrieval as the command does it, from the collection imported in the data folder."""
    from jiefen.engine import classify
    from jiefen.statutes import search

    def answer(question: str) -> list[object]:
        areas = dict(classify.packaged_model().predict(question[: classify.LONGEST]))
        return [hit.reference for hit in search.find(question, k=K, areas=areas)]

    return answer, len(search.current_index())


def asked(path: Path, rows: list[Any]) -> dict[str, list[dict[str, Any]]]:
    """The questions by part; a part named "" holds all of them. Named articles become ids of the collection."""
    from jiefen.engine.law_standing import short_name

    known = {f"{short_name(row.law)} {row.label}": json.loads(row.reference) for row in rows}
    parts: dict[str, list[dict[str, Any]]] = {"": []}
    for line in path.read_text("utf-8").splitlines():
        one = json.loads(line)
        one.setdefault("gold", [known[name] for name in one.get("articles", ()) if name in known])
        if one["gold"]:
            parts[""].append(one)
            parts.setdefault(one.get("part", ""), []).extend([one] if "part" in one else [])
    return parts


def main() -> None:
    """Import into the data folder (JIEFEN_DATA), then ask both."""
    files = [Path(word) for word in sys.argv[1:] if not word.startswith("--")]
    if len(files) != 2:
        raise SystemExit("./run bench retrieve COLLECTION.jsonl.gz QUESTIONS.jsonl [--json]")
    django.setup()
    from django.core.management import call_command

    from jiefen.statutes.reading import read_collection

    call_command("import_statutes", files[0], stdout=sys.stderr)
    rows = read_collection(files[0])
    parts = asked(files[1], rows)
    answer, articles = ours()
    answer("热身")
    result: dict[str, Any] = {"articles": articles, "questions": len(parts[""])}
    ways: dict[str, Answer] = {"bm25": plain_bm25(rows), "jiefen": answer}
    for part, questions in parts.items():
        for name, way in ways.items():
            title = f"{part}_{name}" if part else name
            result.update({f"{title}_{key}": value for key, value in figures(way, questions).items()})
    result["peak_mb"] = peak_mb()
    show("retrieve", result)


if __name__ == "__main__":
    main()

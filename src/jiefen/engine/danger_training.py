"""Teaching the recogniser of danger: its sentences, the fit, and how well it hears those it was not shown.

Danger comes from ``tables/danger_examples.toml``, all our own words. No danger are its ``none`` and the sentences of
the area examples (questions as people ask them) and of the obstacle examples (owners telling of themselves) in which
the patterns of urgency hear nothing.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from jiefen.engine import practice_areas, text_model
from jiefen.engine.danger import LEAST, MODEL_FILE, NONE, judged, sentences
from jiefen.engine.obstacle_lines import packaged_examples
from jiefen.engine.text_model import Settings
from jiefen.engine.text_normal import normalise
from jiefen.engine.urgency import SAFETY, flags_said

QUALITY_FILE: Final = "danger.json"
SETTINGS: Final = Settings(longest=3, max_terms=60_000, penalty=0.5, balance=0.7)
_HERE: Final = Path(__file__).parent
_AS_OF: Final = date(2026, 11, 27)  # the day whose patterns choose the ordinary sentences; a later one is a new model


@dataclass(frozen=True)
class Quality:
    """Five folds, judged at ``danger.LEAST``. ``heard``: share per kind; false alarms: of our own look-alikes, of the ordinary."""

    fingerprint: str
    examples: int
    ordinary: int
    heard: dict[str, float]
    false_alarms_alike: float
    false_alarms_ordinary: float


@cache
def examples() -> dict[str, tuple[str, ...]]:
    """Our own sentences by kind, ``none`` (what only sounds like it) among them."""
    table = tomllib.loads((_HERE / "tables" / "danger_examples.toml").read_text(encoding="utf-8"))
    return {kind: tuple(lines) for kind, lines in table.items()}


@cache
def ordinary() -> tuple[str, ...]:
    """Each sentence of other examples once, but for texts in which the patterns hear danger."""
    found: dict[str, None] = {}
    for text in (*(one.question for one in practice_areas.examples()), *(one.words for one in packaged_examples())):
        if not any(flag.kind == SAFETY for flag in flags_said(text, today=_AS_OF)):
            found.update(dict.fromkeys(sentences(text)))
    return tuple(found)


def train(folder: Path) -> Quality:
    """Fit on everything, cross-validate, write model and quality into ``folder``. Deterministic; about a minute."""
    texts, labels = _lessons()
    model = text_model.fit(texts, labels, settings=SETTINGS)
    quality = _cross_validated(texts, labels)
    folder.mkdir(parents=True, exist_ok=True)
    text_model.save(model, folder / MODEL_FILE)
    (folder / QUALITY_FILE).write_text(json.dumps(asdict(quality), indent=2) + "\n", encoding="utf-8")
    return quality


def fingerprint() -> str:
    """Changes whenever a sentence (beyond its punctuation), its kind or the settings change."""
    texts, labels = _lessons()
    spoken = [(normalise(text).text, label) for text, label in zip(texts, labels, strict=True)]
    return hashlib.sha256(repr((spoken, SETTINGS)).encode()).hexdigest()[:16]


def _cross_validated(texts: list[str], labels: list[str]) -> Quality:
    found = text_model.cross_validate(texts, labels, settings=SETTINGS)
    alarms = [judged(ranking)[1] >= LEAST for ranking in found.predictions]
    own = sum(map(len, examples().values()))
    by_kind = {
        kind: [alarm for alarm, label in zip(alarms[:own], labels, strict=False) if label == kind]
        for kind in examples()
    }
    shares = {kind: round(sum(each) / len(each), 4) for kind, each in by_kind.items()}
    alike = shares.pop(NONE)
    return Quality(
        fingerprint(), own, len(texts) - own, shares, alike, round(sum(alarms[own:]) / max(len(texts) - own, 1), 4)
    )


def _lessons() -> tuple[list[str], list[str]]:
    """Texts and labels, our own first."""
    pairs = [(line, kind) for kind, lines in examples().items() for line in lines]
    pairs += [(line, NONE) for line in ordinary()]
    return [line for line, _ in pairs], [kind for _, kind in pairs]

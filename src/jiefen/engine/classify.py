"""What kind of problem is this? One question in, ranked areas, one clarifying question and urgent flags out.

The packaged model is ``models/areas.npz`` (``./run manage train_classifier`` makes it), a linear model over stretches of 1-3
characters; see docs/algorithms/classify.md. Nothing here reads the clock: the day of asking is an argument.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Final

from jiefen.engine import practice_areas, text_model
from jiefen.engine.own_models import own_model
from jiefen.engine.practice_areas import OTHER
from jiefen.engine.urgency import Flag, flags_in

SURE: Final = 0.25  # an area with at least this share is said to apply
OF_FIRST: Final = 0.4  # ... if it also has this share of the first one's
CLOSE: Final = 0.6  # the second is close when it has this share of the first one's chance
VAGUE: Final = 0.3  # below this the first area is no more than a guess
CLAUSE: Final = 8  # characters a stretch between full stops needs to be read on its own
CLAUSES: Final = 3  # ... and how many are read
CLAUSE_SURE: Final = 0.75  # how sure a stretch must be to add an area
LONGEST: Final = 2000  # characters read; the rest of a very long story adds nothing to the area

TELL_MORE: Final = "可以再多说一点吗：是和谁之间的事、发生了什么、您最想解决什么？"

_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_STOPS: Final = re.compile(r"[。！？!?；;\n，,、 ]+")


@dataclass(frozen=True)
class AreaChance:
    """An area and how likely it is the main one (0-1)."""

    area: str
    p: float


@dataclass(frozen=True)
class Understanding:
    """What was understood of a question.

    ``areas``: every area, most likely first, chances summing to 1. ``applies``: the area or areas the matter belongs
    to (one, or several as in a divorce with a house and debts). ``topics``: second-level topics of the first area.
    ``clarify``: one question to ask back, or None. ``flags``: what cannot wait, most urgent first.
    """

    areas: tuple[AreaChance, ...]
    applies: tuple[str, ...]
    topics: tuple[str, ...]
    clarify: str | None
    flags: tuple[Flag, ...]
    because: tuple[str, ...]


@lru_cache
def packaged_model() -> text_model.Model:
    """The model shipped with the program."""
    with resources.as_file(resources.files("jiefen.engine") / "models" / "areas.npz") as path:
        return text_model.load(path)


def current_model() -> text_model.Model:
    """The model in use: the one trained here, else the packaged one. One look at the file."""
    own = own_model("areas.npz")
    try:
        return model_at(own, own.stat().st_mtime) if own else packaged_model()
    except FileNotFoundError:
        return packaged_model()


@lru_cache(maxsize=2)
def model_at(path: Path, stamp: float) -> text_model.Model:
    """A retrained model; ``stamp`` is the file's time of change, so that a new file is read anew."""
    return text_model.load(path)


def classify(
    question: str, *, today: date, model: text_model.Model | None = None, explain: bool = False
) -> Understanding:
    """Understand one question asked on ``today``; ``explain`` adds ``because``, the stretches that spoke for the first.

    A question without a single Chinese character (empty, signs, emoji, another language) is OTHER with a request to
    say more: the model learned nothing that could bear on it.
    """
    model = model or current_model()
    text = question[:LONGEST]
    ranked = _ranked(model, text)
    first = ranked[0].area
    return Understanding(
        areas=ranked,
        applies=_applies(model, text, ranked),
        topics=practice_areas.topics_in(text, first),
        clarify=_clarify(ranked),
        flags=flags_in(text, today=today),
        because=tuple(model.explain(text, first)) if explain else (),
    )


def _ranked(model: text_model.Model, text: str) -> tuple[AreaChance, ...]:
    ranked = tuple(AreaChance(area, p) for area, p in model.predict(text))
    if _HAN.search(text):
        return ranked
    return (AreaChance(OTHER, 1.0), *(AreaChance(one.area, 0.0) for one in ranked if one.area != OTHER))


def _applies(model: text_model.Model, text: str, ranked: tuple[AreaChance, ...]) -> tuple[str, ...]:
    """The first area, others nearly as likely, and those that a stretch of a longer story clearly speaks of."""
    least = max(SURE, OF_FIRST * ranked[0].p)
    found = [ranked[0].area, *(one.area for one in ranked[1:] if one.p >= least)]
    for clause in _clauses(text):
        area, p = model.predict(clause)[0]
        if p >= CLAUSE_SURE and area in [one.area for one in ranked[:4]]:
            found.append(area)
    return tuple(area for area in dict.fromkeys(found) if area != OTHER or found[0] == OTHER)[:3]


def _clauses(text: str) -> list[str]:
    """Stretches of a story worth reading on their own, the longest CLAUSES of them; none of a single sentence."""
    parts = [part for part in _STOPS.split(text) if len(part) >= CLAUSE]
    return sorted(parts, key=len, reverse=True)[:CLAUSES] if len(parts) > 1 else []


def _clarify(ranked: tuple[AreaChance, ...]) -> str | None:
    first, second = ranked[0], ranked[1]
    if OTHER in (first.area, second.area) and (first.area == OTHER or second.p >= CLOSE * first.p):
        return TELL_MORE
    if second.p >= CLOSE * first.p:
        return practice_areas.clarifying_question(first.area, second.area)
    return TELL_MORE if first.p < VAGUE else None

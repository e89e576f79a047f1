"""Does somebody seem to be in danger who does not say so plainly? A small trained guess beside the patterns of urgency.

    suspected("后事都托付给我姐了，她知道钥匙在哪")   "self_harm"
    suspected("丈夫因工死亡，公司应该赔多少")        ""

One linear model over character stretches reads the text sentence by sentence: in a long story one line must count. It
knows four kinds (codes of ``tables/urgency.toml``) and ``none``. How it is taught: ``danger_training``; how far it can
be trusted: docs/algorithms/front_door.md.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final

from jiefen.engine import text_model
from jiefen.engine.text_model import Model

PACKAGED: Final = Path(__file__).parent / "models"
MODEL_FILE: Final = "danger.npz"
NONE: Final = "none"
LEAST: Final = (
    0.4  # of all kinds together; chosen by cross-validation: a false alarm costs a kind sentence, a miss more
)
READ: Final = 2000  # characters; a longer story has said it by then
SHORTEST: Final = 4  # characters of a sentence that can say it without the patterns hearing it
_BETWEEN: Final = re.compile(r"[。！？!?；;\n]+")


def suspected(text: str) -> str:
    """The kind of danger the words most likely speak of, "" for none."""
    best, chance = "", LEAST
    for sentence in sentences(text[:READ]):
        kind, found = judged(_model().predict(sentence))
        if found >= chance:
            best, chance = kind, found
    return best


def judged(ranking: text_model.Ranking) -> tuple[str, float]:
    """(the likeliest kind of danger, how likely any danger is)."""
    kind = next(code for code, _ in ranking if code != NONE)
    return kind, 1.0 - dict(ranking)[NONE]


def sentences(text: str) -> list[str]:
    """The sentences of a text that are long enough to say something."""
    return [part for part in map(str.strip, _BETWEEN.split(text)) if len(part) >= SHORTEST]


@cache
def _model() -> Model:
    return text_model.load(PACKAGED / MODEL_FILE)

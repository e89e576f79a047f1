"""A small model for sentences that no pattern knows: what do they mainly do?

Learned from ``tables/act_examples.toml`` by engine/text_model (stretches of characters, softmax); deterministic. It is
asked only where the patterns found nothing of weight, and believed only when sure. After changing the examples:

    PYTHONPATH=src .venv/bin/python -m jiefen.engine.practice.learned
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Final

from jiefen.engine import text_model
from jiefen.engine.practice.vocabulary import HARMFUL, Act

PACKAGED: Final = Path(__file__).parents[1] / "models" / "practice_acts.npz"
SURE: Final = (0.22, 1.25)  # least chance to be believed, and how many times the second's
SURE_OF_HARM: Final = (0.36, 2.0)  # ... that something harmful was said
_SETTINGS: Final = text_model.Settings(longest=2, penalty=0.05)


def main_act(text: str) -> Act | None:
    """What ``text`` most likely does, or None when that is anybody's guess."""
    (name, chance), (_, second) = packaged().predict(text)[:2]
    act = Act(name)
    least, lead = SURE_OF_HARM if act in HARMFUL else SURE
    return act if chance >= least and chance >= lead * second and act is not Act.UNCLEAR else None


@cache
def examples() -> Mapping[str, list[str]]:
    """act → sentences."""
    file = resources.files("jiefen.engine.practice").joinpath("tables/act_examples.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


@cache
def packaged() -> text_model.Model:
    """The shipped model, read once per process."""
    return text_model.load(PACKAGED)


def train() -> text_model.Model:
    """Learn from the examples. Some seconds."""
    pairs = [(text, act) for act, texts in examples().items() for text in texts]
    return text_model.fit([text for text, _ in pairs], [act for _, act in pairs], settings=_SETTINGS)


if __name__ == "__main__":
    text_model.save(train(), PACKAGED)

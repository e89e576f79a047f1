"""Which obstacle an owner's words show: a machine's suggestion with its reasons, for the steward to confirm."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.conf import settings

from jiefen.collection.models import ObstacleCode
from jiefen.engine.obstacles import Suggester, current

SHOWN: Final = 3
LEAST: Final = 0.1  # a weaker guess would only distract
RETRAINED: Final = "models"  # folder under the data folder, as manage train_obstacles writes it


@dataclass(frozen=True, slots=True)
class Guess:
    """One obstacle the words point to. ``phrases``: what in the words led to it (the first guess only)."""

    code: str
    p_x1000: int
    phrases: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The obstacle in words."""
        return str(ObstacleCode(self.code).label)

    @property
    def percent(self) -> int:
        """The probability in whole per cent; a guess is never certain."""
        return min(99, round(self.p_x1000 / 10))

    @property
    def field_id(self) -> str:
        """The id of the checkbox that confirms it."""
        return f"id_obstacles_{ObstacleCode.values.index(self.code)}"


def suggested_obstacles(words: str) -> list[Guess]:
    """Likely obstacles, most likely first; nothing for words that say nothing."""
    if not any(character.isalnum() for character in words):
        return []
    found = _suggester().suggest(words)
    likely = [(code, p) for code, p in found.obstacles if p >= LEAST][:SHOWN]
    return [
        Guess(code, round(p * 1000), tuple(found.phrases) if place == 0 else ())
        for place, (code, p) in enumerate(likely)
    ]


def _suggester() -> Suggester:
    folder = Path(settings.DATA_FOLDER) / RETRAINED
    newest = max((path.stat().st_mtime_ns for path in folder.glob("obstacles*.npz")), default=0)
    return _loaded(folder, newest)


@lru_cache(maxsize=1)
def _loaded(folder: Path, newest: int) -> Suggester:
    """Read once per process and version: ``newest`` is the models' last change."""
    return current(folder)

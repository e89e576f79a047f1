"""Which line he says: one not said before, drawn from the seed; when all were said, the one longest ago."""

from __future__ import annotations

import string
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Final

from jiefen.engine.practice.chance import drawn

Fill = Mapping[str, str]
_OUR_OWN: Final = frozenset({"owed"})
TEMPERS: Final = ("hot", "cool", "warm")


class Speaker:
    """Draws lines for one answer and remembers which were used."""

    def __init__(self, seed: str, turn: int, used: Mapping[str, Sequence[int]], fill: Fill, last: str) -> None:
        self._seed, self._turn, self._last = seed, turn, last
        self._fill = {name: words for name, words in fill.items() if words}
        self.used = {key: list(places) for key, places in used.items()}
        self.quotes = False  # whether a line took up words that only the steward had said

    def draw(self, key: str, lines: Sequence[str]) -> str:
        """One of ``lines`` with its placeholders filled; "" when none fits what was said."""
        fitting = [place for place, line in enumerate(lines) if _places(line) <= self._fill.keys()]
        if not fitting:
            return ""
        spoken = self.used.setdefault(key, [])
        fresh = [place for place in fitting if place not in spoken]
        key_now = f"{self._seed}:{self._turn}:{key}"
        chosen = fresh[drawn(key_now, len(fresh))] if fresh else self._oldest(spoken, fitting, lines)
        if chosen in spoken:
            spoken.remove(chosen)
        spoken.append(chosen)
        self.quotes |= bool(_places(lines[chosen]) - _OUR_OWN)
        return lines[chosen].format(**self._fill)

    def shared(self, moment: str, temper: str) -> str:
        """A line anybody may say at such a moment, in that tone."""
        return self.draw(f"{moment}.{temper}", shared_lines()[moment][temper])

    def is_spent(self, key: str, lines: Sequence[str]) -> bool:
        """Whether every line was already said."""
        return len(self.used.get(key, ())) >= len(lines)

    def _oldest(self, spoken: Sequence[int], fitting: Sequence[int], lines: Sequence[str]) -> int:
        by_age = sorted(fitting, key=spoken.index)
        return next((place for place in by_age if lines[place] not in self._last), by_age[0])


@cache
def shared_lines() -> Mapping[str, Mapping[str, Sequence[str]]]:
    """moment → temper → lines."""
    text = resources.files("jiefen.engine.practice").joinpath("tables/lines.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def _places(line: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in string.Formatter().parse(line) if name)

"""Plain words on the articles people meet most, shipped with the program: ``gists/*.toml``, all in our own words."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from importlib import resources
from typing import Final

from jiefen.engine.law_standing import short_name
from jiefen.statutes.citations import label_of

NOTICE: Final = timedelta(days=400)  # a version is passed at most this long before it takes effect


@dataclass(frozen=True)
class Gist:
    """``law`` and ``article`` since ``effective``; ``gist``: what it says; ``words``: how people put the matter."""

    law: str
    article: int
    effective: date
    gist: str
    words: str

    @property
    def reference(self) -> str:
        """What retrieval answers with while no collection is imported."""
        return f"{self.law}{self.label}"

    @property
    def label(self) -> str:
        """第九百四十四条."""
        return label_of(self.article)


@lru_cache
def gists() -> Mapping[tuple[str, int], Gist]:
    """(law, article) → gist, in the order of the files."""
    files = sorted((resources.files("jiefen.statutes") / "gists").iterdir(), key=lambda file: file.name)
    found = [gist for file in files if file.name.endswith(".toml") for gist in _read(file.read_text("utf-8"))]
    return {(gist.law, gist.article): gist for gist in found}


def gist_for(law: str, article: int, branch: int = 0, *, version: date | None = None) -> Gist | None:
    """The gist of an article of the ``version`` passed on that day (None: unknown, taken as current).

    None when we have none, or when that version is older than the one the gist was written for.
    """
    gist = None if branch else gists().get((short_name(law), article))
    if gist and version and version + NOTICE < gist.effective:
        return None
    return gist


def _read(text: str) -> list[Gist]:
    table = tomllib.loads(text)
    law, effective = table["law"], table["effective"]
    return [Gist(law, int(article), effective, gist, words) for article, gist, words in table["articles"]]

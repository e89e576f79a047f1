"""Plain words on the articles people meet most, shipped with the program: ``gists/*.toml``, all in our own words."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from importlib import resources
from typing import Any, Final

from jiefen.engine.law_standing import short_name
from jiefen.statutes.citations import label_of

Key = tuple[str, int, int]
NOTICE: Final = timedelta(days=400)  # a version is passed at most this long before it takes effect


@dataclass(frozen=True)
class Gist:
    """``law`` and ``article`` since ``effective``; ``gist``: what it says; ``words``: how people put the matter.

    ``branch``: 1 for 第一百三十三条之一, 0 for an article of its own.
    """

    law: str
    article: int
    effective: date
    gist: str
    words: str
    branch: int = 0

    @property
    def reference(self) -> str:
        """What retrieval answers with while no collection is imported."""
        return f"{self.law}{self.label}"

    @property
    def slug(self) -> str:
        """The last part of its page's address: 944, or 133-1 for 第一百三十三条之一."""
        return f"{self.article}-{self.branch}" if self.branch else str(self.article)

    @property
    def label(self) -> str:
        """第九百四十四条."""
        return label_of(self.article, self.branch)


@lru_cache
def gists() -> Mapping[Key, Gist]:
    """(law, article, branch) → gist of the newest version, in the order of the files."""
    return _by_key(gist for table in _tables() for gist in _read(table))


def gist_for(law: str, article: int, branch: int = 0, *, version: date | None = None) -> Gist | None:
    """The gist of an article of the ``version`` passed on that day (None: unknown, taken as current).

    None when we have none, or when that version is older than the ones the gists were written for. A version whose
    articles only had other numbers is known by them.
    """
    key = (short_name(law), article, branch)
    for known in (gists(), _renumbered()):
        gist = known.get(key)
        if gist and not (version and version + NOTICE < gist.effective):
            return gist
    return None


@lru_cache
def _renumbered() -> Mapping[Key, Gist]:
    """The gists of laws whose earlier version said the same under other numbers, by those numbers."""
    return _by_key(gist for table in _tables() if "before" in table for gist in _read(table, before=True))


def _by_key(found: Iterable[Gist]) -> Mapping[Key, Gist]:
    return {(gist.law, gist.article, gist.branch): gist for gist in found}


@lru_cache
def _tables() -> tuple[Mapping[str, Any], ...]:
    files = sorted((resources.files("jiefen.statutes") / "gists").iterdir(), key=lambda file: file.name)
    return tuple(tomllib.loads(file.read_text("utf-8")) for file in files if file.name.endswith(".toml"))


def _read(table: Mapping[str, Any], *, before: bool = False) -> list[Gist]:
    """The gists of a file; ``before``: as numbered in the earlier version, without the articles that one did not have."""
    law, effective, start, less = table["law"], table["effective"], 0, 0
    if before:
        earlier = table["before"]
        effective, start, less = earlier["effective"], earlier["from"], earlier["less"]
    found = []
    for label, gist, words in table["articles"]:
        article, branch = (int(part) for part in f"{label}-0".split("-")[:2])
        if not start - less <= article < start:
            found.append(Gist(law, article - (less if article >= start else 0), effective, gist, words, branch))
    return found

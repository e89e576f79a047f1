"""How much a law weighs beside others, and which practice area its articles belong to: ``tables/law_standing.toml``."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from jiefen.engine import practice_areas
from jiefen.engine.practice_areas import OTHER

if TYPE_CHECKING:  # numpy; most who ask for a law's name need no model
    from jiefen.engine import text_model

CIVIL_CODE = "民法典"


def short_name(law: str) -> str:
    """A law's name without 中华人民共和国 at its head and without 《》 around it."""
    return law.strip().removeprefix("《").removesuffix("》").removeprefix("中华人民共和国").strip()


def standing(law: str, *, category: str = "", cited_by: int = 0, today: date | None = None) -> float:
    """How much the law weighs, 0 = ordinary; ``cited_by``: articles of other laws that name it.

    With ``today``, a law that is no longer in force on that day falls far behind; without, any repealed law does.
    """
    table = _table()
    repealed_on = dict(table["repealed"]).get(law)
    if repealed_on and (today is None or repealed_on <= today):
        return float(table["repealed_weight"])
    weight = _rank(law, category)
    if any(word in law for word in table["remote_words"].split()):
        weight += table["remote"]
    return float(weight + min(table["cited"] * math.log10(1 + cited_by), table["cited_most"]))


def _rank(law: str, category: str) -> float:
    table = _table()
    for beginning, weight in table["category"]:
        if category.startswith(beginning):
            return float(weight)
    return next((float(weight) for pattern, weight in table["named"] if re.search(pattern, short_name(law))), 0.0)


def repealed_on(law: str, *, today: date) -> date | None:
    """Since when the law is repealed, or None while it is in force on ``today``."""
    day = dict(_table()["repealed"]).get(law)
    return day if day and day <= today else None


def area_of(law: str, article: int, *, model: text_model.Model | None = None) -> str:
    """The practice area of an article: by the table of laws, else by what the model makes of the law's name; "" when unsure."""
    known = practice_areas.area_of_article(short_name(law), article)
    if known or model is None or short_name(law) == CIVIL_CODE:
        return known or ""
    return _guess(short_name(law), model)


def _guess(name: str, model: text_model.Model) -> str:
    area, chance = model.predict(name)[0]
    return area if chance >= 0.4 and area != OTHER else ""


@lru_cache
def _table() -> Mapping[str, Any]:
    file = resources.files("jiefen.engine") / "tables" / "law_standing.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))

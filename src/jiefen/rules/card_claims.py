"""Claims in a lawyer's own words that a person has to look at before they are published (table ``card_claims``).

Not a breach: the text says something that can be checked and that nobody has checked yet. What is forbidden is
rules/promotion_lint's business. Worked examples: docs/directory.md.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from jiefen.rules.tables_io import load_table


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim: the words as written, what kind it is, and what becomes of it."""

    title: str
    words: str
    why: str


def claims_in(text: str, day: date) -> tuple[Claim, ...]:
    """At most one claim of each kind in force on ``day``, in the order of the table."""
    rows = [row for row in load_table("card_claims") if row.covers(day)]
    hits = [(row, _pattern(row.text("pattern")).search(text)) for row in rows]
    return tuple(Claim(row.text("title"), hit.group(), row.text("why")) for row, hit in hits if hit)


@lru_cache
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text)

"""Which words of a message cite an article of law, in the wording of its day."""

from __future__ import annotations

import datetime as dt
import json
from typing import Final

from jiefen.statutes.citations import Citation
from jiefen.statutes.queries import linked_citations

MARK: Final = "条"  # no citation is written without it: most messages cost no query

Cited = list[tuple[int, int, str, str]]
"""(start, end, law, article) in reading order, not overlapping; the article as 577 or 133-1."""


def cited_in(text: str, on: dt.date) -> str:
    """JSON of the citations the collection holds; empty when there are none. One query per law cited, two more at most."""
    if MARK not in text:
        return ""
    linked = linked_citations(text, on=on)
    found = [_entry(one.citation) for one in linked if one.article_id is not None]
    return json.dumps(found, ensure_ascii=False) if found else ""


def read_cited(stored: str) -> Cited:
    """The inverse of ``cited_in``."""
    return [(start, end, law, article) for start, end, law, article in json.loads(stored)] if stored else []


def _entry(one: Citation) -> tuple[int, int, str, str]:
    article = f"{one.article}-{one.branch}" if one.branch else str(one.article)
    return one.start, one.end, one.law, article

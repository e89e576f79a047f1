"""Which words of a message cite an article of law, in the wording of its day."""

from __future__ import annotations

import datetime as dt
import json
from typing import Final

from jiefen.statutes.queries import linked_citations

MARK: Final = "条"  # no citation is written without it: most messages cost no query

Cited = list[tuple[int, int, int]]
"""(start, end, article id) in reading order, not overlapping."""


def cited_in(text: str, on: dt.date) -> str:
    """JSON of the citations the collection holds; empty when there are none. One query per law cited, two more at most."""
    if MARK not in text:
        return ""
    linked = linked_citations(text, on=on)
    found = [(one.citation.start, one.citation.end, one.article_id) for one in linked if one.article_id is not None]
    return json.dumps(found) if found else ""


def read_cited(stored: str) -> Cited:
    """The inverse of ``cited_in``."""
    return [(start, end, article) for start, end, article in json.loads(stored)] if stored else []

"""Which words of a message cite an article of law, in the wording of its day."""

from __future__ import annotations

import datetime as dt
import json
from typing import Final

from jiefen.statutes.citations import Citation, citations_in
from jiefen.statutes.gists import gist_for, gists
from jiefen.statutes.queries import law_names, linked_citations

MARK: Final = "条"  # no citation is written without it: most messages cost no query

Cited = list[tuple[int, int, str, str]]
"""(start, end, law, article) in reading order, not overlapping; the article as 577 or 133-1."""


def cited_in(text: str, on: dt.date) -> str:
    """JSON of the citations that have a page of law here; empty when there are none. One query per law cited, two more at most.

    That is the imported collection; without one, the articles we tell in plain words.
    """
    if MARK not in text:
        return ""
    if law_names():
        cited = [one.citation for one in linked_citations(text, on=on) if one.article_id is not None]
    else:
        told = sorted({law for law, *_ in gists()})
        cited = [one for one in citations_in(text, told) if gist_for(one.law, one.article, one.branch)]
    return json.dumps([_entry(one) for one in cited], ensure_ascii=False) if cited else ""


def read_cited(stored: str) -> Cited:
    """The inverse of ``cited_in``."""
    return [(start, end, law, article) for start, end, law, article in json.loads(stored)] if stored else []


def _entry(one: Citation) -> tuple[int, int, str, str]:
    article = f"{one.article}-{one.branch}" if one.branch else str(one.article)
    return one.start, one.end, one.law, article

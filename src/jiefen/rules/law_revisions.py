"""Which revisions of common laws we know of (table ``law_revisions``), so that an older wording is never shown silently."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from jiefen.rules.tables_io import load_table


@dataclass(frozen=True, slots=True)
class Revision:
    """``law`` as revised since ``effective``; ``what``: how much changed, in one clause."""

    law: str
    effective: date
    what: str
    source: str
    confidence: str


def latest_revision(law: str, *, today: date) -> Revision | None:
    """The newest revision of ``law`` (short name) already in force on ``today``, or None when we know of none."""
    known = [row for row in load_table("law_revisions") if row.text("law") == law and row.day("effective") <= today]
    if not known:
        return None
    row = max(known, key=lambda one: one.day("effective"))
    return Revision(law, row.day("effective"), row.text("what"), row.source, row.confidence)

"""Reads: cards and directory pages (directory), conflicts of interest (conflicts)."""

from jiefen.lawyers.queries.conflicts import ConflictLine, conflict_book, conflicted_firms, conflicted_lawyers
from jiefen.lawyers.queries.directory import (
    PAGE,
    UNMEASURED,
    Card,
    DirectoryPage,
    Waiting,
    card,
    cards_of,
    directory,
    real_lawyers_on_show,
    verification_queue,
)

__all__ = [
    "PAGE",
    "UNMEASURED",
    "Card",
    "ConflictLine",
    "DirectoryPage",
    "Waiting",
    "card",
    "cards_of",
    "conflict_book",
    "conflicted_firms",
    "conflicted_lawyers",
    "directory",
    "real_lawyers_on_show",
    "verification_queue",
]

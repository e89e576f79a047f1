"""What a kind of sheet has to know. The register of kinds is ledger/sheet_kinds.py, the flow ledger/imports/pipeline.py."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol, TypeVar

from jiefen.accounts.actors import Actor
from jiefen.ledger.imports.plan import SheetPlan
from jiefen.ledger.imports.problems import Problem
from jiefen.ledger.imports.reader import Workbook
from jiefen.ledger.models import ImportBatch
from jiefen.shared.errors import DomainError

P = TypeVar("P")
C = TypeVar("C")
SHOWN_PROBLEMS: Final = 400  # kept with the preview; the workbook with the 问题 column has them all


class NothingToImport(DomainError):
    """The sheet was read, but holds nothing that could be written."""

    code = "import.nothing"


@dataclass(frozen=True)
class Source:
    """A sheet to be read: the opened file, how its columns are understood, and what a clerk said about single cells."""

    workbook: Workbook
    plans: list[SheetPlan]
    corrections: dict[tuple[str, int, int], str]
    accepted: frozenset[tuple[str, int, str]]
    today: dt.date
    report: Callable[[int, int], None] | None = None


@dataclass(frozen=True)
class Written:
    """What a commit did: counts (amounts in 分) for the page and the job, and the estate if there is one."""

    counts: dict[str, int] = field(default_factory=dict)
    estate_id: int | None = None


class SheetKind(Protocol[P, C]):
    """One kind of sheet. ``P``: what was read of it (``plans``, ``rows_read``). ``C``: the same beside the database."""

    def infer(self, workbook: Workbook) -> list[SheetPlan]:
        """How the sheets seem to be laid out."""
        ...

    def read(self, source: Source) -> P:
        """Understand the sheets. Nothing but ``source`` is looked at."""
        ...

    def estate_name(self, parsed: P, file_name: str) -> str:
        """The estate's name when the clerk gave none; "" when the kind can do without."""
        ...

    def compare(self, parsed: P, *, batch: ImportBatch, today: dt.date) -> C:
        """Hold it against what is there already. Reads only."""
        ...

    def problems(self, parsed: P, compared: C) -> list[Problem]:
        """Everything doubtful, in any order."""
        ...

    def summary(self, parsed: P, compared: C) -> dict[str, Any]:
        """The preview as a JSON document, without the doubts. ``new_rows``: what a confirmation would write."""
        ...

    def write(self, parsed: P, compared: C, *, batch: ImportBatch, by: Actor, at: dt.datetime) -> Written:
        """Write it, inside the caller's durable transaction. Raises NothingToImport."""
        ...

    def undo(self, batch: ImportBatch, *, by: Actor, at: dt.datetime) -> dict[str, int]:
        """Take back what ``batch`` wrote, inside the caller's durable transaction. Raises a DomainError."""
        ...


_UNDONE: Final = {
    "reversed_rows": "冲回 {} 行账",
    "hidden_premises": "移走 {} 户",
    "removed_rows": "删去 {} 条记录",
}


def in_order(problems: Sequence[Problem]) -> list[Problem]:
    """Blocking ones first, then as they stand in the file."""
    return sorted(problems, key=lambda p: (not p.blocking, p.sheet, p.row, p.letter))


def doubts_of(problems: Sequence[Problem], counts: Counter[str]) -> dict[str, Any]:
    """The doubts as part of a summary: how many of each, and the first ones in full."""
    return {
        "problem_counts": dict(counts.most_common()),
        "problems": [problem._asdict() for problem in in_order(problems)[:SHOWN_PROBLEMS]],
    }


def undone_words(done: dict[str, int]) -> str:
    """What an undo did: 冲回 4 行账，移走 3 户。"""
    parts = [words.format(done[name]) for name, words in _UNDONE.items() if name in done]
    return "，".join(parts) + "。"

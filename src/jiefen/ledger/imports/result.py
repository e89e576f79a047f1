"""What an import understands: premises, ledger lines, late charges, deposits, problems, totals. Plain values,
no database.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import NamedTuple

from jiefen.ledger.imports.plan import SheetPlan
from jiefen.ledger.imports.problems import Problem
from jiefen.ledger.imports.rooms import RoomKey

Day = datetime.date


@dataclass(slots=True)
class Premises:
    """One flat, parking space or shop. ``area_x100`` m² ×100; ``unit_price_x100`` 元 ×100 (分 per m² and month)."""

    key: RoomKey
    estate: str = ""
    owners: list[str] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)
    id_no: str = ""
    area_x100: int | None = None
    unit_price_x100: int | None = None
    steward: str = ""
    note: str = ""
    sheet: str = ""
    row: int = 0


class Line(NamedTuple):
    """One charge still owed. ``premises`` indexes ``Parsed.premises``; ``row`` is the spreadsheet row;
    ``column`` 0-based.

    All ``_fen`` are 分. ``period_start``/``period_end`` are inclusive, None when the file does not say (see
    ``period_label``).
    """

    premises: int
    sheet: str
    row: int
    column: int
    item: str
    kind: str
    period_start: Day | None
    period_end: Day | None
    period_label: str
    due_on: Day | None
    outstanding_fen: int
    receivable_fen: int | None
    received_fen: int
    offset_fen: int
    waived_fen: int
    note: str
    object_no: str


class SideAmount(NamedTuple):
    """A late charge or a deposit: kept apart from the fees."""

    premises: int
    sheet: str
    row: int
    item: str
    fen: int


class StatedTotal(NamedTuple):
    """A total the file states. ``kind``: grand, subtotal or column (sum of a 合计 column); ``computed_fen`` is ours."""

    sheet: str
    row: int
    label: str
    kind: str
    stated_fen: int
    computed_fen: int


@dataclass(slots=True)
class Parsed:
    """The whole result. ``outstanding_fen`` and ``charge_rows`` exclude deposits, late charges and lines held back."""

    premises: list[Premises] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    late_charges: list[SideAmount] = field(default_factory=list)
    deposits: list[SideAmount] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    problem_counts: dict[tuple[str, str, str], int] = field(default_factory=dict)
    stated_totals: list[StatedTotal] = field(default_factory=list)
    stated_total_fen: int | None = None
    columns: dict[str, str] = field(default_factory=dict)
    plans: list[SheetPlan] = field(default_factory=list)
    held_lines: list[Line] = field(default_factory=list)
    duplicates: int = 0
    rows_read: int = 0
    estate_name: str = ""
    layout: str = ""
    description: str = ""
    notices: list[str] = field(default_factory=list)

    @property
    def charge_rows(self) -> int:
        """Number of charges that would be written."""
        return len(self.lines)

    @property
    def outstanding_fen(self) -> int:
        """Σ outstanding of all lines, 分."""
        return sum(line.outstanding_fen for line in self.lines)

    @property
    def late_charge_fen(self) -> int:
        """Σ late charges the file states, 分; never part of ``outstanding_fen``."""
        return sum(side.fen for side in self.late_charges)

    @property
    def deposit_fen(self) -> int:
        """Σ deposits owed, 分; never part of ``outstanding_fen``."""
        return sum(side.fen for side in self.deposits)

    @property
    def blocking(self) -> list[Problem]:
        """Problems that hold a line back."""
        return [problem for problem in self.problems if problem.blocking]

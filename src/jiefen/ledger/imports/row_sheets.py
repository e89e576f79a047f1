"""Reading a sheet of payments, service records or repair tickets: by its plan, with corrections, labels as in the file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, Generic, TypeVar

from jiefen.ledger.imports import mapped
from jiefen.ledger.imports.doubts import Doubts, Spot
from jiefen.ledger.imports.generic_rows import Rows
from jiefen.ledger.imports.kinds.base import Source
from jiefen.ledger.imports.patched import patched
from jiefen.ledger.imports.plan import SheetPlan, column_index
from jiefen.ledger.imports.problems import Problem
from jiefen.ledger.imports.reader import Workbook

T = TypeVar("T")
# Doubts of the engine that are looked at again here, beside the ledger.
_JUDGED_LATER: Final = frozenset({"date_unreadable", "room_not_named", "negative_amount"})


@dataclass
class RowSheet(Generic[T]):
    """Rows as the engine read them. ``texts``: part → (sheet, row) → text, for what its rows do not carry."""

    rows: list[T]
    plans: list[SheetPlan]
    problems: list[Problem]
    accepted: frozenset[tuple[str, int, str]]
    rows_read: int = 0
    notices: list[str] = field(default_factory=list)
    texts: dict[str, dict[tuple[str, int], str]] = field(default_factory=dict)
    set_aside: list[Problem] = field(default_factory=list)

    @property
    def estate_name(self) -> str:
        """The estate a title names, if all sheets that name one agree."""
        named = {plan.estate for plan in self.plans if plan.estate and not plan.skip}
        return named.pop() if len(named) == 1 else ""

    @property
    def description(self) -> str:
        """How the sheets were read, in words."""
        return "\n".join(mapped.describe(plan) for plan in self.plans if not plan.skip)

    @property
    def columns(self) -> dict[str, str]:
        """Header → part."""
        return {c.label: c.field for plan in self.plans if not plan.skip for c in plan.columns if c.label}

    def doubts(self) -> Doubts:
        """A collector for these sheets that already holds what is wrong with a sheet as a whole."""
        found = Doubts(self.plans, self.accepted)
        for plan in self.plans:
            for name in mapped.missing_parts(plan):
                found.add(Spot(plan.sheet), "column_missing", message=f"没有找到“{name}”一列。")
            if plan.skip_code in ("sheet_hidden", "sheet_without_rooms"):
                found.add(Spot(plan.sheet), "sheet_left_out", message=plan.why)
            if mapped.says_no_place(plan):
                found.add(Spot(plan.sheet), "place_missing")
        return found


Parse = Callable[[Workbook, list[SheetPlan], frozenset[tuple[str, int, str]]], Rows[T]]


def read_rows(source: Source, parse: Parse[T], *, texts: tuple[str, ...] = ()) -> RowSheet[T]:
    """Rows of every sheet. Raises ImportRefused like the reader itself."""
    workbook = patched(source.workbook, source.plans, source.corrections)
    found = parse(workbook, [mapped.readable(plan) for plan in source.plans], source.accepted)
    labels = {(plan.sheet, c.index): c.label for plan in source.plans for c in plan.columns}
    problems = [_as_in_the_file(problem, labels) for problem in found.problems]
    sheet = RowSheet(
        rows=found.rows,
        plans=source.plans,
        problems=[p for p in problems if p.code not in _JUDGED_LATER],
        set_aside=[p for p in problems if p.code in _JUDGED_LATER],
        accepted=source.accepted,
        rows_read=sum(one.height for one in source.workbook.sheets),
        notices=list(source.workbook.notices),
    )
    for part in texts:
        sheet.texts[part] = {k: v for plan in source.plans for k, v in mapped.texts_of(workbook, plan, part).items()}
    return sheet


def _as_in_the_file(problem: Problem, labels: dict[tuple[str, int], str]) -> Problem:
    index: Any = column_index(problem.letter) if problem.letter else None
    return problem._replace(column=labels.get((problem.sheet, index), problem.column)) if problem.letter else problem

"""Tables under one another in one sheet, each under a header of its own. They are found while the one above is being read,
and their plans kept in that of the sheet, so that a clerk can correct each.
"""

from __future__ import annotations

from jiefen.ledger.imports import title
from jiefen.ledger.imports.columns import plan_sheet, restudy
from jiefen.ledger.imports.plan import SheetPlan
from jiefen.ledger.imports.reader import Below
from jiefen.ledger.imports.rooms import Place


class Under:
    """The tables under the first one of a sheet: as read and perhaps corrected before, else understood by their headers
    and by what a clerk said of the same layout in another file.
    """

    def __init__(self, first: SheetPlan) -> None:
        known = first.tables_below()
        self._first = first
        self._read_before = {plan.top: plan for plan in known if plan.top}
        self._lessons = [plan for plan in known if plan.taught and not plan.top]
        self._found: list[SheetPlan] = []

    def plan(self, sheet: Below, row: int, place: Place, item: str) -> SheetPlan:
        """The plan of the table whose header begins in ``row`` (1-based). ``place``: phase, building and entrance
        above it; ``item``: the fee item named right above it, or ''.
        """
        plan = self._read_before.get(row) or self._afresh(sheet, row, place, item)
        if plan.taught:
            restudy(plan, sheet)
        self._found.append(plan)
        return plan

    def after(self, row: int) -> int:
        """Where the next table begins below one the clerk leaves out; 0: none was found there before."""
        return min((at for at in self._read_before if at > row), default=0)

    def keep(self) -> None:
        """Note the tables found in the plan of the sheet."""
        self._first.below = [plan.to_json() for plan in self._found]

    def _afresh(self, sheet: Below, row: int, place: Place, item: str) -> SheetPlan:
        plan = plan_sheet(sheet)
        plan.top = row
        plan.default_item = item or plan.default_item
        plan.estate, plan.default_year = (
            plan.estate or self._first.estate,
            plan.default_year or self._first.default_year,
        )
        title.unit_from_above(plan, self._first, sheet)
        if plan.first("building") is None and not plan.default_building:  # 12栋 stood above this header
            plan.default_phase, plan.default_building, plan.default_entrance = place
        for lesson in self._lessons:
            plan = plan.taught_by(lesson.to_json())
        return plan

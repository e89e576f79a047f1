"""Reads the rows of one sheet by its plan. Household rows run through a short path; everything else is looked
at slowly.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from operator import itemgetter
from typing import Any, Final

from jiefen.ledger.imports import columnwise, computed, headers, items, opening, periods, plainrows
from jiefen.ledger.imports.cells import compact, text_of
from jiefen.ledger.imports.grid import Patches, Row
from jiefen.ledger.imports.groups import Group, groups_of
from jiefen.ledger.imports.households import LOCATION, PERSON, Household, Registry
from jiefen.ledger.imports.lump import settle
from jiefen.ledger.imports.oddrows import classify
from jiefen.ledger.imports.owed import Owed, Parts
from jiefen.ledger.imports.periods import Period
from jiefen.ledger.imports.plan import SheetPlan
from jiefen.ledger.imports.reader import Sheet
from jiefen.ledger.imports.result import Line, SideAmount
from jiefen.ledger.imports.rowsum import RowTotals
from jiefen.ledger.imports.totals import Totals, grand_column
from jiefen.ledger.imports.when import RowPeriods

NO_PERIOD = Period(None, None)
_NOWHERE: Any = object()
NOTHING_MORE: tuple[None, str, str] = (None, "", "")  # no due date, remark or object of its own
_TOTAL_ITEM = re.compile(r"小计|合计|总计|^total", re.IGNORECASE)
BLOCK: Final = 2000  # rows whose amounts are understood together


class SheetWalk:
    """One pass over one sheet. Results land in ``lines``, ``late`` and ``deposits``; doubts in the registry's
    problems.
    """

    def __init__(self, sheet: Sheet, plan: SheetPlan, registry: Registry, *, text_source: bool) -> None:
        self.sheet, self.plan, self.problems = sheet, plan, registry.problems
        self.home = Household(registry, plan)
        self.lines: list[Line] = []
        self.late: list[SideAmount] = []
        self.deposits: list[SideAmount] = []
        self.totals = Totals(plan, self.lines, self.late, self.deposits)
        self.when = RowPeriods(plan, is_text_source=text_source)
        named = {(c.item, c.pair) for c in plan.columns if c.field in periods.FIELDS and (c.item or c.pair)}
        self.own_when = {own: RowPeriods(plan, is_text_source=text_source, of=own) for own in named}
        self.owed = Owed(plan.sheet, self.problems, ticks_paid=plan.ticks_paid)
        self.columns = plan.columns
        self.groups = groups_of(plan)
        self.leads = [(g.lead.index, g.lead.scale, g) for g in self.groups]
        self.item_column, self.due_column = plan.first("item"), plan.first("due_on")
        self.objects = [c.index for c in plan.by_field("object_no")]
        self.notes = [c.index for c in plan.by_field("note")]
        self.has_extras = bool(self.notes) or self.due_column is not None or bool(self.objects)
        whole = None if plan.lump else grand_column(plan)
        self.computes = not self.groups and computed.rate_of(plan) is not None
        merged = {r0 + 1: r1 + 1 for r0, c0, r1, _ in sheet.merges if whole and c0 == whole.index}
        self.row_totals = RowTotals(plan.sheet, whole, self.owed, self.groups, self.problems, merged) if whole else None
        self.known: dict[Any, int] = {}
        self.described: dict[int, Any] = {}
        self.harmless: set[str] = set()  # texts that name no total
        self.previous = -1
        self.section_period: Period | None = None
        self.section_item = ""
        self.rows_read = self.next_table = self.undated = 0
        self.periods_seen: dict[Any, Period] = {}
        self._item_periods: dict[Any, Period | None] = {}
        self.items_seen: dict[Any, tuple[str, str] | None] = {}
        self.waiting: columnwise.Waiting = []
        self.columnwise = columnwise.Columnwise(self) if columnwise.fits(self) else None

    def run(self, patches: Patches, progress: Callable[[int], None]) -> None:
        """Read every row. ``patches`` (1-based row → column → value) hold corrections, merged cells and broken
        formulas.
        """
        first, known, described, wait = self.plan.first_row, self.known, self.described, self.waiting.append
        width = max((c.index for c in self.columns), default=0) + 1
        locate, person = self._picker(LOCATION), self._picker(PERSON)
        plain = plainrows.PlainRows(self) if plainrows.fits(self) else None
        here = said = _NOWHERE  # place and person of the row above, while they speak for themselves
        number, who = 0, -1
        for row in self.sheet.rows():
            number += 1
            if number < first:
                continue
            if number in patches or len(row) < width:
                row = _patched(row, width, patches.get(number, {}))
            place, facts = locate(row), person(row)
            if place != here or facts != said:
                here, said = place, facts
                who = known.get(place, -2)
                if who == -2 and plain is not None and (who := plain.take(row, number, facts)) >= 0:
                    known[place] = who
                elif who < 0:
                    here, who = _NOWHERE, classify(self, row, number)
                    if who < 0 and not self.next_table:
                        continue
                    if self.next_table:
                        break
                    if self.home.room_text(row) != "" and not self.home.carried:
                        known[place], here = who, place
                if described.get(who) != facts:
                    described[who] = facts
                    self.home.describe(who, row, number)
                self.previous = who
            wait((row, number, who))
            if not number % BLOCK:
                self.catch_up()
                progress(number)
        self._finish(number)

    def catch_up(self) -> None:
        """Understand what the rows read so far owe: at the end of a block, and before an odd row is looked at."""
        if self.columnwise and self.waiting:
            self.columnwise.take(self.waiting)
        else:
            for row, number, who in self.waiting:
                self.charge(row, number, who)
        self.waiting.clear()

    def _finish(self, number: int) -> None:
        self.catch_up()
        self.columnwise = None  # it knows this walk: a circle would keep all rows until the collector comes
        self.rows_read = number
        self.home.finish()
        if self.row_totals:
            self.row_totals.close()
            self.totals.column_sum = self.row_totals.sum

    def _picker(self, names: tuple[str, ...]) -> Callable[[Row], Any]:
        """The cells of some fields at once, for look-ups."""
        wanted = [i for name in names for i in self.home.columns[name]]
        if names is LOCATION and not self.home.columns["room"]:
            wanted += self.home.columns["owner"]
        return itemgetter(*wanted) if wanted else (lambda row: "")

    def extras(self, row: Row, number: int) -> tuple[datetime.date | None, str, str]:
        """The row's own due date, its remarks and its object (a parking space …)."""
        due = self._due(row, number) if self.due_column is not None else None
        note = " ".join(t for i in self.notes if (t := text_of(row[i])))
        return due, note, " ".join(t for i in self.objects if (t := text_of(row[i])))

    def charge(self, row: Row, number: int, who: int) -> None:
        """Lines of a household row."""
        if self.plan.status >= 0 and opening.is_settled(row[self.plan.status], asks_debt=self.plan.status_asks_debt):
            return
        item = kind = ""
        if self.item_column is not None:
            found = self._item(row, number)
            if found is None:
                self.totals.add(number, text_of(row[self.item_column]), row)
                return
            item, kind = found
        if self.computes:
            computed.charge(self, row, number, who, item=item, kind=kind)
            return
        if self.plan.lump:
            settle(self, row, number, who)
            return
        shared: Period | None = None
        for index, scale, group in self.leads:
            value = row[index]
            if group.is_simple:
                if value == "":
                    continue
                scaled = value * scale if value.__class__ is float and 0 < value < 1e11 else 0.5
                fen = int(scaled + 0.5)  # the clean cell, inline: this runs for every amount of every row
                if not (0 < fen < 10**13 and -1e-4 < scaled - fen < 1e-4):
                    fen = self.owed.fen(value, group.lead, number)
                parts = Parts(fen) if fen else None
            elif value in ("", 0) and len(group.columns) == 1:
                continue
            else:
                parts = self.owed.parts(row, number, group)
            if parts is None or not parts.outstanding:
                continue
            period = group.period
            if period is not None and period.start is None and period.end is None:
                period = self._completed(period, row)
            if period is None and (own := self.own_when.get((group.item, group.lead.pair))):
                period = self.period(row, number, own)
            elif period is None:
                named = group.kind if group.item else kind
                if shared is None and not group.is_late and named not in columnwise.APART[1:]:
                    shared = self.period(row, number)
                period = shared or NO_PERIOD
            self.emit(row, number, who, group, item, kind, period, parts)
        if self.row_totals:
            self.row_totals.see(row, number, who)

    def enter_period(self, period: Period) -> None:
        """The rows below a section row such as ``2023年`` belong to it; their own cells may leave the year to it."""
        self.section_period, self.previous = period, -1
        self.periods_seen.clear()
        for when in (self.when, *self.own_when.values()):
            when.year_above = period.start.year if period.start else None

    def _completed(self, period: Period, row: Row) -> Period:
        """A month column without a year takes the year of the row's 年度 column or of the section it stands in."""
        year = None
        if self.when.year is not None and (own := periods.parse_value(row[self.when.year])) and own.start:
            year = own.start.year
        elif self.section_period and self.section_period.start:
            year = self.section_period.start.year
        return (periods.parse_text(period.label, year) if year else None) or period

    def emit(
        self, row: Row, number: int, who: int, group: Group, item: str, kind: str, period: Period, parts: Parts
    ) -> None:
        """Put one amount where it belongs: late charges and deposits apart from the lines."""
        if group.item:
            item, kind = group.item, group.kind
        elif not item:
            item = self.section_item or self.plan.default_item
            kind = items.kind_of(item)
        sheet = self.plan.sheet
        if kind == items.LATE_CHARGE or group.is_late:
            self.late.append(SideAmount(who, sheet, number, item, parts.outstanding))
            return
        if kind == items.DEPOSIT:
            self.deposits.append(SideAmount(who, sheet, number, item, parts.outstanding))
            return
        due, note, thing = self.extras(row, number) if self.has_extras else NOTHING_MORE
        start, end, label, _ = period
        index = group.lead.index
        self.lines.append(Line(who, sheet, number, index, item, kind, start, end, label, due, *parts, note, thing))

    def _item(self, row: Row, number: int) -> tuple[str, str] | None:
        """(fee item, kind); None for a subtotal word in the item column."""
        value = row[self.item_column or 0]
        if value in self.items_seen:
            found = self.items_seen[value]
        else:
            name = items.item_name(text_of(value))
            if not self.when.cells:
                name, self._item_periods[value] = headers.dated_item(name, self.plan.default_year)
            found = None if name and _TOTAL_ITEM.search(name) else (name, items.kind_of(name) if name else "")
            self.items_seen[value] = found
        return self._no_item(row, number) if found == ("", "") else found

    def _no_item(self, row: Row, number: int) -> tuple[str, str]:
        """A blank cell in the fee item column: the section's or sheet's item, else 物业费, reported."""
        if self.section_item or self.plan.default_item or all(g.item for g in self.groups):
            return "", ""
        if any(compact(row[g.lead.index]) not in ("", "-", "0") for g in self.groups):
            index = self.item_column or 0
            self.problems.add(self.plan.sheet, number, "item_missing", index=index, label=self.columns[index].label)
        return "物业费", items.PROPERTY_FEE

    def period(self, row: Row, number: int, own: RowPeriods | None = None) -> Period:
        """The row's period (or that of an item with ``own`` period columns); doubtful ones are reported, missing ones
        once for the sheet.
        """
        when = own or self.when
        cells = when.cells
        if not cells:
            named = self._item_periods.get(row[self.item_column]) if self.item_column is not None else None
            period = named or self.section_period or self.plan.default_period
            self.undated += period is None
            return period or NO_PERIOD
        key = tuple([row[i] for i in cells])
        known = self.periods_seen.get(key)
        if known is not None:
            return known
        period, cacheable = when.read(row)
        if period is None:
            period = self.section_period or Period(None, None, "", "period_missing")
        if period.code:
            shown = "-".join(text_of(v) for v in key if v not in ("", None))
            label = self.columns[cells[0]].label
            self.problems.add(self.plan.sheet, number, period.code, index=cells[0], label=label, value=shown)
            return Period(None, None, shown) if period.code == "period_reversed" else period
        if cacheable:
            self.periods_seen[key] = period
        return period

    def _due(self, row: Row, number: int) -> datetime.date | None:
        index = self.due_column or 0
        value = row[index]
        if not compact(value):
            return None
        period = periods.parse_value(value)
        if period is None or period.end is None:
            label = self.columns[index].label
            self.problems.add(self.plan.sheet, number, "due_unreadable", index=index, label=label, value=value)
            return None
        return period.end


def _patched(row: Row, width: int, cells: dict[int, Any]) -> Row:
    """A copy of the row, padded to the plan's width, with some cells replaced."""
    row = row + [""] * (width - len(row))
    for index, value in cells.items():
        if index < len(row):
            row[index] = value
    return row

"""Reads the rows of one sheet by its plan. Household rows run through a short path; everything else is looked at slowly."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Iterator
from operator import itemgetter
from typing import Any, NamedTuple

from jiefen.ledger.imports import headers, items, periods, rooms
from jiefen.ledger.imports.cells import Amount, amount, compact, looks_like_error, text_of
from jiefen.ledger.imports.grid import Row
from jiefen.ledger.imports.headers import LATE, OFFSET, OUTSTANDING, RECEIVABLE, RECEIVED, WAIVED
from jiefen.ledger.imports.households import LOCATION, PERSON, Household, Registry
from jiefen.ledger.imports.periods import Period
from jiefen.ledger.imports.plan import ColumnPlan, SheetPlan
from jiefen.ledger.imports.problems import Problems
from jiefen.ledger.imports.reader import Sheet
from jiefen.ledger.imports.result import Line, SideAmount
from jiefen.ledger.imports.totals import Totals
from jiefen.ledger.imports.when import RowPeriods

NO_PERIOD = Period(None, None)
NO_VALUE = "=?"  # a formula cell that was saved without its result
_FOOTER = re.compile(r"制表|审核|复核|打印|负责人|财务|编制|填表|备注|说明|^注|主管|经理|日期|签字|盖章|第\d+页|单位|联系|公司|截止|截至|温馨提示|统计")
_MONEY = ("amount", "total")


class Group(NamedTuple):
    """Amount columns of one fee item and period. ``simple`` groups have only what is owed."""

    item: str
    kind: str
    period: Period | None
    columns: dict[str, ColumnPlan]
    lead: ColumnPlan


class SheetWalk:
    """One pass over one sheet. Results land in ``lines``, ``late``, ``deposits``; ``held`` are lines waiting for a decision."""

    def __init__(self, sheet: Sheet, plan: SheetPlan, registry: Registry, *, text_source: bool) -> None:
        self.sheet, self.plan, self.problems = sheet, plan, registry.problems
        self.home = Household(registry, plan)
        self.lines: list[Line] = []
        self.late: list[SideAmount] = []
        self.deposits: list[SideAmount] = []
        self.totals = Totals(plan, self.lines, self.late, self.deposits)
        self.when = RowPeriods(plan, is_text_source=text_source)
        self.columns = plan.columns
        self.width = max((c.index for c in plan.columns), default=0) + 1
        self.known: dict[Any, int] = {}
        self.described: dict[int, Any] = {}
        self.groups = _groups(plan)
        self.item_column = plan.first("item")
        self.due_column, self.object_column = plan.first("due_on"), plan.first("object_no")
        self.notes = [c.index for c in plan.by_field("note")]
        self.total_columns = [c for c in plan.by_field("total") if not c.item and not c.start and not c.period_text]
        self.previous = -1
        self.section_period: Period | None = None
        self.section_item = ""
        self.rows_read = 0
        self.next_table = 0  # spreadsheet row of a different header: the rows below are another table
        self._period_cache: dict[Any, Period] = {}
        self._item_cache: dict[Any, tuple[str, str] | None] = {}
        self._texts: dict[tuple[str, int], Amount] = {}
        self._undated = 0

    def run(self, patches: dict[int, dict[int, Any]], progress: Callable[[int], None]) -> None:
        """Read every row. ``patches`` (1-based row → column → value) hold corrections, merged cells and broken formulas."""
        plan, known, width = self.plan, self.known, self.width
        pick, person = self._picker(LOCATION), self._picker(PERSON)
        described = self.described
        number = 0
        for row in self.sheet.rows():
            number += 1
            if number < plan.first_row:
                continue
            if number in patches:
                row = [*row, *[""] * (width - len(row))]
                for index, value in patches[number].items():
                    if index < len(row):
                        row[index] = value
            elif len(row) < width:
                row = row + [""] * (width - len(row))
            key = pick(row)
            who = known.get(key, -2)
            if who == -2:
                who = self._other_row(row, number)
                if who < 0:
                    if self.next_table:
                        break
                    continue
                if self.home.room_text(row) != "" and not self.home.carried:
                    known[key] = who
            facts = person(row)
            if described.get(who) != facts and self._new_facts(row, number, who):
                described[who] = facts
            self.previous = who
            self._charges(row, number, who)
            if not number % 5000:
                progress(number)
        self.rows_read = number
        self.home.finish()

    def _picker(self, names: tuple[str, ...]) -> Callable[[Row], Any]:
        """The cells of some fields at once, for look-ups."""
        wanted = [i for name in names for i in self.home.columns[name]]
        if not self.home.columns["room"] and names is LOCATION:
            wanted += self.home.columns["owner"]
        return itemgetter(*wanted) if wanted else (lambda row: "")

    def _new_facts(self, row: Row, number: int, who: int) -> bool:
        """Take the person cells of a row; always True so that the same cells are not read again."""
        self.home.describe(who, row, number)
        return True

    def _charges(self, row: Row, number: int, who: int) -> None:
        """Lines of a household row."""
        item = kind = ""
        if self.item_column is not None:
            found = self._item(row[self.item_column])
            if found is not None and not found[0]:
                found = self._no_item(row, number)
            if found is None:
                self.totals.add(number, text_of(row[self.item_column]), row)
                return
            item, kind = found
        if self.plan.lump:
            self._settle(row, number, who)
            return
        shared: Period | None = None
        for group in self.groups:
            columns = group.columns
            if len(columns) == 1:
                value = row[group.lead.index]
                if value == "" or value == 0:
                    continue
                fen = self._fen(value, group.lead, number)
                if not fen:
                    continue
                parts = (fen, None, 0, 0, 0) if OUTSTANDING in columns else self._parts(row, number, group)
            else:
                parts = self._parts(row, number, group)
            if parts is None or not parts[0]:
                continue
            period = group.period
            if period is None and LATE in columns:
                period = NO_PERIOD
            elif period is None:
                shared = shared or self._period(row, number)
                period = shared
            self._emit(row, number, who, group, item, kind, period, parts)
        if self.total_columns and not self.plan.lump:
            self._check_total(row, number)

    def _emit(
        self, row: Row, number: int, who: int, group: Group, item: str, kind: str, period: Period,
        parts: tuple[int, int | None, int, int, int],
    ) -> None:
        if group.item or not item:
            item, kind = group.item or self.section_item or self.plan.default_item, group.kind
            if not group.item and self.section_item:
                kind = items.kind_of(item)
        name = self.plan.sheet
        if LATE in group.columns or kind == items.LATE_CHARGE:
            self.late.append(SideAmount(who, name, number, item, parts[0]))
            return
        if kind == items.DEPOSIT:
            self.deposits.append(SideAmount(who, name, number, item, parts[0]))
            return
        due = self._due(row, number) if self.due_column is not None else None
        note = " ".join(t for i in self.notes if (t := text_of(row[i]))) if self.notes else ""
        thing = text_of(row[self.object_column]) if self.object_column is not None else ""
        self.lines.append(
            Line(who, name, number, group.lead.index, item, kind, period.start, period.end, period.label, due, *parts, note, thing)
        )

    def _fen(self, value: Any, column: ColumnPlan, number: int) -> int:
        """分 of one amount cell; 0 when blank or held back (reported)."""
        if value.__class__ is float:
            scaled = value * column.scale
            whole = int(scaled + 0.5)
            if whole > 0 and -1e-4 < scaled - whole < 1e-4 and whole < 10**13:
                return whole
        elif value.__class__ is str and column.scale == 100 and value.isascii() and value.replace(".", "", 1).isdigit():
            left, _, right = value.partition(".")
            if len(right) <= 2 and len(left) <= 10:
                return int(left or 0) * 100 + int(right.ljust(2, "0"))
        cache_key = (value, column.scale) if isinstance(value, str) else None
        found = self._texts.get(cache_key) if cache_key else None
        if found is None:
            found = amount(value, column.scale)
            if cache_key:
                self._texts[cache_key] = found
        code = found.code
        if isinstance(value, str) and value == NO_VALUE:
            code = "formula_no_value"
        if code and not self.problems.add(self.plan.sheet, number, code, index=column.index, label=column.label, value="" if value == NO_VALUE else value):
            return 0
        if found.fen is None:
            return 0
        if found.fen < 0 and not self.problems.add(self.plan.sheet, number, "negative_amount", index=column.index, label=column.label, value=value):
            return 0
        return found.fen

    def _parts(self, row: Row, number: int, group: Group) -> tuple[int, int | None, int, int, int] | None:
        """(outstanding, receivable, received, offset, waived) of a group whose parts stand in their own columns."""
        columns = group.columns
        if LATE in columns:
            return self._fen(row[group.lead.index], group.lead, number), None, 0, 0, 0
        raw = {m: self._quiet(row[c.index], c) for m, c in columns.items()}
        for measure in (RECEIVABLE, RECEIVED, OFFSET, WAIVED):
            if measure in columns and raw[measure].code and raw[measure].code != "amount_rounded":
                self.problems.add(self.plan.sheet, number, "outstanding_mismatch", index=columns[measure].index, label=columns[measure].label,
                                  value=row[columns[measure].index], message=f"“{columns[measure].label}”这一格看不懂,没有用它核对欠费。")
        receivable = raw[RECEIVABLE].fen if RECEIVABLE in raw else None
        received, offset, waived = (abs(raw[m].fen or 0) if m in raw else 0 for m in (RECEIVED, OFFSET, WAIVED))
        computed = None if receivable is None else receivable - received - offset - waived
        if OUTSTANDING not in columns:
            return self._computed(row, number, group, computed, receivable, received, offset, waived)
        column = columns[OUTSTANDING]
        value = row[column.index]
        if raw[OUTSTANDING].fen is None and computed and (value in ("", NO_VALUE) or looks_like_error(value)):
            self.problems.add(self.plan.sheet, number, "outstanding_recomputed", index=column.index, label=column.label, value="")
            return self._computed(row, number, group, computed, receivable, received, offset, waived)
        owed = self._fen(value, column, number)
        can_check = len(columns) > 2 or RECEIVABLE not in columns
        if computed is not None and can_check and owed and abs(computed - owed) > 1:
            self.problems.add(self.plan.sheet, number, "outstanding_mismatch", index=column.index, label=column.label, value=value)
        return owed, receivable, received, offset, waived

    def _computed(
        self, row: Row, number: int, group: Group, computed: int | None, receivable: int | None, received: int, offset: int, waived: int
    ) -> tuple[int, int | None, int, int, int] | None:
        if computed is None:
            column = group.lead
            value = row[column.index]
            if column.measure == RECEIVABLE and compact(value) and amount(value).code:
                self._fen(value, column, number)
            return None
        if computed < 0 and not self.problems.add(
            self.plan.sheet, number, "negative_amount", index=group.lead.index, label=group.lead.label, value=row[group.lead.index],
            message="已收多于应收,算出来是负数,可能是预存。",
        ):
            return None
        return computed, receivable, received, offset, waived

    def _quiet(self, value: Any, column: ColumnPlan) -> Amount:
        return amount(value, column.scale)

    def _item(self, value: Any) -> tuple[str, str] | None:
        """(fee item, kind); None for a subtotal word in the item column."""
        if value in self._item_cache:
            return self._item_cache[value]
        name = items.item_name(text_of(value))
        found = None if name and re.search(r"小计|合计|总计|^total", name, re.IGNORECASE) else (name, items.kind_of(name) if name else "")
        self._item_cache[value] = found
        return found

    def _no_item(self, row: Row, number: int) -> tuple[str, str]:
        """A blank cell in the fee item column: the section's or sheet's item, else 物业费, reported."""
        if self.section_item or self.plan.default_item or all(g.item for g in self.groups):
            return "", ""
        if any(compact(row[g.lead.index]) not in ("", "-", "0") for g in self.groups):
            index = self.item_column or 0
            self.problems.add(self.plan.sheet, number, "item_missing", index=index, label=self.columns[index].label)
        return "物业费", items.PROPERTY_FEE

    def _period(self, row: Row, number: int) -> Period:
        """The row's period; doubtful ones are reported, missing ones once for the sheet."""
        cells = self.when.cells
        if not cells:
            period = self.section_period or self.plan.default_period
            if period is None:
                self._undated += 1
            return period or NO_PERIOD
        key = tuple([row[i] for i in cells])
        known = self._period_cache.get(key)
        if known is not None:
            return known
        period, cacheable = self.when.read(row)
        if period is None:
            period = self.section_period or Period(None, None, "", "period_missing")
        if period.code:
            index = cells[0]
            shown = "-".join(text_of(v) for v in key if v not in ("", None))
            self.problems.add(self.plan.sheet, number, period.code, index=index, label=self.columns[index].label, value=shown)
            if period.code == "period_reversed":
                period = Period(None, None, shown, period.code)
        elif cacheable:
            self._period_cache[key] = period
        return period

    def _due(self, row: Row, number: int) -> datetime.date | None:
        index = self.due_column or 0
        value = row[index]
        if value in ("", None) or not compact(value):
            return None
        period = periods.parse_value(value)
        if period is None or period.end is None:
            self.problems.add(self.plan.sheet, number, "due_unreadable", index=index, label=self.columns[index].label, value=value)
            return None
        return period.end

    def _check_total(self, row: Row, number: int) -> None:
        """Compare the row's own 合计 with what was read from it."""
        column = self.total_columns[0]
        value = row[column.index]
        if value == "" or value == NO_VALUE:
            return
        stated = self._quiet(value, column).fen
        if stated is None:
            return
        self.totals.column_sum = (self.totals.column_sum or 0) + stated
        fees, late, deposit = self._row_sums(row)
        if all(abs(stated - x) > max(2, len(self.groups) // 2) for x in (fees, fees + late, fees - deposit, fees - deposit + late)):
            self.problems.add(self.plan.sheet, number, "row_total_mismatch", index=column.index, label=column.label, value=value)

    def _row_sums(self, row: Row) -> tuple[int, int, int]:
        fees = late = deposit = 0
        for group in self.groups:
            if OUTSTANDING in group.columns or LATE in group.columns:
                fen = self._quiet(row[group.lead.index], group.lead).fen or 0
            else:
                fen = sum((self._quiet(row[c.index], c).fen or 0) * (1 if m == RECEIVABLE else -1) for m, c in group.columns.items())
            if LATE in group.columns:
                late += fen
            else:
                fees += fen
                deposit += fen if group.kind == items.DEPOSIT else 0
        return fees, late, deposit

    def _settle(self, row: Row, number: int, who: int) -> None:
        from jiefen.ledger.imports.lump import settle

        settle(self, row, number, who)

    def _other_row(self, row: Row, number: int) -> int:
        from jiefen.ledger.imports.oddrows import classify

        return classify(self, row, number)


def _groups(plan: SheetPlan) -> list[Group]:
    """Amount columns by (item, period), in sheet order; late charges stand alone."""
    found: dict[Any, dict[str, ColumnPlan]] = {}
    for column in plan.columns:
        if column.field != "amount":
            continue
        measure = column.measure or OUTSTANDING
        where = (column.item, column.start, column.end, column.period_text if not column.start else "", column.index if measure == LATE else -1)
        while measure in found.get(where, {}):
            where = (*where[:4], column.index)
        found.setdefault(where, {})[measure] = column
    groups = []
    for columns in found.values():
        if not {OUTSTANDING, RECEIVABLE, LATE} & set(columns):
            continue
        lead = columns.get(OUTSTANDING) or columns.get(RECEIVABLE) or columns[LATE]
        item = lead.item or ("滞纳金" if LATE in columns else "")
        kind = items.kind_of(item or plan.default_item)
        groups.append(Group(item, kind, lead.period, columns, lead))
    return groups


def vertical_fills(sheet: Sheet, plan: SheetPlan, rows: Iterable[Row]) -> dict[int, dict[int, Any]]:
    """Values of vertically merged cells for the rows below their first: identity, item and period columns only."""
    wanted = {c.index for c in plan.columns if c.field not in (*_MONEY, "unknown", "", "seq")}
    tops: dict[int, list[tuple[int, int, int]]] = {}
    for r0, c0, r1, _c1 in sheet.merges:
        if r1 > r0 and c0 in wanted and r0 + 1 >= plan.first_row:
            tops.setdefault(r0, []).append((c0, r1, r0))
    fills: dict[int, dict[int, Any]] = {}
    if not tops:
        return fills
    for at, row in enumerate(rows):
        for column, last, _ in tops.get(at, ()):
            for below in range(at + 1, last + 1):
                fills.setdefault(below + 1, {})[column] = row[column] if column < len(row) else ""
    return fills


def head_rows(sheet: Sheet, count: int) -> Iterator[Row]:
    """The first rows of a sheet."""
    for at, row in enumerate(sheet.rows()):
        if at >= count:
            return
        yield row


__all__ = ["Group", "SheetWalk", "head_rows", "headers", "rooms", "vertical_fills"]

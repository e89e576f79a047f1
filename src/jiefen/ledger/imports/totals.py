"""Total and subtotal rows: recognised, never counted, compared with our own sums."""

from __future__ import annotations

import re
from operator import itemgetter
from typing import Any, NamedTuple

from jiefen.ledger.imports import headers
from jiefen.ledger.imports.cells import amount, compact
from jiefen.ledger.imports.grid import Row
from jiefen.ledger.imports.headers import OUTSTANDING, RECEIVABLE
from jiefen.ledger.imports.plan import ColumnPlan, SheetPlan
from jiefen.ledger.imports.problems import Problems
from jiefen.ledger.imports.result import Line, SideAmount, StatedTotal
from jiefen.rules.money import format_yuan

_CARRIED = re.compile(
    r"^(?:承|接|转|过|续)[上前下次]?页|上页(?:结转|转来)|转[入下]?[次下]页|页结转"
)  # a running total, stated again
WORD = re.compile(
    rf"小计|合计|总计|共计|总合|汇总$|累计$|^本页|^共\d+(?:条|户|笔|行|项|套)|^total|grandtotal|subtotal|^sum|{_CARRIED.pattern}",
    re.IGNORECASE,
)
PROVEN = "等于各项之和"  # ColumnPlan.why of a total that adds up
PARTIAL = "是旁边几列的小计"  # … of one that adds up only its neighbours
_GRAND = re.compile(r"总计|总合计|全部|grandtotal|^total|总合", re.IGNORECASE)
_SUB = re.compile(r"小计|本页|subtotal|栋|幢|号楼|单元|座合计|楼合计|项合计", re.IGNORECASE)
_COUNT = re.compile(r"(?:户|笔|人|套|件|间)数[::]?$")  # 合计户数 counts households, not money
_IN_TEXT = re.compile(  # 合计:8户,欠费3017.88元 names households first
    r"(?:[::,;]|¥|为|计|费|款|额)\s*(-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)(?![\d.,]*[\d户笔套间人个月%.])\s*(万)?(元)?"
)

_OUTSTANDING = itemgetter(Line._fields.index("outstanding_fen"))


_SETTLED = (headers.RECEIVED, headers.OFFSET, headers.WAIVED)
_TOTAL_CHARACTERS = frozenset("计总页共計總頁")


def may_be_total(text: str) -> bool:
    """A quick no for almost every text that is not the label of a total row."""
    return not _TOTAL_CHARACTERS.isdisjoint(text) or text[0] in "TtSsGg"


def grand_column(plan: SheetPlan) -> ColumnPlan | None:
    """The total column of whole rows: of several, the first proven on the sample rows (a 小计 of some items is not)."""
    whole = [
        c
        for c in plan.by_field("total")
        if not (c.item or c.start or c.period_text) and c.why != PARTIAL and c.measure not in _SETTLED
    ]
    whole = whole or [c for c in plan.by_field("total") if c.why == PROVEN and not c.item and _covers_all(plan, c)]
    return next((c for c in whole if c.why == PROVEN), whole[0] if whole else None)


def _covers_all(plan: SheetPlan, total: ColumnPlan) -> bool:
    """Whether a dated total (上半年合计) holds every amount of the sheet."""
    spans = [(c.start, c.end) for c in plan.by_field("amount")]
    return bool(total.start and spans) and all(a and total.start <= a and b <= total.end for a, b in spans)


class _Sum(NamedTuple):
    """Σ fees, late charges and deposits read so far, 分. A file's own total may or may not include the last two."""

    fees: int = 0
    late: int = 0
    deposits: int = 0

    def choices(self) -> tuple[int, int, int, int]:
        """The sums a clerk may have meant, likeliest first."""
        return self.fees, self.fees + self.late, self.fees + self.deposits, self.fees + self.late + self.deposits

    def plus(self, other: _Sum) -> _Sum:
        """Both together."""
        return _Sum(self.fees + other.fees, self.late + other.late, self.deposits + other.deposits)


class _Seen(NamedTuple):
    row: int
    label: str
    stated: int
    since: _Sum
    overall: _Sum


class Totals:
    """Collects the total rows of one sheet while it is read; ``finish`` says which is the grand total and what
    differs.
    """

    def __init__(self, plan: SheetPlan, lines: list[Line], late: list[SideAmount], deposits: list[SideAmount]) -> None:
        self.plan, self.lines, self.late, self.deposits = plan, lines, late, deposits
        self._at = (0, 0, 0)
        self._before = _Sum()
        self.seen: list[_Seen] = []
        self.column_sum: int | None = None
        self._total = grand_column(plan)
        self._owed = [c for c in plan.columns if c.field == "amount" and c.measure == OUTSTANDING]
        self._due = [c for c in plan.columns if c.field == "amount" and c.measure == RECEIVABLE]
        self._minus = [
            c
            for c in plan.columns
            if c.field == "amount" and c.measure in (headers.RECEIVED, headers.OFFSET, headers.WAIVED)
        ]
        self._skip = {c.index for c in plan.columns if c.field in ("note", "amount", "total", "phone", "area")}

    def label_in(self, row: Row) -> str:
        """The label of a total row (``6栋小计``, ``合 计``); '' for other rows."""
        for index, value in enumerate(row):
            if value.__class__ is str and value and index not in self._skip and may_be_total(value):
                text = compact(value)
                if len(text) <= 40 and WORD.search(text) and not _COUNT.search(text):
                    return text
        return ""

    def bare_label(self, row: Row) -> str:
        """A total word in any cell, for rows that name no household."""
        return next((t for v in row if isinstance(v, str) and len(t := compact(v)) <= 40 and WORD.search(t)), "")

    def stated_in(self, row: Row, label: str) -> int | None:
        """The amount a total row states: the 合计 column, else the sum of what is owed, else a number in its label."""

        def fen(index: int, scale: int) -> int | None:
            return amount(row[index], scale).fen if index < len(row) else None

        if self._total is not None and (value := fen(self._total.index, self._total.scale)) is not None:
            return value
        for columns in (self._owed, self._due):
            values = [v for c in columns if (v := fen(c.index, c.scale)) is not None]
            if values:
                less = sum(fen(c.index, c.scale) or 0 for c in self._minus) if columns is self._due else 0
                return sum(values) - less
        found = list(_IN_TEXT.finditer(label))
        match = next((m for m in found if m[3]), found[0] if found else None)
        return amount(match[1], 1_000_000 if match[2] else self.plan.scale).fen if match else None

    def matches_running(self, row: Row) -> bool:
        """Whether a row without any label states exactly what was read since the start or since the last total."""
        stated = self.stated_in(row, "")
        since = self._since()
        return stated is not None and stated in (*since.choices(), *self._before.plus(since).choices())

    def add(self, number: int, label: str, row: Row) -> None:
        """Note a total row; a sum carried to the next page says nothing new."""
        if _CARRIED.search(label):
            return
        stated = self.stated_in(row, label)
        since = self._since()
        self._at = len(self.lines), len(self.late), len(self.deposits)
        self._before = self._before.plus(since)
        if stated is not None:
            self.seen.append(_Seen(number, label, stated, since, self._before))

    def _since(self) -> _Sum:
        """What was read after the last total row."""
        a, b, c = self._at
        return _Sum(
            sum(map(_OUTSTANDING, self.lines[a:])),
            sum(side.fen for side in self.late[b:]),
            sum(side.fen for side in self.deposits[c:]),
        )

    def finish(self, problems: Problems) -> tuple[list[StatedTotal], int | None]:
        """(every stated total with ours beside it, the sheet's grand total or None)."""
        since = self._since()
        overall = self._before.plus(since)
        self.seen = [s._replace(overall=overall) if s.overall == _Sum() else s for s in self.seen]  # a total on top
        grand_at = self._grand_index(overall)
        found, subtotals = [], 0
        for at, seen in enumerate(self.seen):
            is_grand = at == grand_at
            subtotals += 0 if is_grand or seen.since == _Sum() else seen.stated
            computed = self._nearest(seen, is_grand)
            found.append(
                StatedTotal(
                    self.plan.sheet, seen.row, seen.label, "grand" if is_grand else "subtotal", seen.stated, computed
                )
            )
            if seen.stated != computed:
                self._report(problems, seen, computed)
        grand = self.seen[grand_at].stated if grand_at is not None else None
        if grand is None and self.seen and since == _Sum():
            grand = subtotals
        if grand is None and self.column_sum is not None:
            grand = self.column_sum
            found.append(
                StatedTotal(self.plan.sheet, 0, self._total.label if self._total else "", "column", grand, overall.fees)
            )
        return found, grand

    def _grand_index(self, overall: _Sum) -> int | None:
        """The last row marked 总计; else the last total when it is not plainly a subtotal."""
        if not self.seen:
            return None
        marked = [i for i, s in enumerate(self.seen) if _GRAND.search(s.label)]
        if marked:
            return marked[-1]
        last, several = self.seen[-1], len(self.seen) > 1
        if last.overall != overall or (_SUB.search(last.label) and (several or last.stated not in overall.choices())):
            return None
        if (
            last.stated not in overall.choices()
            and several
            and last.since != _Sum()
            and last.stated in last.since.choices()
        ):
            return None
        return len(self.seen) - 1

    def _nearest(self, seen: _Seen, is_grand: bool) -> int:
        choices: tuple[int, ...] = seen.overall.choices()
        if not is_grand and (seen.since != _Sum() or len(self.seen) == 1):
            choices = (*seen.since.choices(), *choices)
        choices = (*choices, *self._of_item(seen.label))
        if seen.stated in choices or (not is_grand and self._sums_up(seen)):
            return seen.stated
        return choices[0]

    def _of_item(self, label: str) -> tuple[int, ...]:
        """What the lines of one fee item add up to, for a total such as 物业费合计."""
        name = WORD.sub("", label)
        found = [line.outstanding_fen for line in self.lines if line.item == name] if name else []
        return (sum(found),) if found else ()

    def _sums_up(self, seen: _Seen) -> bool:
        """Whether a total repeats or joins the subtotals right above it (unit → building → page)."""
        at, running = self.seen.index(seen), _Sum()
        for earlier in reversed(self.seen[max(0, at - 60) : at + 1]):
            running = running.plus(earlier.since)
            if seen.stated in running.choices():
                return True
        return False

    def _report(self, problems: Problems, seen: _Seen, computed: int) -> None:
        difference = seen.stated - computed
        column: Any = self._total or (self._owed[0] if self._owed else None)
        problems.add(
            self.plan.sheet,
            seen.row,
            "total_mismatch",
            index=column.index if column else -1,
            label=column.label if column else "",
            value=format_yuan(seen.stated),
            message=f"“{seen.label}”写的是 {format_yuan(seen.stated)} 元，逐行相加是 {format_yuan(computed)} 元，相差 {format_yuan(difference)} 元。",
        )

"""How a sheet is understood: one SheetPlan a sheet, as plain data a clerk can correct on screen and we can
store as JSON.
"""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import re
from dataclasses import dataclass, field
from typing import Any, Final

from jiefen.ledger.imports.cells import compact
from jiefen.ledger.imports.periods import Period

NO_ROOMS: Final = "sheet_without_rooms"  # skip_code of a table that looks like a summary
CONFIRMED: Final = "由你确认"  # ColumnPlan.why of a column whose meaning a clerk gave


@dataclass(slots=True)
class ColumnPlan:
    """One column. ``field``: room, owner, … or ``amount`` / ``total`` / ``ignore`` / ``unknown``.

    Amount columns also carry ``measure`` (outstanding, receivable, received, offset, waived, late_charge), the fee
    ``item`` and the ISO dates of their period, each empty when it comes from the row. ``scale``: 分 per unit.
    """

    index: int
    label: str
    field: str
    measure: str = ""
    item: str = ""
    start: str = ""
    end: str = ""
    period_text: str = ""
    pair: str = ""  # of 欠费期间2 and 金额2: what joins them
    scale: int = 100
    mark: int = -1  # the column whose tick means that this amount is paid
    confidence: float = 1.0
    why: str = ""

    @property
    def period(self) -> Period | None:
        """The column's own period, None when the row says it."""
        if not (self.start or self.end or self.period_text):
            return None
        return Period(_day(self.start), _day(self.end), "" if self.start and self.end else self.period_text)

    @property
    def is_detailed(self) -> bool:
        """Whether an amount column names its own fee item or period."""
        return bool(self.item or self.start or self.period_text or self.pair)

    def set_period(self, period: Period | None) -> None:
        """Store a period as ISO text."""
        self.start = period.start.isoformat() if period and period.start else ""
        self.end = period.end.isoformat() if period and period.end else ""

    def taught_by(self, teacher: ColumnPlan) -> ColumnPlan:
        """The meaning another column was given, with this one's own period and unit."""
        if teacher.field in ("", "unknown"):
            return self
        own = {name: getattr(self, name) for name in ("label", "start", "end", "period_text", "pair", "scale", "mark")}
        return dataclasses.replace(teacher, **own)


def _day(text: str) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


@dataclass(slots=True)
class SheetPlan:
    """One sheet. ``header_rows`` and ``first_row`` are 1-based spreadsheet rows; ``skip`` sheets are not read."""

    sheet: str
    kind: str = "arrears"
    skip: bool = False
    skip_code: str = ""
    why: str = ""
    header_rows: list[int] = field(default_factory=list)
    first_row: int = 1
    columns: list[ColumnPlan] = field(default_factory=list)
    scale: int = 100
    layout: str = ""
    estate: str = ""
    default_phase: str = ""
    default_building: str = ""
    default_entrance: str = ""
    default_item: str = ""
    default_start: str = ""
    default_end: str = ""
    default_year: int | None = None
    paid_by: str = ""  # the way of paying a whole sheet of payments is about: 微信, 支付宝, 刷卡
    as_of: str = ""  # the month (2024-06) at whose end the sheet counts what is owed
    tenth_is: int = 0
    end_is_month: bool = False
    start_is_month: bool = False
    end_is_after: bool = False  # the end date is the first day not owed any more
    ticks_paid: bool = False  # √ in an amount column means paid
    ticked: list[tuple[int, str, str]] = field(
        default_factory=list
    )  # columns that hold only √ and ×, first and last day
    sums: dict[str, list[int]] = field(default_factory=dict)  # a column of receipts and those added to it
    row_kind: int = -1  # the column that says whether a row is 应收, 实收 or 欠费
    crosses: bool = False  # × stands for not paid there; else a blank cell does
    tick_rate: int = -1  # the column with the monthly fee, when the sheet has no sum
    status: int = -1  # the column whose 已缴 or 已作废 means that a row owes nothing
    status_asks_debt: bool = False  # that column asks 是否欠费: 否 means that nothing is owed
    first_is_building: bool = False
    lump: bool = False
    monthly_rate: bool = False
    spanning: bool = False  # 2022-2023年度 is twelve months across two years, not two years
    ditto: list[int] = field(default_factory=list)  # columns in which 同上 or 〃 stands
    blocks: list[int] = field(default_factory=list)  # different tables side by side: where the second, third … begin
    begins: int = 0  # its first column, where it stands to the right of another
    right: list[dict[str, Any]] = field(default_factory=list)  # the plans of those tables, as JSON, left to right
    top: int = 0  # its first row (1-based), where it stands under another
    below: list[dict[str, Any]] = field(default_factory=list)  # the plans of the tables under this one, as JSON
    taught: bool = False  # a clerk said what its columns are, here or for the same layout before
    minguo: bool = False  # the sheet counts its years from 1912
    beside: int = 0  # tables side by side: after how many columns the header begins again
    confidence: float = 1.0
    fingerprint: str = ""
    doubts: list[tuple[str, int, str]] = field(default_factory=list)  # (code, column index or -1, message)

    def by_field(self, name: str) -> list[ColumnPlan]:
        """Columns of one field, left to right."""
        return [c for c in self.columns if c.field == name]

    def first(self, name: str) -> int | None:
        """Index of the first column of a field."""
        return next((c.index for c in self.columns if c.field == name), None)

    @property
    def default_period(self) -> Period | None:
        """The period the sheet's title or name gives to every row."""
        if not self.default_start:
            return None
        return Period(_day(self.default_start), _day(self.default_end))

    def to_json(self) -> dict[str, Any]:
        """A JSON-ready dict."""
        return dataclasses.asdict(self)

    def taught_by(self, stored: dict[str, Any]) -> SheetPlan:
        """This plan with the column meanings a clerk confirmed for the same layout (equal ``fingerprint``).

        What belongs to the new file stays its own: header rows, estate, building, unit, years and periods, the fee item of
        its title, and a column that neither the clerk nor the reader knew what to do with.
        """
        teacher = SheetPlan.from_json({"sheet": self.sheet, **stored})
        if not self.has_layout or teacher.fingerprint != self.fingerprint or len(teacher.columns) != len(self.columns):
            return self
        return dataclasses.replace(
            self,
            columns=[own.taught_by(other) for own, other in zip(self.columns, teacher.columns, strict=True)],
            default_item=self.default_item or teacher.default_item,
            lump=teacher.lump,
            monthly_rate=teacher.monthly_rate,
            status=self.status if teacher.status < 0 else teacher.status,
            right=self._right_taught_by(teacher),
            below=self.below or [{**plan, "top": 0} for plan in teacher.below],  # they are found while reading
            taught=True,
        )._read_like(teacher)

    def _read_like(self, teacher: SheetPlan) -> SheetPlan:
        """A table in which only the clerk saw households is read because he said so."""
        if self.skip_code == NO_ROOMS and not teacher.skip:
            self.skip, self.skip_code, self.why = False, "", ""
        return self

    def own_columns(self) -> list[ColumnPlan]:
        """The columns of this table alone: of tables side by side the others' are blank in it."""
        end = self.blocks[0] if self.blocks else len(self.columns)
        return [column for column in self.columns[:end] if column.index >= self.begins]

    def tables_beside(self) -> list[SheetPlan]:
        """The plans of different tables to the right of this one."""
        return [SheetPlan.from_json(plan) for plan in self.right]

    def tables_below(self) -> list[SheetPlan]:
        """The plans of the tables under this one."""
        return [SheetPlan.from_json(plan) for plan in self.below]

    def _right_taught_by(self, teacher: SheetPlan) -> list[dict[str, Any]]:
        if len(teacher.right) != len(self.right):
            return self.right
        pairs = zip(self.tables_beside(), teacher.right, strict=True)
        return [own.taught_by(other).to_json() for own, other in pairs]

    @property
    def has_layout(self) -> bool:
        """Whether the header tells this layout from others: sheets without one are all alike."""
        return sum(1 for column in self.columns if column.label) >= 2

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> SheetPlan:
        """The inverse of ``to_json``; unknown keys are ignored so that stored mappings survive new versions."""
        known = {f.name for f in dataclasses.fields(cls)}
        own = {f.name for f in dataclasses.fields(ColumnPlan)}
        plan = cls(**{k: v for k, v in data.items() if k in known and k != "columns"})
        plan.doubts = [(str(d[0]), int(d[1]), str(d[2])) for d in plan.doubts]
        plan.columns = [ColumnPlan(**{k: v for k, v in c.items() if k in own}) for c in data.get("columns", [])]
        return plan


_DATE = re.compile(r"(?:19|20)\d\d(?:[年./-]\d{1,2}(?!\d))?(?:[./-]\d{1,2})?|(?<!\d)(?:1[0-2]|0?[1-9])(?=月)")


def fingerprint(labels: list[str]) -> str:
    """A stable name of a layout: the hash of its normalised header labels in order (16 hex digits). Which year or month
    a label names (2024年6月欠费) is no part of it: next month's sheet has the same layout.
    """
    joined = "\x1f".join(_DATE.sub("#", compact(label).lower()) for label in labels)
    return hashlib.sha256(joined.encode()).hexdigest()[:16]


def column_letter(index: int) -> str:
    """0 → A, 25 → Z, 26 → AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(letters: str) -> int | None:
    """A → 0, AA → 26; None when it is not a column name."""
    if not letters.isascii() or not letters.isalpha() or len(letters) > 3:
        return None
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1

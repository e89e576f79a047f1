"""Years of 民国: year 1 is 1912. Only a sheet that says 民国 itself is read so; 112 may be many things elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from jiefen.ledger.imports.cells import compact
from jiefen.ledger.imports.grid import Row
from jiefen.ledger.imports.plan import SheetPlan
from jiefen.ledger.imports.reader import Sheet

OFFSET: Final = 1911
_FIRST: Final = 80  # 1991
_LAST: Final = 139  # 2050
_YEAR: Final = re.compile(r"(?:民国|民)?(?<!\d)(\d{2,3})(?=年)")
_NAMED: Final = re.compile(r"民国(\d{2,3})(?=[./-]?\d|$)")
_DOTTED: Final = re.compile(
    r"(?<![\d./-])(\d{2,3})(?=[./-]\d{1,2}(?:$|[./-]\d{1,2}(?!\d)|[^\d./-]|-\d{2,3}[./-]))|(?<=\d-)(\d{2,3})(?=[./]\d{1,2}(?!\d))"
)
_DIGITS: Final = re.compile(r"(\d{3})((?:0[1-9]|1[0-2])(?:[0-3]\d)?)")
_DATED: Final = ("period", "period_start", "period_end", "paid_to", "due_on", "year")


def says(name: str, rows: Iterable[Row]) -> bool:
    """Whether a sheet's name or one of its cells speaks of 民国."""
    return "民国" in compact(name) or any(
        c.__class__ is str and "民" in c and "民国" in compact(c) for row in rows for c in row
    )


def western(text: str) -> str:
    """``民国112年3月`` and ``112年3月`` → ``2023年3月``; other text unchanged."""
    return _NAMED.sub(_shift, _YEAR.sub(_shift, compact(text)))


def _shift(match: re.Match[str]) -> str:
    year = int(match[1] or match[2])
    return str(year + OFFSET) if _FIRST <= year <= _LAST else match[0]


def western_row(row: Row) -> Row:
    """A row whose texts with 年 name western years."""
    return [western(c) if c.__class__ is str and ("年" in c or "民" in c) else c for c in row]


def _date(value: Any) -> Any:
    """A cell of a period column: 112.3, 11203, 1120301 and 112/3/1 besides."""
    if isinstance(value, bool):
        return value
    if isinstance(value, float | int):
        if _FIRST <= value < _LAST + 1:
            return round(value + OFFSET, 2)
        value = compact(value)
    if value.__class__ is not str:
        return value
    text = western(value)
    return "-".join(_part(part) for part in re.split(r"(?:至|到|~|—|–)+", text)) if text else value


def _part(text: str) -> str:
    if digits := _DIGITS.fullmatch(text):
        year = int(digits[1])
        return f"{year + OFFSET}{digits[2]}" if _FIRST <= year <= _LAST else text
    if re.fullmatch(r"\d{2,3}", text):
        return str(int(text) + OFFSET) if _FIRST <= int(text) <= _LAST else text
    if two := re.fullmatch(r"(\d{5}|\d{7})-(\d{5}|\d{7})", text):
        return f"{_part(two[1])}-{_part(two[2])}"
    return _DOTTED.sub(_shift, text)


class InWesternYears(Sheet):
    """The same sheet with its years of 民国 as western ones; nothing but dates changes."""

    def __init__(self, sheet: Sheet, plan: SheetPlan) -> None:
        super().__init__(sheet.name, hidden=sheet.hidden)
        self._of = sheet
        self._dated = [c.index for c in plan.columns if c.field in _DATED]
        self.merges, self.height, self.broken, self.unseen = sheet.merges, sheet.height, sheet.broken, sheet.unseen

    def rows(self) -> Iterator[Row]:
        """Rows top down."""
        for row in self._of.rows():
            changed = western_row(row)
            for at in self._dated:
                if at < len(changed):
                    changed[at] = _date(changed[at])
            yield changed

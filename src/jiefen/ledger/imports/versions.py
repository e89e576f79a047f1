"""Sheets of one book that are the same debts at different times: each month's end holds what the one before it held."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any, Final

from jiefen.ledger.imports.cells import compact
from jiefen.ledger.imports.plan import SheetPlan
from jiefen.ledger.imports.problems import Problems
from jiefen.ledger.imports.result import Line

_AS_OF: Final = re.compile(
    r"截[至止]到?(20\d\d)[年./-](?:(\d{1,2})[月./-]?)?|(20\d\d)年?(\d{1,2})月[份]?[末底]|(20\d\d)年[末底]|()(\d{1,2})月份?[末底]"
)


def as_of(texts: Iterable[str], year: int | None) -> str:
    """The month (``2024-06``) at whose end a title or a sheet's name counts the debts; '' when none says so."""
    for text in texts:
        found = _AS_OF.search(compact(text))
        numbers = [int(n) for n in found.groups() if n] if found else []
        if found and found[7] and year:
            numbers = [year, int(found[7])]
        if numbers and numbers[0] > 1900:
            return f"{numbers[0]}-{(numbers[1] if len(numbers) > 1 else 12):02d}"
    return ""


def earlier(by_sheet: dict[str, list[Line]], plans: list[SheetPlan], forced: set[str], problems: Problems) -> set[str]:
    """Sheets to leave out because a later one counts the same households' debts; said for each. Only of sheets that say of
    what day they are and that date no line: dated lines are told apart by their periods.
    """
    dates = {p.sheet: p.as_of for p in plans if p.as_of and not p.skip and p.sheet not in forced}
    undated = {
        n: lines for n, lines in by_sheet.items() if n in dates and lines and not any(x.period_start for x in lines)
    }
    last = max(undated, key=lambda name: dates[name], default="")
    homes = {name: {line.premises for line in lines} for name, lines in undated.items()}
    found: set[str] = set()
    for name in undated:
        if dates[name] < dates[last] and 2 * len(homes[name] & homes[last]) >= len(homes[name]):
            found.add(name)
            message = f"“{name}”和“{last}”是同一批住户在不同时候的累计数，只按较晚的“{last}”计入。"
            problems.add(name, 0, "sheet_repeats", message=message)
    return found


def ask(lines: list[Line], problems: Problems) -> None:
    """Undated debts of the same households and items in two sheets: both count, and the clerk is asked whether they are one."""
    first: dict[Any, str] = {}
    between: Counter[tuple[str, str]] = Counter()
    counts = Counter(line.sheet for line in lines)
    for line in lines if len(counts) > 1 else ():
        if line.period_start is None and line.period_end is None:
            other = first.setdefault((line.premises, line.item, line.object_no, line.period_label), line.sheet)
            between[line.sheet, other] += other != line.sheet
    for (name, other), met in between.items():
        if met >= 3 and met >= 0.8 * counts[name]:
            message = f"这张表与“{other}”有 {met} 笔的房屋和费用相同，都没有写期间，两张表都计入了。"
            problems.add(name, 0, "sheet_overlaps", value=met, message=message)

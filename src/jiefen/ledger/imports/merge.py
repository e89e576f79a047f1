"""After all sheets are read: sheets that repeat others, duplicate lines, overlapping periods."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from operator import itemgetter
from typing import Any

from jiefen.ledger.imports.problems import Problems
from jiefen.ledger.imports.result import Line
from jiefen.rules.money import format_yuan

_at = Line._fields.index
_OBJECT = itemgetter(_at("premises"), _at("item"), _at("object_no"))
_START = itemgetter(_at("period_start"))
_SAME = itemgetter(
    *map(_at, ("premises", "item", "period_start", "period_end", "period_label", "outstanding_fen", "object_no"))
)
_SUMMARY = re.compile(r"汇总|总表|统计|合计|总览|全部|summary|total", re.IGNORECASE)


def repeated_sheets(by_sheet: dict[str, list[Line]], problems: Problems, forced: set[str]) -> set[str]:
    """Sheets whose amounts other sheets already hold, household by household; reported, to be left out.

    A sheet repeats the others when every one of its premises owes the same there. Between two equal sheets the
    one named
    汇总, else the coarser, else the later is left out.
    """
    if len(by_sheet) < 2:
        return set()
    totals = {name: _by_premises(lines) for name, lines in by_sheet.items() if lines}
    left_out: set[str] = set()
    order = sorted(totals, key=lambda n: (not _SUMMARY.search(n), len(by_sheet[n]), -list(totals).index(n)))
    for name in order:
        rest: Counter[Any] = Counter()
        for other, sums in totals.items():
            if other != name and other not in left_out | forced:
                rest.update(sums)
        own = totals[name]
        if name in forced or len(own) < 2 or not rest:
            continue
        same = sum(1 for who, fen in own.items() if rest.get(who) == fen)
        named = bool(_SUMMARY.search(name))
        others = [
            line for other in totals if other != name and other not in left_out | forced for line in by_sheet[other]
        ]
        if not _same_debts(by_sheet[name], others, named=named):
            continue
        if same == len(own) or (named and same >= 0.9 * len(own) and set(own) <= set(rest)):
            left_out.add(name)
            extra = "" if same == len(own) else f"其中 {len(own) - same} 户金额与其他表不同，请核对。"
            problems.add(
                name,
                0,
                "sheet_repeats",
                value=format_yuan(sum(own.values())),
                message=f"“{name}”与其他工作表是同一批欠费，没有重复计入。{extra}",
            )
    return left_out


def _same_debts(lines: list[Line], others: list[Line], *, named: bool) -> bool:
    """Whether equal sums can be the same money: not when the periods lie apart or the fee items differ (a flat yearly fee)."""
    if not named and not {line.item for line in lines} & {line.item for line in others}:
        return False
    spans: dict[int, list[Line]] = {}
    for line in others:
        spans.setdefault(line.premises, []).append(line)
    dated = [line for line in lines if line.period_start and line.period_end]
    meeting = sum(
        1 for line in dated if any(o.period_start is None or _overlap(o, line) for o in spans.get(line.premises, ()))
    )
    return meeting * 2 >= len(dated)


def _by_premises(lines: list[Line]) -> Counter[Any]:
    sums: Counter[Any] = Counter()
    for line in lines:
        sums[line.premises] += line.outstanding_fen
    return sums


def debts_differ(lines: list[Line]) -> bool:
    """Whether no premises has two lines of one item and object: then nothing is written twice, and no periods meet."""
    first = lines[:1000]  # in a sheet with a line a month they tell at once
    return all(len(set(map(_OBJECT, some))) == len(some) for some in (first, lines))


def hold_duplicates(
    lines: list[Line], problems: Problems, labels: dict[tuple[str, int], str]
) -> tuple[list[Line], list[Line]]:
    """(kept, held back): the same premises, item, period and amount a second time is held back unless accepted."""
    keys = list(map(_SAME, lines))
    if len(set(keys)) == len(keys):
        return lines, []
    seen: set[Any] = set()
    kept: list[Line] = []
    held: list[Line] = []
    for key, line in zip(keys, lines, strict=True):
        if key in seen and not problems.add(
            line.sheet,
            line.row,
            "duplicate",
            index=line.column,
            label=labels.get((line.sheet, line.column), ""),
            value=format_yuan(line.outstanding_fen),
        ):
            held.append(line)
            continue
        seen.add(key)
        kept.append(line)
    return kept, held


_EARLIEST = datetime.date(2000, 1, 1)  # before property fees were common; a period before it is a slip of the pen


def flag_unlikely(lines: list[Line], problems: Problems, today: datetime.date) -> None:
    """Periods that begin before 2000 or more than a year after ``today``: said, for a year is easily mistyped."""
    latest = today + datetime.timedelta(days=366)
    starts = set(map(_START, lines))
    odd = {on for on in starts if on is not None and not _EARLIEST <= on <= latest}
    for line in lines if odd else ():
        if line.period_start in odd:
            shown = f"{line.period_start:%Y.%m}"
            problems.add(line.sheet, line.row, "period_unlikely", index=line.column, value=shown)


def flag_overlaps(lines: list[Line], problems: Problems, labels: dict[tuple[str, int], str]) -> None:
    """Two lines of one premises and item whose periods overlap: both are kept, since both can be true; the
    later is flagged.
    """
    first: dict[Any, Line] = {}
    more: dict[Any, list[Line]] = {}
    between: Counter[tuple[str, str]] = Counter()
    for key, line in zip(map(_OBJECT, lines), lines, strict=True):
        if line[6] is None or line[7] is None:  # a period without start or end
            continue
        if first.setdefault(key, line) is line:
            continue
        others = more.setdefault(key, [first[key]])
        other = next((o for o in others if _overlap(o, line)), None)
        others.append(line)
        if other is not None:
            between[line.sheet, other.sheet] += line.sheet != other.sheet
            problems.add(
                line.sheet,
                line.row,
                "period_overlap",
                index=line.column,
                label=labels.get((line.sheet, line.column), ""),
                value=f"{line.period_start:%Y.%m}-{line.period_end:%Y.%m}",
                message=f"与第 {other.row} 行的“{line.item}”期间重叠，两行都已记下。",
            )
    _flag_versions(lines, between, problems)


def _flag_versions(lines: list[Line], between: Counter[tuple[str, str]], problems: Problems) -> None:
    """A sheet nearly all of whose lines overlap those of another may be an older version of it."""
    counts = Counter(line.sheet for line in lines) if any(between.values()) else Counter()
    for (name, other), met in between.items():
        if met >= 3 and met >= 0.8 * counts[name]:
            message = f"这张表与“{other}”有 {met} 笔的房屋、费用和期间重叠，金额不同，两张表都计入了。"
            problems.add(name, 0, "sheet_overlaps", value=met, message=message)


def _overlap(one: Line, two: Line) -> bool:
    if one.period_start is None or one.period_end is None or two.period_start is None or two.period_end is None:
        return False
    return one.period_start <= two.period_end and two.period_start <= one.period_end

"""Workbook + plans → Parsed. The only entry points the rest of the product uses are re-exported by the package."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from jiefen.ledger.imports import (
    beside,
    ditto,
    items,
    marks,
    merge,
    minguo,
    named,
    preview,
    repeats,
    rowkinds,
    summary,
    tickgrid,
    together,
    unseen,
    versions,
)
from jiefen.ledger.imports.cells import text_of
from jiefen.ledger.imports.columns import plan_sheet
from jiefen.ledger.imports.grid import Patches
from jiefen.ledger.imports.groups import vertical_fills
from jiefen.ledger.imports.households import Registry
from jiefen.ledger.imports.owed import NO_VALUE
from jiefen.ledger.imports.plan import NO_ROOMS, SheetPlan, column_index, fingerprint
from jiefen.ledger.imports.problems import Problems
from jiefen.ledger.imports.reader import Below, Sheet, Workbook
from jiefen.ledger.imports.result import Line, Parsed
from jiefen.ledger.imports.under import Under
from jiefen.ledger.imports.walk import SheetWalk
from jiefen.shared.collector import collector_paused

Corrections = Mapping[tuple[str, int, Any], Any]
MAX_TABLES = 200
FORCED = "forced"  # SheetPlan.why when a clerk says: count this sheet although it repeats others
Progress = Callable[[int, int], None]


def infer(workbook: Workbook, kind: str = "arrears") -> list[SheetPlan]:
    """One plan a sheet. ``kind``: arrears, payments, service_records or repair_tickets."""
    plans = []
    counts = []
    for sheet in workbook.sheets:
        plan = plan_sheet(sheet, kind)
        if len(workbook.sheets) > 1 and plan.default_building and plan.first("building") is None:
            counts.append((plan, repeats.count(plan, sheet.rows())))
        if sheet.hidden and not plan.skip:
            plan.skip, plan.skip_code, plan.why = True, "sheet_hidden", "这张工作表是隐藏的，没有计入。"
        plans.append(plan)
        sheet.release()
    repeats.together(counts)
    return plans


def parse(
    workbook: Workbook,
    plans: list[SheetPlan] | None = None,
    *,
    corrections: Corrections | None = None,
    accepted: Iterable[tuple[str, int, str]] = (),
    today: datetime.date | None = None,
    progress: Progress | None = None,
) -> Parsed:
    """Read every sheet by its plan (inferred when not given).

    ``corrections`` {(sheet, spreadsheet row, column letter, header label or 0-based index): new value} are applied
    before anything is read; ``accepted`` {(sheet, row, problem code)} lets a held line through as it stands (for a room that
    became a date: as suggested). ``today`` tells which periods cannot be true; nothing here reads a clock.
    """
    plans = infer(workbook) if plans is None else plans
    problems = Problems(frozenset(accepted))
    with collector_paused():
        parsed = _parse(workbook, plans, problems, corrections or {}, progress)
    if today:
        merge.flag_unlikely(parsed.lines, problems, today)
    return parsed


def _parse(
    workbook: Workbook, plans: list[SheetPlan], problems: Problems, corrections: Corrections, progress: Progress | None
) -> Parsed:
    registry = Registry(problems)
    parsed = Parsed(plans=plans, notices=list(workbook.notices))
    by_sheet: dict[tuple[str, int], SheetWalk] = {}
    done = 0
    total = sum(s.height for s in workbook.sheets)
    for plan in plans:
        if plan.skip:
            _report_skip(plan, problems)
            continue
        base = done

        def report(number: int, base: int = base) -> None:
            if progress:
                progress(base + number, total)

        whole = workbook.sheet(plan.sheet)
        whole.load()
        unseen.report(plan, whole, problems)
        walks: list[SheetWalk] = []
        dated: Sheet = whole
        if plan.minguo:
            dated = minguo.InWesternYears(whole, plan)
            parsed.notices.append(f"“{plan.sheet}”写着民国，其中的年份已换成公元（民国 112 年是 2023 年）。")
        if plan.ditto:
            dated = ditto.Written(dated, plan)
        blocks = _blocks(dated, plan)
        read = [(block, own) for block, own in blocks if not own.skip]
        for sheet, own in [*beside.tables(dated, plan), *read]:
            walks += _tables(sheet, own, registry, corrections, report, is_text=workbook.kind in ("csv", "html"))
        plan.right = [own.to_json() for _, own in blocks]  # with the tables found under them
        by_sheet.update({(plan.sheet, number): walk for number, walk in enumerate(walks)})
        done += walks[-1].rows_read
        whole.release()
    _gather(parsed, by_sheet, registry, problems)
    _summaries(parsed, workbook, problems)
    if progress:
        progress(total, total)
    return parsed


def _blocks(sheet: Sheet, plan: SheetPlan) -> list[tuple[Sheet, SheetPlan]]:
    """The second, third … of different tables side by side, each understood by its own header."""
    blocks = beside.rest(sheet, plan)
    stored = plan.tables_beside() or [plan_sheet(block) for block in blocks]  # plans of earlier versions hold none
    return list(zip(blocks, stored, strict=False))


def _tables(
    sheet: Sheet,
    plan: SheetPlan,
    registry: Registry,
    corrections: Corrections,
    report: Callable[[int], None],
    *,
    is_text: bool,
) -> list[SheetWalk]:
    """Walk the table of a sheet and those under it with other headers."""
    walks: list[SheetWalk] = []
    under, at = Under(plan), plan
    while True:
        walk = SheetWalk(sheet, at, registry, text_source=is_text)
        _study(walk)
        walk.run(_patches(walk, corrections), report)
        walks.append(walk)
        row = walk.next_table if len(walks) <= MAX_TABLES else 0
        while row:
            sheet = Below(sheet, row)
            at = under.plan(sheet, row, walk.home.place, _item_above(walk, row))
            if not at.skip:
                break
            if at.skip_code:
                _report_small_table(plan.sheet, row, at, registry.problems)
            row = 0 if at.skip_code else under.after(row)  # left out by the clerk: what stands below was found before
        if not row:
            under.keep()
            return walks


def _item_above(walk: SheetWalk, top: int) -> str:
    """The fee item that the line right above the table from row ``top`` on names (二、车位管理费欠费); '' when it names none."""
    above = ""
    for number, row in enumerate(walk.sheet.rows(), 1):
        filled = [text_of(c) for c in row if c not in ("", None)]
        if number >= top:
            break
        above = filled[0] if len(filled) == 1 else "" if filled else above
    name = items.item_name(above)
    return named.item_in(above) or (name if items.looks_like_item(name) else "")


def _report_small_table(sheet: str, row: int, plan: SheetPlan, problems: Problems) -> None:
    """A table under the first without a room is a summary; of any other the clerk is asked."""
    if plan.skip_code == NO_ROOMS:
        problems.add(sheet, row, plan.skip_code, message="从这一行起的小表没有房号，看起来是汇总，没有计入。")
    else:
        problems.add(sheet, row, "second_table")


def _report_skip(plan: SheetPlan, problems: Problems) -> None:
    if plan.skip_code in ("sheet_hidden", NO_ROOMS):
        problems.add(plan.sheet, 0, plan.skip_code, message=plan.why)


def _study(walk: SheetWalk) -> None:
    """Look at whole period columns only when they hold dotted numbers."""
    sample = []
    for at, row in enumerate(walk.sheet.rows()):
        if at > 300:
            break
        sample.append(row)
    if walk.when.needs_study(sample[walk.plan.first_row - 1 :]):
        walk.when.study([row for at, row in enumerate(walk.sheet.rows()) if at + 1 >= walk.plan.first_row])


def _patches(walk: SheetWalk, corrections: Corrections) -> Patches:
    """Merged cells, then broken formulas in amount columns, then the clerk's corrections: later wins."""
    plan, sheet = walk.plan, walk.sheet
    patches = vertical_fills(sheet, plan, sheet.rows() if sheet.merges else ())
    if walk.when.is_text_source:
        for number, cells in unseen.torn_amounts(plan, sheet.rows()).items():
            patches.setdefault(number, {}).update(cells)
    for more in (marks.settled, tickgrid.written, rowkinds.written, together.written):
        for number, cells in more(plan, sheet.rows).items():
            patches.setdefault(number, {}).update(cells)
    money = {c.index for c in plan.columns if c.field in ("amount", "total")}
    for (row, column), text in sheet.broken.items():
        if column in money:
            patches.setdefault(row + 1, {})[column] = text or NO_VALUE
    by_label = {c.label: c.index for c in plan.columns}
    for (name, number, column_name), value in corrections.items():
        index = column_name if isinstance(column_name, int) else by_label.get(column_name, column_index(column_name))
        if name == plan.sheet and index is not None:
            patches.setdefault(number, {})[index] = value
    return patches


def _summaries(parsed: Parsed, workbook: Workbook, problems: Problems) -> None:
    """Hold the 合计 of sheets without rooms against what the others add up to; it stands for the file's when they state none."""
    for plan in parsed.plans:
        if plan.skip and plan.skip_code == NO_ROOMS:
            found = summary.compare(parsed, plan, workbook.sheet(plan.sheet), problems)
            if parsed.stated_total_fen is None:
                parsed.stated_total_fen = found
    parsed.problems, parsed.problem_counts = problems.items, problems.counts


def _gather(parsed: Parsed, by_sheet: dict[tuple[str, int], SheetWalk], registry: Registry, problems: Problems) -> None:
    whole: dict[str, list[Line]] = {}
    for (name, _), walk in by_sheet.items():
        whole.setdefault(name, []).extend(walk.lines)
    forced = {p.sheet for p in parsed.plans if p.why == FORCED}
    left_out = versions.earlier(whole, parsed.plans, forced, problems)
    left_out |= merge.repeated_sheets({n: x for n, x in whole.items() if n not in left_out}, problems, forced)
    labels = {(n, c.index): c.label for (n, _), w in by_sheet.items() for c in w.plan.columns}
    read: dict[str, int] = {}
    lines: list[Line] = []
    stated: list[int | None] = []
    repeated: list[tuple[set[int], int]] = []  # households of a sheet left out, the total it states
    for (name, _), walk in by_sheet.items():
        read[name] = max(read.get(name, 0), walk.rows_read)  # of several tables each is told by its row in the sheet
        totals, grand = walk.totals.finish(problems)
        parsed.stated_totals.extend(totals)
        if name in left_out:
            walk.plan.skip_code = "sheet_repeats"
            repeated += [({x.premises for x in walk.lines}, grand)] if grand is not None else []
            continue
        for code, index, message in walk.plan.doubts:
            label = next((c.label for c in walk.plan.columns if c.index == index), "")
            problems.add(name, walk.plan.top, code, index=index, label=label, message=message)
        if walk.undated:
            problems.add(
                name,
                walk.plan.top,
                "period_missing",
                message=f"这张表没有写欠费期间（{walk.undated} 笔）。请补上期间，不补就不能计算时效。",
            )
        stated.append(grand)
        lines.extend(walk.lines)
        parsed.late_charges.extend(walk.late)
        parsed.deposits.extend(walk.deposits)
        parsed.columns.update({c.label: preview.field_name(c) for c in walk.plan.columns if c.label})
    parsed.rows_read = sum(read.values())
    parsed.premises = registry.premises
    if not parsed.premises and not problems.items and by_sheet:
        problems.add(next(iter(by_sheet))[0], 0, "rows_missing", message="表头下面没有一行数据，没有可以计入的内容。")
    parsed.lines = lines
    if not merge.debts_differ(lines):
        parsed.lines, parsed.held_lines = merge.hold_duplicates(lines, problems, labels)
        parsed.duplicates = len(parsed.held_lines)
        merge.flag_overlaps(parsed.lines, problems, labels)
        versions.ask(parsed.lines, problems)
    known = [g for g in stated if g is not None]
    parsed.stated_total_fen = sum(known) if known and len(known) == len(stated) else None
    if repeated and not known:  # the sheets counted state nothing: a summary left out that holds every household does
        everyone = {line.premises for line in lines}
        parsed.stated_total_fen = next((fen for who, fen in repeated if who == everyone), None)
    parsed.problems, parsed.problem_counts = problems.items, problems.counts
    parsed.estate_name = next((p.estate for p in registry.premises if p.estate), "")
    used = [w.plan for (n, _), w in by_sheet.items() if n not in left_out]
    parsed.layout = fingerprint([p.fingerprint for p in used])
    parsed.description = "\n".join(preview.describe(p) for p in used)

"""Sheets of a second author: every one must come back line by line, and what is doubtful must be said."""

from __future__ import annotations

import io

import openpyxl
import pytest

from jiefen.ledger.imports import Parsed, parse, read_workbook
from tests.ledger.imports import (
    judge_afresh,
    judge_anew,
    judge_asked,
    judge_blends,
    judge_books,
    judge_clerks,
    judge_closing,
    judge_columns,
    judge_counters,
    judge_desks,
    judge_documents,
    judge_exports,
    judge_finance,
    judge_firms,
    judge_formats,
    judge_fresh,
    judge_gaps,
    judge_genres,
    judge_handover,
    judge_hard,
    judge_last,
    judge_later,
    judge_layouts,
    judge_messy,
    judge_mixed,
    judge_more,
    judge_named,
    judge_odd,
    judge_papers,
    judge_remaining,
    judge_second,
    judge_several,
    judge_snares,
    judge_third,
    judge_traps,
)
from tests.ledger.imports.judging import CASES, Case
from tests.ledger.imports.sheets import to_csv, to_xls, to_xlsx

assert (
    judge_afresh
    and judge_anew
    and judge_asked
    and judge_blends
    and judge_mixed
    and judge_named
    and judge_books
    and judge_desks
    and judge_documents
    and judge_exports
    and judge_firms
    and judge_gaps
    and judge_genres
    and judge_fresh
    and judge_odd
    and judge_papers
    and judge_remaining
    and judge_clerks
    and judge_closing
    and judge_columns
    and judge_counters
    and judge_finance
    and judge_formats
    and judge_handover
    and judge_hard
    and judge_last
    and judge_later
    and judge_layouts
    and judge_messy
    and judge_more
    and judge_second
    and judge_several
    and judge_snares
    and judge_third
    and judge_traps
)  # each registers its cases on import
EVERY = [
    (name, kind)
    for name in sorted(CASES)
    for kind in CASES[name]().kinds
    if kind != "csv" or len(CASES[name]().pages) == 1
]


def written(case: Case, kind: str) -> bytes:
    if case.raw is not None:
        return case.raw
    if kind == "xls":
        return to_xls(case.pages)
    if kind == "csv":
        return to_csv(case.pages)
    data = to_xlsx(case.pages)
    if case.hidden:
        book = openpyxl.load_workbook(io.BytesIO(data))
        for name in case.hidden:
            book[name].sheet_state = "hidden"
        target = io.BytesIO()
        book.save(target)
        data = target.getvalue()
    return data


def lines_of(parsed: Parsed, *, rooms: bool) -> list[tuple[object, ...]]:
    return sorted(
        (
            (
                parsed.premises[x.premises].key.text if rooms else "",
                x.item,
                x.period_start,
                x.period_end,
                x.outstanding_fen,
            )
            for x in parsed.lines
        ),
        key=str,
    )


@pytest.mark.parametrize(("name", "kind"), EVERY)
def test_judged_sheet(name: str, kind: str) -> None:
    case = CASES[name]()
    parsed = parse(read_workbook(written(case, kind), f"{name}.{kind}"))
    expected = [(o if case.names_rooms else ("", *o[1:])) for o in case.owed]
    assert lines_of(parsed, rooms=case.names_rooms) == sorted(expected, key=str)
    assert (len(parsed.premises), parsed.late_charge_fen, parsed.deposit_fen) == (
        case.premises,
        case.late,
        case.deposits,
    )
    assert parsed.duplicates == case.duplicates
    assert parsed.stated_total_fen == case.stated
    found = {p.code for p in parsed.problems}
    assert case.codes <= found
    if not case.codes:
        assert not parsed.blocking, parsed.blocking[:3]
        assert not found & {
            "total_mismatch",
            "row_total_mismatch",
            "outstanding_mismatch",
            "unknown_column",
            "unrecognised_row",
        }

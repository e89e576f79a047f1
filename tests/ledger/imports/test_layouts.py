"""Every layout, in every file format that can hold it, must come back exact to the 分, line by line."""

from __future__ import annotations

import pytest

from jiefen.ledger.imports import Parsed, parse, read_workbook
from tests.ledger.imports import more_layouts
from tests.ledger.imports.layouts import LAYOUTS
from tests.ledger.imports.sheets import Truth, to_csv, to_xls, to_xlsx

assert more_layouts  # registers its layouts on import


def lines_of(parsed: Parsed) -> list[tuple[object, ...]]:
    return sorted(
        (parsed.premises[x.premises].key.text, x.item, x.period_start, x.period_end, x.outstanding_fen)
        for x in parsed.lines
    )


def check(data: bytes, name: str, truth: Truth) -> Parsed:
    parsed = parse(read_workbook(data, name))
    assert not parsed.blocking, parsed.blocking[:3]
    got = (len(parsed.premises), parsed.charge_rows, parsed.outstanding_fen, parsed.late_charge_fen)
    assert got == (truth.premises, truth.charge_rows, truth.outstanding_fen, truth.late_charge_fen)
    if truth.lines is not None:
        assert lines_of(parsed) == sorted(truth.lines)
    if parsed.stated_total_fen is not None:
        assert parsed.stated_total_fen in (truth.outstanding_fen, truth.outstanding_fen + truth.late_charge_fen)
    return parsed


@pytest.mark.parametrize("name", sorted(LAYOUTS))
@pytest.mark.parametrize("seed", [1, 2])
def test_layout_as_xlsx(name: str, seed: int) -> None:
    pages, truth = LAYOUTS[name](seed)
    check(to_xlsx(pages), f"{name}.xlsx", truth)


@pytest.mark.parametrize("name", sorted(LAYOUTS))
def test_layout_as_xls(name: str) -> None:
    pages, truth = LAYOUTS[name](3)
    check(to_xls(pages), f"{name}.xls", truth)


ONE_SHEET = sorted(n for n in LAYOUTS if len(LAYOUTS[n](4)[0]) == 1 and n not in ("detail_float_two_digits",))


@pytest.mark.parametrize("name", ONE_SHEET)
def test_layout_as_gb18030_csv(name: str) -> None:
    pages, truth = LAYOUTS[name](4)
    check(to_csv(pages), f"{name}.csv", truth)

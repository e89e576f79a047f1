"""A sheet read piece by piece holds the very same rows as the sheet read in one go."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
import xlsxwriter

from jiefen.ledger.imports import hostile, pieces, read_workbook
from jiefen.ledger.imports.reader import CalamineBacked, PiecewiseSheet, Sheet
from tests.ledger.imports import more_layouts
from tests.ledger.imports.layouts import LAYOUTS
from tests.ledger.imports.sheets import to_xlsx
from tests.ledger.imports.test_layouts import check

assert more_layouts  # registers its layouts on import
PART = "xl/worksheets/sheet1.xml"


@pytest.fixture
def tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut every sheet after some five rows."""
    monkeypatch.setattr(pieces, "PIECE", 600)
    monkeypatch.setattr(pieces, "LARGE", 1200)
    monkeypatch.setattr(pieces, "AGAIN", 0)
    monkeypatch.setattr(pieces, "HEAD", 1500)
    monkeypatch.setattr(pieces, "SHARE", 0)
    monkeypatch.setattr(pieces, "MOST_PIECES", 10_000)


def book(rows: dict[int, list[Any]], *, left: int = 0) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as workbook:
        sheet = workbook.add_worksheet("欠费")
        for number, row in rows.items():
            sheet.write_row(number, left, row)
    return target.getvalue()


def changed(data: bytes, change: Callable[[str], str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(name, change(text.decode()) if name == PART else text)
    return target.getvalue()


def only_sheet(data: bytes) -> Sheet:
    sheet = read_workbook(data, "欠费.xlsx").sheets[0]
    sheet.load()
    return sheet


def rows_of(data: bytes, *, width: int) -> list[list[Any]]:
    found = [[*row, *[""] * (width - len(row))] for row in only_sheet(data).rows()]
    assert all(len(row) == width for row in found)
    return found


def detail(count: int) -> dict[int, list[Any]]:
    return {
        n: [f"1-1-{n}", "王芳" if n % 3 else "", n / 4, dt.date(2024, 1 + n % 12, 1), n % 2 == 0]
        for n in range(1, count + 1)
    }


@pytest.mark.usefixtures("tiny")
@pytest.mark.parametrize("name", sorted(LAYOUTS))
def test_every_layout_in_pieces(name: str) -> None:
    sheets, truth = LAYOUTS[name](5)
    check(to_xlsx(sheets), f"{name}.xlsx", truth)


@pytest.mark.parametrize(("first", "left"), [(0, 0), (3, 0), (0, 2), (7, 4)])
def test_same_rows_as_in_one_go(first: int, left: int, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = {first + n * (4 if n > 60 else 1): row for n, row in detail(90).items()}  # gaps of three rows further down
    data = book(rows | {first: ["房号", "业主", "欠费", "月份"]}, left=left)
    whole = rows_of(data, width=left + 5)
    assert type(only_sheet(data)) is CalamineBacked
    for size in (300, 600, 1900):
        monkeypatch.setattr(pieces, "PIECE", size)
        monkeypatch.setattr(pieces, "LARGE", 0)
        monkeypatch.setattr(pieces, "AGAIN", 0)
        monkeypatch.setattr(pieces, "SHARE", 0)
        monkeypatch.setattr(pieces, "MOST_PIECES", 10_000)
        assert type(only_sheet(data)) is PiecewiseSheet
        assert rows_of(data, width=left + 5) == whole


@pytest.mark.usefixtures("tiny")
def test_wider_rows_further_down_are_whole() -> None:
    data = book({n: [f"1-1-{n}", 5.5] + ["备注"] * (n > 50) for n in range(100)})
    assert [len(row) for row in only_sheet(data).rows()][:1] == [2]
    assert rows_of(data, width=3)[99] == ["1-1-99", 5.5, "备注"]


@pytest.mark.usefixtures("tiny")
def test_may_be_read_again_and_after_release() -> None:
    sheet = only_sheet(book(detail(60)))
    first = [next(sheet.rows()), *list(sheet.rows())]
    sheet.release()
    assert list(sheet.rows()) == first[1:]
    assert sheet.height == 61


@pytest.mark.usefixtures("tiny")
def test_what_the_check_inflated_is_used_once_and_only_while_it_is_small(monkeypatch: pytest.MonkeyPatch) -> None:
    data = book(detail(200))
    kept = hostile.check_zip(io.BytesIO(data)).inflated
    assert b"".join(kept[PART]) == zipfile.ZipFile(io.BytesIO(data)).read(PART)
    monkeypatch.setattr(hostile, "_CHUNK", 700)  # several to a piece, and pieces that end within one
    first = rows_of(data, width=5)
    monkeypatch.setattr(hostile, "KEPT", 100)
    assert not hostile.check_zip(io.BytesIO(data)).inflated
    assert rows_of(data, width=5) == first


@pytest.mark.usefixtures("tiny")
def test_rows_or_cells_that_do_not_say_where_they_stand_are_read_in_one_go() -> None:
    data = book(detail(60))
    for pattern in (r'(<row) r="\d+"', r'(<c) r="[A-Z]+\d+"'):
        assert type(only_sheet(changed(data, lambda text, p=pattern: re.sub(p, r"\1", text)))) is CalamineBacked


@pytest.mark.usefixtures("tiny")
def test_merged_cells_are_read_in_one_go() -> None:
    data = changed(
        book(detail(60)),
        lambda text: text.replace(
            "</sheetData>", '</sheetData><mergeCells count="1"><mergeCell ref="A2:A4"/></mergeCells>'
        ),
    )
    sheet = only_sheet(data)
    assert type(sheet) is CalamineBacked
    assert sheet.merges == [(1, 0, 3, 0)]


@pytest.mark.usefixtures("tiny")
def test_a_sheet_broken_further_down_is_refused() -> None:
    data = changed(book(detail(60)), lambda text: text.replace('<c r="A50"', '</wrong><c r="A50"'))
    with pytest.raises(hostile.FileCorrupt):
        list(only_sheet(data).rows())

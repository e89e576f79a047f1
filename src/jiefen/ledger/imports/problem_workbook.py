"""The clerk's own rows again, with a 问题 column in front of the reasons. Formula injection is neutralised."""

from __future__ import annotations

import datetime
import io
from collections import defaultdict
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from jiefen.ledger.imports.cells import text_of
from jiefen.ledger.imports.doubts import title_of
from jiefen.ledger.imports.grid import Row
from jiefen.ledger.imports.plan import column_letter
from jiefen.ledger.imports.problems import Problem
from jiefen.ledger.imports.reader import Sheet, Workbook
from jiefen.ledger.imports.result import Parsed

TITLE: Final = "问题"
_DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
_BAD_NAME: Final = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


Corrections = Mapping[tuple[str, int, int], str]  # (sheet, spreadsheet row, 0-based column) → what the clerk put there
Accepted = Mapping[tuple[str, int, str], str]  # (sheet, spreadsheet row, code of the doubt) → why the clerk took it


def problem_workbook(
    workbook: Workbook,
    parsed: Parsed,
    corrections: Corrections = MappingProxyType({}),
    accepted: Accepted = MappingProxyType({}),
) -> bytes:
    """An .xlsx with the same sheets and rows; the column after the last one says what is doubtful and what to do, and
    what the clerk has put right or accepted: the cells themselves stay as the file has them.
    """
    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target,
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    formats = {
        "date": book.add_format({"num_format": "yyyy-mm-dd"}),
        "flag": book.add_format({"bg_color": "#FFF4D6", "text_wrap": True}),
        "head": book.add_format({"bold": True}),
    }
    by_sheet: dict[str, dict[int, list[Problem]]] = defaultdict(lambda: defaultdict(list))
    for problem in parsed.problems:
        by_sheet[problem.sheet][problem.row].append(problem)
    headers = {plan.sheet: plan.header_rows[-1] if plan.header_rows else 0 for plan in parsed.plans}
    said = _said(workbook, parsed, corrections, accepted)
    taken: set[str] = set()
    for sheet in workbook.sheets:
        page = book.add_worksheet(_name(sheet.name, taken))
        _write_sheet(page, sheet, by_sheet[sheet.name], said[sheet.name], headers.get(sheet.name, 0), formats)
        sheet.release()
    book.close()
    return target.getvalue()


def _name(name: str, taken: set[str]) -> str:
    """A legal and unique sheet name of at most 31 characters."""
    base = name.translate(_BAD_NAME).strip()[:28] or "表格"
    unique, count = base, 1
    while unique.lower() in taken:
        count += 1
        unique = f"{base}{count}"
    taken.add(unique.lower())
    return unique


def _said(
    workbook: Workbook, parsed: Parsed, corrections: Corrections, accepted: Accepted
) -> dict[str, dict[int, list[str]]]:
    """Sheet → row → what the clerk did there, in words."""
    said: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    before = _as_written(workbook, {(sheet, row) for sheet, row, _ in corrections})
    labels = {(plan.sheet, c.index): c.label for plan in parsed.plans for c in plan.columns}
    for (sheet, row, column), value in sorted(corrections.items()):
        cells = before.get((sheet, row), [])
        old = text_of(cells[column]) if column < len(cells) else ""
        was, now = (f"“{text}”" if text else "空白" for text in (old, value))
        label = labels.get((sheet, column)) or f"{column_letter(column)} 列"
        said[sheet][row].append(f"【{label}】已在页面上改过：原来是{was}，改成{now}。")
    for (sheet, row, code), reason in sorted(accepted.items()):
        doubt = title_of(code) or ""
        said[sheet][row].append(f"已按原样接受：{doubt}原因：{reason}")
    return said


def _as_written(workbook: Workbook, wanted: set[tuple[str, int]]) -> dict[tuple[str, int], Row]:
    """The file's own rows where a cell was corrected."""
    sheets = {name for name, _ in wanted}
    return {
        (sheet.name, number): row
        for sheet in workbook.sheets
        if sheet.name in sheets
        for number, row in enumerate(sheet.rows(), 1)
        if (sheet.name, number) in wanted
    }


def _write_sheet(
    page: Worksheet,
    sheet: Sheet,
    problems: dict[int, list[Problem]],
    said: dict[int, list[str]],
    header: int,
    formats: dict[str, Any],
) -> None:
    width = max((len(row) for row in sheet.rows()), default=0)
    page.set_column(width, width, 60)
    for at, row in enumerate(sheet.rows()):
        _write_row(page, at, row, formats)
        found = [*(problems.get(0, []) if at == 0 else []), *problems.get(at + 1, [])]
        done = [*(said.get(0, []) if at == 0 else []), *said.get(at + 1, [])]
        text = neutral("\n".join([*(_sentence(p) for p in found), *done]))
        if text and at + 1 == header:
            page.write_string(at, width, f"{TITLE}:{text}", formats["flag"])
        elif text:
            page.write_string(at, width, text, formats["flag"])
        elif at + 1 == header or (header == 0 and at == 0):
            page.write_string(at, width, TITLE, formats["head"])


def _sentence(problem: Problem) -> str:
    where = f"【{problem.column}】" if problem.column else ""
    return f"{where}{problem.message}{problem.suggestion}"


def _write_row(page: Worksheet, at: int, row: Row, formats: dict[str, Any]) -> None:
    for index, value in enumerate(row):
        if value is None or value == "":
            continue
        if isinstance(value, bool):
            page.write_boolean(at, index, value)
        elif isinstance(value, float | int):
            page.write_number(at, index, value)
        elif isinstance(value, datetime.datetime | datetime.date):
            page.write_datetime(at, index, value, formats["date"])
        else:
            page.write_string(at, index, neutral(str(value)))


def neutral(text: str) -> str:
    """Text that no spreadsheet program will run: always written as a string; a leading formula sign gets an apostrophe.

    A lone dash (the usual mark for nothing) and negative numbers written as text stay as they are.
    """
    text = text[:32_000]
    if (
        text.startswith(_DANGEROUS)
        and text.strip("-—")
        and not text.lstrip("-").replace(",", "").replace(".", "", 1).isdigit()
    ):
        return "'" + text
    return text

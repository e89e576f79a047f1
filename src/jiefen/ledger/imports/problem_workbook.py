"""The clerk's own rows again, with a 问题 column in front of the reasons. Formula injection is neutralised."""

from __future__ import annotations

import datetime
import io
from collections import defaultdict
from typing import Any, Final

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from jiefen.ledger.imports.grid import Row
from jiefen.ledger.imports.problems import Problem
from jiefen.ledger.imports.reader import Sheet, Workbook
from jiefen.ledger.imports.result import Parsed

TITLE: Final = "问题"
_DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
_BAD_NAME: Final = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


def problem_workbook(workbook: Workbook, parsed: Parsed) -> bytes:
    """An .xlsx with the same sheets and rows; the column after the last one says what is doubtful and what to do."""
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
    taken: set[str] = set()
    for sheet in workbook.sheets:
        page = book.add_worksheet(_name(sheet.name, taken))
        _write_sheet(page, sheet, by_sheet[sheet.name], headers.get(sheet.name, 0), formats)
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


def _write_sheet(
    page: Worksheet, sheet: Sheet, problems: dict[int, list[Problem]], header: int, formats: dict[str, Any]
) -> None:
    width = max((len(row) for row in sheet.rows()), default=0)
    page.set_column(width, width, 60)
    for at, row in enumerate(sheet.rows()):
        _write_row(page, at, row, formats)
        if at + 1 == header or (header == 0 and at == 0 and 1 not in problems):
            page.write_string(at, width, TITLE, formats["head"])
        found = [*(problems.get(0, []) if at == 0 else []), *problems.get(at + 1, [])]
        if found and at + 1 != header:
            page.write_string(at, width, neutral("\n".join(_sentence(p) for p in found)), formats["flag"])
        elif found:
            page.write_string(at, width, TITLE + ":" + neutral("\n".join(_sentence(p) for p in found)), formats["flag"])


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

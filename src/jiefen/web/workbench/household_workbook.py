"""The household list as a workbook. Texts are written as texts, so that no name can act as a formula."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import IO, Any, Final

import xlsxwriter

from jiefen.ledger.queries.household_list import HouseholdRow

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SAFELY: Final = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_HEADS: Final = ("小区", "房号", "业主", "欠费(元)", "笔数", "最早应付日", "最早过时效日", "最近付款日", "预存(元)", "备注")
_DAY: Final = "yyyy-mm-dd"


def write_households(file: IO[bytes], rows: Iterable[HouseholdRow], *, today: dt.date) -> int:
    """Write the rows; returns how many. Memory stays constant."""
    count = 0
    with xlsxwriter.Workbook(file, SAFELY) as book:
        sheet = book.add_worksheet(f"住户 {today}")
        money, day = book.add_format({"num_format": "#,##0.00"}), book.add_format({"num_format": _DAY})
        sheet.set_column(0, 2, 18)
        sheet.set_column(3, 9, 13)
        sheet.freeze_panes(1, 0)
        heading(sheet, book, _HEADS)
        for count, row in enumerate(rows, start=1):
            _write(sheet, count, row, money, day)
    return count


def heading(sheet: Any, book: Any, heads: Iterable[str]) -> None:
    """The bold first line."""
    bold = book.add_format({"bold": True})
    for column, head in enumerate(heads):
        sheet.write_string(0, column, head, bold)


def write_day(sheet: Any, line: int, column: int, on: dt.date | None, form: Any) -> None:
    """A date cell, or nothing."""
    if on is not None:
        sheet.write_datetime(line, column, dt.datetime(on.year, on.month, on.day), form)


def _write(sheet: Any, line: int, row: HouseholdRow, money: Any, day: Any) -> None:
    for column, text in enumerate((row.estate, row.label, row.owner_name)):
        sheet.write_string(line, column, text)
    sheet.write_number(line, 3, row.outstanding_fen / 100, money)
    sheet.write_number(line, 4, row.open_charges)
    for column, on in enumerate((row.oldest_due_on, row.first_expiry_on, row.last_paid_on), start=5):
        write_day(sheet, line, column, on, day)
    sheet.write_number(line, 8, row.prepaid_fen / 100, money)
    sheet.write_string(line, 9, "、".join(flags_of(row)))


def flags_of(row: HouseholdRow) -> list[str]:
    """What one has to know before calling."""
    flags = {"请勿联系": row.do_not_contact, "空置": row.is_vacant, "未交付": not row.is_delivered}
    return [label for label, applies in flags.items() if applies]

"""The household list as a workbook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import IO, Any, Final

import xlsxwriter

from jiefen.ledger.queries.household_list import HouseholdRow
from jiefen.web.workbench.household_lines import flags_of
from jiefen.web.workbench.workbook import DAY, MONEY, OPTIONS, heading, write_day

_HEADS: Final = (
    "小区", "房号", "业主", "欠费（元）", "笔数", "最早应付日", "最早过时效日", "最近付款日", "预存（元）", "备注",
)  # fmt: skip


def write_households(file: IO[bytes], rows: Iterable[HouseholdRow], *, today: dt.date) -> int:
    """Write the rows; returns how many. The cells are never all in memory."""
    count = 0
    with xlsxwriter.Workbook(file, OPTIONS) as book:
        sheet = book.add_worksheet(f"住户 {today}")
        money, day = book.add_format({"num_format": MONEY}), book.add_format({"num_format": DAY})
        sheet.set_column(0, 2, 18)
        sheet.set_column(3, 9, 13)
        heading(sheet, book, _HEADS)
        for count, row in enumerate(rows, start=1):
            _write(sheet, count, row, money, day)
    return count


def _write(sheet: Any, line: int, row: HouseholdRow, money: Any, day: Any) -> None:
    for column, text in enumerate((row.estate, row.label, row.owner_name)):
        sheet.write_string(line, column, text)
    sheet.write_number(line, 3, row.outstanding_fen / 100, money)
    sheet.write_number(line, 4, row.open_charges)
    for column, on in enumerate((row.oldest_due_on, row.first_expiry_on, row.last_paid_on), start=5):
        write_day(sheet, line, column, on, day)
    sheet.write_number(line, 8, row.prepaid_fen / 100, money)
    sheet.write_string(line, 9, "、".join(words for words, _ in flags_of(row)))

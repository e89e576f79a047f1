"""Bills at risk as a workbook, the nearest date first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import IO, Any, Final

import xlsxwriter

from jiefen.web.workbench.workbook import DAY, MONEY, OPTIONS, heading, write_day

_HEADS: Final = (
    "小区", "房号", "业主", "费用项", "账期起", "账期止", "应付日", "最后可主张的一天", "还剩天数", "金额（元）",
)  # fmt: skip


def write_bills(file: IO[bytes], bills: Iterable[tuple[Any, ...]], *, today: dt.date) -> int:
    """Write the rows of ``every_bill_at_risk``; returns how many. Memory stays constant."""
    count = 0
    with xlsxwriter.Workbook(file, OPTIONS) as book:
        sheet = book.add_worksheet(f"时效 {today}")
        money, day = book.add_format({"num_format": MONEY}), book.add_format({"num_format": DAY})
        sheet.set_column(0, 9, 15)
        heading(sheet, book, _HEADS)
        for count, (*texts, start, end, due_on, expires_on, fen) in enumerate(bills, start=1):
            for column, text in enumerate(texts):
                sheet.write_string(count, column, text)
            for column, on in enumerate((start, end, due_on, expires_on), start=4):
                write_day(sheet, count, column, on, day)
            sheet.write_number(count, 8, (expires_on - today).days)
            sheet.write_number(count, 9, fen / 100, money)
    return count

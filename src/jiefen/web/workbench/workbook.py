"""Downloads as .xlsx: written row by row, every text as a text (no name can act as a formula), and logged."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterable
from typing import IO, Any, Final

from django.http import HttpRequest, HttpResponse

from jiefen.audit.actions import record
from jiefen.shared import clock
from jiefen.web.session import actor_of

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OPTIONS: Final = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
MONEY: Final = "#,##0.00"
DAY: Final = "yyyy-mm-dd"


def download(request: HttpRequest, *, code: str, name: str, write: Callable[[IO[bytes]], int]) -> HttpResponse:
    """The workbook ``write`` makes, as ``name``-date.xlsx; the audit event ``code`` says how many rows left us."""
    actor, file = actor_of(request), io.BytesIO()
    rows = write(file)
    record(
        organisation_id=actor.organisation_id,
        by=actor.membership_id,
        at=clock.now(),
        code=code,
        subject=("organisation", actor.organisation_id),
        data={"rows": rows},
    )
    response = HttpResponse(file.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="jiefen-{name}-{clock.today()}.xlsx"'
    return response


def heading(sheet: Any, book: Any, heads: Iterable[str]) -> None:
    """The bold first line, kept in sight."""
    bold = book.add_format({"bold": True})
    sheet.freeze_panes(1, 0)
    for column, head in enumerate(heads):
        sheet.write_string(0, column, head, bold)


def write_day(sheet: Any, line: int, column: int, on: dt.date | None, form: Any) -> None:
    """A date cell, or nothing."""
    if on is not None:
        sheet.write_datetime(line, column, dt.datetime(on.year, on.month, on.day), form)

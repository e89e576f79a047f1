"""The lines of the household list as plain texts: fifty rows a page, so nothing is looked up while rendering."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.urls import reverse

from jiefen.ledger.queries.household_list import HouseholdRow
from jiefen.rules.day_words import full_day
from jiefen.rules.money import format_yuan

_ANY: Final = 0  # stands for the household's number in its address


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table. ``flags``: (words, tone) of what one has to know before calling."""

    url: str
    who: str
    where: str
    flags: list[tuple[str, str]]
    owed: str
    charges: int
    oldest: str
    expiry: str
    is_barred: bool
    paid: str


def lines_of(rows: Iterable[HouseholdRow], *, today: dt.date) -> list[Line]:
    """The rows in words."""
    address = reverse("household", args=[_ANY])
    return [_line(row, address, today) for row in rows]


def flags_of(row: HouseholdRow) -> list[tuple[str, str]]:
    """What one has to know before calling."""
    flags = (
        ("请勿联系", "deadline", row.do_not_contact),
        ("空置", "neutral", row.is_vacant),
        ("未交付", "info", not row.is_delivered),
    )
    return [(words, tone) for words, tone, applies in flags if applies]


def _line(row: HouseholdRow, address: str, today: dt.date) -> Line:
    return Line(
        url=address.replace(f"/{_ANY}/", f"/{row.premises_id}/"),
        who=row.owner_name or "姓名未登记",
        where=f"{row.label} · {row.estate}",
        flags=flags_of(row),
        owed=format_yuan(row.outstanding_fen),
        charges=row.open_charges,
        oldest=_day(row.oldest_due_on),
        expiry=_day(row.first_expiry_on),
        is_barred=row.first_expiry_on is not None and row.first_expiry_on < today,
        paid=_day(row.last_paid_on),
    )


def _day(on: dt.date | None) -> str:
    """2026年3月31日, without the weekday: a column of dates is compared, not planned with."""
    return full_day(on) if on else "—"

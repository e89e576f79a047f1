"""Where to turn now: public telephone lines as dated rows (table ``hotlines``), by number or by practice area."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from jiefen.rules.tables_io import Row, load_table

ANY: Final = "*"


@dataclass(frozen=True, slots=True)
class Hotline:
    """A public line. ``about``: what for; ``hours``: when somebody answers; ``source`` and ``confidence`` (H, M, L)."""

    number: str
    name: str
    about: str
    hours: str
    source: str
    confidence: str


def hotlines_named(numbers: Iterable[str], *, today: date) -> tuple[Hotline, ...]:
    """The lines of those numbers in force on ``today``, in the order asked; unknown or closed numbers are left out."""
    known = {row.text("number"): row for row in load_table("hotlines") if row.covers(today)}
    return tuple(_hotline(known[number]) for number in dict.fromkeys(numbers) if number in known)


def hotlines_for(areas: Iterable[str], *, today: date) -> tuple[Hotline, ...]:
    """The lines one may call first about matters of ``areas``, the special ones before those for everything."""
    wanted = {*areas, ANY}
    rows = [row for row in load_table("hotlines") if row.covers(today) and wanted & set(row.texts("areas"))]
    return tuple(_hotline(row) for row in sorted(rows, key=lambda row: row.number("order")))


def _hotline(row: Row) -> Hotline:
    return Hotline(
        row.text("number"), row.text("name"), row.text("about"), row.text("hours"), row.source, row.confidence
    )

"""What of a consultation may be deleted, what must stay and how long, and when it is too early: table ``forgetting``.

个人信息保护法 47. See docs/algorithms/forgetting.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from jiefen.rules.party_names import kept_until
from jiefen.rules.tables_io import Row, load_table, row_on

TABLE: Final = "forgetting"
ALWAYS, AS_CONFLICTS = 0, -1  # in the column ``days``


@dataclass(frozen=True, slots=True)
class Stay:
    """What must stay. ``until``: the last day it is kept; None: it holds no content and stays."""

    code: str
    what: str
    until: date | None
    source: str


@dataclass(frozen=True, slots=True)
class HoldReason:
    """Why a lawyer may keep the record, and the last day he may from today on."""

    code: str
    what: str
    until: date


def what_goes(on: date) -> tuple[str, ...]:
    """What is deleted at once when the client asks, in plain words."""
    return tuple(row.text("what") for row in _ordered("goes", on))


def what_stays(ended_on: date, *, on: date) -> tuple[Stay, ...]:
    """What stays of a service that ended on ``ended_on``, and until when."""
    return tuple(
        Stay(row.text("code"), row.text("what"), _until(row.number("days"), ended_on), row.source)
        for row in _ordered("stays", on)
    )


def stay_until(code: str, ended_on: date, *, on: date) -> date | None:
    """Until when one of them stays. Raises TableError for an unknown code."""
    return _until(_row("stays", code, on).number("days"), ended_on)


def sentence(bar: str, on: date, **words: str) -> str:
    """Why it cannot be deleted yet, and what to do. Raises TableError for an unknown code."""
    return _row("bar", bar, on).text("sentence").format(**words)


def kept_on_until(code: str, moved_on: date, *, on: date) -> date:
    """The last day words are kept that nobody asked to delete: ``answered``, ``unanswered`` or ``void``."""
    return moved_on + timedelta(days=_row("kept", code, on).number("days"))


def kept_since(code: str, *, on: date) -> date:
    """The first day of a last move whose words are still kept on ``on``: what moved earlier is due."""
    return on - timedelta(days=_row("kept", code, on).number("days"))


def hold_reasons(on: date) -> tuple[HoldReason, ...]:
    """Why a lawyer may keep the record."""
    rows = [row for row in load_table(TABLE, "hold") if row.covers(on)]
    return tuple(
        HoldReason(row.text("code"), row.text("what"), on + timedelta(days=row.number("days"))) for row in rows
    )


def _until(days: int, ended_on: date) -> date | None:
    if days == AS_CONFLICTS:
        return kept_until(ended_on)
    return None if days == ALWAYS else ended_on + timedelta(days=days)


def _ordered(section: str, on: date) -> list[Row]:
    rows = [row for row in load_table(TABLE, section) if row.covers(on)]
    return sorted(rows, key=lambda row: row.number("order"))


def _row(section: str, code: str, on: date) -> Row:
    return row_on([row for row in load_table(TABLE, section) if row.text("code") == code], on)

"""When a licence is checked again, from when on that is said, and how long a copy of it is kept: table ``licence_checks``.

个人信息保护法 19, 47. See docs/algorithms/licence_checks.md.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from jiefen.rules.tables_io import Row, load_table, row_on

TABLE: Final = "licence_checks"
REPLACED, VERIFIED, REFUSED = "replaced", "verified", "refused"
REASONS: Final = (REPLACED, VERIFIED, REFUSED)


def again_on(checked_on: date) -> date:
    """The day a licence checked on ``checked_on`` falls due again; on it the card leaves the directory."""
    return checked_on + timedelta(days=row_on(load_table(TABLE, "again"), checked_on).number("days"))


def is_soon(due_on: date | None, *, today: date) -> bool:
    """Whether the check is near enough to be spoken of and done early, and not yet due."""
    return due_on is not None and today < due_on <= soon_until(today)


def soon_until(today: date) -> date:
    """The last due day that is spoken of on ``today``."""
    return today + timedelta(days=row_on(load_table(TABLE, "warn"), today).number("days"))


def copy_kept_until(reason: str, since: date) -> date:
    """The last day a copy is kept of which ``reason`` happened on ``since``. Raises TableError for an unknown reason."""
    return since + timedelta(days=_kept(reason, since).number("days"))


def copies_due_since(reason: str, *, on: date) -> date:
    """Copies of which ``reason`` happened before this day are to be deleted ``on`` that day."""
    return on - timedelta(days=_kept(reason, on).number("days"))


def why_deleted(reason: str, *, on: date) -> str:
    """What had happened, in words."""
    return _kept(reason, on).text("what")


def _kept(reason: str, on: date) -> Row:
    return row_on([row for row in load_table(TABLE, "kept") if row.text("code") == reason], on)

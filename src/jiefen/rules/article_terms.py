"""Numbers and lint grades of knowledge articles: the table ``articles``, by day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Final

from jiefen.rules.promotion_lint import Finding, promotion_findings
from jiefen.rules.tables_io import TableError, load_table, row_on

TABLE: Final = "articles"


@lru_cache(maxsize=256)
def number(code: str, day: date) -> int:
    """A number of the table in force on ``day``; its unit is in its name. Raises TableError for an unknown one."""
    for row in load_table(TABLE, "number"):
        if row.text("code") == code and row.covers(day):
            return row.number("value")
    raise TableError(f"规则表 articles 里没有 {day.isoformat()} 有效的“{code}”，请先补上。")


def acknowledge_by(filed_at: datetime, day: date) -> datetime:
    """Until when a complaint filed at that instant must be acknowledged."""
    return filed_at + timedelta(hours=number("acknowledge_hours", day))


def appeal_by(decided_at: datetime, day: date) -> datetime:
    """Until when author and complainant may appeal a decision."""
    return decided_at + timedelta(days=number("appeal_days", day))


def graded_findings(text: str, day: date) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Findings of the promotion lint: those that stop a submission, and those the reviewer is to look at."""
    hard = row_on(load_table(TABLE, "lint"), day).texts("hard")
    found = promotion_findings(text, day)
    stops = tuple(one for one in found if one.code in hard)
    return stops, tuple(one for one in found if one.code not in hard)

"""What a conversation may carry and how fast: the numbers of the table ``chat``, and the bucket that counts rates.

See docs/algorithms/chat_limits.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from jiefen.rules.tables_io import load_table, row_on


@dataclass(frozen=True, slots=True)
class Rate:
    """A bucket: ``burst`` at once, then ``per_minute``."""

    burst: int
    per_minute: int

    def times(self, factor: int) -> Rate:
        """The same for an installation that allows ``factor`` times as much."""
        return Rate(self.burst * factor, self.per_minute * factor)


@lru_cache(maxsize=256)
def number(code: str, on: date) -> int:
    """A limit in force on a day, in the unit its code names. Raises TableError."""
    rows = [row for row in load_table("chat", "number") if row.text("code") == code]
    return row_on(rows, on).number("value")


@lru_cache(maxsize=256)
def rate(code: str, on: date) -> Rate:
    """A rate in force on a day. Raises TableError."""
    rows = [row for row in load_table("chat", "rate") if row.text("code") == code]
    row = row_on(rows, on)
    return Rate(row.number("burst"), row.number("per_minute"))


def may_withdraw_until(sent_at: datetime, on: date) -> datetime:
    """The last instant at which a message may still be withdrawn."""
    return sent_at + timedelta(seconds=number("withdraw_seconds", on))


def left_after(rate: Rate, left: float, seconds: float) -> float:
    """What a bucket holds after one more is taken from it: below 0 means it may not be taken.

    ``left``: what it held ``seconds`` ago (a fresh bucket holds ``burst``). A refusal does not empty it further.
    """
    return min(float(rate.burst), left + seconds * rate.per_minute / 60) - 1

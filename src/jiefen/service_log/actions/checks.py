"""What every entry must satisfy: words, a day that has come, and an order of days."""

from __future__ import annotations

import datetime as dt
from typing import Final

from jiefen.shared.clock import CHINA
from jiefen.shared.errors import DomainError

LONGEST: Final = 200


class EntryRefused(DomainError):
    """What was typed in cannot be written down like this."""

    code = "service_log.entry_refused"


def checked_words(text: str) -> str:
    """The text on one line; 1 to 200 characters. Raises EntryRefused."""
    words = " ".join(text.split())
    if not 0 < len(words) <= LONGEST:
        raise EntryRefused(f"请写清楚是什么事，1 到 {LONGEST} 个字。", code="service_log.words")
    return words


def day_of(at: dt.datetime) -> dt.date:
    """The day of ``at`` in China."""
    return at.astimezone(CHINA).date()


def check_past(day: dt.date, at: dt.datetime) -> None:
    """Only what has happened is written down. Raises EntryRefused."""
    if day > day_of(at):
        raise EntryRefused("这个日期还没到。请在当天或之后登记。", code="service_log.in_future")


def check_order(earlier: dt.date, later: dt.date) -> None:
    """A repair ends no earlier than it began. Raises EntryRefused."""
    if later < earlier:
        raise EntryRefused(f"日期要在 {earlier} 当天或之后，请核对。", code="service_log.order")

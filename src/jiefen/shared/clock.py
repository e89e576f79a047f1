"""The only reader of the wall clock. Surfaces call it; everything below takes ``at=`` or ``today=``."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")


def now() -> dt.datetime:
    """The current instant, aware, in China Standard Time."""
    return dt.datetime.now(CHINA)


def day_of(at: dt.datetime) -> dt.date:
    """The calendar day of an instant in China: the day rules count in, whatever zone ``at`` came in."""
    return at.astimezone(CHINA).date()


def today() -> dt.date:
    """Today's date in China."""
    return now().date()

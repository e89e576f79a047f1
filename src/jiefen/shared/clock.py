"""The only reader of the wall clock. Surfaces call it; everything below takes ``at=`` or ``today=``."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")
PLAYED = os.environ.get("JIEFEN_CLOCK", "")  # a file with an instant: training and journeys play another day from it


def now() -> dt.datetime:
    """The current instant, aware, in China Standard Time."""
    real = dt.datetime.now(CHINA)
    return _played(real) if PLAYED else real


def _played(real: dt.datetime) -> dt.datetime:
    """The instant in the file, run on since it was written there."""
    file = Path(PLAYED)
    written = dt.datetime.fromtimestamp(file.stat().st_mtime, CHINA)
    return dt.datetime.fromisoformat(file.read_text().strip()).astimezone(CHINA) + (real - written)


def day_of(at: dt.datetime) -> dt.date:
    """The calendar day of an instant in China: the day rules count in, whatever zone ``at`` came in."""
    return at.astimezone(CHINA).date()


def today() -> dt.date:
    """Today's date in China."""
    return now().date()

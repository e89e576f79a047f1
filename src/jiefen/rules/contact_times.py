"""Days and times as a steward reads them, and the next moment of the day that is open."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from typing import Final

from jiefen.rules.contact_facts import CHINA, Hours

_MINUTE: Final = timedelta(minutes=1)
_WEEKDAYS: Final = "一二三四五六日"


def now(at: datetime) -> str:
    """9:05."""
    return f"{at.hour}:{at.minute:02d}"


def day(on: date, at: datetime) -> str:
    """今天, or 11月30日（周一）, with the year when it is another."""
    if on == at.date():
        return "今天"
    year = "" if on.year == at.year else f"{on.year}年"
    return f"{year}{on.month}月{on.day}日（周{_WEEKDAYS[on.weekday()]}）"


def when(then: datetime, at: datetime) -> str:
    """今天 14:30, 明早 9:00, 明天 14:30, 11月30日（周一）9:00. Seconds are rounded up to the next minute."""
    shown = then if not (then.second or then.microsecond) else then.replace(second=0, microsecond=0) + _MINUTE
    ahead = (shown.date() - at.date()).days
    if ahead == 0:
        return f"今天 {now(shown)} "
    if ahead == 1:
        return f"明早 {now(shown)} " if shown.hour < 12 else f"明天 {now(shown)} "
    return f"{day(shown.date(), at)}{now(shown)} "


def first_open(at: datetime, is_open: Callable[[time], bool], spans: Iterable[Hours]) -> datetime | None:
    """The first instant after ``at`` whose time of day is open; it is an edge of a span, or never."""
    edges = {edge for span in spans for edge in (span.start, span.end)}
    midnight = datetime.combine(at.date(), time(), CHINA)
    starts = (
        midnight + timedelta(days=ahead, hours=edge.hour, minutes=edge.minute, seconds=edge.second)
        for ahead in range(3)
        for edge in sorted(edges)
        if is_open(edge)
    )
    return next((start for start in starts if start > at), None)

"""A day as sentences say it."""

from __future__ import annotations

from datetime import date


def day_words(on: date, today: date) -> str:
    """``12月20日``; with the year when it is not this year."""
    return f"{'' if on.year == today.year else f'{on.year}年'}{on.month}月{on.day}日"

"""A day as sentences say it."""

from __future__ import annotations

from datetime import date


def day_words(on: date, today: date) -> str:
    """``12月20日``; with the year when it is not this year."""
    return f"{on.month}月{on.day}日" if on.year == today.year else full_day(on)


def full_day(on: date) -> str:
    """``2025年12月20日``, for a sentence that is kept or a column of dates."""
    return f"{on.year}年{on.month}月{on.day}日"

"""Filters: one line each over the pure functions of `words`."""

from __future__ import annotations

from datetime import date, datetime

from jiefen.web.ui import words
from jiefen.web.ui.library import register

register.filter("fen", words.money)
register.filter("fen_short", words.money_short)
register.filter("masked_phone", words.masked_phone)
register.filter("join_dun", words.join_dun)
register.filter("count", words.count)
register.filter("percent", words.percent)
register.filter("quantity", words.quantity)


@register.filter
def cn_date(on: date | None, today: date | None = None) -> str:
    """Date (an instant shows its date) → ``11月23日(周日)``."""
    return words.day(_date_of(on), today)


@register.filter
def relative_day(on: date | None, today: date) -> str:
    """Date → 3天后, seen from `today`."""
    return words.relative_day(_date_of(on), today)


def _date_of(on: date | None) -> date | None:
    return on.date() if isinstance(on, datetime) else on

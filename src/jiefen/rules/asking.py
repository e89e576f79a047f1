"""Limits of asking and of waiting: the numbers of the table ``asking``."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from jiefen.rules.tables_io import load_table, row_on

# Urgency flags for which help lines are shown at once, before anything else (engine/urgency).
SAFETY: Final = ("self_harm", "danger_now", "harm_others", "domestic_violence", "sexual_assault")

# What makes an offer “urgent” on a lawyer's desk: hours count, not weeks.
URGENT: Final = (*SAFETY, "detention", "fraud_just_now", "abroad", "missing_person", "minor")


def number(code: str, on: date) -> int:
    """A limit in force on a day, in the unit its code names. Raises TableError."""
    return row_on([row for row in load_table("asking", "number") if row.text("code") == code], on).number("value")


def span(code: str, on: date) -> timedelta:
    """A limit in seconds as a span of time. Raises TableError."""
    return timedelta(seconds=number(f"{code}_seconds", on))

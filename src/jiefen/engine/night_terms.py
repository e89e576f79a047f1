"""What one night asks of the tables, as arrays and fractions of whole numbers: rates by day, buckets by day. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from jiefen.engine.bill_columns import EPOCH, LAST_DAY, day_number
from jiefen.engine.nightly_kernel import LateTerms, NightTerms
from jiefen.rules.aging import aging_buckets, bucket_of
from jiefen.rules.late_charge import default_policy
from jiefen.rules.stage_terms import terms_on
from jiefen.rules.tables_io import load_table

Table = NDArray[np.int64]
_LARGEST_TIMES: Final = 30_000  # contract rates with larger numbers leave the 64 bits
_LARGEST_BY: Final = 10_000_000


def rate_of(daily_rate: str, on: dt.date) -> tuple[int, int] | None:
    """An estate's daily rate as a fraction of whole numbers; None: none agreed, unreadable, implausible or too fine.

    Too fine: more than seven decimals or so, which no contract has; the household page still computes those.
    """
    try:
        rate = Decimal(daily_rate.strip() or "0")
    except InvalidOperation:
        return None
    if not rate.is_finite() or not 0 < rate <= default_policy(on).max_daily:
        return None
    times, by = Fraction(rate).as_integer_ratio()
    return (times, by) if times <= _LARGEST_TIMES and by <= _LARGEST_BY else None


def night_terms(today: dt.date, rates: Sequence[tuple[int, int]] = ()) -> NightTerms:
    """Everything that is the same for all. ``rates``: the contracts' fractions, by the number in column RATE."""
    cumulative, scale, known_from = _published(today)
    policy = default_policy(today)
    times = Fraction(policy.multiple) / (100 * scale * policy.days_in_year)
    cap = 10**9 if policy.cap_percent is None else policy.cap_percent
    late = LateTerms(
        day_number(today), known_from, cumulative, times.numerator * (cumulative[-1] - cumulative), times.numerator, times.denominator, cap,
        np.array([each for each, _ in rates] or [0], np.int64), np.array([each for _, each in rates] or [1], np.int64),
    )  # fmt: skip
    return NightTerms(terms_on(today), late, _bucket_by_day(today), day_number(today))


@lru_cache(maxsize=8)
def _published(today: dt.date) -> tuple[Table, int, int]:
    """Σ of the yearly percentages by day number, scaled to whole numbers; the scale; the first day known."""
    rows = sorted(load_table("lpr"), key=lambda row: row.valid_from)
    percents = [row.decimal("annual_percent") for row in rows]
    scale = 10 ** max(-int(percent.normalize().as_tuple().exponent) for percent in percents)
    last, daily = day_number(today), np.zeros(LAST_DAY + 1, np.int64)
    for row, percent in zip(rows, percents, strict=True):
        until = last if row.valid_to is None else min(last, day_number(row.valid_to))
        daily[day_number(row.valid_from) : until + 1] = int(percent * scale)
    return np.cumsum(daily), scale, day_number(rows[0].valid_from)


@lru_cache(maxsize=8)
def _bucket_by_day(today: dt.date) -> Table:
    """The aging bucket of a bill by the day number of its due day."""
    places = {bucket.code: place for place, bucket in enumerate(aging_buckets(today))}
    found = np.zeros(LAST_DAY + 1, np.int64)
    now, oldest = day_number(today), day_number(today.replace(day=1, year=today.year - 5))
    for day in range(oldest, now):
        found[day] = places[bucket_of(dt.date.fromordinal(day + EPOCH), today)]
    found[:oldest] = len(places) - 1
    return found

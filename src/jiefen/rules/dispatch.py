"""The published settings of dispatch (table ``dispatch``): weights, how many are asked at once, how long, broad labels.

There is no weight for payment, and no field for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from jiefen.rules.tables_io import TableError, load_table, row_on

WEIGHTS: Final = ("area", "acceptance", "room", "distance", "exposure")
MOST_LABELS: Final = 12
HOURS: Final = 24


@dataclass(frozen=True, slots=True)
class DispatchRules:
    """``weights`` as fractions in the order of ``WEIGHTS``; times in seconds; shares as fractions."""

    weights: tuple[float, float, float, float, float]
    offers_at_once: int
    offer_seconds: int
    returning_seconds: int
    again_seconds: int
    offline_after: int
    acceptance_prior: float
    acceptance_step: float
    declined: float
    same_province: float
    tick_seconds: int
    night_from: int
    night_until: int
    night_least: int
    heartbeat_seconds: int

    def is_night(self, hour: int) -> bool:
        """Whether the hour (0–23, China) belongs to the night roster."""
        return hour >= self.night_from or hour < self.night_until


def dispatch_on(day: date) -> DispatchRules:
    """The settings in force on ``day``. Raises TableError when none are, or when the weights are not 10,000."""
    row = row_on(load_table("dispatch"), day)
    area, acceptance, room, distance, exposure = (row.number(name) for name in WEIGHTS)
    weights = (area, acceptance, room, distance, exposure)
    if sum(weights) != 10_000 or min(weights) < 0:
        raise TableError("派单评分的五项权重合计应为 10000，请核对 dispatch 表。")
    return DispatchRules(
        (area / 10_000, acceptance / 10_000, room / 10_000, distance / 10_000, exposure / 10_000),
        row.number("offers_at_once"),
        row.number("offer_seconds"),
        row.number("returning_seconds"),
        row.number("again_seconds"),
        row.number("offline_after"),
        row.number("acceptance_prior_percent") / 100,
        row.number("acceptance_step_percent") / 100,
        row.number("declined_percent") / 100,
        row.number("same_province_percent") / 100,
        row.number("tick_seconds"),
        row.number("night_from"),
        row.number("night_until"),
        row.number("night_least"),
        row.number("heartbeat_seconds"),
    )


def labels_on(day: date) -> Mapping[str, str]:
    """Practice area → broad label of the free lane, at most twelve. Raises TableError on more, or an area twice."""
    rows = [row for row in load_table("dispatch", "label") if row.covers(day)]
    pairs = [(area, row.text("name")) for row in rows for area in row.texts("areas")]
    found = dict(pairs)
    if len(rows) > MOST_LABELS or len(found) != len(pairs):
        raise TableError("派单大类最多十二个，每个领域只属于一个，请核对 dispatch 表。")
    return found


def day_curve(day: date) -> tuple[float, ...]:
    """The share of a day's questions in each hour from 0 to 23; adds up to 1. Raises TableError."""
    shares = row_on(load_table("dispatch", "curve"), day).values.get("per_mille")
    if not isinstance(shares, list) or len(shares) != HOURS or sum(shares) != 1000:
        raise TableError("一天的来访要写 24 个钟点，合计 1000，请核对 dispatch 表。")
    return tuple(each / 1000 for each in shares)

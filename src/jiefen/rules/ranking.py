"""The published weights of the lawyers' ranking (table ``ranking``). There is no weight for payment, and no field for it.

Every part lies between 0 and 1; the eight weights add up to 1. The exposure bonus comes on top. Small samples are
shrunk towards a prior, so that one five-star rating does not outrank forty good ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from jiefen.rules.tables_io import TableError, load_table, row_on

PARTS: Final = ("area", "text", "experience", "region", "language", "free", "reply", "rating")


@dataclass(frozen=True, slots=True)
class RankingWeights:
    """Weights as fractions in the order of ``PARTS``, the exposure bonus, and the constants of the parts."""

    parts: tuple[float, ...]
    exposure: float
    exposure_fade: float  # the bonus is exposure / (1 + shown)^fade
    experience_half: float
    other_cause: float
    same_province: float
    reply_prior_n: int
    reply_prior: float
    rating_prior_n: int
    rating_prior: float  # on the scale of 1 to 5


def weights_on(day: date) -> RankingWeights:
    """The weights in force on ``day``. Raises TableError when none are, or when they do not add up to 10,000."""
    row = row_on(load_table("ranking"), day)
    parts = [row.number(name) for name in PARTS]
    if sum(parts) != 10_000 or min(parts) < 0:
        raise TableError("推荐评分的八项权重合计应为 10000，请核对 ranking 表。")
    return RankingWeights(
        tuple(each / 10_000 for each in parts),
        row.number("exposure") / 10_000,
        row.number("exposure_fade_percent") / 100,
        float(row.number("experience_half")),
        row.number("other_cause_percent") / 100,
        row.number("same_province_percent") / 100,
        row.number("reply_prior_n"),
        row.number("reply_prior_percent") / 100,
        row.number("rating_prior_n"),
        row.number("rating_prior_x10") / 10,
    )


def reply_part(in_time: int, n: int, weights: RankingWeights) -> float:
    """Share of first replies in time, shrunk: (in_time + prior) / (n + prior_n)."""
    return (in_time + weights.reply_prior_n * weights.reply_prior) / (n + weights.reply_prior_n)


def rating_part(total: int, n: int, weights: RankingWeights) -> float:
    """Mean rating (1–5), shrunk, on a scale of 0 to 1. ``total``: sum of the ``n`` ratings."""
    return ((total + weights.rating_prior_n * weights.rating_prior) / (n + weights.rating_prior_n) - 1) / 4

"""Geometry of charts from plain numbers. Pure: no words, no markup, no colours.

Widths and horizontal places are percentages of the drawing (0–100), so that a chart fits any screen while its
text keeps its size; heights and vertical places are pixels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

ROW: Final = 56  # one labelled bar: a line of text, the bar, air; at least a thumb's 44 px
BAR: Final = 14
BASELINE: Final = 20  # of the text above a bar
PLOT: Final = 168
LABEL_GAP: Final = 40  # two lines of text at the end of each line of a trend
MIN_WIDTH: Final = 0.8  # something above zero is never invisible
STEPS: Final = 5


@dataclass(frozen=True, slots=True)
class Bar:
    """One horizontal bar: `x` and `width` in per cent, `y` and `text_y` in pixels, `step` 1 (light) to 5 (dark)."""

    x: float
    width: float
    y: float
    text_y: float
    step: int


@dataclass(frozen=True, slots=True)
class Line:
    """One series: polylines in a 100 × PLOT box (split where values are missing) and its last point's place."""

    paths: tuple[str, ...]
    dots: tuple[tuple[float, float], ...]
    end_x: float
    end_y: float
    label_y: float


def _share(value: float, whole: float) -> float:
    """Per cent of the width, two decimals; a positive value never vanishes."""
    if value <= 0 or whole <= 0:
        return 0.0
    return round(max(value / whole * 100, MIN_WIDTH), 2)


def step_of(index: int, total: int) -> int:
    """Which of the five steps of one hue the index-th of `total` parts takes: first lightest, last darkest."""
    return STEPS if total <= 1 else 1 + round(index * (STEPS - 1) / (total - 1))


def bars(values: Sequence[float]) -> tuple[Bar, ...]:
    """Horizontal bars on one scale from zero; negatives draw as nothing (their number is still written)."""
    top = max(values, default=0)
    total = len(values)
    return tuple(
        Bar(0.0, _share(value, top), i * ROW + BASELINE + 8, i * ROW + BASELINE, step_of(i, total))
        for i, value in enumerate(values)
    )


@dataclass(frozen=True, slots=True)
class Band:
    """One share with its range: the band's `x` and `width` and the dot's place in per cent; no dot without a value."""

    x: float
    width: float
    dot: float | None
    y: float
    text_y: float


def ranges(shares: Sequence[tuple[float | None, float, float]]) -> tuple[Band, ...]:
    """(value, low, high) as fractions on a scale from 0 to 1; a range never vanishes and never leaves the scale."""
    found = []
    for i, (value, low, high) in enumerate(shares):
        start, end = max(low, 0.0) * 100, min(high, 1.0) * 100
        width = 0.0 if value is None else max(end - start, MIN_WIDTH)
        dot = None if value is None else round(min(max(value, 0.0), 1.0) * 100, 2)
        text_y = i * ROW + BASELINE
        found.append(Band(round(min(start, 100 - width), 2), round(width, 2), dot, text_y + 8, text_y))
    return tuple(found)


def falls(values: Sequence[float], safe: float = 0) -> tuple[tuple[Bar, Bar], ...]:
    """Strips of a limitation board: per month (what is still there, what falls off its end).

    The whole width is everything that falls in the months shown plus `safe`; each month's piece sits where the
    money left so far ends, so that the strips read as a staircase.
    """
    amounts = [max(value, 0) for value in values]
    whole = sum(amounts) + max(safe, 0)
    left = whole
    strips = []
    for i, amount in enumerate(amounts):
        left -= amount
        y = i * ROW + BASELINE + 8
        piece = _share(amount, whole)
        end = round(left / whole * 100, 2) if whole else 0.0
        start = round(min(end, 100 - piece), 2)  # a sliver widened to be seen still ends inside
        strips.append((Bar(0.0, end, y, y - 8, 1), Bar(start, piece, y, y - 8, STEPS)))
    return tuple(strips)


def shares(values: Sequence[float]) -> tuple[Bar, ...]:
    """One stacked bar of 100 %: parts in order, the first darkest; what is not positive takes no room."""
    whole = sum(max(value, 0) for value in values)
    x, parts = 0.0, []
    for i, value in enumerate(values):
        width = max(value, 0) / whole * 100 if whole else 0.0
        parts.append(Bar(round(x, 2), round(width, 2), 0, 0, STEPS + 1 - step_of(i, len(values))))
        x += width
    return tuple(parts)


def nice_range(values: Sequence[float]) -> tuple[float, float]:
    """A calm scale around the values: padded by a tenth, never below zero for data that is not; flat data gets room."""
    if not values:
        return 0.0, 1.0
    low, high = min(values), max(values)
    pad = (high - low) * 0.1 or abs(high) * 0.1 or 1.0
    return (max(low - pad, 0.0) if low >= 0 else low - pad), high + pad


def grid(low: float, high: float, lines: int = 3) -> tuple[tuple[float, float], ...]:
    """(value, y in pixels) of evenly spaced guide lines, top first."""
    return tuple((high - (high - low) * i / (lines - 1), round(PLOT * i / (lines - 1), 2)) for i in range(lines))


def across(index: int, total: int) -> float:
    """Horizontal place of the index-th of `total` points, per cent of the plot; a lone point stands in the middle."""
    return round(100 * index / (total - 1), 2) if total > 1 else 50.0


def lines(series: Sequence[Sequence[float | None]]) -> tuple[tuple[Line, ...], tuple[float, float]]:
    """Trends on one scale. Returns the lines and the (low, high) of the scale."""
    known = [value for values in series for value in values if value is not None]
    low, high = nice_range(known)
    raw = [_places(values, low, high) for values in series]
    ends = [max((p for p in places if p), default=(100.0, float(PLOT)), key=lambda p: p[0]) for places in raw]
    labels = spread([y for _, y in ends], LABEL_GAP, 12, PLOT - 12)
    drawn = (
        Line(_paths(places), tuple(p for p in places if p), *end, label)
        for places, end, label in zip(raw, ends, labels, strict=True)
    )
    return tuple(drawn), (low, high)


def _places(values: Sequence[float | None], low: float, high: float) -> list[tuple[float, float] | None]:
    height = high - low
    return [
        None if value is None else (across(i, len(values)), round(PLOT * (high - value) / height, 2))
        for i, value in enumerate(values)
    ]


def _paths(places: Sequence[tuple[float, float] | None]) -> tuple[str, ...]:
    """Runs of known points as SVG `points`; a lone point is drawn by its dot."""
    runs: list[list[str]] = [[]]
    for place in places:
        if place is None:
            runs.append([])
        else:
            runs[-1].append(f"{place[0]:g},{place[1]:g}")
    return tuple(" ".join(run) for run in runs if len(run) > 1)


def spread(places: Sequence[float], gap: float, low: float, high: float) -> tuple[float, ...]:
    """Push labels apart to at least `gap`, keeping their order, and pull them back inside low–high if they fit."""
    order = sorted(range(len(places)), key=lambda i: places[i])
    result = [0.0] * len(places)
    floor = low
    for i in order:
        result[i] = floor = max(places[i], floor)
        floor += gap
    ceiling = high
    for i in reversed(order):
        result[i] = min(result[i], ceiling)
        ceiling = result[i] - gap
    return tuple(round(y, 2) for y in result)


def ticks(total: int, room: int = 5) -> tuple[int, ...]:
    """Indices of the labels to write under an axis: evenly spaced, the last always among them."""
    if total <= room:
        return tuple(range(total))
    every = -(-(total - 1) // (room - 1))
    return tuple(sorted({total - 1 - i for i in range(0, total, every)}))

"""Chart tags: geometry from `charts`, words from `words`, places in the templates."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from typing import Any

from jiefen.web.ui import charts, words
from jiefen.web.ui.library import register
from jiefen.web.ui.parts import ChartPoint, Series, Span, of_kind
from jiefen.web.ui.tags.actions import TONES, checked

_ids = count(1)  # title and description ids, unique within a process and so within any page


def _frame(title: str, desc: str) -> dict[str, Any]:
    return {"title": title, "desc": desc, "id": f"chart-{next(_ids)}"}


def _rows(points: Sequence[ChartPoint], unit: str) -> list[dict[str, Any]]:
    return [{"point": point, "value": words.quantity(point.value, unit), "share": ""} for point in points]


def _in_words(points: Sequence[ChartPoint], unit: str) -> str:
    """What a reader hears instead of the picture."""
    return "；".join(f"{point.label} {words.quantity(point.value, unit)}" for point in points)


@register.inclusion_tag("ui/charts/bars.html")
def bar_chart(
    points: Sequence[ChartPoint],
    title: str,
    unit: str = "fen",
    desc: str = "",
    tone: str = "success",
    steps: bool = False,
) -> dict[str, Any]:
    """Horizontal bars on one scale; `steps` darkens them downwards, as for aging."""
    points = of_kind(ChartPoint, points)
    drawn = charts.bars([point.value for point in points])
    checked(tone, TONES)
    rows = [
        {**row, "bar": bar, "tone": row["point"].tone or tone}
        for row, bar in zip(_rows(points, unit), drawn, strict=True)
    ]
    frame = _frame(title, desc or _in_words(points, unit))
    return {**frame, "rows": rows, "steps": steps, "height": len(rows) * charts.ROW}


@register.inclusion_tag("ui/charts/falls.html")
def fall_chart(
    points: Sequence[ChartPoint], title: str, safe: int | None = None, desc: str = "", unit: str = "fen"
) -> dict[str, Any]:
    """The limitation board: one strip per month ahead, its money (分) at the end of what is left.

    `safe` is the money that outlives the months shown. With links the drawing is a group of them, not one picture.
    """
    points = of_kind(ChartPoint, points)
    strips = charts.falls([point.value for point in points], safe or 0)
    rows = [
        {**row, "left": left, "piece": piece, "top": left.text_y - charts.BASELINE, "tone": _fall_tone(row["point"])}
        for row, (left, piece) in zip(_rows(points, unit), strips, strict=True)
    ]
    frame = _frame(title, desc or _in_words(points, unit))
    linked = any(point.url for point in points)
    return {**frame, "rows": rows, "height": len(rows) * charts.ROW, "linked": linked}


def _fall_tone(point: ChartPoint) -> str:
    """A month from which nothing falls draws no eye."""
    return (point.tone or "deadline") if point.value > 0 else "neutral"


@register.inclusion_tag("ui/charts/lines.html")
def line_chart(
    series: Sequence[Series], labels: Sequence[str], title: str, unit: str = "percent", desc: str = ""
) -> dict[str, Any]:
    """Trends over the same labels, each named at its end."""
    series = of_kind(Series, series)
    drawn, (low, high) = charts.lines([item.values for item in series])
    rows = [_trend(item, line, i + 1, unit) for i, (item, line) in enumerate(zip(series, drawn, strict=True))]
    axis = [_tick(labels, i) for i in charts.ticks(len(labels))]
    guides = [{"y": y, "text": _short(value, unit)} for value, y in charts.grid(low, high)]
    table = [{"label": label, "values": [_value(s.values[i], unit) for s in series]} for i, label in enumerate(labels)]
    frame = _frame(title, desc or "；".join(f"{row['label']}最近是 {row['last']}" for row in rows))
    return {**frame, "plot": charts.PLOT, "rows": rows, "axis": axis, "guides": guides, "table": table}


def _tick(labels: Sequence[str], index: int) -> dict[str, Any]:
    """A label under the axis; the first and last stay inside the drawing."""
    last = len(labels) - 1
    anchor = "middle" if 0 < index < last or not last else "end" if index else "start"
    return {"label": labels[index], "x": charts.across(index, len(labels)), "anchor": anchor}


def _trend(item: Series, line: charts.Line, index: int, unit: str) -> dict[str, Any]:
    known = [value for value in item.values if value is not None]
    return {"label": item.label, "line": line, "index": index, "last": _value(known[-1] if known else None, unit)}


def _value(value: float | None, unit: str) -> str:
    return words.NOTHING if value is None else words.quantity(value, unit)


def _short(value: float, unit: str) -> str:
    """A guide line's number: short, since it only orients."""
    if unit == "fen":
        return words.money_short(int(value))
    return words.percent(value, 0) if unit == "percent" else words.count(int(value))


@register.inclusion_tag("ui/charts/shares.html")
def share_chart(points: Sequence[ChartPoint], title: str, unit: str = "fen", desc: str = "") -> dict[str, Any]:
    """One bar of a hundred per cent; every part is named with its value and share beneath."""
    points = of_kind(ChartPoint, points)
    values = [max(point.value, 0) for point in points]
    whole = sum(values)
    rows = [
        {**row, "bar": bar, "share": words.percent(value / whole if whole else None, 1)}
        for row, bar, value in zip(_rows(points, unit), charts.shares(values), values, strict=True)
    ]
    return {**_frame(title, desc or _in_words(points, unit)), "rows": rows}


@register.inclusion_tag("ui/charts/ranges.html")
def range_chart(spans: Sequence[Span], title: str, desc: str = "") -> dict[str, Any]:
    """Shares on one scale from 0 to 100 %, each with the range it may truly lie in: wide where little was counted."""
    spans = of_kind(Span, spans)
    drawn = charts.ranges([(span.value, span.low, span.high) for span in spans])
    rows = [
        {"point": span, "value": words.percent(span.value, 0), "share": _range(span), "band": band}
        for span, band in zip(spans, drawn, strict=True)
    ]
    in_words = "；".join(f"{span.label} {words.percent(span.value, 0)} {_range(span)}" for span in spans)
    return {**_frame(title, desc or in_words), "rows": rows, "height": len(rows) * charts.ROW}


def _range(span: Span) -> str:
    if span.value is None:
        return ""
    return f"{words.percent(span.low, 0)} 到 {words.percent(span.high, 0)}"

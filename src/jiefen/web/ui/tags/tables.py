"""Tables that turn into cards on a phone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from jiefen.web.ui import words
from jiefen.web.ui.library import register
from jiefen.web.ui.parts import Column, of_kind
from jiefen.web.ui.tags.actions import badge, checked

KINDS = frozenset({"text", "money", "count", "date", "percent", "badge", "action"})
ARIA_SORT = {"asc": "ascending", "desc": "descending"}


def _read(row: Any, key: str) -> Any:
    return row.get(key) if isinstance(row, dict) else getattr(row, key, None)


def shown(value: Any, kind: str, today: date | None) -> str:
    """One cell's value in the words of its kind; nothing → —."""
    if value is None or value == "":
        return words.NOTHING
    if kind == "badge":
        return badge(*value)
    plain = {"money": words.money, "count": words.count, "percent": words.percent}
    if kind in plain:
        return plain[kind](value)
    return words.day(value, today) if kind == "date" else str(value)


@register.inclusion_tag("ui/parts/data_table.html")
def data_table(
    columns: Sequence[Column],
    rows: Iterable[Any],
    caption: str = "",
    empty: str = "这里还没有内容。",
    today: date | None = None,
) -> dict[str, Any]:
    """A table of plain values; the first column is each row's heading and carries its link."""
    heads = _heads(columns)
    lines = [_line(row, heads, today) for row in rows]
    return {"columns": heads, "lines": lines, "caption": caption, "empty": empty}


def _line(row: Any, heads: Sequence[dict[str, Any]], today: date | None) -> dict[str, Any]:
    """One row as its link and its cells' markup: built here because a long list is most of a page's time."""
    url = _read(row, "url") or ""
    texts = [shown(_read(row, head["key"]), head["kind"], today) for head in heads]
    if url and texts:
        texts[0] = format_html('<a href="{}">{}</a>', url, texts[0])
    cells = (
        cell(text, head["label"], head["kind"], head=i == 0)
        for i, (text, head) in enumerate(zip(texts, heads, strict=True))
    )
    return {"url": url, "cells": SafeString("".join(cells))}


def _heads(columns: Sequence[Any]) -> list[dict[str, Any]]:
    return [
        {
            "key": column.key,
            "label": column.label,
            "kind": checked(column.kind, KINDS),
            "sort_url": column.sort_url,
            "sorted": column.sorted,
            "aria_sort": ARIA_SORT.get(column.sorted, ""),
        }
        for column in of_kind(Column, columns)
    ]


@register.simple_block_tag
def table(content: str, columns: Sequence[Any], caption: str = "") -> str:
    """The frame of a table whose rows the page writes itself, with `cell`."""
    return render_to_string("ui/parts/table.html", {"columns": _heads(columns), "caption": caption, "content": content})


@register.simple_block_tag
def cell(content: str, label: str, kind: str = "text", head: bool = False) -> str:
    """One cell; `label` names it where columns have become lines; `head` makes it the row's heading."""
    row_head = '<th scope="row" class="cell cell--{}" data-label="{}">{}</th>'
    plain = '<td class="cell cell--{}" data-label="{}">{}</td>'
    return format_html(row_head if head else plain, checked(kind, KINDS), label, content)

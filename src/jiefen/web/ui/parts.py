"""What components are fed with. Dicts with the same keys work too; these only add defaults and a checker's eye."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

Part = TypeVar("Part")


def of_kind(kind: type[Part], items: Iterable[Any]) -> list[Part]:
    """Parts as they are, dicts made into parts: so that a template never meets a missing key."""
    return [kind(**item) if isinstance(item, dict) else item for item in items]


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of the shell: `icon` is a name of the sprite, `count` a small number beside the label."""

    label: str
    url: str
    icon: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step of the way to this page; the last one needs no url."""

    label: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Tab:
    """One view of a thing, as a link."""

    label: str
    url: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a filter."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Filter:
    """One select of a filter bar. `value` is what the address says now, "" for no choice.

    With a `default` there is always a choice: no "全部", and nothing to clear while it is the default.
    """

    name: str
    label: str
    options: Sequence[Option]
    value: str = ""
    any_label: str = "全部"
    default: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of `data_table`; `kind` is text, money (分), count, date, percent or badge ((text, tone))."""

    key: str
    label: str
    kind: str = "text"
    sort_url: str = ""
    sorted: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a description list: exactly one of text, fen (分) or on."""

    term: str
    text: str = ""
    fen: int | None = None
    on: date | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """Something that happened on a day; `amount_fen` in 分; `links`: (words, address) of what belongs to it."""

    on: date
    title: str
    detail: str = ""
    icon: str = ""
    tone: str = "neutral"
    amount_fen: int | None = None
    url: str = ""
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """`state` is done, current or todo."""

    label: str
    state: str = "todo"


@dataclass(frozen=True, slots=True)
class ChartPoint:
    """One bar, strip or share. `value` in the chart's unit: 分, a count, or a fraction 0–1."""

    label: str
    value: float
    url: str = ""
    note: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """One line over the labels of a chart; None where nothing was measured."""

    label: str
    values: Sequence[float | None]


@dataclass(frozen=True, slots=True)
class Span:
    """A share with the range it may truly lie in, all 0–1; None where nothing was counted."""

    label: str
    value: float | None
    low: float = 0.0
    high: float = 0.0
    note: str = ""
    url: str = ""

"""What a judge of the import engine needs: eight households, odd amounts, and a case with its truth worked out apart."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from tests.ledger.imports.sheets import Page, Row

Owed = tuple[str, str, datetime.date | None, datetime.date | None, int]


class Home(NamedTuple):
    building: int
    entrance: int
    room: int
    owner: str
    phone: str
    area: float

    @property
    def key(self) -> str:
        return f"{self.building}-{self.entrance}-{self.room}"


HOMES = [
    Home(3, 1, 101, "王建国", "13812345671", 98.5),
    Home(3, 1, 202, "李秀英", "13987654320", 120.36),
    Home(3, 2, 1503, "欧阳娜", "15011112222", 89.0),
    Home(5, 1, 604, "张伟", "18655556666", 143.27),
    Home(5, 2, 1801, "刘洋", "17712341234", 76.8),
    Home(12, 1, 301, "陈静", "13300001111", 101.01),
    Home(12, 2, 2502, "赵磊", "15912348888", 134.5),
    Home(12, 2, 2503, "孙丽", "18100002222", 66.66),
]


@dataclass
class Case:
    """Pages of one file and what a careful person reads in them. ``codes``: doubts that must be reported."""

    pages: list[Page]
    premises: int
    owed: list[Owed]
    late: int = 0
    deposits: int = 0
    stated: int | None = None
    codes: frozenset[str] = frozenset()
    hidden: tuple[str, ...] = ()
    kinds: tuple[str, ...] = field(default=("xlsx", "xls", "csv"))
    duplicates: int = 0
    raw: bytes | None = None  # the file itself, where pages cannot say it (styles, cached formulas, encodings)
    names_rooms: bool = True  # whether a company's own room codes must come back as building-entrance-room


CASES: dict[str, Callable[[], Case]] = {}


def judged(make: Callable[[], Case]) -> Callable[[], Case]:
    CASES[make.__name__] = make
    return make


def fen(i: int, k: int = 0) -> int:
    """An odd amount in 分, different for every (i, k)."""
    return (i * 7919 + k * 104_729) % 290_000 + 10_007


def yuan(value: int) -> float:
    return value / 100


def comma(value: int) -> str:
    return f"{value / 100:,.2f}"


def months(year: int, month: int, to_year: int = 0, to_month: int = 0) -> tuple[datetime.date, datetime.date]:
    """First day of a month and last day of the same or another."""
    last = (to_year or year, to_month or month)
    return datetime.date(year, month, 1), datetime.date(*last, calendar.monthrange(*last)[1])


def year(number: int) -> tuple[datetime.date, datetime.date]:
    return months(number, 1, number, 12)


def total(owed: list[Owed]) -> int:
    return sum(line[-1] for line in owed)


def page(rows: list[Row], name: str = "Sheet1", merges: Any = ()) -> Page:
    return Page(name, rows, list(merges))

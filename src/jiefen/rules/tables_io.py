"""Dated tables of law: the packaged ``tables/*.toml`` files as frozen rows, chosen by the date of the facts.

Every row says where it comes from (``source``), how sure we are (``confidence`` H, M or L) and from which day it
holds (``valid_from``, optional ``valid_to``, both inclusive). A file holds one or more arrays of tables ("sections").
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from importlib import resources
from types import MappingProxyType
from typing import Any, Final, TypeVar

from jiefen.rules.errors import RuleError

CONFIDENCES: Final = ("H", "M", "L")
_PACKAGE: Final = "jiefen.rules"
_OWN: Final = frozenset({"source", "confidence", "valid_from", "valid_to"})

T = TypeVar("T")


class TableError(RuleError):
    """A rule table is missing, badly written, or has no row for the day asked."""

    code = "table.invalid"


@dataclass(frozen=True, slots=True)
class Row:
    """One dated row. ``values`` holds the columns beyond the four every row must have; decimals stay exact."""

    source: str
    confidence: str
    valid_from: date
    valid_to: date | None
    values: Mapping[str, Any]

    def covers(self, day: date) -> bool:
        """Whether the row is in force on ``day`` (first and last day inclusive)."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def text(self, column: str, default: str = "") -> str:
        """A text column, or ``default`` where the row leaves it out. Raises TableError when it is not text."""
        return self._typed(column, str, default)

    def texts(self, column: str) -> tuple[str, ...]:
        """A list-of-text column as a tuple, empty where the row leaves it out."""
        return tuple(self._typed(column, list, []))

    def number(self, column: str, default: int | None = None) -> int:
        """A whole-number column. Raises TableError when it is missing without ``default``, or not a whole number."""
        return self._typed(column, int, default)

    def decimal(self, column: str) -> Decimal:
        """An exact decimal column (TOML floats are read as Decimal, integers are accepted)."""
        if type(self.values.get(column)) is int:
            return Decimal(self.number(column))
        return self._typed(column, Decimal, None)

    def day(self, column: str) -> date:
        """A date column. Raises TableError when it is missing or not a date."""
        return self._typed(column, date, None)

    def flag(self, column: str) -> bool:
        """A true/false column; absent means false."""
        return self._typed(column, bool, False)

    def _typed(self, column: str, kind: type[T], default: T | None) -> T:
        value = self.values.get(column, default)
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise TableError(f"规则表的“{column}”一栏没有填写，或填写的类型不对（依据：{self.source}），请核对规则表。")
        return value


def parse_table(text: str, name: str) -> dict[str, tuple[Row, ...]]:
    """TOML text → rows by section, each checked. Raises TableError naming ``name``, the section and the row number."""
    try:
        document = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise TableError(f"规则表 {name} 的格式读不懂（{error}），请按表头的说明改正。") from None
    return {
        section: tuple(_row(raw, f"{name}.{section} 第 {place} 行") for place, raw in enumerate(rows, start=1))
        for section, rows in document.items()
        if isinstance(rows, list)
    }


@lru_cache
def _packaged(name: str) -> Mapping[str, tuple[Row, ...]]:
    file = resources.files(_PACKAGE) / "tables" / f"{name}.toml"
    if not name.isidentifier() or not file.is_file():
        raise TableError(f"没有名为“{name}”的规则表，请检查名称或重新安装程序。")
    return MappingProxyType(parse_table(file.read_text(encoding="utf-8"), name))


def load_table(name: str, section: str = "row") -> tuple[Row, ...]:
    """The rows of one section of the packaged table ``name`` (read once, then cached), in file order.

    A section that the file leaves out is empty. Raises TableError for an unknown table or a badly written one.
    """
    return _packaged(name).get(section, ())


def row_on(rows: Iterable[Row], day: date) -> Row:
    """The row in force on ``day``; where several are, the one that began last. Raises TableError if none is."""
    in_force = [row for row in rows if row.covers(day)]
    if not in_force:
        raise TableError(f"规则表里没有 {day.isoformat()} 当天有效的规定，请先补充这一天的规则。", code="table.no_row")
    return max(in_force, key=lambda row: row.valid_from)


def _row(raw: object, place: str) -> Row:
    if not isinstance(raw, dict):
        raise TableError(f"规则表 {place}不是一组“栏目 = 内容”，请按表头的说明改正。")
    source, confidence = raw.get("source"), raw.get("confidence")
    if not isinstance(source, str) or not source.strip():
        raise TableError(f"规则表 {place}没有写依据（source），请补上出处。")
    if confidence not in CONFIDENCES:
        raise TableError(f"规则表 {place}的把握程度（confidence）只能是 H、M 或 L，请改正。")
    valid_from, valid_to = _day(raw, "valid_from", place), _day(raw, "valid_to", place)
    if valid_from is None:
        raise TableError(f"规则表 {place}没有写生效日（valid_from），请补上。")
    if valid_to is not None and valid_to < valid_from:
        raise TableError(f"规则表 {place}的失效日早于生效日，请改正。")
    values = MappingProxyType({key: value for key, value in raw.items() if key not in _OWN})
    return Row(source, str(confidence), valid_from, valid_to, values)


def _day(raw: dict[str, Any], column: str, place: str) -> date | None:
    value = raw.get(column)
    if value is not None and (isinstance(value, datetime) or not isinstance(value, date)):
        raise TableError(f"规则表 {place}的 {column} 要写成日期，例如 2024-01-31，请改正。")
    return value

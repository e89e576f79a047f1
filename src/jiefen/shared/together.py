"""Rows of several tables in one query, for a page that shows a little of everything about one thing.

UNION ALL needs the same columns everywhere. So every column holds one sort of value (number, text, day, moment), and the
fields of each part take the next free columns of their sort. Rows come back as models; a field that was not asked for is
deferred: touching it costs a query, which a test of query counts sees, and is never silently empty.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import connections, models
from django.db.models import F, Value
from django.db.models.functions import Cast

_SORTS: Final[tuple[tuple[type[models.Field[Any, Any]], str], ...]] = (
    (models.DateTimeField, "moment"),  # before DateField, which it extends
    (models.DateField, "day"),
    (models.CharField, "text"),
    (models.TextField, "text"),
    (models.IntegerField, "number"),
    (models.ForeignKey, "number"),
)
_AS: Final[Mapping[str, type[models.Field[Any, Any]]]] = {
    "number": models.BigIntegerField, "text": models.TextField, "day": models.DateField,
    "moment": models.DateTimeField,
}  # fmt: skip
_EXACT: Final = frozenset({"day", "moment"})  # one type in every table; a cast would cost SQLite its microseconds


@dataclass(frozen=True, slots=True)
class Part:
    """The first ``limit`` of an ordered queryset, and the fields wanted, the primary key among them."""

    rows: models.QuerySet[Any]
    fields: tuple[str, ...]
    limit: int


def read_together(parts: Mapping[str, Part]) -> dict[str, list[Any]]:
    """Per part its rows as models, in no order. One query. Raises TypeError for a field no column can hold.

    Encrypted fields are decrypted here: the union knows texts only.
    """
    sorts = {name: [_sort(field) for field in _fields(part)] for name, part in parts.items()}
    width = {sort: max(Counter(each)[sort] for each in sorts.values()) for sort in _AS}
    selects = [_select(name, part, width) for name, part in parts.items()]
    found: dict[str, list[Any]] = {name: [] for name in parts}
    for name, *values in selects[0].union(*selects[1:], all=True):
        found[name].append(_row(parts[name], values, width))
    return found


def _fields(part: Part) -> list[models.Field[Any, Any]]:
    return [part.rows.model._meta.get_field(name) for name in part.fields]


def _sort(field: models.Field[Any, Any]) -> str:
    for kind, sort in _SORTS:
        if isinstance(field, kind):
            return sort
    raise TypeError(f"{field} does not fit into a union")


def _select(name: str, part: Part, width: Mapping[str, int]) -> models.QuerySet[Any, Any]:
    """The part's rows as the name of the part and one value a column."""
    newest = part.rows.model._default_manager.filter(pk__in=part.rows.values("pk")[: part.limit])
    columns = [column for sort, many in width.items() for column in _columns(sort, many, _fields(part))]
    rows: models.QuerySet[Any, Any] = newest.order_by().values_list(Value(name, models.TextField()), *columns)
    return rows


def _columns(sort: str, many: int, fields: Sequence[models.Field[Any, Any]]) -> Iterator[Any]:
    """The part's fields of one sort, and typed nothing for the rest: databases match columns by type."""
    mine = [F(field.attname) for field in fields if _sort(field) == sort]
    yield from mine if sort in _EXACT else (Cast(each, _AS[sort]()) for each in mine)
    yield from (Cast(Value(None), _AS[sort]()) for _ in range(many - len(mine)))


def _row(part: Part, values: Sequence[Any], width: Mapping[str, int]) -> Any:
    model, fields, free, known = part.rows.model, _fields(part), _first_columns(width), {}
    for field in fields:
        sort = _sort(field)
        known[field.attname] = _plain(field, values[free[sort]])
        free[sort] += 1
    ordered = [known[field.attname] for field in model._meta.concrete_fields if field.attname in known]
    return model.from_db(part.rows.db, list(known), ordered)


def _first_columns(width: Mapping[str, int]) -> dict[str, int]:
    """Per sort the number of its first column."""
    starts, column = {}, 0
    for sort, many in width.items():
        starts[sort] = column
        column += many
    return starts


def _plain(field: models.Field[Any, Any], value: Any) -> Any:
    convert = getattr(field, "from_db_value", None)
    return convert(value, None, connections["default"]) if convert else value

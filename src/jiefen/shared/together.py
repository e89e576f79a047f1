"""Rows of several tables in one query, for a page that shows a little of everything about one thing.

UNION ALL needs the same columns everywhere. So every column holds one sort of value (number, text, day, moment, time), and the
fields of each part take the next free columns of their sort. Rows come back as models; a field that was not asked for is
deferred: touching it costs a query, which a test of query counts sees, and is never silently empty.

Django writes each part's SELECT; the union around them is written here, because compiling its own cost two and a half
times the CPU (ADR).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import EmptyResultSet
from django.db import connection, models

if TYPE_CHECKING:  # generic for the type checker only
    Field = models.Field[Any, Any]
else:
    Field = models.Field
_SORTS: Final[tuple[tuple[type[Field], str], ...]] = (
    (models.DateTimeField, "moment"),  # before DateField, which it extends
    (models.DateField, "day"),
    (models.TimeField, "time"),
    (models.CharField, "text"),
    (models.TextField, "text"),
    (models.IntegerField, "number"),
    (models.ForeignKey, "number"),
)
_AS: Final[Mapping[str, Field]] = {
    "number": models.BigIntegerField(), "text": models.TextField(), "day": models.DateField(),
    "moment": models.DateTimeField(), "time": models.TimeField(),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """The first ``limit`` of an ordered queryset (None: all), and the fields wanted, the primary key among them."""

    rows: models.QuerySet[Any]
    fields: tuple[str, ...]
    limit: int | None


@dataclass(frozen=True, slots=True)
class _Placed:
    """A field, the column it travels in, and how what the database gives becomes its value (decryption included)."""

    field: Field
    column: int
    convert: tuple[Any, ...]

    def value(self, row: tuple[Any, ...]) -> Any:
        found = row[self.column]
        for each in self.convert:
            found = each(found, self.field.cached_col, connection)
        return found


def read_together(parts: Mapping[str, Part]) -> dict[str, list[Any]]:
    """Per part its rows as models, in no order. One query. Raises TypeError for a field no column can hold."""
    fields = {name: [part.rows.model._meta.get_field(each) for each in part.fields] for name, part in parts.items()}
    counts = [Counter(map(_sort, each)) for each in fields.values()]
    columns = [sort for sort in _AS for _ in range(max(count[sort] for count in counts))]
    placed = {name: _places(each, columns) for name, each in fields.items()}
    found: dict[str, list[Any]] = {name: [] for name in parts}
    names = list(parts)
    for number, *values in _rows(parts, placed, columns):
        name = names[number]
        known = {each.field.attname: each.value(tuple(values)) for each in placed[name]}
        found[name].append(parts[name].rows.model.from_db(connection.alias, list(known), list(known.values())))
    return found


def _sort(field: Field) -> str:
    for kind, sort in _SORTS:
        if isinstance(field, kind):
            return sort
    raise TypeError(f"{field} does not fit into a union")


def _places(fields: list[Field], columns: list[str]) -> list[_Placed]:
    """Each field in the next free column of its sort; in the order of the model, as ``from_db`` wants them."""
    taken: Counter[str] = Counter()
    places = []
    for field in sorted(fields, key=lambda each: each.creation_counter):
        sort = _sort(field)
        converters = (*connection.ops.get_db_converters(field.cached_col), *field.get_db_converters(connection))
        places.append(_Placed(field, columns.index(sort) + taken[sort], converters))
        taken[sort] += 1
    return places


def _rows(parts: Mapping[str, Part], placed: Mapping[str, list[_Placed]], columns: list[str]) -> list[tuple[Any, ...]]:
    """(number of the part, one value a column). A part that can have no rows is left out."""
    selects: list[str] = []
    params: list[Any] = []
    nothing = {sort: f"CAST(NULL AS {field.db_type(connection)})" for sort, field in _AS.items()}
    free = [nothing[sort] for sort in columns]
    for number, (name, part) in enumerate(parts.items()):
        asked = part.rows.values_list(*(each.field.attname for each in placed[name]))[: part.limit]
        try:
            inner, inner_params = asked.query.sql_with_params()
        except EmptyResultSet:
            continue
        selects.append(f"SELECT {number}, {_columns(placed[name], free)} FROM ({inner}) part")
        params += inner_params
    if not selects:
        return []
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(selects), params)
        return list(cursor.fetchall())


def _columns(places: list[_Placed], free: list[str]) -> str:
    """The part's own columns, and typed nothing for the rest: databases match columns by type."""
    filled = list(free)
    for each in places:
        filled[each.column] = f'part."{each.field.column}"'
    return ", ".join(filled)

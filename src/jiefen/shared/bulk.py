"""Inserting very many rows: large statements on SQLite, COPY on PostgreSQL, ids reserved beforehand.

Django's bulk_create builds an object per row (about 40,000 rows/s here); an import needs ten times that.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, islice
from typing import Any, Final

from django.db import connection, models

WORTH_COUNTING: Final = 5_000  # rows
MAX_PARAMETERS: Final = 12_000  # of one statement; SQLite builds allow 32,766 (before 3.32: 999) or more


def reserve_ids(model: type[models.Model], count: int) -> range:
    """``count`` consecutive primary keys nobody else will get. Must run inside the transaction that inserts them."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f'LOCK TABLE "{table}" IN SHARE ROW EXCLUSIVE MODE')
            cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [f'"{table}"'])
            sequence = cursor.fetchone()[0]
            cursor.execute("SELECT nextval(%s)", [sequence])
            first = int(cursor.fetchone()[0])
            cursor.execute("SELECT setval(%s, %s)", [sequence, first + max(count, 1) - 1])
        else:
            cursor.execute("SELECT COALESCE((SELECT seq FROM sqlite_sequence WHERE name = %s), 0)", [table])
            first = int(cursor.fetchone()[0]) + 1
    return range(first, first + count)


def insert_rows(
    model: type[models.Model],
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    same: Mapping[str, Any] | None = None,
) -> None:
    """Insert tuples of database-ready values (dates as ISO text or date, encrypted text already encrypted).

    ``same``: further columns with the one value they have in every row; they are bound once, not per row.
    ``rows`` may be made while they are taken, but without asking the database: it is at work meanwhile.
    """
    shared = same or {}
    names = ", ".join(f'"{column}"' for column in (*shared, *columns))
    into = f'"{model._meta.db_table}" ({names})'
    if connection.vendor == "postgresql":
        _copy(into, rows, tuple(shared.values()))
    else:
        _insert_many(into, len(columns), rows, tuple(shared.values()))


def _copy(into: str, rows: Iterable[Sequence[Any]], shared: tuple[Any, ...]) -> None:
    """Afterwards PostgreSQL counts a table that has grown by very many rows: what is derived from them in the same
    transaction would else be planned as for an empty one, and take minutes.
    """
    with connection.cursor() as cursor:
        with cursor.copy(f"COPY {into} FROM STDIN") as copy:
            for row in rows:
                copy.write_row((*shared, *row))
        if cursor.rowcount >= WORTH_COUNTING:
            cursor.execute(f"ANALYZE {into.partition(' ')[0]}")


def _insert_many(into: str, width: int, rows: Iterable[Sequence[Any]], shared: tuple[Any, ...]) -> None:
    """A thousand rows and more a statement: half the time of one statement a row.

    While SQLite works on one statement it leaves Python free: the rows of the next are then being made.
    """
    one = f"({', '.join([*(f'?{at}' for at in range(1, len(shared) + 1)), *['?'] * width])})"
    size = max(1, (_most_parameters() - len(shared)) // width)
    raw = connection.connection.cursor()

    def insert(chunk: list[Sequence[Any]]) -> None:
        statement = f"INSERT INTO {into} VALUES {', '.join([one] * len(chunk))}"
        raw.execute(statement, (*shared, *chain.from_iterable(chunk)))

    waiting = iter(rows)
    if len(chunk := list(islice(waiting, size))) == size:
        with ThreadPoolExecutor(1, "insert") as helper:
            while chunk:
                under_way = helper.submit(insert, chunk)
                chunk = list(islice(waiting, size))
                under_way.result()
    elif chunk:
        insert(chunk)
    raw.close()


def _most_parameters() -> int:
    allowed: int = connection.connection.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER)
    return min(allowed, MAX_PARAMETERS)


def instant(at: dt.datetime) -> str:
    """An aware datetime as the text the database driver stores for a DateTimeField."""
    utc = at.astimezone(dt.UTC)
    return str(utc.replace(tzinfo=None)) if connection.vendor == "sqlite" else utc.isoformat()

"""Inserting very many rows: one prepared statement on SQLite, COPY on PostgreSQL, ids reserved beforehand.

Django's bulk_create builds an object per row (about 40,000 rows/s here); an import needs ten times that.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models


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


def insert_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert tuples of database-ready values (dates as ISO text or date, encrypted text already encrypted)."""
    table = model._meta.db_table
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["?"] * len(columns))
            raw = connection.connection.cursor()
            raw.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', rows)
            raw.close()


def instant(at: dt.datetime) -> str:
    """An aware datetime as the text the database driver stores for a DateTimeField."""
    utc = at.astimezone(dt.UTC)
    return str(utc.replace(tzinfo=None)) if connection.vendor == "sqlite" else utc.isoformat()

"""Inserting very many rows: large statements on SQLite, COPY on PostgreSQL, ids reserved beforehand.

Django's bulk_create builds an object per row (about 40,000 rows/s here); an import needs ten times that.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
import sys
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import chain, islice
from typing import Any, Final, Self

from django.db import connection, models

WORTH_COUNTING: Final = 5_000  # rows
MOST_WAITING: Final = 80  # statements: about 100,000 rows in memory beside those being inserted
MAX_PARAMETERS: Final = 12_000  # of one statement; SQLite builds allow 32,766 (before 3.32: 999) or more
# Python runs one thread at a time and looks every 5 ms whether another is waiting; between statements the one that
# inserts waits that long each time, as long as SQLite works on a statement. While it is at work: every 0.3 ms.
USUAL_TURN: Final = sys.getswitchinterval()
SHORT_TURN: Final = 0.0003  # seconds


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
    """``Inserts.rows`` of one table, finished on return."""
    with Inserts() as inserts:
        inserts.rows(model, columns, rows, same=same)


class Inserts:
    """Bulk inserts carried out in their order, on SQLite while their caller already makes the rows of the next.

    SQLite leaves Python free while it works on a statement, so a second core does its share. Until ``wait`` returns,
    or the ``with`` ends, nobody else may use the connection. What fails is raised by a later call, at the latest then:
    the transaction around it has to be rolled back, as any exception does. PostgreSQL does everything at once.
    """

    def __init__(self) -> None:
        self._helper: ThreadPoolExecutor | None = None
        self._under_way: deque[Future[None]] = deque()
        self._given: dict[type[models.Model], int] = {}  # the last id reserved of each table

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                self.wait()
        finally:
            if self._helper:
                self._helper.shutdown(cancel_futures=True)
                self._helper = None
                sys.setswitchinterval(USUAL_TURN)

    def wait(self) -> None:
        """Until everything asked for is in the database. Raises what went wrong."""
        while self._under_way:
            self._under_way.popleft().result()

    def reserve_ids(self, model: type[models.Model], count: int) -> range:
        """The function of this name, also while rows with ids reserved before are still waiting to be inserted."""
        if connection.vendor == "postgresql":
            return reserve_ids(model, count)
        if model not in self._given:
            self.wait()
            self._given[model] = reserve_ids(model, 0).start - 1
        first = self._given[model] + 1
        self._given[model] += count
        return range(first, first + count)

    def rows(
        self,
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
            self._insert_many(into, len(columns), rows, tuple(shared.values()))

    def statement(self, sql: str, params: Sequence[Any] = ()) -> None:
        """Any other statement, in its turn; placeholders are ``%s``, as everywhere."""
        if self._helper is None:
            with connection.cursor() as cursor:
                cursor.execute(sql, params)
        else:
            self._later(sql.replace("%s", "?"), params)

    def _insert_many(self, into: str, width: int, rows: Iterable[Sequence[Any]], shared: tuple[Any, ...]) -> None:
        """Some hundred rows a statement: half the time of one statement a row."""
        one = f"({', '.join([*(f'?{at}' for at in range(1, len(shared) + 1)), *['?'] * width])})"
        size = max(1, (_most_parameters() - len(shared)) // width)
        full = _values(into, one, size)
        waiting = iter(rows)
        while chunk := list(islice(waiting, size)):
            if self._helper is None and len(chunk) == size:
                self._helper = ThreadPoolExecutor(1, "insert")
                sys.setswitchinterval(SHORT_TURN)
            statement = full if len(chunk) == size else _values(into, one, len(chunk))
            self._later(statement, (*shared, *chain.from_iterable(chunk)))

    def _later(self, sql: str, params: Sequence[Any]) -> None:
        """Carry the statement out after those before it; at once when none has been large enough for a second thread."""
        raw = connection.connection
        if self._helper is None:
            raw.execute(sql, params).close()
            return
        self._under_way.append(self._helper.submit(_carry_out, raw, sql, params))
        while len(self._under_way) > MOST_WAITING or (self._under_way and self._under_way[0].done()):
            self._under_way.popleft().result()


def _carry_out(raw: sqlite3.Connection, sql: str, params: Sequence[Any]) -> None:
    raw.execute(sql, params).close()


def _values(into: str, one: str, count: int) -> str:
    return f"INSERT INTO {into} VALUES {', '.join([one] * count)}"


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


def _most_parameters() -> int:
    allowed: int = connection.connection.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER)
    return min(allowed, MAX_PARAMETERS)


def instant(at: dt.datetime) -> str:
    """An aware datetime as the text the database driver stores for a DateTimeField."""
    utc = at.astimezone(dt.UTC)
    return str(utc.replace(tzinfo=None)) if connection.vendor == "sqlite" else utc.isoformat()

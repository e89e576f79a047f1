"""How a process learns that rows were written: SQLite's ``data_version``, or PostgreSQL's LISTEN and NOTIFY."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Any, Final, Protocol, Self

from django.db import connection

from jiefen.shared.live_topics.announce import CHANNEL, EVENT, MESSAGE

QUICK_S, SLOW_S = 0.008, 0.02  # between two looks at SQLite's counter: while something goes on, and while all is quiet
QUIET_AFTER: Final = 250  # quick looks without news
MOST_ROWS: Final = 2000
IDLE_S: Final = 0.25


@dataclass
class News:
    """New rows as (id, thread, number) and (id, topic), and lines that are worth no row."""

    messages: list[tuple[int, int, int]] = field(default_factory=list)
    events: list[tuple[int, str]] = field(default_factory=list)
    passing: list[str] = field(default_factory=list)


class Signal(Protocol):
    """Waits a moment for news; an empty answer means: nothing yet."""

    def __enter__(self) -> Self:
        """Begin at now: what is older, the caller reads himself."""
        ...

    def __exit__(self, *failure: object) -> None:
        """Give the connection back."""
        ...

    def wait(self) -> News:
        """What has been written since the last call."""
        ...


class SqliteSignal:
    """``PRAGMA data_version`` changes when another connection commits; then the rows above the last id are new.

    SQLite has one writer at a time, so ids are committed in their order.
    """

    def __init__(self, poke: threading.Event) -> None:
        self._poke, self._version, self._quiet = poke, -1, 0
        self._message = self._event = 0

    def __enter__(self) -> Self:
        connection.ensure_connection()
        self._message = self._one("SELECT COALESCE(MAX(id), 0) FROM chat_message")
        self._event = self._one("SELECT COALESCE(MAX(id), 0) FROM live_topics_topicevent")
        return self

    def __exit__(self, *failure: object) -> None:
        return None

    def wait(self) -> News:
        """Sleep a few milliseconds, then look; a poke ends the sleep. Commits that come close together are read at once."""
        self._poke.wait(QUICK_S if self._quiet < QUIET_AFTER else SLOW_S)
        self._poke.clear()
        version = self._one("PRAGMA data_version")
        if version == self._version:
            self._quiet += 1
            return News()
        self._version, self._quiet = version, 0
        return self._new_rows()

    def _new_rows(self) -> News:
        messages = self._all(
            "SELECT id, thread_id, seq FROM chat_message WHERE id > ? ORDER BY id LIMIT ?", self._message
        )
        events = self._all("SELECT id, topic FROM live_topics_topicevent WHERE id > ? ORDER BY id LIMIT ?", self._event)
        if messages:
            self._message = messages[-1][0]
        if events:
            self._event = events[-1][0]
        if len(messages) == MOST_ROWS or len(events) == MOST_ROWS:
            self._version = -1  # there is more: look again at once
        return News(messages, events)

    def _one(self, sql: str) -> int:
        """Asked two hundred times a second: past Django's cursor, which would take ten times as long."""
        return int(connection.connection.execute(sql).fetchone()[0])

    def _all(self, sql: str, floor: int) -> list[Any]:
        return list(connection.connection.execute(sql, (floor, MOST_ROWS)).fetchall())


class PostgresSignal:
    """A connection of its own that listens; every line names a row, and comes after the row's transaction committed."""

    def __init__(self) -> None:
        self._listening: Any = None

    def __enter__(self) -> Self:
        import psycopg

        params = {**connection.get_connection_params(), "autocommit": True}
        for unknown in ("context", "cursor_factory", "prepare_threshold"):
            params.pop(unknown, None)
        self._listening = psycopg.connect(**params)
        self._listening.execute(f"LISTEN {CHANNEL}")
        return self

    def __exit__(self, *failure: object) -> None:
        self._listening.close()

    def wait(self) -> News:
        """Block until something comes, at most a quarter of a second; take everything that came with it."""
        news = News()
        for got in self._listening.notifies(timeout=IDLE_S, stop_after=1):
            _sort(got.payload, news)
        if news.messages or news.events or news.passing:
            for got in self._listening.notifies(timeout=0):
                _sort(got.payload, news)
        return news


def _sort(line: str, news: News) -> None:
    sort, rest = line.split(" ", 1)
    if sort == MESSAGE:
        pk, thread, seq = rest.split(" ")
        news.messages.append((int(pk), int(thread), int(seq)))
    elif sort == EVENT:
        pk, topic = rest.split(" ", 1)
        news.events.append((int(pk), topic))
    else:
        news.passing.append(rest)


def signal_for(vendor: str, poke: threading.Event) -> Signal:
    """The signal of the installation's database."""
    return PostgresSignal() if vendor == "postgresql" else SqliteSignal(poke)

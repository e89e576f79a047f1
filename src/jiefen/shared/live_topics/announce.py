"""Waking listeners in other processes. PostgreSQL carries a line at commit; SQLite needs none: ``live`` sees the file change."""

from __future__ import annotations

import json
from typing import Any, Final

from django.db import connection

CHANNEL: Final = "jiefen_live"
MESSAGE, EVENT, PASSING = "m", "t", "p"


def row_written(sort: str, row_id: int, key: object) -> None:
    """Tell that row ``row_id`` of a thread (MESSAGE) or topic (EVENT) ``key`` is there, once the transaction commits."""
    _notify(f"{sort} {row_id} {key}")


def passing(key: str, kind: str, data: dict[str, Any]) -> str:
    """Tell something worth no row (somebody is typing); returns the line. PostgreSQL carries it to other processes,
    on SQLite ``live`` does.
    """
    line = json.dumps([key, kind, data], ensure_ascii=False, separators=(",", ":"))
    _notify(f"{PASSING} {line}")
    return line


def _notify(line: str) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, line])

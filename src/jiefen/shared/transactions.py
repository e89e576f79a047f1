"""Transactions for money: on SQLite a ledger commit reaches the disk before we say it happened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

_WHEN_DURABLE = "PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=16384"
_OTHERWISE = "PRAGMA synchronous=NORMAL; PRAGMA wal_autocheckpoint=1000"  # pages; SQLite's own default


@contextmanager
def durable_atomic() -> Iterator[None]:
    """``transaction.atomic`` with synchronous=FULL on SQLite when this is the outermost transaction.

    The default is NORMAL, which after a power cut may lose the last commits (never corrupt); money may not be lost.
    On disk means in the log of writes. To copy a large import's pages from there into the database file is left to
    whoever commits next, so that nobody waits for it here; beyond 64 MB it is done at once.
    """
    raise_durability = connection.vendor == "sqlite" and not connection.in_atomic_block
    if raise_durability:
        _pragmas(_WHEN_DURABLE)
    try:
        with transaction.atomic():
            yield
    finally:
        if raise_durability:
            _pragmas(_OTHERWISE)


@contextmanager
def overwriting_what_is_deleted() -> Iterator[None]:
    """On SQLite deleted content is overwritten with zeros in the pages of the file, not only marked free.

    PostgreSQL keeps a deleted row until VACUUM, and both keep it in logs and backups until those are old: docs/deploy.md.
    """
    overwrites = connection.vendor == "sqlite"
    if overwrites:
        _pragmas("PRAGMA secure_delete=ON")
    try:
        yield
    finally:
        if overwrites:
            _pragmas("PRAGMA secure_delete=OFF")


def _pragmas(statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements.split("; "):
            cursor.execute(statement)

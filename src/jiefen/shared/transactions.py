"""Transactions for money: on SQLite a ledger commit reaches the disk before we say it happened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def durable_atomic() -> Iterator[None]:
    """``transaction.atomic`` with synchronous=FULL on SQLite when this is the outermost transaction.

    The default is NORMAL, which after a power cut may lose the last commits (never corrupt); money may not be lost.
    """
    raise_durability = connection.vendor == "sqlite" and not connection.in_atomic_block
    if raise_durability:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=FULL")
    try:
        with transaction.atomic():
            yield
    finally:
        if raise_durability:
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA synchronous=NORMAL")

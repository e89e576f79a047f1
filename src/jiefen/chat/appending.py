"""The one place where a message is written: number and row in one transaction, once per client-made id."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.db import IntegrityError, connection, transaction

from jiefen.chat.models import Message, Seat, Thread
from jiefen.chat.refusals import ThreadClosed
from jiefen.chat.states import MessageKind, ThreadState
from jiefen.shared.live_topics import announce

# One statement locks the thread, takes the next number and refuses a closed thread or an id that was used.
ADVANCE: Final = """
UPDATE chat_thread SET last_seq = last_seq + 1
WHERE id = %s AND (state = %s OR %s) AND NOT EXISTS (SELECT 1 FROM chat_message WHERE seat_id = %s AND client_id = %s)
RETURNING last_seq
"""
COLUMNS: Final = tuple(field for field in Message._meta.concrete_fields if not field.primary_key)
CONVERTED: Final = ("body", "cited", "sent_at")  # sealed, or different in every database; the others go as they are
INSERT: Final = (
    f"INSERT INTO chat_message ({', '.join(str(field.column) for field in COLUMNS)})"
    f" VALUES ({', '.join(['%s'] * len(COLUMNS))}) RETURNING id"
)


@dataclass(frozen=True)
class Posted:
    """``is_new`` is False when the same seat had already sent this id: the message is the first one."""

    message: Message
    is_new: bool


def append(
    thread_id: int, seat: Seat | None, kind: MessageKind, body: str, *, at: dt.datetime, client_id: str = "",
    cited: str = "", about_seq: int | None = None, even_closed: bool = False,
) -> Posted:  # fmt: skip
    """Write one message, or find the one this id already wrote. Raises ThreadClosed.

    On PostgreSQL two posts of one id can both pass the look-up; the second then meets the unique key, and is a repeat.
    SQLite's one writer cannot meet it, so that there a message among several of one transaction needs no savepoint.
    """
    try:
        with transaction.atomic(savepoint=connection.vendor == "postgresql"):
            seq = _next_seq(thread_id, seat, client_id, even_closed)
            if seq is not None:
                message = Message(
                    thread_id=thread_id, seq=seq, seat=seat, kind=kind, body=body, cited=cited, about_seq=about_seq,
                    client_id=client_id, sent_at=at,
                )  # fmt: skip
                _insert(message)
                announce.row_written(announce.MESSAGE, message.pk, f"{thread_id} {seq}")
                return Posted(message, is_new=True)
    except IntegrityError:
        if connection.vendor != "postgresql":
            raise
    return Posted(_earlier(seat, client_id), is_new=False)


def _next_seq(thread_id: int, seat: Seat | None, client_id: str, even_closed: bool) -> int | None:
    """None when the thread is closed, or the id was used before."""
    with connection.cursor() as cursor:
        seat_id = seat.pk if seat else 0
        cursor.execute(ADVANCE, [thread_id, ThreadState.OPEN, even_closed, seat_id, client_id])
        row = cursor.fetchone()
    return int(row[0]) if row else None


def _insert(message: Message) -> None:
    """``save`` in one prepared statement: a fifth of its time, and this is written for every message."""
    values = [
        field.get_db_prep_save(field.pre_save(message, True), connection)
        if field.attname in CONVERTED
        else getattr(message, field.attname)
        for field in COLUMNS
    ]
    with connection.cursor() as cursor:
        cursor.execute(INSERT, values)
        message.pk = cursor.fetchone()[0]
    message._state.adding = False


def _earlier(seat: Seat | None, client_id: str) -> Message:
    """The message this id wrote the first time; without one the thread must have been closed."""
    found = Message.objects.filter(seat=seat, client_id=client_id).first() if seat else None
    if found is None:
        raise ThreadClosed
    return found


def say(thread: Thread, sentence: str, *, at: dt.datetime) -> Message:
    """What the platform itself says, also in a closed thread. Inside the caller's transaction."""
    return append(thread.pk, None, MessageKind.SYSTEM, sentence, at=at, even_closed=True).message

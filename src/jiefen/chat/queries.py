"""Reads of conversations. Every one begins at a seat, and a seat that was left reads no further than its last message."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection
from django.db.models import QuerySet

from jiefen.chat.models import Attachment, Message, Note, Presence, QuickReply, Seat
from jiefen.chat.sealing import cipher_named
from jiefen.chat.states import MessageKind
from jiefen.chat.wire import wire
from jiefen.shared.errors import NotFound
from jiefen.shared.files import read_private

PAGE: Final = 100
FILE_GONE: Final = "这个文件已按咨询人的要求或保存期限删除。"


@dataclass(frozen=True)
class Line:
    """One message as a page shows it."""

    message: Message
    attachment: Attachment | None
    withdrawn: bool

    @property
    def wire(self) -> dict[str, Any]:
        """As it travels."""
        return wire(self.message, self.attachment, withdrawn=self.withdrawn)


def lines_after(seat: Seat, seq: int, *, most: int = PAGE) -> list[Line]:
    """The next messages after number ``seq``, in order. Three queries."""
    return lines_of(_readable(seat).filter(seq__gt=seq).order_by("seq")[:most])


def lines_before(seat: Seat, seq: int | None = None, *, most: int = PAGE) -> list[Line]:
    """The last messages before number ``seq`` (None: the newest), in order. Three queries."""
    rows = _readable(seat)
    if seq is not None:
        rows = rows.filter(seq__lt=seq)
    return lines_of(reversed(rows.order_by("-seq")[:most]))


def lines_of(messages: Iterable[Message]) -> list[Line]:
    """Messages with what hangs on them. Two queries more, whatever the number."""
    rows = list(messages)
    if not rows:
        return []
    attachments, withdrawn = attachments_of(rows), _withdrawn(rows)
    return [Line(row, attachments.get(row.pk), (row.thread_id, row.seq) in withdrawn) for row in rows]


def attachments_of(rows: Iterable[Message]) -> dict[int, Attachment]:
    """Message → what came with it, unless it was forgotten. One query, none when there are only words."""
    keys = [row.pk for row in rows if row.kind in (MessageKind.IMAGE, MessageKind.FILE, MessageKind.VOICE)]
    return Attachment.objects.exclude(key="").in_bulk(keys) if keys else {}


def bytes_of(attachment: Attachment) -> bytes:
    """What a file holds. Raises NotFound when it is gone."""
    cipher = cipher_named(attachment.under) if attachment.under else None
    if not attachment.key or (attachment.under and cipher is None):
        raise NotFound(FILE_GONE)
    return read_private(attachment.key, cipher=cipher)


def messages_by_id(ids: Sequence[int]) -> QuerySet[Message]:
    """These messages with their seats, in the order of their numbers."""
    return Message.objects.filter(pk__in=ids).select_related("seat").order_by("pk")


def seats_of(thread_id: int) -> list[Seat]:
    """Everybody in the conversation, in the order they came. One query."""
    return list(Seat.objects.filter(thread_id=thread_id).order_by("pk"))


def marks_of(thread_id: int) -> list[dict[str, Any]]:
    """The same as it travels: name, part, how far read, whether left. One query, in SQL because every stream asks it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, kind, name, last_read_seq, left_at FROM chat_seat WHERE thread_id = %s ORDER BY id", [thread_id]
        )
        return [
            {"seat": pk, "kind": kind, "name": name, "read": read, "left": left is not None}
            for pk, kind, name, read, left in cursor.fetchall()
        ]


def last_seqs(thread_ids: Sequence[int]) -> dict[int, int]:
    """Thread → the number of its newest message, for at most a few hundred. One query, none without threads."""
    if not thread_ids:
        return {}
    with connection.cursor() as cursor:
        places = ", ".join(["%s"] * len(thread_ids))
        cursor.execute(f"SELECT id, last_seq FROM chat_thread WHERE id IN ({places})", thread_ids)
        return dict(cursor.fetchall())


def notes_for(seat: Seat) -> list[Note]:
    """The lawyers' notes, for anybody but the client. One query, none for the client."""
    if seat.kind == "client":
        return []
    return list(Note.objects.filter(thread_id=seat.thread_id).select_related("seat").order_by("pk"))


def unread_count(seat: Seat) -> int:
    """How many messages of the others the seat has not read. One query."""
    rows = _readable(seat).filter(seq__gt=seat.last_read_seq).exclude(seat_id=seat.pk)
    return rows.exclude(kind=MessageKind.WITHDRAWAL).count()


def seats_of_member(membership_id: int, *, kind: str) -> QuerySet[Seat]:
    """The conversations a member sits in now, newest first, with their threads."""
    rows = Seat.objects.filter(kind=kind, ref=membership_id, left_at=None).select_related("thread")
    return rows.order_by("-thread_id")


def quick_replies_of(membership_id: int) -> list[QuickReply]:
    """A lawyer's ready answers, oldest first. One query."""
    return list(QuickReply.objects.filter(membership_id=membership_id).order_by("pk"))


def present_members(since: dt.datetime) -> set[int]:
    """Memberships whose page had an open stream at ``since`` or later. One query."""
    return set(Presence.objects.filter(last_seen__gte=since).values_list("membership_id", flat=True))


def _readable(seat: Seat) -> QuerySet[Message]:
    rows = Message.objects.filter(thread_id=seat.thread_id).select_related("seat")
    return rows if seat.left_seq is None else rows.filter(seq__lte=seat.left_seq)


def _withdrawn(rows: list[Message]) -> set[tuple[int, int]]:
    """(thread, number) of those among ``rows`` that were withdrawn."""
    threads = {row.thread_id for row in rows}
    seqs = [row.seq for row in rows]
    gone = Message.objects.filter(
        thread_id__in=threads, kind=MessageKind.WITHDRAWAL, about_seq__gte=min(seqs), about_seq__lte=max(seqs)
    )
    return {(thread, about) for thread, about in gone.values_list("thread_id", "about_seq") if about is not None}

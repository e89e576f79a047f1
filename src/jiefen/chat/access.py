"""The only door to a conversation: a seat in it. Whoever has none is told that nothing is there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db import connection

from jiefen.chat.models import Attachment, Message, Seat, Thread
from jiefen.chat.states import MessageKind, SeatKind
from jiefen.shared.errors import NotFound

# In the order of the models, as from_db wants them.
SEAT_FIELDS: Final = ("id", "thread_id", "kind", "ref", "name", "can_write", "left_at", "left_seq", "last_read_seq")
THREAD_FIELDS: Final = (
    "id",
    "public_id",
    "organisation_id",
    "state",
    "last_seq",
    "forgotten_at",
)  # what else there is, is read when asked for
COLUMNS: Final = ", ".join((*(f"s.{name}" for name in SEAT_FIELDS), *(f"t.{name}" for name in THREAD_FIELDS)))
MY_SEATS: Final = f"""
SELECT {COLUMNS} FROM chat_thread t JOIN chat_seat s ON s.thread_id = t.id
WHERE t.public_id = %s AND ((s.kind = %s AND s.ref = %s) OR (s.kind <> %s AND s.ref = %s))
"""
NOBODY: Final = -1  # a number no seat has
KIND, LEFT_AT = SEAT_FIELDS.index("kind"), SEAT_FIELDS.index("left_at")
FORGOTTEN_AT: Final = -1


@dataclass(frozen=True)
class Person:
    """Who asks, as a browser can show it: a membership at work, a visitor's secret, both or neither."""

    membership_id: int | None = None
    visitor_id: int | None = None

    @property
    def key(self) -> str:
        """The name rate limits count under."""
        return f"m{self.membership_id}" if self.membership_id else f"v{self.visitor_id}"

    @property
    def is_nobody(self) -> bool:
        """Neither signed in nor a known visitor."""
        return self.membership_id is None and self.visitor_id is None


def seat_for(person: Person, public_id: str) -> Seat:
    """The person's seat with its thread, one he still holds before one he left, a member's before a client's.

    Raises NotFound. One query, in SQL of its own because every post and every stream asks it.
    """
    client = str(SeatKind.CLIENT)
    visitor, member = person.visitor_id or NOBODY, person.membership_id or NOBODY
    asked: list[str | int] = [public_id, client, visitor, client, member]
    with connection.cursor() as cursor:
        cursor.execute(MY_SEATS, asked)
        mine = cursor.fetchall()
    if not mine:
        raise NotFound
    row = min(mine, key=lambda one: (one[LEFT_AT] is not None, one[KIND] == SeatKind.CLIENT))
    if row[LEFT_AT] is not None or row[FORGOTTEN_AT] is not None:  # rare, and its instant needs converting
        return Seat.objects.select_related("thread").get(pk=row[0])
    seat: Seat = Seat.from_db("default", SEAT_FIELDS, row[: len(SEAT_FIELDS)])
    seat.can_write = bool(seat.can_write)
    seat.thread = Thread.from_db("default", THREAD_FIELDS, row[len(SEAT_FIELDS) :])
    return seat


def attachment_for(seat: Seat, seq: int) -> Attachment:
    """The attachment of a message the seat may read and nobody withdrew. Raises NotFound. Two queries."""
    rows = Attachment.objects.select_related("message").filter(message__thread_id=seat.thread_id, message__seq=seq)
    if seat.left_seq is not None:
        rows = rows.filter(message__seq__lte=seat.left_seq)
    found = rows.exclude(key="").first()
    if found is None or is_withdrawn(seat.thread_id, seq):
        raise NotFound("这个文件已撤回或删除，或不在这段对话里。")
    return found


def is_withdrawn(thread_id: int, seq: int) -> bool:
    """Whether message ``seq`` was withdrawn. One query."""
    return Message.objects.filter(thread_id=thread_id, about_seq=seq, kind=MessageKind.WITHDRAWAL).exists()

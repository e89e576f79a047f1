"""The only door to a conversation: a seat in it. Whoever has none is told that nothing is there."""

from __future__ import annotations

from dataclasses import dataclass

from jiefen.chat.models import Attachment, Message, Seat
from jiefen.chat.states import MessageKind, SeatKind
from jiefen.shared.errors import NotFound


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
    """The person's seat with its thread, a member's before a client's. Raises NotFound. One query."""
    rows = Seat.objects.select_related("thread").filter(thread__public_id=public_id)
    mine = [seat for seat in rows if person_holds(person, seat)]
    if not mine:
        raise NotFound
    return min(mine, key=lambda seat: (seat.left_at is not None, seat.kind == SeatKind.CLIENT))


def person_holds(person: Person, seat: Seat) -> bool:
    """Whether the seat is this person's."""
    return seat.ref == (person.visitor_id if seat.kind == SeatKind.CLIENT else person.membership_id)


def attachment_for(seat: Seat, seq: int) -> Attachment:
    """The attachment of a message the seat may read and nobody withdrew. Raises NotFound. Two queries."""
    rows = Attachment.objects.select_related("message").filter(message__thread_id=seat.thread_id, message__seq=seq)
    if seat.left_seq is not None:
        rows = rows.filter(message__seq__lte=seat.left_seq)
    found = rows.first()
    if found is None or is_withdrawn(seat.thread_id, seq):
        raise NotFound("这个文件已撤回，或不在这段对话里。")
    return found


def is_withdrawn(thread_id: int, seq: int) -> bool:
    """Whether message ``seq`` was withdrawn. One query."""
    return Message.objects.filter(thread_id=thread_id, about_seq=seq, kind=MessageKind.WITHDRAWAL).exists()

"""Opening and ending conversations, and who sits in them."""

from __future__ import annotations

import datetime as dt
import secrets

from django.db import transaction

from jiefen.audit.actions import record
from jiefen.audit.moves import take_step
from jiefen.chat.actions.marks import topic_of
from jiefen.chat.actions.messages import record_of
from jiefen.chat.appending import say
from jiefen.chat.models import PLATFORM, Seat, Thread
from jiefen.chat.refusals import SeatRefused
from jiefen.chat.states import LIFECYCLE, SeatKind, ThreadState
from jiefen.shared.live_topics.actions import publish


def open_thread(
    *, visitor_id: int, name: str = "咨询人", subject: str = "", organisation_id: int = PLATFORM, at: dt.datetime
) -> Seat:
    """A conversation with its first seat, the client's. ``organisation_id``: whose audit chain tells of it."""
    with transaction.atomic():
        thread = Thread.objects.create(
            public_id=secrets.token_urlsafe(12), organisation_id=organisation_id, subject=subject, opened_at=at
        )
        seat = Seat.objects.create(thread=thread, kind=SeatKind.CLIENT, ref=visitor_id, name=name, joined_at=at)
        record_of(seat, at, "chat.thread_opened")
    return seat


def join(
    *, thread_id: int, kind: str, membership_id: int, name: str, sentence: str = "", can_write: bool = True,
    at: dt.datetime,
) -> Seat:  # fmt: skip
    """Seat a member (a lawyer who accepted, an operator who reads). Who had left comes back to the same seat.

    ``sentence``: what the conversation is told (empty: 某某加入了对话). Raises SeatRefused for a client's seat.
    """
    if kind == SeatKind.CLIENT or membership_id < 1:
        raise SeatRefused("咨询人的位置在提问时就有了，不能再加一个。请刷新页面。")
    fresh = {"name": name, "can_write": can_write, "joined_at": at, "left_at": None, "left_seq": None}
    with transaction.atomic():
        seat, _ = Seat.objects.select_related("thread").update_or_create(
            thread_id=thread_id, kind=kind, ref=membership_id, defaults=fresh
        )
        say(seat.thread, sentence or f"{name}加入了对话。", at=at)
        record_of(seat, at, "chat.seat_taken", {"kind": kind})
    return seat


def leave(*, by: Seat, reason: str, sentence: str = "", at: dt.datetime) -> None:
    """Leave one's seat: what comes later is not readable from it. ``reason``: a code for the audit. Raises SeatRefused."""
    if by.kind == SeatKind.CLIENT:
        raise SeatRefused("您可以结束对话，但您的位置一直保留，随时可以回来看。")
    with transaction.atomic():
        last = say(by.thread, sentence or f"{by.name}离开了对话。", at=at)
        changed = Seat.objects.filter(pk=by.pk, left_at=None).update(left_at=at, left_seq=last.seq, can_write=False)
        if not changed:
            raise SeatRefused("你已经离开这段对话了。请刷新页面。")
        publish(topic=topic_of(by.thread_id), kind="left", data={"thread": by.thread_id, "seat": by.pk}, at=at)
        record_of(by, at, "chat.seat_left", {"reason": reason})


def transfer(*, by: Seat, to_membership_id: int, to_name: str, reason: str, at: dt.datetime) -> Seat:
    """Hand the conversation over to a colleague. ``reason``: a code for the audit. Raises SeatRefused."""
    if by.kind == SeatKind.CLIENT or to_membership_id == by.ref:
        raise SeatRefused("只能转给另一位律师。请重新选择。")
    with transaction.atomic():
        sentence = f"{by.name}把对话转给了{to_name}，之前的内容{to_name}都看得到。"
        leave(by=by, reason=reason, sentence=sentence, at=at)
        return join(thread_id=by.thread_id, kind=by.kind, membership_id=to_membership_id, name=to_name, at=at)


def close(*, thread: Thread, by_membership: int | None, sentence: str, at: dt.datetime) -> None:
    """End a conversation: nobody writes any more, everybody still reads. Raises MoveRefused."""
    with transaction.atomic():
        take_step(thread, LIFECYCLE, to=ThreadState.CLOSED, by_no=by_membership, at=at)
        say(thread, sentence, at=at)


def reopen(*, thread: Thread, by_membership: int | None, sentence: str, at: dt.datetime) -> None:
    """Go on with a conversation that was ended. Raises MoveRefused."""
    with transaction.atomic():
        take_step(thread, LIFECYCLE, to=ThreadState.OPEN, by_no=by_membership, at=at)
        say(thread, sentence, at=at)


def tell(*, thread: Thread, sentence: str, code: str, at: dt.datetime) -> None:
    """Let the platform say a sentence in the conversation; ``code`` names the reason in the audit."""
    with transaction.atomic():
        said = say(thread, sentence, at=at)
        record(
            organisation_id=thread.organisation_id, by=None, at=at, code=code, subject=thread, data={"seq": said.seq}
        )

"""How far somebody has read, and when he was last there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from jiefen.chat.models import Presence, Seat
from jiefen.chat.refusals import ReadOnlySeat
from jiefen.shared.live_topics import announce
from jiefen.shared.live_topics.actions import publish


def topic_of(thread_id: int) -> str:
    """The topic that carries the marks of a conversation."""
    return f"thread:{thread_id}"


def mark_read(*, by: Seat, seq: int, at: dt.datetime) -> bool:
    """Note that the seat has read up to ``seq`` (never back, never beyond what there is); False when nothing changed."""
    reached = min(seq, by.left_seq if by.left_seq is not None else by.thread.last_seq)
    if reached <= by.last_read_seq:
        return False
    with transaction.atomic():
        if not Seat.objects.filter(pk=by.pk, last_read_seq__lt=reached).update(last_read_seq=reached, last_seen=at):
            return False
        publish(topic=topic_of(by.thread_id), kind="read", data={"seat": by.pk, "seq": reached}, at=at)
    return True


def typing(*, by: Seat) -> str:
    """Tell the others that somebody is writing. Nothing is stored; the line returned is for those this process serves.

    Raises ReadOnlySeat: who may not write is not seen writing.
    """
    if not by.can_write or by.left_at is not None:
        raise ReadOnlySeat
    return announce.passing(topic_of(by.thread_id), "typing", {"seat": by.pk})


def seats_seen(*, seat_ids: Iterable[int], at: dt.datetime) -> None:
    """Note that these seats had an open stream at ``at``. One statement a few hundred seats."""
    ids = sorted(seat_ids)
    for begin in range(0, len(ids), 500):
        Seat.objects.filter(pk__in=ids[begin : begin + 500]).update(last_seen=at)


def members_present(*, membership_ids: Iterable[int], at: dt.datetime) -> None:
    """Note that these members' pages are open now. One statement."""
    rows = [Presence(membership_id=each, last_seen=at) for each in sorted(membership_ids)]
    Presence.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["membership_id"], update_fields=["last_seen"]
    )

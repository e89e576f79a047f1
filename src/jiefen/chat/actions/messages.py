"""Writing and withdrawing messages."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from django.db import transaction

from jiefen.audit.actions import record
from jiefen.chat import listeners
from jiefen.chat.access import is_withdrawn
from jiefen.chat.appending import Posted, append
from jiefen.chat.citing import cited_in
from jiefen.chat.models import Message, Seat
from jiefen.chat.refusals import BadClientId, EmptyMessage, NothingThere, NotYours, ReadOnlySeat, TooLate, TooLong
from jiefen.chat.states import WRITTEN, MessageKind, SeatKind
from jiefen.rules import chat_limits
from jiefen.shared.clock import day_of

CLIENT_ID: Final = re.compile(r"[0-9A-Za-z_-]{8,40}")


def post_message(*, by: Seat, client_id: str, text: str, quote_of: int | None = None, at: dt.datetime) -> Posted:
    """Write a text. Sent again with the same ``client_id`` it is the same message (``is_new`` False).

    ``client_id``: 8 to 40 letters and digits, made where it was written. ``by``: from ``access.seat_for``, asked anew
    for every post. The row itself is the record (append-only, numbered without gaps): there is no audit event beside it.
    Raises ReadOnlySeat, BadClientId, EmptyMessage, TooLong, NothingThere, ThreadClosed.
    """
    check_writer(by, client_id)
    words = checked_text(text, at)
    check_quote(by, quote_of)
    cited = cited_in(words, day_of(at))
    posted = append(
        by.thread_id, by, MessageKind.TEXT, words, at=at, client_id=client_id, cited=cited, about_seq=quote_of
    )
    if posted.is_new and by.kind == SeatKind.CLIENT:
        listeners.tell(by, words, at)
    return posted


def withdraw(*, by: Seat, seq: int, at: dt.datetime) -> Message:
    """Take a message of one's own back within two minutes: a line that says so, and the row stays as sealed copy.

    Withdrawn twice is withdrawn once. Raises NothingThere, NotYours, TooLate, ReadOnlySeat.
    """
    check_writer(by, f"withdraw-{seq}")
    message = Message.objects.filter(thread_id=by.thread_id, seq=seq, kind__in=WRITTEN).first()
    if message is None:
        raise NothingThere("撤回")
    if message.seat_id != by.pk:
        raise NotYours
    if at > chat_limits.may_withdraw_until(message.sent_at, day_of(at)) and not is_withdrawn(by.thread_id, seq):
        raise TooLate
    with transaction.atomic():
        posted = append(by.thread_id, by, MessageKind.WITHDRAWAL, "", at=at, client_id=f"withdraw-{seq}", about_seq=seq)
        if posted.is_new:
            record_of(by, at, "chat.message_withdrawn", {"seq": seq})
    return posted.message


def check_writer(by: Seat, client_id: str) -> None:
    """Raises ReadOnlySeat, BadClientId."""
    if not by.can_write or by.left_at is not None:
        raise ReadOnlySeat
    if not CLIENT_ID.fullmatch(client_id):
        raise BadClientId


def checked_text(text: str, at: dt.datetime) -> str:
    """The words without white space around them and without control characters. Raises EmptyMessage, TooLong."""
    whole = text.encode("utf-8", "ignore").decode().replace("\r\n", "\n")  # half a surrogate pair is no character
    words = "".join(each for each in whole if each >= " " or each in "\n\t").strip()
    most = chat_limits.number("text_characters", day_of(at))
    if not words:
        raise EmptyMessage
    if len(words) > most:
        raise TooLong(len(words), most)
    return words


def check_quote(by: Seat, quote_of: int | None) -> None:
    """Raises NothingThere unless the quoted message is in this thread and stands."""
    if quote_of is None:
        return
    there = Message.objects.filter(thread_id=by.thread_id, seq=quote_of, kind__in=WRITTEN).exists()
    if not there or is_withdrawn(by.thread_id, quote_of):
        raise NothingThere


def record_of(by: Seat, at: dt.datetime, code: str, data: dict[str, object] | None = None) -> None:
    """An audit event about the conversation on its chain. A visitor has no membership: then ``data`` names the seat."""
    member = None if by.kind == SeatKind.CLIENT else by.ref
    told = {"seat": by.pk, **(data or {})}
    record(organisation_id=by.thread.organisation_id, by=member, at=at, code=code, subject=by.thread, data=told)
